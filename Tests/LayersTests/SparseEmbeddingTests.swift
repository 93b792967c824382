import LinearAlgebra
import XCTest

@testable import Layers

/// Embeddings so large that only the rows of a batch are worked on, against the same training with
/// all rows moved in every step.
final class SparseEmbeddingTests: XCTestCase {
  private let layers: [Layer] = [.lstm(LSTM(3, returnSequences: true)), .dense(Dense(4))]
  /// Words: most places are taken by few of them, and most words come seldom or never.
  private let vocabulary = 60

  private func words(_ count: Int, _ generator: inout SeededGenerator) -> [Int32] {
    (0..<count).map { _ in
      let bound = 1 + generator.integer(below: vocabulary - 10)
      return Int32(generator.integer(below: bound))
    }
  }

  /// The parameters after so many steps in double precision, and the rows that were moved.
  private func trained(
    _ optimizer: Optimizer, steps: Int, sparse: Bool, threads: Int = 1, settledEvery: Int? = nil
  ) throws -> (parameters: [Double], moments: [Double], movedRows: Int) {
    let network = try GraphNetwork<Double>(
      [.embedding(Embedding(vocabularySize: vocabulary, size: 3))] + layers,
      sparseFrom: sparse ? 0 : .max)
    let parameters = network.initialParameters(seed: 4)
    let batch = ShardedGraph(
      network, parameters: parameters, rows: 20, length: 2, training: true, threads: threads)
    let state = OptimizerState(network)
    var generator = SeededGenerator(seed: 5)
    for step in 1...steps {
      let inputs = words(40, &generator)
      let targets = inputs.map { ($0 + Int32(generator.integer(below: 2))) % 4 }
      let window = try batch.window(inputs: inputs, targets: targets, time: 2)
      state.prepare(window, batch)
      XCTAssertTrue(batch.lossAndGradients(window).isFinite)
      XCTAssertTrue(state.update(batch, settings: optimizer).isFinite)
      batch.parametersChanged()
      if let settledEvery, step % settledEvery == 0 { state.settle(parameters) }
    }
    state.settle(parameters)
    return (
      Array(parameters.values), Array(state.first.values) + Array(state.second.values),
      state.movedRows
    )
  }

  private func assertSame(
    _ optimizer: Optimizer, steps: Int, within tolerance: Double, _ name: String
  ) throws {
    let dense = try trained(optimizer, steps: steps, sparse: false)
    let sparse = try trained(optimizer, steps: steps, sparse: true)
    let start = try GraphNetwork<Double>(
      [.embedding(Embedding(vocabularySize: vocabulary, size: 3))] + layers
    ).initialParameters(seed: 4).values
    let moved = zip(dense.parameters, start).map { abs($0 - $1) }.max()!
    XCTAssertGreaterThan(moved, 1e-3, "\(name): nothing was learned")
    let worst = zip(sparse.parameters, dense.parameters).map { abs($0 - $1) }.max()!
    XCTAssertLessThanOrEqual(worst, tolerance * moved, "\(name): the parameters")
    let worstMoment = zip(sparse.moments, dense.moments).map { abs($0 - $1) }.max()!
    XCTAssertLessThanOrEqual(
      worstMoment, tolerance * dense.moments.map(abs).max()!, "\(name): the moments")
  }

  func testOptimisersWhoseClosedFormIsExact() throws {
    let optimisers: [(String, Optimizer)] = [
      ("sgd", .sgd(learningRate: 0.3)),
      ("momentum", .sgd(learningRate: 0.1, momentum: 0.9)),
      ("nesterov", .sgd(learningRate: 0.1, momentum: 0.8, nesterov: true, clipping: .norm(0.3))),
      ("falling", .sgd(learningRate: .cosine(from: 0.2, over: 200), momentum: 0.9)),
      ("rmsprop", .rmsProp(learningRate: 0.01)),
      ("clipped", .sgd(learningRate: 0.1, momentum: 0.9, clipping: .value(0.002))),
    ]
    for (name, optimizer) in optimisers {
      try assertSame(optimizer, steps: 250, within: 1e-10, name)
    }
  }

  /// With a small epsilon the closed form is exact to its square; the mean of the roots does the rest.
  func testAdamDoesWhatItDoesToAllRows() throws {
    let optimisers: [(String, Optimizer, Double)] = [
      ("adam", .adam(learningRate: 0.01), 1e-6),
      ("warmed up", .adam(learningRate: .warmup(over: 50, then: .constant(0.01))), 1e-6),
      ("clipped", .adam(learningRate: 0.01, clipping: .norm(0.1)), 1e-6),
      ("large epsilon", .adam(learningRate: 0.1, epsilon: 1e-2), 3e-4),
      ("decaying", .adamW(learningRate: 0.01, weightDecay: 0.1), 1e-6),
      ("quick to forget", .adam(learningRate: 0.01, firstDecay: 0.9, secondDecay: 0.9), 1e-10),
    ]
    for (name, optimizer, tolerance) in optimisers {
      try assertSame(optimizer, steps: 250, within: tolerance, name)
    }
  }

