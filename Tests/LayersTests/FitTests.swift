import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

final class FitTests: XCTestCase {
  func testWhatIsPrinted() throws {
    let model = Sequential {
      Input(vector: 2)
      Dense(1, kernelInitializer: .zeros)
    }
    try model.compile(
      loss: .meanSquaredError, optimizer: .sgd(learningRate: 0), metrics: [.meanAbsoluteError])
    let history = try model.fit([[1.0, 2]], [0.5], epochs: 2)
    XCTAssertEqual(
      "\(history)",
      "epoch 1: loss 0.2500, mae 0.5000\nepoch 2: loss 0.2500, mae 0.5000")
    XCTAssertEqual("\(model)", model.summaryTable)
    XCTAssertEqual("\(try Model(model))", try Model(model).summaryTable)
  }

  /// Whether a sequence holds more ones than twos.
  private func examples(_ count: Int, seed: UInt64 = 1) -> (x: [[Int]], y: [Int]) {
    var generator = SeededGenerator(seed: seed)
    let x = (0..<count).map { _ in
      (0..<3 + generator.integer(below: 6)).map { _ in 1 + generator.integer(below: 2) }
    }
    return (x, x.map { $0.filter { $0 == 1 }.count * 2 > $0.count ? 1 : 0 })
  }

  private func model(seed: UInt64 = 0, dropout: Double = 0) -> Sequential {
    Sequential(seed: seed) {
      Embedding(vocabularySize: 3, size: 4)
      GRU(6, dropout: dropout, recurrentDropout: dropout)
      Dropout(dropout)
      Dense(1, activation: .sigmoid)
    }
  }

  private func compiled(
    seed: UInt64 = 0, dropout: Double = 0, _ optimizer: Optimizer = .adam(learningRate: 0.02)
  ) throws -> Sequential {
    let model = model(seed: seed, dropout: dropout)
    try model.compile(loss: .binaryCrossEntropy, optimizer: optimizer, metrics: [.accuracy])
    return model
  }

  // MARK: Numbers

  func testTheNumberOfThreadsChangesNoBit() throws {
    let (x, y) = examples(100)
    let results = try [1, 2, 3].map { threads in
      let model = try compiled(dropout: 0.2)
      let history = try model.fit(
        x, y, epochs: 2, batchSize: 40, validation: .split(0.2), threads: threads)
      return (try model.tensors, history)
    }
    for result in results.dropFirst() {
      XCTAssertEqual(result.0, results[0].0)
      XCTAssertEqual(result.1, results[0].1)
    }
  }

  func testTheSeedDecidesEverything() throws {
    let (x, y) = examples(60)
    func trained(_ seed: UInt64) throws -> [Tensor] {
      let model = try compiled(seed: seed, dropout: 0.3)
      try model.fit(x, y, epochs: 2)
      return try model.tensors
    }
    XCTAssertEqual(try trained(1), try trained(1))
    XCTAssertNotEqual(try trained(1), try trained(2))
  }

  func testAStreamOfBatchesIsTheSameTraining() throws {
    let (x, y) = examples(50)
    let whole = try compiled()
    let history = try whole.fit(x, y, epochs: 3, batchSize: 20, shuffle: false)
    let streamed = try compiled()
    let batches = stride(from: 0, to: 50, by: 20).map { start in
      Batch(Array(x[start..<min(50, start + 20)]), Array(y[start..<min(50, start + 20)]))
    }
    let other = try streamed.fit(batches, epochs: 3)
    XCTAssertEqual(try streamed.tensors, try whole.tensors)
    XCTAssertEqual(other, history)
  }

  func testTwoCallsOfFitAreOneTraining() throws {
    let (x, y) = examples(50)
    let (once, twice) = (try compiled(), try compiled())
    let history = try once.fit(x, y, epochs: 4)
    let first = try twice.fit(x, y, epochs: 3)
    let second = try twice.fit(x, y, epochs: 1)
    XCTAssertEqual(try twice.tensors, try once.tensors)
    XCTAssertEqual(first.epochs + second.epochs, history.epochs)
  }

  func testNothingIsDroppedWhereAModelIsUsed() throws {
    let (x, _) = examples(20)
    let (plain, dropping) = (model(), model(dropout: 0.5))
    XCTAssertEqual(try dropping.predict(x), try plain.predict(x))
  }

  func testMetricsAreThoseOfThePredictions() throws {
    let x: [[[Float]]] = [[[1, 2]], [[0, 1], [2, 2]], [[-1, 0]]]
    let y: [[Float]] = [[1, 0], [0, 1], [1, 0]]
    let model = Sequential(seed: 3) {
      LSTM(3)
      Dense(2, activation: .softmax)
    }
    try model.compile(
      loss: .categoricalCrossEntropy, metrics: [.accuracy, .perplexity, .meanAbsoluteError])
    let scores = try model.scores(x, y, batchSize: 2)
    let p = try model.predict(x).map { $0.map(Double.init) }
    let targets = y.map { $0.map(Double.init) }
    let loss = zip(p, targets).reduce(0) { $0 - log($1.1[0] == 1 ? $1.0[0] : $1.0[1]) } / 3
    let right = zip(p, targets).filter { ($0[0] > $0[1]) == ($1[0] == 1) }.count
    let error = zip(p.joined(), targets.joined()).reduce(0) { $0 + abs($1.0 - $1.1) } / 6
    for (score, expected) in zip(scores, [loss, Double(right) / 3, exp(loss), error]) {
      XCTAssertEqual(score, expected, accuracy: 1e-6)
    }
    try model.compile(loss: .meanSquaredError, metrics: [.meanAbsoluteError])
    let squares = zip(p.joined(), targets.joined()).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    XCTAssertEqual(try model.evaluate(x, y).loss, squares / 6, accuracy: 1e-6)
  }

