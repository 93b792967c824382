import LinearAlgebra
import XCTest

@testable import Layers

final class TrainerTests: XCTestCase {
  private func model(cell: Layer = .lstm(LSTM(8, returnSequences: true)), seed: UInt64 = 3)
    -> Sequential
  {
    Sequential(seed: seed) {
      Embedding(vocabularySize: 7, size: 5)
      cell
      LSTM(6, returnSequences: true)
      Dense(7)
    }
  }

  /// A text with a rule: each symbol is its predecessor plus one or plus two.
  private func windows(rows: Int, time: Int, count: Int) -> [(inputs: [Int32], targets: [Int32])] {
    var generator = SeededGenerator(seed: 11)
    return (0..<count).map { _ in
      var inputs: [Int32] = []
      var targets: [Int32] = []
      for _ in 0..<rows {
        var symbol = Int32(generator.integer(below: 7))
        for _ in 0..<time {
          inputs.append(symbol)
          symbol = (symbol + 1 + Int32(generator.integer(below: 2))) % 7
          targets.append(symbol)
        }
      }
      return (inputs, targets)
    }
  }

  private func trainer(_ model: Sequential, rows: Int = 40, threads: Int = 1) throws -> Trainer {
    try Trainer(
      model: model, rows: rows, length: 6, optimizer: Adam(learningRate: 0.02), clipNorm: 1,
      threads: threads)
  }

  func testAPredictorComesBackToAState() throws {
    let predictor = try Predictor(model: model())
    for symbol in [1, 5, 2] { _ = predictor.logits(after: symbol) }
    let state = predictor.state
    let first = [3, 3, 6].map { predictor.logits(after: $0) }
    XCTAssertNotEqual(predictor.state, state)
    try predictor.set(state)
    XCTAssertEqual([3, 3, 6].map { predictor.logits(after: $0) }, first)
  }

  /// Small and large tables, at the beginning and in the middle of a training.
  func testFrozenLayersStayAsTheyAre() throws {
    for vocabulary in [7, 40_000] {
      let model = Sequential(seed: 3) {
        Embedding(vocabularySize: vocabulary, size: 5, l2: 0.01)
        LSTM(6, returnSequences: true, kernelL2: 0.01)
        Dense(7)
      }
      let trainer = try trainer(model)
      let windows = windows(rows: 40, time: 6, count: 12)
      for frozen: Set<Int> in [[], [0], [1, 2], [0, 1], []] {
        for layer in frozen { try model.freeze(layer) }
        let before = try model.tensors
        for window in windows.prefix(3) {
          let (_, norm) = try trainer.step(inputs: window.inputs, targets: window.targets, time: 6)
          XCTAssertGreaterThan(norm, 0)
        }
        for (old, new) in zip(before, try model.tensors) {
          let isFrozen = frozen.contains { old.name.hasPrefix("\($0).") }
          XCTAssertEqual(old == new, isFrozen, "\(old.name) with \(frozen) frozen")
        }
        for layer in frozen { try model.unfreeze(layer) }
      }
    }
  }