  func testTheNumberOfThreadsChangesNoBit() throws {
    let results = try [1, 2, 8].map {
      try trained(.adam(learningRate: 0.01), steps: 60, sparse: true, threads: $0)
    }
    for result in results.dropFirst() {
      XCTAssertEqual(result.parameters, results[0].parameters)
      XCTAssertEqual(result.moments, results[0].moments)
    }
  }

  func testSettlingInBetweenChangesNothing() throws {
    let optimizer = Optimizer.sgd(learningRate: 0.1, momentum: 0.9)
    let once = try trained(optimizer, steps: 60, sparse: true)
    let often = try trained(optimizer, steps: 60, sparse: true, settledEvery: 7)
    for (one, other) in zip(once.parameters, often.parameters) {
      XCTAssertEqual(one, other, accuracy: 1e-12)
    }
  }

  // MARK: A large vocabulary

  private func largeModel(_ size: Int = 8) -> Sequential {
    Sequential(seed: 2) {
      Embedding(vocabularySize: 50_000, size: size)
      LSTM(6, returnSequences: true)
      Dense(5)
    }
  }

  private func step(_ trainer: Trainer, _ generator: inout SeededGenerator) throws {
    let inputs = (0..<60).map { _ in
      Int32(generator.integer(below: 1 + generator.integer(below: 50_000)))
    }
    _ = try trainer.step(inputs: inputs, targets: inputs.map { $0 % 5 }, time: 3)
  }

  /// The work grows with the rows that batches read. 40 steps on 60 symbols each read at most 2,400
  /// rows of 50,000, and each is moved at most once for the batch and once to catch up, besides the
  /// moments at which all that were ever read catch up: 1, 2, …, 16, 18, 20, ….
  func testOnlyRowsThatWereReadAreMoved() throws {
    let model = largeModel()
    let batch = ShardedGraph(
      model.network, parameters: model.parameters, rows: 20, length: 3, training: true, threads: 1)
    let state = OptimizerState(model.network)
    var generator = SeededGenerator(seed: 3)
    var read = Set<Int32>()
    var bound = 0
    for step in 1...40 {
      let inputs = (0..<60).map { _ in Int32(generator.integer(below: 50_000)) }
      let window = try batch.window(inputs: inputs, targets: inputs.map { $0 % 5 }, time: 3)
      state.prepare(window, batch)
      _ = batch.lossAndGradients(window)
      _ = state.update(batch, settings: .adam())
      bound += 120 + (step % max(1, step / 8) == 0 ? read.count : 0)
      read.formUnion(inputs)
    }
    XCTAssertLessThan(state.movedRows, bound)
    // A dense optimiser moves 40 · 50,000 = 2,000,000.
    XCTAssertLessThan(state.movedRows, 50_000)
    // Shards hold no gradient of the table: it takes no time to set to zero and to add up.
    XCTAssertEqual(
      batch.shards[0].gradients.count, model.network.layout.count - model.network.sparseCount)
  }

  /// In single precision, as models run: a row's movement is a sum of steps of which each is rounded
  /// at the dense rule, so the two differ by some ulps of a weight of about 1.
  func testALargeModelDoesTheSameAsTheDenseRule() throws {
    func trained(sparseFrom: Int) throws -> [Float] {
      let network = try GraphNetwork<Float>(largeModel().layers, sparseFrom: sparseFrom)
      let parameters = network.initialParameters(seed: 2)
      let batch = ShardedGraph(
        network, parameters: parameters, rows: 20, length: 3, training: true, threads: 2)
      let state = OptimizerState(network)
      var generator = SeededGenerator(seed: 3)
      for _ in 1...30 {
        let inputs = (0..<60).map { _ in
          Int32(generator.integer(below: 1 + generator.integer(below: 50_000)))
        }
        let window = try batch.window(inputs: inputs, targets: inputs.map { $0 % 5 }, time: 3)
        state.prepare(window, batch)
        _ = batch.lossAndGradients(window)
        _ = state.update(batch, settings: .adam(learningRate: 0.01, clipping: .norm(1)))
        batch.parametersChanged()
      }
      state.settle(parameters)
      return Array(parameters.values)
    }
    let (sparse, dense) = (try trained(sparseFrom: 65_536), try trained(sparseFrom: .max))
    let worst = zip(sparse, dense).map { abs($0 - $1) }.max()!
    XCTAssertLessThanOrEqual(worst, 2e-6)
  }

  func testWhoeverReadsTheWeightsSeesThemUpToDate() throws {
    let (watched, alone) = (largeModel(), largeModel())
    var generators = [SeededGenerator(seed: 3), SeededGenerator(seed: 3)]
    let trainers = try [watched, alone].map {
      try Trainer(
        model: $0, rows: 20, length: 3, optimizer: Adam(learningRate: 0.01), clipNorm: 1,
        threads: 2)
    }
    for _ in 1...20 {
      try step(trainers[0], &generators[0])
      try step(trainers[1], &generators[1])
    }
    // The trainer of the one settles it, the reading of weights the other.
    _ = trainers[0].tensors
    XCTAssertEqual(try watched.tensors, try alone.tensors)
    XCTAssertEqual(trainers[0].tensors, trainers[1].tensors)
  }

