import Foundation
import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// First weights, penalties and frozen layers, what files hold of them, and what makes no sense.
final class RecurrentOptionTests: XCTestCase {
  private let initializers: [Initializer] = [
    .zeros, .ones, .constant(-0.25), .uniform(0.3), .normal(0.2), .glorotUniform, .glorotNormal,
    .heUniform, .heNormal, .lecunUniform, .lecunNormal, .orthogonal(gain: 2), .identity(gain: 0.5),
    .unitRows, .pyTorch,
  ]

  private let symbols = [[1, 2, 3], [4, 0], [5, 5, 1, 2], [3]]
  private let targets = [[0.5, 1], [0, 1], [1, 0.25], [0.75, 0]]

  private var path = ""

  override func setUp() {
    path = NSTemporaryDirectory() + "options-\(UUID().uuidString).safetensors"
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

  // MARK: First weights

  func testFirstWeightsAreOfTheirDistributions() throws {
    let (inputs, units) = (60, 80)
    for initializer in initializers {
      let model = Sequential(seed: 4) {
        Input(features: inputs)
        GRU(units, kernelInitializer: initializer, recurrentInitializer: initializer)
      }
      let tensors = try model.tensors
      for (tensor, fanIn) in zip(tensors, [inputs, units]) {
        let wanted = spread(initializer, inputs: fanIn, outputs: units, units: units)
        let mean = tensor.values.reduce(0.0) { $0 + Double($1) } / Double(tensor.values.count)
        let square = tensor.values.reduce(0.0) { $0 + Double($1 * $1) }
        let root = (square / Double(tensor.values.count)).squareRoot()
        XCTAssertEqual(root, wanted.root, accuracy: 0.04 * wanted.root, "\(initializer)")
        XCTAssertEqual(mean, wanted.mean, accuracy: 0.04 * max(0.1, wanted.root), "\(initializer)")
        let largest = Double(tensor.values.map { abs($0) }.max()!)
        if let limit = wanted.limit { XCTAssertLessThanOrEqual(largest, limit * 1.000001) }
      }
    }
  }

  /// The mean, the root of the mean square, and the largest number where there is one.
  private func spread(
    _ initializer: Initializer, inputs: Int, outputs: Int, units: Int
  ) -> (mean: Double, root: Double, limit: Double?) {
    func uniform(_ limit: Double) -> (Double, Double, Double?) {
      (0, limit / 3.0.squareRoot(), limit)
    }
    let (fanIn, both) = (Double(inputs), Double(inputs + outputs))
    switch initializer {
    case .zeros: return (0, 0, 0)
    case .ones: return (1, 1, 1)
    case .constant(let value): return (value, abs(value), abs(value))
    case .uniform(let limit): return uniform(limit)
    case .normal(let deviation): return (0, deviation, nil)
    case .glorotUniform: return uniform((6 / both).squareRoot())
    case .glorotNormal: return (0, (2 / both).squareRoot(), nil)
    case .heUniform: return uniform((6 / fanIn).squareRoot())
    case .heNormal: return (0, (2 / fanIn).squareRoot(), nil)
    case .lecunUniform: return uniform((3 / fanIn).squareRoot())
    case .lecunNormal: return (0, (1 / fanIn).squareRoot(), nil)
    case .orthogonal(let gain):
      return (0, gain / Double(max(inputs, outputs)).squareRoot(), nil)
    case .identity(let gain):
      let share = Double(min(inputs, outputs)) / Double(inputs * outputs)
      return (gain * share, gain * share.squareRoot(), gain)
    case .unitRows: return (0, 1 / Double(outputs).squareRoot(), nil)
    case .pyTorch: return uniform(1 / Double(units).squareRoot())
    }
  }

  func testTheShorterSideIsOrthonormal() {
    var generator = SeededGenerator(seed: 8)
    for (rows, columns) in [(5, 5), (3, 7), (7, 3), (1, 4), (4, 1)] {
      let matrix = Initialisation.orthogonalMatrix(
        rows: rows, columns: columns, using: &generator)
      let isWide = rows <= columns
      for i in 0..<min(rows, columns) {
        for j in 0..<min(rows, columns) {
          let product = (0..<max(rows, columns)).reduce(0.0) { sum, k in
            isWide
              ? sum + matrix[i * columns + k] * matrix[j * columns + k]
              : sum + matrix[k * columns + i] * matrix[k * columns + j]
          }
          XCTAssertEqual(product, i == j ? 1 : 0, accuracy: 1e-12)
        }
      }
    }
  }

  func testBiasesAndTheForgetGate() throws {
    func bias(_ layer: LSTM) throws -> [Float] {
      try Sequential {
        Input(features: 2)
        layer
      }.tensors[2].values
    }
    XCTAssertEqual(try bias(LSTM(2)), [0, 0, 1, 1, 0, 0, 0, 0])
    XCTAssertEqual(
      try bias(LSTM(2, biasInitializer: .constant(0.5), forgetBias: 2)),
      [0.5, 0.5, 2, 2, 0.5, 0.5, 0.5, 0.5])
    XCTAssertEqual(
      try bias(LSTM(2, biasInitializer: .ones, forgetBias: nil)), .init(repeating: 1, count: 8))
    let drawn = try bias(LSTM(2, biasInitializer: .pyTorch, forgetBias: nil))
    XCTAssertEqual(Set(drawn).count, 8)
    XCTAssertTrue(drawn.allSatisfy { abs($0) <= Float(0.5).squareRoot() })
  }

  /// An RNN of rectified units with the identity keeps what it is given for a thousand steps.
  func testAnIRNNAddsUpWhatItReads() throws {
    let model = Sequential {
      SimpleRNN(
        2, activation: .relu, useBias: false, kernelInitializer: .ones,
        recurrentInitializer: .identity())
    }
    let steps = (0..<1000).map { [Float($0 % 3)] }
    XCTAssertEqual(try model.predict([steps]), [[999, 999]])
  }

  func testLayersWithoutBiasesHaveNone() throws {
    let model = Sequential {
      Input(features: 2)
      GRU(3, returnSequences: true, useBias: false)
      Bidirectional(LSTM(2, useBias: false))
      Dense(1, useBias: false)
    }
    XCTAssertEqual(
      try model.tensors.map(\.name),
      [
        "1.gru.inputWeights", "1.gru.recurrentWeights", "2.bidirectional.forward.inputWeights",
        "2.bidirectional.forward.recurrentWeights", "2.bidirectional.backward.inputWeights",
        "2.bidirectional.backward.recurrentWeights", "3.dense.weights",
      ])
  }

  // MARK: Dropout

  func testRecurrentDropoutHasOneMaskOrOneForEachStep() {
    for (mask, count) in [(RecurrentOptions.DropoutMask.sequence, 1), (.step, 6)] {
      let recurrence = Recurrence(
        units: 50, RecurrentOptions(recurrentDropout: 0.5, recurrentDropoutMask: mask))
      let memory = Buffer<Float>(count: recurrence.scratchCount(rows: 1, time: 6))
      let numbers = (0..<6).map { t in recurrence.multipliers(memory.base, at: t, count: 50) }
      XCTAssertEqual(Set(numbers).count, count)
    }
  }

  // MARK: Files

  private func optionModel() throws -> Sequential {
    let model = Sequential(seed: 2) {
      Embedding(vocabularySize: 6, size: 3, initializer: .normal(0.5), l2: 0.01)
      LSTM(
        3, returnSequences: true, activation: .relu, recurrentActivation: .hardSigmoid,
        kernelInitializer: .orthogonal(gain: 0.5), forgetBias: nil, kernelL2: 0.1)
      Bidirectional(
        GRU(
          2, returnSequences: true, recurrentDropout: 0.2, recurrentDropoutMask: .step,
          useBias: false, resetAfter: false), merge: .product)
      LSTM(2, forgetBias: 0)
      Dense(2, activation: .hardSigmoid, useBias: false, kernelInitializer: .heUniform, kernelL2: 1)
    }
    try model.freeze(0, 2)
    return model
  }

  func testAllOptionsAreSaved() throws {
    let model = try optionModel()
    try model.save(to: path)
    let read = try Sequential(contentsOf: path)
    XCTAssertEqual(read.layers, model.layers)
    XCTAssertEqual(read.frozenLayers, [0, 2])
    XCTAssertEqual(try read.predict(symbols), try model.predict(symbols))
    let graph = try Model(contentsOf: path)
    XCTAssertEqual(try graph.predict(symbols), try model.predict(symbols))
  }

  func testAGraphsFrozenLayersAreSaved() throws {
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 6, size: 2)
    let (forward, backward) = Bidirectional(SimpleRNN(2)).separately(embed(x))
    let model = try Model(inputs: [x], outputs: [Dense(1)(Add()(forward, backward))])
    try model.freeze(embed)
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    XCTAssertEqual(read.frozenLayers, [0])
    XCTAssertEqual(read.graph, model.graph)
    XCTAssertEqual(try read.predict(symbols), try model.predict(symbols))
  }