  /// The gradient's norm has 2 λ w in it, and the loss has no penalty.
  func testPenaltiesPullAtWeights() throws {
    func step(_ l2: Double, frozen: Bool = false) throws -> (
      loss: Double, norm: Double, after: Float
    ) {
      let model = Sequential(seed: 3) {
        Embedding(vocabularySize: 7, size: 5)
        Dense(7, kernelL2: l2)
      }
      if frozen { try model.freeze(1) }
      let trainer = try Trainer(
        model: model, rows: 40, length: 6, optimizer: Adam(learningRate: 0.02), clipNorm: nil,
        threads: 2)
      let window = windows(rows: 40, time: 6, count: 1)[0]
      let (loss, norm) = try trainer.step(inputs: window.inputs, targets: window.targets, time: 6)
      let weights = try model.tensors[1].values
      return (loss, norm, weights.reduce(0) { $0 + $1 * $1 })
    }
    let (plain, pulled) = (try step(0), try step(1000))
    XCTAssertEqual(plain.loss, pulled.loss)
    XCTAssertLessThan(pulled.after, plain.after)
    let start = try Sequential(seed: 3) {
      Embedding(vocabularySize: 7, size: 5)
      Dense(7)
    }.tensors[1].values.reduce(0.0) { $0 + Double($1 * $1) }
    XCTAssertEqual(pulled.norm, 2000 * start.squareRoot(), accuracy: 2 * plain.norm)
    // No penalty pulls at what is frozen.
    let (still, stillPulled) = (try step(0, frozen: true), try step(1000, frozen: true))
    XCTAssertEqual(still.norm, stillPulled.norm)
    XCTAssertEqual(still.after, stillPulled.after)
  }

  func testTrainingLearnsTheRule() throws {
    let model = model()
    let trainer = try trainer(model)
    var last = 0.0
    for window in windows(rows: 40, time: 6, count: 150) {
      last = try trainer.step(inputs: window.inputs, targets: window.targets, time: 6).loss
    }
    // The rule leaves a choice of two: log 2 = 0.693 nats; not knowing it costs log 7 = 1.946.
    XCTAssertLessThan(last, 0.75)
    XCTAssertGreaterThan(last, 0.6)
  }

  func testTheNumberOfThreadsChangesNoBit() throws {
    let cells: [Layer] = [
      .lstm(LSTM(8, returnSequences: true)), .simpleRNN(SimpleRNN(9, returnSequences: true)),
      .dense(Dense(4)),
    ]
    for cell in cells {
      // 40 rows are three shards, the last of them half full.
      let results = try [1, 2, 3, 8].map { threads in
        let model = model(cell: cell)
        let trainer = try trainer(model, threads: threads)
        for window in windows(rows: 40, time: 6, count: 5) {
          _ = try trainer.step(inputs: window.inputs, targets: window.targets, time: 6)
        }
        return try model.tensors + trainer.tensors
      }
      for result in results.dropFirst() { XCTAssertEqual(result, results[0]) }
    }
  }

  func testARestoredTrainerGoesOnBitForBit() throws {
    let windows = windows(rows: 40, time: 6, count: 9)
    let whole = model()
    let uninterrupted = try trainer(whole)
    var saved: (model: [Tensor], training: [Tensor], steps: Int)?
    for (index, window) in windows.enumerated() {
      if index == 4 { saved = (try whole.tensors, uninterrupted.tensors, uninterrupted.stepCount) }
      _ = try uninterrupted.step(inputs: window.inputs, targets: window.targets, time: 6)
    }
    let checkpoint = try XCTUnwrap(saved)
    let resumed = try Sequential(layers: whole.layers, tensors: checkpoint.model)
    let trainer = try trainer(resumed, threads: 2)
    XCTAssertNil(trainer.problem(with: checkpoint.training))
    try trainer.restore(checkpoint.training, stepCount: checkpoint.steps)
    for window in windows[4...] {
      _ = try trainer.step(inputs: window.inputs, targets: window.targets, time: 6)
    }
    XCTAssertEqual(try resumed.tensors, try whole.tensors)
    XCTAssertEqual(trainer.tensors, uninterrupted.tensors)
  }

  func testTensorsThatDoNotFitAreRefused() throws {
    let model = model()
    let trainer = try trainer(model)
    XCTAssertNotNil(trainer.problem(with: []))
    XCTAssertNotNil(trainer.problem(with: try self.trainer(model, rows: 39).tensors))
    for (name, value) in [("adam.first", Float.nan), ("adam.second", -1), ("state", .infinity)] {
      let spoilt = try trainer.tensors.map { tensor in
        tensor.name.hasPrefix(name)
          ? try Tensor(
            name: tensor.name, shape: tensor.shape, values: tensor.values.map { _ in value })
          : tensor
      }
      XCTAssertEqual(
        trainer.problem(with: spoilt)?.contains(" holds \(value), and "), true, name)
    }
    XCTAssertThrowsError(try Sequential(layers: model.layers, tensors: []))
    XCTAssertThrowsError(
      try Sequential(
        layers: self.model(cell: .lstm(LSTM(9, returnSequences: true))).layers,
        tensors: model.tensors))
  }

