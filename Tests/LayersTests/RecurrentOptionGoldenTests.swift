import CourseTesting
import XCTest

@testable import Layers

/// What recurrent layers can be asked for against Keras and PyTorch: outputs, losses with their
/// penalties, and all weights after three steps. Tests/Peers/recurrent_options.py made the numbers.
final class RecurrentOptionGoldenTests: XCTestCase {
  func testOptionsAgreeWithKeras() throws {
    let fixture: Fixture<Case> = try Fixtures.decoded("keras-recurrent-options")
    XCTAssertEqual(fixture.cases.count, 15)
    for golden in fixture.cases { try check(golden) }
  }

  func testOptionsAgreeWithPyTorch() throws {
    let fixture: Fixture<ModuleCase> = try Fixtures.decoded("pytorch-recurrent-options")
    XCTAssertEqual(fixture.cases.count, 4)
    for golden in fixture.cases {
      let model = Sequential { golden.memory }
      try model.build(features: 2)
      let tensors = try golden.weights.map {
        try Tensor(name: $0.key, shape: $0.value.shape, values: $0.value.values)
      }
      try model.readWeights(tensors, from: .pyTorch, modules: ["memory"])
      let inputs = (0..<3).map { row in
        (0..<5).map { t in Array(golden.inputs[(row * 5 + t) * 2..<(row * 5 + t) * 2 + 2]) }
      }
      let outputs = try model.predictSequences(inputs).joined().joined()
      expect(Array(outputs), golden.outputs, golden.name)
    }
  }

  /// Keras's original form of a GRU has one row of biases, and a layer without any has none.
  func testKerassOtherGRUsAreRead() throws {
    let kernel = try Tensor(name: "gru/cell/kernel", shape: [1, 3], values: [1, 2, 3])
    let recurrent = try Tensor(
      name: "gru/cell/recurrent_kernel", shape: [1, 3], values: [4, 5, 6])
    let bias = try Tensor(name: "gru/cell/bias", shape: [3], values: [7, 8, 9])
    for useBias in [true, false] {
      let model = Sequential { GRU(1, useBias: useBias, resetAfter: false) }
      try model.build(features: 1)
      let tensors = [kernel, recurrent] + (useBias ? [bias] : [])
      try model.readWeights(tensors, from: .keras, modules: ["gru"])
      XCTAssertEqual(try model.tensors.map(\.values), tensors.map(\.values))
    }
  }

  // MARK: The models

  private func model(_ name: String) throws -> Model {
    let symbols = Input.symbols()
    var (embed, head) = (Embedding(vocabularySize: 6, size: 3, masksZero: true), Dense(2))
    let memory: any CallableLayer
    switch name {
    case "lstm relu, hard sigmoid":
      memory = LSTM(3, activation: .relu, recurrentActivation: .hardSigmoid)
    case "gru sigmoid, tanh": memory = GRU(3, activation: .sigmoid, recurrentActivation: .tanh)
    case "gru, reset before": memory = GRU(3, resetAfter: false)
    case "gru, reset before, relu, no bias":
      memory = GRU(3, activation: .relu, useBias: false, resetAfter: false)
    case "irnn": memory = SimpleRNN(4, activation: .relu, recurrentInitializer: .identity())
    case "rnn linear": memory = SimpleRNN(3, activation: .linear)
    case "lstm, no bias": (memory, head) = (LSTM(3, useBias: false), Dense(2, useBias: false))
    case "gru, no bias": memory = GRU(3, useBias: false)
    case "rnn, no bias": memory = SimpleRNN(3, useBias: false)
    case "mean": memory = Bidirectional(LSTM(3), merge: .mean)
    case "product": memory = Bidirectional(SimpleRNN(3), merge: .product)
    case "product of reset before":
      memory = Bidirectional(GRU(3, resetAfter: false), merge: .product)
    case "directions apart":
      let (forward, backward) = Bidirectional(GRU(2, returnSequences: true))
        .separately(embed(symbols))
      let joined = Add()(forward, Multiply()(forward, backward))
      return try Model(inputs: symbols, outputs: head(LSTM(2)(joined)))
    case "penalties":
      embed = Embedding(vocabularySize: 6, size: 3, masksZero: true, l2: 0.01)
      memory = LSTM(3, kernelL2: 0.02, recurrentL2: 0.03, biasL2: 0.04)
      head = Dense(2, kernelL2: 0.05, biasL2: 0.06)
    case "frozen":
      embed = Embedding(vocabularySize: 6, size: 3, masksZero: true, l2: 0.05)
      memory = LSTM(3, kernelL2: 0.05)
    default: throw ModelError("no model for \(name)")
    }
    let model = try Model(inputs: symbols, outputs: head(memory(embed(symbols))))
    if name == "frozen" { try model.freeze(embed) }
    return model
  }

