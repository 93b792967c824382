import Course
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

/// The cells that the adding problem compares.
package enum AddingCell: String, CaseIterable, Sendable {
  case rnn, lstm

  package var name: String { self == .rnn ? "RNN" : "LSTM" }
}

/// The experiment of chapter 07: one cell learns the adding problem, and is tested every hundred
/// steps on sequences that it never learns from.
///
/// Settings are the same for both cells. For one seed, both learn from the same sequences.
package struct AddingExperiment: Equatable, Sendable {
  package let cell: AddingCell
  /// The steps of a sequence.
  package let length: Int
  /// Of the first weights, and of the sequences to learn from.
  package let seed: UInt64
  /// Steps of the optimiser, unless the problem is solved before.
  package var steps = 4_000
  package var learningRate = Self.learningRate
  package var forgetBias = Self.forgetBias

  package init(
    cell: AddingCell, length: Int, seed: UInt64, steps: Int = 4_000,
    learningRate: Double = Self.learningRate, forgetBias: Double = Self.forgetBias
  ) {
    self.cell = cell
    self.length = length
    self.seed = seed
    self.steps = steps
    self.learningRate = learningRate
    self.forgetBias = forgetBias
  }

  // REGION settings
  package static let hiddenSize = 32
  package static let batch = 32
  package static let learningRate = 0.005
  package static let clip = 1.0
  package static let forgetBias = 1.0
  // END REGION settings

  /// Steps of the optimiser from one test to the next.
  package static let interval = 100
  /// Sequences to test on, the same for every seed and both cells.
  static let tested = 500
  package static let testSeed: UInt64 = 1_000_000
  /// A run ends at the first test with an error below this, but not before step 2,000, the last of
  /// its yardstick.
  package static let solved = 0.001
  static let shortest = 2_000

  /// The sequences to test on.
  package var test: AddingBatch {
    var generator = SeededGenerator(seed: Self.testSeed)
    return AddingProblem(length: length).batch(Self.tested, using: &generator)
  }

  /// What answering 1 to all of them gives: near 1/6.
  package var testBaseline: Double {
    let error = test.targets - 1
    return (error .* error).mean
  }

  /// Trains from the beginning.
  ///
  /// - Parameter isToGoOn: is asked before each step whether to take it.
  package func run(while isToGoOn: (AddingProgress) -> Bool) -> AddingResult {
    var generator = SeededGenerator(seed: seed)
    switch cell {
    case .rnn:
      return train(RNNRegressor(hiddenSize: Self.hiddenSize, using: &generator), isToGoOn)
    case .lstm:
      let model = LSTMRegressor(
        hiddenSize: Self.hiddenSize, forgetBias: forgetBias, using: &generator)
      return train(model, isToGoOn)
    }
  }

  private func train<Cell>(
    _ start: Regressor<Cell>, _ isToGoOn: (AddingProgress) -> Bool
  ) -> AddingResult {
    let (problem, test) = (AddingProblem(length: length), test)
    var model = start
    var optimizer = Adam(learningRate: learningRate)
    var generator = SeededGenerator(seed: seed &+ 1_000)
    var progress = AddingProgress(step: 0, errors: [model.loss(on: test)])
    while progress.step < steps, isToGoOn(progress) {
      let batch = problem.batch(Self.batch, using: &generator)
      model.train(on: batch, clippingAt: Self.clip, with: &optimizer)
      progress.step += 1
      if progress.isTested { progress.errors.append(model.loss(on: test)) }
    }
    return AddingResult(
      steps: progress.step, errors: progress.errors,
      examples: AddingResult.examples(of: model, on: test))
  }
}

/// How far a run has come.
package struct AddingProgress: Equatable, Sendable {
  /// Steps of the optimiser taken.
  var step: Int
  /// The mean squared error on the test's sequences, before learning and after every hundred steps.
  var errors: [Double]

  /// Whether the last of the errors is that of this step.
  var isTested: Bool { step % AddingExperiment.interval == 0 }

  /// Whether a measured run is over before its last step.
  var isSolved: Bool {
    isTested && step >= AddingExperiment.shortest
      && errors[errors.count - 1] < AddingExperiment.solved
  }
}

/// What came of a run.
package struct AddingResult: Equatable, Sendable {
  /// Steps of the optimiser taken.
  let steps: Int
  /// The mean squared error on the test's sequences, before learning and after every hundred steps.
  let errors: [Double]
  let examples: [Example]

  /// One sequence of the test: its two marked numbers, and the answer.
  struct Example: Equatable, Sendable {
    let marked: [Double]
    let answer: Double

    var sum: Double { marked.reduce(0, +) }
  }

  /// The answers to the first few sequences.
  static func examples<Cell>(
    of model: Regressor<Cell>, on batch: AddingBatch, count: Int = 5
  ) -> [Example] {
    let answers = model.answers(batch.inputs)
    return (0..<min(count, answers.rows)).map { row in
      let marked = batch.inputs.filter { $0[row, 1] == 1 }.map { $0[row, 0] }
      return Example(marked: marked, answer: answers[row, 0])
    }
  }
}