  /// Two windows of three steps from a carried state are one of six.
  func testTheStateIsCarriedFromWindowToWindow() throws {
    let model = model()
    let window = windows(rows: 3, time: 6, count: 1)[0]
    func part(_ symbols: [Int32], _ range: Range<Int>) -> [Int32] {
      (0..<3).flatMap { row in range.map { symbols[row * 6 + $0] } }
    }
    func evaluator() throws -> Evaluator {
      try Evaluator(model: model, rows: 3, length: 6, threads: 1)
    }
    let whole = try evaluator().loss(inputs: window.inputs, targets: window.targets, time: 6)
    let parted = try evaluator()
    let halves = try [0..<3, 3..<6].map {
      try parted.loss(inputs: part(window.inputs, $0), targets: part(window.targets, $0), time: 3)
    }
    XCTAssertEqual(halves[0] + halves[1], whole, accuracy: 1e-4)
    let fresh = try evaluator().loss(
      inputs: part(window.inputs, 3..<6), targets: part(window.targets, 3..<6), time: 3)
    XCTAssertGreaterThan(abs(fresh - halves[1]), 1e-3)
  }

  func testAPredictorAgreesWithTheEvaluator() throws {
    let model = model()
    let text: [Int32] = [0, 2, 3, 5, 6, 0]
    let predictor = try Predictor(model: model)
    var total = 0.0
    for (symbol, next) in zip(text, text.dropFirst()) {
      let logits = predictor.logits(after: Int(symbol)).map(Double.init)
      total += log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(next)]
    }
    let loss = try Evaluator(model: model, rows: 1, length: 5, threads: 1)
      .loss(inputs: Array(text.dropLast()), targets: Array(text.dropFirst()), time: 5)
    XCTAssertEqual(loss, total, accuracy: 1e-5)
  }

  func testALossThatIsNotANumberLeavesTheParameters() throws {
    let model = model()
    var tensors = try model.tensors
    let broken = tensors.count - 1
    tensors[broken] = try Tensor(
      name: tensors[broken].name, shape: tensors[broken].shape,
      values: tensors[broken].values.map { _ in .infinity })
    model.weights = tensors
    let window = windows(rows: 40, time: 6, count: 1)[0]
    let loss = try trainer(model).step(inputs: window.inputs, targets: window.targets, time: 6).loss
    XCTAssertFalse(loss.isFinite)
    XCTAssertEqual(try model.tensors, tensors)
  }

  func testAWindowThatDoesNotFitIsDescribed() {
    let model = model()
    let batch = ShardedGraph(
      model.network, parameters: model.parameters, rows: 2, length: 3, training: false, threads: 1)
    XCTAssertNil(batch.windowProblem(inputs: [0, 6], targets: [1, 2], time: 1))
    XCTAssertEqual(
      batch.windowProblem(inputs: [0], targets: [1], time: 4),
      "a window of 4 steps, made for 1 to 3")
    XCTAssertEqual(
      batch.windowProblem(inputs: [0], targets: [1], time: 1),
      "1 inputs and 1 targets for 2 rows of 1")
    XCTAssertEqual(
      batch.windowProblem(inputs: [0, 7], targets: [1, 1], time: 1), "symbol 7 in a vocabulary of 7"
    )
    XCTAssertEqual(
      batch.windowProblem(inputs: [0, 0], targets: [1, -1], time: 1), "target -1 among 7 classes")
  }
}
