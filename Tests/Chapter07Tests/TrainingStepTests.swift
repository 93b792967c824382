import CourseTesting
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import Optimizers

/// Exercise 7.7: one update.
final class TrainingStepTests: ExerciseTestCase {
  /// A step without clipping, of which the gradients are checked.
  private func expectStep<Cell: PlainReader>(
    _ model: Regressor<Cell>, _ batch: AddingBatch, line: UInt = #line
  ) {
    let plain = PlainStep(model: model, batch: batch)
    let (steps, rows) = (batch.inputs.count, Double(batch.targets.rows))
    let right = plain.gradients()
    var (learner, optimizer) = (model, RecordingOptimizer(learningRate: 0.1))
    let loss = learner.train(on: batch, clippingAt: 1e9, with: &optimizer)
    expect(
      optimizer.given.count, "number of the optimiser's updates", equals: 1,
      mistakes: [
        .optimiserNotCalled: 0
      ], line: line)
    guard let given = optimizer.given.first else { return }
    expectFit(optimizer, line: line)
    expectClipping(of: right, limit: 1e9, line: line)
    func scaled(_ factor: Double) -> Parameters { Parameters(right.map { $0 * factor }) }
    func times(_ cell: Double, _ output: Double) -> Parameters {
      Parameters(right.enumerated().map { $1 * ($0 < 3 ? cell : output) })
    }
    let norm = right.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } }.squareRoot()
    let clippedToOne = scaled(1 / max(1, norm))
    expect(
      Parameters(given), "gradients of W, U, b, Wy and by", equals: Parameters(right),
      within: 1e-7,
      mistakes: [
        .turnedRound: scaled(-1),
        .half: scaled(0.5),
        .allSummed: scaled(rows),
        .errorItself: scaled(rows / 2),
        .overTheSteps: scaled(1 / Double(steps)),
        .allSteps: Parameters(plain.gradients(heard: 0..<steps)),
        .firstStep: Parameters(plain.gradients(heard: 0..<1)),
        .answerOfFirstStep: Parameters(plain.gradients(heard: 0..<1, shown: 0)),
        .errorOfFirstStep: Parameters(plain.gradients(shown: 0)),
        .cellLearnsNothing: times(0, 1),
        .outputLearnsNothing: times(1, 0),
        .limitOfOne: clippedToOne,
        // The limit is so large that nothing is to be clipped.
        .notClipped: Parameters(right),
        .cellTurned: times(-1, 1),
        .outputTurned: times(1, -1),
        .outputHalved: times(1, 0.5),
        .cellHalved: times(0.5, 1),
        .cellSummed: times(rows, 1),
      ], line: line)
    expect(
      loss, "loss", equals: plain.loss, within: 1e-9,
      mistakes: [
        .lossAfter: PlainStep(model: learner, batch: batch).loss,
        .lossSummed: plain.loss * rows,
        .lossHalved: plain.loss / 2,
        .rootOfLoss: plain.loss.squareRoot(),
        .meanOfErrorSizes: plain.errors().reduce(0) { $0 + abs($1) } / rows,
        .meanOfErrors: plain.errors().reduce(0, +) / rows,
      ], line: line)
    expect(
      Parameters(learner.parameters), "parameters after the update",
      equals: Parameters(zip(model.parameters, right).map { $0 - $1 * 0.1 }), within: 1e-7,
      mistakes: [
        .parametersCopied: Parameters(model.parameters)
      ], line: line)
  }

  /// Expects the gradients to have the parameters' shapes, before anything is made of them.
  private func expectFit(_ optimizer: RecordingOptimizer, line: UInt = #line) {
    expect(optimizer.problem == nil, orSay: optimizer.problem ?? "", line: line)
  }

  /// Expects the reader's clipping, which a step of training uses, to be right.
  private func expectClipping(of gradients: [Matrix], limit: Double, line: UInt = #line) {
    let norm = gradients.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } }.squareRoot()
    let factor = norm > limit ? limit / norm : 1
    let clipped = clippedByGlobalNorm(gradients, limit: limit).gradients
    let isRight =
      clipped.map(\.shape) == gradients.map(\.shape)
      && zip(clipped, gradients).allSatisfy { yours, gradient in
        zip(yours.values, gradient.values).allSatisfy { abs($0 - $1 * factor) <= 1e-9 * norm }
      }
    func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
    expect(
      isRight,
      orSay: "the update uses your clippedByGlobalNorm, which is wrong where the gradients' norm "
        + "is \(rounded(norm)) and the limit \(rounded(limit)): correct exercise 7.2 first",
      line: line)
  }

  /// Sequences with a random answer each, larger than those of the adding problem.
  private func batch(
    _ rows: Int, steps: Int, using generator: inout SeededGenerator
  ) -> AddingBatch {
    AddingBatch(
      inputs: (0..<steps).map { _ in .normal(rows: rows, columns: 2, using: &generator) },
      targets: .normal(rows: rows, columns: 1, standardDeviation: 2, using: &generator))
  }

  func test_7_7_gradientsOfAnRNN() {
    trials(5) { generator in
      let model = RNNRegressor(hiddenSize: 3, using: &generator)
      expectStep(model.withRandomBiases(using: &generator), batch(4, steps: 5, using: &generator))
    }
  }

  func test_7_7_gradientsOfAnLSTM() {
    trials(5) { generator in
      let model = LSTMRegressor(hiddenSize: 3, using: &generator)
      expectStep(model.withRandomBiases(using: &generator), batch(3, steps: 4, using: &generator))
    }
  }

  func test_7_7_aSequenceOfOneStep() {
    trials(2) { generator in
      let model = LSTMRegressor(hiddenSize: 2, using: &generator)
      expectStep(model.withRandomBiases(using: &generator), batch(5, steps: 1, using: &generator))
    }
  }

  func test_7_7_aBatchOfOneSequence() {
    trials(3) { generator in
      let model = RNNRegressor(hiddenSize: 1, using: &generator)
      expectStep(model.withRandomBiases(using: &generator), batch(1, steps: 2, using: &generator))
    }
  }

  func test_7_7_aLongSequenceAndALargeError() {
    trials(2) { generator in
      let model = RNNRegressor(hiddenSize: 2, using: &generator)
      var batch = batch(2, steps: 25, using: &generator)
      batch.targets = batch.targets * 20
      // What comes first is remembered to the end.
      var learner = model.withRandomBiases(using: &generator)
      learner.parameters[1] = .identity(2) * 0.8
      learner.parameters[0] = learner.parameters[0] * 0.1
      learner.parameters[2] = learner.parameters[2] * 0.01
      expectStep(learner, batch)
    }
  }

  func test_7_7_aTinyLimit() {
    var generator = SeededGenerator(seed: 77)
    let model = RNNRegressor(hiddenSize: 2, using: &generator)
    let (batch, limit) = (batch(2, steps: 2, using: &generator), 1e-6)
    let right = PlainStep(model: model, batch: batch).gradients()
    let norm = right.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } }.squareRoot()
    var (learner, optimizer) = (model, RecordingOptimizer(learningRate: 0.1))
    learner.train(on: batch, clippingAt: limit, with: &optimizer)
    expectFit(optimizer)
    expect(
      Parameters((optimizer.given.first ?? []).map { $0 / limit }),
      "gradients, clipped to \(limit), as multiples of it",
      equals: Parameters(right.map { $0 / norm }), within: 1e-7)
  }

  func test_7_7_allGradientsAreClippedTogether() {
    trials(3) { generator in
      let model = LSTMRegressor(hiddenSize: 3, using: &generator)
      let batch = batch(4, steps: 3, using: &generator)
      let right = PlainStep(model: model, batch: batch).gradients()
      func norm(_ gradients: some Sequence<Matrix>) -> Double {
        gradients.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1 * $1 } }.squareRoot()
      }
      let limit = 0.4 * min(norm(right.prefix(3)), norm(right.suffix(2)))
      var (learner, optimizer) = (model, RecordingOptimizer(learningRate: 0.1))
      learner.train(on: batch, clippingAt: limit, with: &optimizer)
      expectFit(optimizer)
      expectClipping(of: right, limit: limit)
      expect(
        Parameters(optimizer.given.first ?? []), "gradients, clipped",
        equals: Parameters(right.map { $0 * (limit / norm(right)) }), within: 1e-7,
        mistakes: [
          .notClipped: Parameters(right),
          .limitOfOne: Parameters(right.map { $0 * (1 / max(1, norm(right))) }),
          .clippedApart: Parameters(
            right.prefix(3).map { $0 * (limit / norm(right.prefix(3))) }
              + right.suffix(2).map { $0 * (limit / norm(right.suffix(2))) }),
          .cellClippedAlone: Parameters(
            right.prefix(3).map { $0 * (limit / norm(right.prefix(3))) } + right.suffix(2)),
        ])
    }
  }

  func test_7_7_theOptimiserKeepsItsMemory() {
    var generator = SeededGenerator(seed: 5)
    var model = RNNRegressor(hiddenSize: 2, using: &generator)
    let batch = batch(2, steps: 3, using: &generator)
    var optimizer = RecordingOptimizer(learningRate: 0.1)
    for _ in 0..<3 { model.train(on: batch, clippingAt: 1, with: &optimizer) }
    expectFit(optimizer)
    expect(
      optimizer.given.count, "updates that the optimiser remembers after 3", equals: 3,
      mistakes: [
        .optimiserCopied: 0,
        .severalSteps: 6,
      ])
  }

  func test_7_7_twoNumbersAreAdded() {
    // A sequence of two steps, both marked: in 150 steps the LSTM does better than a constant.
    var generator = SeededGenerator(seed: 1)
    var model = LSTMRegressor(hiddenSize: 8, using: &generator)
    var optimizer = Adam(learningRate: 0.02)
    let problem = AddingProblem(length: 2)
    // Your optimiser stops the program at gradients that do not fit; the suite's says so.
    var (first, recording) = (model, RecordingOptimizer(learningRate: 0))
    var other = SeededGenerator(seed: 2)
    first.train(on: problem.batch(2, using: &other), clippingAt: 1, with: &recording)
    expectFit(recording)
    if recording.problem != nil { return }
    for _ in 0..<150 {
      model.train(on: problem.batch(16, using: &generator), clippingAt: 1, with: &optimizer)
    }
    let loss = PlainStep(model: model, batch: problem.batch(200, using: &generator)).loss
    expect(
      loss < 0.03,
      orSay: "after 150 updates on sequences of two numbers the loss is \(loss); it should be "
        + "below 0.03, where answering 1 has 0.167")
  }
}

extension Regressor where Cell: PlainReader {
  /// Biases of zeros would hide mistakes about them.
  fileprivate func withRandomBiases(using generator: inout SeededGenerator) -> Regressor {
    var copy = self
    copy.parameters = parameters.map { matrix in
      matrix.rows > 1
        ? matrix
        : .normal(rows: 1, columns: matrix.columns, standardDeviation: 0.5, using: &generator)
    }
    return copy
  }
}