  /// As files were before there were options, and as they are where none is asked for.
  func testUsualLayersAreWrittenAsBefore() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let layers: [Layer] = [
      .embedding(Embedding(vocabularySize: 5, size: 2)), .lstm(LSTM(3)), .gru(GRU(3)),
      .dense(Dense(2)),
    ]
    let options =
      #"{"dropout":0,"goBackwards":false,"recurrentDropout":0,"returnSequences":false,"#
      + #""stateful":false}"#
    let text =
      #"[{"embedding":{"_0":{"masksZero":false,"size":2,"vocabularySize":5}}},"#
      + #"{"lstm":{"_0":{"options":"# + options + #","units":3}}},"#
      + #"{"gru":{"_0":{"options":"# + options + #","units":3}}},"#
      + #"{"dense":{"_0":{"activation":"linear","units":2}}}]"#
    XCTAssertEqual(String(decoding: try encoder.encode(layers), as: UTF8.self), text)
    XCTAssertEqual(try JSONDecoder().decode([Layer].self, from: Data(text.utf8)), layers)
  }

  // MARK: Penalties

  /// A step with a penalty alone: w − rate · 2 λ w.
  func testAPenaltyShrinksWeights() throws {
    let model = Sequential(seed: 3) {
      Input(features: 2)
      Dense(1, kernelL2: 0.5, biasL2: 0.25)
    }
    let dense = try model.tensors
    try model.setTensors([
      Tensor(name: dense[0].name, shape: [2, 1], values: [2, -4]),
      Tensor(name: dense[1].name, shape: [1], values: [1]),
    ])
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 0.1))
    // The input is 0 and the target is the bias, so that the loss is the penalty.
    let history = try model.fit([[[Float(0), 0]]], [[[Float(1)]]], epochs: 1)
    XCTAssertEqual(history["loss"][0], 0.5 * 20 + 0.25, accuracy: 1e-6)
    let after = try model.tensors
    XCTAssertEqual(after[0].values, [1.8, -3.6])
    XCTAssertEqual(after[1].values[0], 0.95, accuracy: 1e-6)
  }

  func testAPenaltyIsTheSameForAnyNumberOfThreads() throws {
    func trained(_ threads: Int) throws -> [Tensor] {
      let x = Input.symbols()
      let states = Bidirectional(
        GRU(
          3, returnSequences: true, recurrentDropout: 0.3, recurrentDropoutMask: .step,
          resetAfter: false), merge: .mean)(Embedding(vocabularySize: 6, size: 3, l2: 0.01)(x))
      let memory = LSTM(3, activation: .relu, recurrentL2: 0.1)
      let model = try Model(
        inputs: x, outputs: Dense(2, biasL2: 0.1)(memory(states)), seed: 5)
      try model.compile(loss: .meanSquaredError)
      let inputs = (0..<50).map { row in (0..<1 + row % 4).map { ($0 * 7 + row) % 6 } }
      let targets = (0..<50).map { [Double($0 % 3), 1] }
      try model.fit(inputs, targets, epochs: 2, batchSize: 40, threads: threads)
      return model.tensors
    }
    let wanted = try trained(1)
    XCTAssertEqual(try trained(2), wanted)
    XCTAssertEqual(try trained(5), wanted)
  }

  // MARK: Frozen layers

  /// With moments, decay and penalties from before, in both kinds of model and a shared layer.
  func testFrozenLayersStayAsTheyAre() throws {
    let embed = Embedding(vocabularySize: 6, size: 3, l2: 0.1)
    let (memory, head) = (GRU(3, kernelL2: 0.1), Dense(2))
    let (x, y) = (Input.symbols(), Input.symbols())
    let both = Add()(memory(embed(x)), memory(Dense(3)(embed(y))))
    let model = try Model(inputs: [x, y], outputs: [head(both)])
    try model.compile(loss: .meanSquaredError, optimizer: .adamW(weightDecay: 0.1))
    func change(_ layers: Set<Int>) throws {
      let before = model.tensors
      try model.fit((symbols, symbols), targets, epochs: 2, threads: 1)
      for (old, new) in zip(before, model.tensors) {
        let isFrozen = layers.contains { old.name.hasPrefix("\($0).") }
        XCTAssertEqual(old == new, isFrozen, old.name)
      }
    }
    try change([])
    try model.freeze(memory)
    try change([1])
    try model.freeze(0)
    XCTAssertEqual(model.frozenLayers, [0, 1])
    try change([0, 1])
    try model.unfreeze(0, 1)
    try change([])
  }

  func testFrozenLayersOfASequential() throws {
    for vocabulary in [6, 40_000] {
      let model = Sequential(seed: 9) {
        Embedding(vocabularySize: vocabulary, size: 3)
        LSTM(3)
        Dense(2)
      }
      try model.compile(loss: .meanSquaredError, optimizer: .adamW(weightDecay: 0.1))
      for frozen in [[], [0], [1], [0, 1]] {
        for index in frozen { try model.freeze(index) }
        let before = try model.tensors
        try model.fit(symbols, targets, epochs: 2, threads: 1)
        for (old, new) in zip(before, try model.tensors) {
          let isFrozen = frozen.contains { old.name.hasPrefix("\($0).") }
          XCTAssertEqual(old == new, isFrozen, old.name)
        }
        for index in frozen { try model.unfreeze(index) }
      }
    }
  }

  /// What is frozen has no part in the norm, and the rest moves as if it were a constant.
  func testFrozenLayersHaveNoGradient() throws {
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 6, size: 3)
    let model = try Model(inputs: x, outputs: Dense(2)(LSTM(3)(embed(x))))
    try model.freeze(0)
    let network = model.network.freezing(
      ParameterRules(model.network.layout, frozen: model.frozenLayers))
    XCTAssertEqual(network.values.map(\.needsGradient), [false, false, true, true, true])
    let other = model.network.freezing(ParameterRules(model.network.layout, frozen: [1]))
    XCTAssertEqual(other.values.map(\.needsGradient), [false, true, true, true, true])
  }

  func testAPartOfAModelIsFrozen() throws {
    let x = Input.symbols()
    let code = GRU(2)(Embedding(vocabularySize: 6, size: 2)(x))
    let encoder = try Model(inputs: x, outputs: code)
    let model = try Model(inputs: x, outputs: Dense(1)(code))
    try model.freeze(encoder)
    XCTAssertEqual(model.frozenLayers, [0, 1])
  }

  // MARK: Messages

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch { return "\(error)" }
  }

  private func message(_ layer: Layer) -> String {
    message { try Sequential(layers: [layer]).compile(loss: .meanSquaredError) }
  }

  func testOptionsThatMakeNoSense() throws {
    XCTAssertEqual(
      message(.lstm(LSTM(2, activation: .softmax))),
      "layer 0 (LSTM) has the activation softmax; inside a recurrent layer there are tanh, sigmoid, "
        + "hardSigmoid, relu and linear")
    XCTAssertEqual(
      message(.gru(GRU(2, recurrentActivation: .softmax))),
      "layer 0 (GRU) has the recurrentActivation softmax; inside a recurrent layer there are tanh, "
        + "sigmoid, hardSigmoid, relu and linear")
    XCTAssertEqual(
      message(.dense(Dense(2, kernelL2: -1))),
      "layer 0 (Dense) has a kernelL2 of -1.0; it is finite and at least 0")
    XCTAssertEqual(
      message(.simpleRNN(SimpleRNN(2, recurrentL2: .infinity))),
      "layer 0 (SimpleRNN) has a recurrentL2 of inf; it is finite and at least 0")
    XCTAssertEqual(
      message(.lstm(LSTM(2, forgetBias: .nan))),
      "layer 0 (LSTM) has a forgetBias of nan; it is finite")
    XCTAssertEqual(
      message(.lstm(LSTM(2, recurrentInitializer: .orthogonal(gain: 0)))),
      "layer 0 (LSTM) has a recurrentInitializer that has a gain of 0.0; it is positive and finite")
    XCTAssertEqual(
      message(.dense(Dense(2, kernelInitializer: .uniform(-1)))),
      "layer 0 (Dense) has a kernelInitializer that is uniform in ±-1.0; the limit is finite and at "
        + "least 0")
    XCTAssertEqual(
      message(.dense(Dense(2, kernelInitializer: .normal(.nan)))),
      "layer 0 (Dense) has a kernelInitializer that has the standard deviation nan; it is finite and "
        + "at least 0")
    XCTAssertEqual(
      message(.bidirectional(Bidirectional(GRU(2, biasInitializer: .identity())))),
      "layer 0 (Bidirectional) has a biasInitializer that is identity, which takes a matrix; a bias "
        + "begins with zeros, ones, a constant, uniform or normal numbers, or as PyTorch's")
    XCTAssertEqual(
      message(.embedding(Embedding(vocabularySize: 4, size: 2, initializer: .constant(.nan)))),
      "layer 0 (Embedding) has an initializer that is the constant nan; it is finite")
  }

  func testLayersThatCannotBeFrozen() throws {
    let x = Input.symbols()
    let dense = Dense(2)
    let model = try Model(
      inputs: x, outputs: Dropout(0.1)(dense(LSTM(2)(Embedding(vocabularySize: 6, size: 2)(x)))))
    XCTAssertEqual(
      message { try model.freeze(4) }, "there is no layer 4; the model has the layers 0 to 3")
    XCTAssertEqual(
      message { try model.freeze(3) }, "layer 3 (Dropout) has no parameters that could be frozen")
    XCTAssertEqual(
      message { try model.freeze(Dense(2)) },
      "the model does not contain this Dense layer; a layer is known by being the same value, or by "
        + "its number in the summary")
    let other = try Model(inputs: x, outputs: Embedding(vocabularySize: 6, size: 2)(x))
    XCTAssertEqual(
      message { try model.freeze(other) },
      "the model contains no layer with parameters of the one to freeze")
    let sequential = Sequential {
      LSTM(2)
      Dense(1)
    }
    XCTAssertTrue(message { try sequential.freeze(0) }.contains("Input(features:)"))
    let small = Sequential {
      Input(features: 1)
      Dense(1)
    }
    try small.compile(loss: .meanSquaredError)
    try small.freeze(1)
    XCTAssertEqual(
      message { try small.fit([[[Float(1)]]], [[[Float(1)]]]) },
      "every layer is frozen; there is nothing to learn")
  }
}
