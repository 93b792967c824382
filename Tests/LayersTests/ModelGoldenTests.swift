import CourseTesting
import XCTest

@testable import Layers

/// Whole models against PyTorch and Keras: weights read by their names, outputs of sequences of
/// unequal length, losses, and all weights after three steps of an optimiser.
/// Tests/Peers/models.py made the numbers.
final class ModelGoldenTests: XCTestCase {
  func testModelsAgreeWithPyTorch() throws {
    let fixture: Fixture = try Fixtures.decoded("pytorch-models")
    XCTAssertEqual(fixture.cases.count, 12)
    for golden in fixture.cases {
      let first = Layer.layerNorm(LayerNorm(epsilon: 1e-5))
      try check(golden, fixture, .pyTorch, first: first, ["norm", "memory", "head"])
    }
  }

  /// Keras's batches are rectangular, with padding wherever a mask says so.
  func testModelsAgreeWithKeras() throws {
    let fixture: Fixture = try Fixtures.decoded("keras-models")
    XCTAssertEqual(fixture.cases.count, 7)
    for golden in fixture.cases {
      let memory = golden.directions == 2 ? "both" : "memory"
      try check(golden, fixture, .keras, first: .masking(Masking(value: 0)), [memory, "head"])
    }
  }

  private func check(
    _ golden: Case, _ fixture: Fixture, _ source: WeightSource, first: Layer, _ modules: [String]
  ) throws {
    let name = "\(source), \(golden.name)"
    let lengths = source == .keras ? fixture.lengths.map { _ in 5 } : fixture.lengths
    let model = Sequential {
      first
      golden.memory
      Dense(3, activation: golden.activation)
    }
    try model.build(features: 3)
    try model.readWeights(golden.tensors(golden.before), from: source, modules: modules)
    let inputs = zip(golden.inputs, lengths).map { Array($0.prefix($1)) }

    let outputs = try model.predictSequences(inputs, batchSize: 3)
    for (row, steps) in outputs.enumerated() {
      for (t, output) in steps.enumerated() where !golden.isMasked(row, t) {
        let start = ((golden.everyStep ? row * 5 : row) + t) * 3
        expect(output, Array(golden.outputs[start..<start + 3]), "\(name): output \(row), \(t)")
      }
    }

    try model.compile(loss: golden.loss, optimizer: golden.optimizer)
    let history = try golden.fit(model, inputs, lengths)
    expect(history["loss"].map { Float($0) }, golden.losses, "\(name): losses")
    let expected = Sequential {
      first
      golden.memory
      Dense(3, activation: golden.activation)
    }
    try expected.build(features: 3)
    try expected.readWeights(golden.tensors(golden.after), from: source, modules: modules)
    for (yours, wanted) in try zip(model.tensors, expected.tensors) {
      expect(yours.values, wanted.values.map(Double.init), "\(name): \(yours.name) after training")
    }
  }

  private func expect(_ yours: [Float], _ expected: [Double], _ what: String) {
    XCTAssertEqual(yours.count, expected.count, what)
    let worst = zip(yours, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }
    XCTAssertTrue(worst.allSatisfy { $0 <= 1e-4 }, "\(what): off by \(worst.max() ?? 0)")
  }
}

private struct Fixture: Decodable {
  let lengths: [Int]
  let cases: [Case]
}

private struct Case: Decodable {
  let name, cell, merge: String
  let directions: Int
  let everyStep: Bool
  let loss: Loss
  private let optimizerName: String
  let inputs: [[[Float]]]
  let targets, outputs, losses: [Double]
  let before, after: [String: Numbers]

  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Float]
  }

  private enum CodingKeys: String, CodingKey {
    case name, cell, merge, directions, everyStep, loss, inputs, targets, outputs, losses, before,
      after
    case optimizerName = "optimizer"
  }

  func tensors(_ numbers: [String: Numbers]) throws -> [Tensor] {
    try numbers.map { try Tensor(name: $0.key, shape: $0.value.shape, values: $0.value.values) }
  }

  /// Keras's cases have time steps of zeros, which their `Masking` leaves out.
  func isMasked(_ row: Int, _ t: Int) -> Bool {
    everyStep && inputs[row][t].allSatisfy { $0 == 0 }
  }

  var memory: Layer {
    let merge: Bidirectional.Merge = self.merge == "sum" ? .sum : .concatenate
    switch (cell, directions) {
    case ("lstm", 1): return .lstm(LSTM(4, returnSequences: everyStep))
    case ("gru", 1): return .gru(GRU(4, returnSequences: everyStep))
    case ("lstm", _):
      return .bidirectional(Bidirectional(LSTM(4, returnSequences: everyStep), merge: merge))
    case ("gru", _):
      return .bidirectional(Bidirectional(GRU(4, returnSequences: everyStep), merge: merge))
    case (_, 1): return .simpleRNN(SimpleRNN(4, returnSequences: everyStep))
    default:
      return .bidirectional(Bidirectional(SimpleRNN(4, returnSequences: everyStep), merge: merge))
    }
  }

  var activation: ActivationFunction {
    switch loss {
    case .binaryCrossEntropy: .sigmoid
    case .categoricalCrossEntropy, .sparseCategoricalCrossEntropy: .softmax
    default: .linear
    }
  }

  var optimizer: Optimizer {
    switch optimizerName {
    case "momentum": .sgd(learningRate: 0.05, momentum: 0.9)
    case "nesterov": .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true)
    case "rmsProp": .rmsProp(learningRate: 0.05)
    case "adam": .adam(learningRate: 0.05)
    case "adamW": .adamW(learningRate: 0.05, weightDecay: 0.1)
    case "norm": .sgd(learningRate: 0.05, clipping: .norm(0.2))
    case "value": .sgd(learningRate: 0.05, clipping: .value(0.01))
    default: .sgd(learningRate: 0.05)
    }
  }

  /// Three epochs of one batch.
  func fit(_ model: Sequential, _ inputs: [[[Float]]], _ lengths: [Int]) throws -> History {
    if loss == .sparseCategoricalCrossEntropy {
      let classes = targets.map { Int($0) }
      if !everyStep { return try model.fit(inputs, classes, epochs: 3, shuffle: false) }
      let steps = lengths.enumerated().map { row, length in
        Array(classes[row * 5..<row * 5 + length])
      }
      return try model.fit(inputs, steps, epochs: 3, shuffle: false)
    }
    func values(_ index: Int) -> [Double] { Array(targets[3 * index..<3 * index + 3]) }
    if !everyStep {
      return try model.fit(inputs, (0..<3).map(values), epochs: 3, shuffle: false)
    }
    let steps = lengths.enumerated().map { row, length in
      (0..<length).map { values(row * 5 + $0) }
    }
    return try model.fit(inputs, steps, epochs: 3, shuffle: false)
  }
}