  func testARestoredTrainerGoesOnBitForBit() throws {
    var generator = SeededGenerator(seed: 3)
    let whole = largeModel()
    func trainer(_ model: Sequential, threads: Int) throws -> Trainer {
      try Trainer(
        model: model, rows: 20, length: 3, optimizer: Adam(learningRate: 0.01), clipNorm: 1,
        threads: threads)
    }
    let first = try trainer(whole, threads: 1)
    for _ in 1...12 { try step(first, &generator) }
    let resumed = try Sequential(layers: whole.layers, tensors: whole.tensors, seed: 2)
    let second = try trainer(resumed, threads: 2)
    try second.restore(first.tensors, stepCount: first.stepCount)
    var again = generator
    for _ in 1...8 {
      try step(first, &generator)
      try step(second, &again)
    }
    XCTAssertEqual(try resumed.tensors, try whole.tensors)
    XCTAssertEqual(second.tensors, first.tensors)
  }

  /// Back to where the loss was last a number: all rows, those too that the next batch made catch up
  /// and those that somebody settled in between.
  func testRollingBack() throws {
    for (settles, optimizer) in [
      (false, Optimizer.adamW(learningRate: 0.01)), (true, .adam(learningRate: 0.01)),
      (true, .sgd(learningRate: 0.1, momentum: 0.9)),
    ] {
      let network = try GraphNetwork<Double>(
        [.embedding(Embedding(vocabularySize: vocabulary, size: 3))] + layers, sparseFrom: 0)
      var tables: [[Double]] = []
      for goesOn in [false, true] {
        let parameters = network.initialParameters(seed: 4)
        let batch = ShardedGraph(
          network, parameters: parameters, rows: 20, length: 2, training: true, threads: 1)
        let state = OptimizerState(network, keepsUndo: true)
        var generator = SeededGenerator(seed: 5)
        func forward() throws {
          let inputs = words(40, &generator)
          let window = try batch.window(inputs: inputs, targets: inputs.map { $0 % 4 }, time: 2)
          state.prepare(window, batch)
          _ = batch.lossAndGradients(window)
        }
        for _ in 1...30 {
          try forward()
          state.markGood()
          _ = state.update(batch, settings: optimizer)
          batch.parametersChanged()
        }
        try forward()
        state.markGood()
        if goesOn {
          _ = state.update(batch, settings: optimizer)
          if settles { state.settle(parameters) }
          try forward()
          state.rollBack(parameters, steps: 1)
        }
        state.settle(parameters)
        tables.append(Array(parameters.values[0..<vocabulary * 3]))
      }
      for (one, other) in zip(tables[0], tables[1]) {
        XCTAssertEqual(one, other, accuracy: 1e-9)
      }
    }
  }

  /// A learning rate that breaks the model.
  func testADivergedTrainingLeavesGoodWeights() throws {
    let model = Sequential(seed: 1) {
      Embedding(vocabularySize: 20_000, size: 4)
      LSTM(6)
      Dense(1)
    }
    try model.compile(
      loss: .meanSquaredError, optimizer: .sgd(learningRate: 1e30, momentum: 0.9))
    var generator = SeededGenerator(seed: 4)
    let x = (0..<64).map { _ in (0..<3).map { _ in generator.integer(below: 20_000) } }
    let before = try model.tensors
    XCTAssertThrowsError(try model.fit(x, x.map { $0[0] % 2 }, epochs: 5, batchSize: 16)) {
      XCTAssertTrue($0 is TrainingDiverged, "\($0)")
    }
    XCTAssertTrue(try model.evaluate(x, x.map { $0[0] % 2 }).loss.isFinite)
    let table = try zip(model.tensors[0].values, before[0].values).map { abs($0 - $1) }.max()!
    XCTAssertTrue(table.isFinite)
  }

  /// Early stopping reads and sets weights between steps, and validation reads them.
  func testFitWithALargeVocabularyLearns() throws {
    func model() throws -> Sequential {
      let model = Sequential(seed: 1) {
        Embedding(vocabularySize: 20_000, size: 4)
        LSTM(6)
        Dense(1, activation: .sigmoid)
      }
      try model.compile(
        loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.03), metrics: [.accuracy])
      return model
    }
    var generator = SeededGenerator(seed: 4)
    let x = (0..<200).map { _ in (0..<4).map { _ in 100 * generator.integer(below: 150) } }
    let y = x.map { $0[0] < 7500 ? 1 : 0 }
    let results = try [1, 2].map { threads in
      let model = try model()
      let history = try model.fit(
        x, y, epochs: 12, batchSize: 20, validation: .split(0.2),
        callbacks: [EarlyStopping(patience: 12)], threads: threads)
      return (history, try model.tensors)
    }
    XCTAssertEqual(results[0].0, results[1].0)
    XCTAssertEqual(results[0].1, results[1].1)
    XCTAssertGreaterThan(results[0].0["accuracy"].last ?? 0, 0.9)
  }
}