  // MARK: The check

  private func check(_ golden: Case) throws {
    let model = try model(golden.name)
    try model.setTensors(golden.tensors(golden.before, of: model))
    expect(
      try model.predict(golden.symbols).flatMap { $0 }, golden.outputs[0], golden.name)
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 0.1))
    let targets = (0..<3).map { Array(golden.targets[0][2 * $0..<2 * $0 + 2]) }
    let before = try model.evaluate(golden.symbols, targets).loss
    XCTAssertEqual(before, golden.losses[0], accuracy: 1e-5, "\(golden.name): evaluated")
    let history = try model.fit(golden.symbols, targets, epochs: 3, shuffle: false, threads: 1)
    expect(history["loss"].map { Float($0) }, golden.losses, "\(golden.name): losses")
    for (mine, wanted) in zip(model.tensors, try golden.tensors(golden.after, of: model)) {
      expect(
        mine.values, wanted.values.map { Double($0) }, "\(golden.name): \(mine.name) after training"
      )
    }
  }

  private func expect(_ yours: [Float], _ expected: [Double], _ what: String) {
    XCTAssertEqual(yours.count, expected.count, what)
    let worst = zip(yours, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }
    XCTAssertTrue(worst.allSatisfy { $0 <= 1e-5 }, "\(what): off by \(worst.max() ?? 0)")
  }
}

private struct Fixture<Case: Decodable>: Decodable {
  let cases: [Case]
}

private struct Case: Decodable {
  let name: String
  let inputs, targets, before, outputs, after: [[Double]]
  let losses: [Double]

  var symbols: [[Int]] {
    let all = inputs[0].map { Int($0) }
    return stride(from: 0, to: all.count, by: 5).map { Array(all[$0..<$0 + 5]) }
  }

  /// Keras holds both biases of a GRU in one variable.
  func tensors(_ values: [[Double]], of model: Model) throws -> [Tensor] {
    var rest = values[...]
    var recurrentBias: [Double] = []
    return try model.tensors.map { tensor in
      var numbers = recurrentBias
      if tensor.name.hasSuffix("recurrentBias") {
        recurrentBias = []
      } else {
        numbers = rest.removeFirst()
        let count = tensor.values.count
        if numbers.count == 2 * count {
          recurrentBias = Array(numbers[count...])
          numbers = Array(numbers[..<count])
        }
      }
      return try Tensor(name: tensor.name, shape: tensor.shape, values: numbers.map { Float($0) })
    }
  }
}

private struct ModuleCase: Decodable {
  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Float]
  }

  let name: String
  let inputs: [Float]
  let outputs: [Double]
  let weights: [String: Numbers]

  var memory: Layer {
    switch name {
    case "rnn relu": .simpleRNN(SimpleRNN(3, returnSequences: true, activation: .relu))
    case "rnn, no bias": .simpleRNN(SimpleRNN(3, returnSequences: true, useBias: false))
    case "lstm, no bias": .lstm(LSTM(3, returnSequences: true, useBias: false))
    default: .gru(GRU(3, returnSequences: true, useBias: false))
    }
  }
}
