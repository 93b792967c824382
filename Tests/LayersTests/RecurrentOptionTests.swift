import Foundation
import Kernels
import XCTest

@testable import Layers

/// Dropout of states, penalties, what files hold of options, and what makes no sense.
final class RecurrentOptionTests: XCTestCase {
  private let symbols = [[1, 2, 3], [4, 0], [5, 5, 1, 2], [3]]

  private var path = ""

  override func setUp() {
    path = NSTemporaryDirectory() + "options-\(UUID().uuidString).safetensors"
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

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
      try Tensor(name: dense[0].name, shape: [2, 1], values: [2, -4]),
      try Tensor(name: dense[1].name, shape: [1], values: [1]),
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

  // MARK: Messages

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
}