  func testAStatefulModelReadsOn() throws {
    func model(_ stateful: Bool) -> Sequential {
      Sequential(seed: 2) {
        Input(features: 2)
        LSTM(4, returnSequences: true, stateful: stateful)
        GRU(3, stateful: stateful)
        Dense(1)
      }
    }
    let sequences: [[[Float]]] = [
      [[1, 0], [2, 1], [0, 1], [1, 1]], [[0, 0], [1, 3], [2, 0], [1, 0]],
    ]
    let (first, second) = (sequences.map { Array($0[..<2]) }, sequences.map { Array($0[2...]) })
    let whole = try model(false).predict(sequences)
    let carrying = model(true)
    _ = try carrying.predict(first)
    XCTAssertEqual(try carrying.predict(second), whole)
    carrying.resetStates()
    XCTAssertEqual(try carrying.predict(second), try model(false).predict(second))
    XCTAssertThrowsError(try carrying.predict(Array(second.prefix(1))))
  }

  /// Windows of a long text in a stateful model are a `Trainer`'s windows.
  func testAStatefulModelLearnsAsATrainerDoes() throws {
    var generator = SeededGenerator(seed: 6)
    let windows = [4, 6, 6].map { time in
      (0..<20).map { _ in (0...time).map { _ in generator.integer(below: 7) } }
    }
    func model() -> Sequential {
      Sequential(seed: 8) {
        Embedding(vocabularySize: 7, size: 5)
        LSTM(8, returnSequences: true, stateful: true, dropout: 0.2)
        Dense(7)
      }
    }
    let (fitted, trained) = (model(), model())
    try fitted.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(learningRate: 0.02, clipping: .norm(1)))
    try fitted.fit(
      windows.map { rows in Batch(rows.map { Array($0.dropLast()) }, rows.map { Array($0[1...]) }) }
    )
    let trainer = try Trainer(
      model: trained, rows: 20, length: 6, optimizer: Adam(learningRate: 0.02), clipNorm: 1,
      threads: 1)
    for rows in windows {
      _ = try trainer.step(
        inputs: rows.flatMap { $0.dropLast().map { Int32($0) } },
        targets: rows.flatMap { $0[1...].map { Int32($0) } }, time: rows[0].count - 1)
    }
    XCTAssertEqual(try fitted.tensors, try trained.tensors)
    XCTAssertThrowsError(try fitted.fit([Batch([[1]], [[2]]), Batch([[1], [1]], [[2], [2]])]))
  }

  // MARK: Divergence

  func testALossThatIsNoNumberStopsTraining() throws {
    let (x, y) = examples(64)
    let model = Sequential {
      Embedding(vocabularySize: 3, size: 4)
      LSTM(6)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 1e30))
    let before = try model.tensors
    XCTAssertThrowsError(try model.fit(x, y, epochs: 5, batchSize: 16)) { error in
      guard let error = error as? TrainingDiverged else { return XCTFail("\(error)") }
      XCTAssertGreaterThan(error.step, 1)
      XCTAssertEqual(error.learningRate, 1e30)
      XCTAssertTrue("\(error)".contains("step \(error.step)"), "\(error)")
    }
    XCTAssertTrue(try model.tensors.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    XCTAssertTrue(try model.evaluate(x, y).loss.isFinite)
    XCTAssertEqual(before.map(\.shape), try model.tensors.map(\.shape))
  }

  func testALossThatIsNoNumberLeavesTheWeights() throws {
    let model = Sequential {
      Dense(8)
      LSTM(3)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    let good: [[[Float]]] = [[[1, 1]], [[2, 2]]]
    try model.fit(good, [1, 2] as [Float])
    let before = try model.tensors
    let huge = Float.greatestFiniteMagnitude
    XCTAssertThrowsError(try model.fit([[[huge, huge]], [[2, 2]]], [1, 2] as [Float])) { error in
      XCTAssertEqual((error as? TrainingDiverged)?.step, 2)
      XCTAssertEqual((error as? TrainingDiverged)?.gradientNorm.isNaN, true)
    }
    XCTAssertEqual(try model.tensors, before)
  }

  /// Nothing was learnt yet, so that no learning rate can be to blame.
  func testALossThatIsNoNumberAtOnceBlamesTheNumbers() throws {
    let model = Sequential {
      Dense(8)
      LSTM(3)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    let huge = Float.greatestFiniteMagnitude
    XCTAssertThrowsError(try model.fit([[[huge, huge]]], [1] as [Float])) { error in
      XCTAssertTrue("\(error)".hasSuffix("scale inputs and targets down to about 1"), "\(error)")
      XCTAssertFalse("\(error)".contains("smaller learning rate"), "\(error)")
    }
  }
}
