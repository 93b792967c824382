import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

/// The cells that the adding problem compares.
package enum AddingCell: String, CaseIterable, Sendable {
  case rnn, lstm

  package var name: String { rawValue.uppercased() }
  /// In every chart of the chapter.
  package var colour: Int { self == .lstm ? 0 : 1 }
}

/// The experiment of chapter 07: one cell learns the adding problem, and is tested every hundred
/// updates on sequences that it never learns from.
///
/// Settings are the same for both cells. For one seed, both learn from the same sequences.
package struct AddingExperiment: Sendable {
  package let cell: AddingCell
  /// The steps of a sequence.
  package let length: Int
  /// Of the first weights, and of the sequences to learn from.
  package let seed: UInt64
  /// Updates, unless the problem is solved before.
  let steps: Int
  package var learningRate = Self.learningRate
  package var forgetBias = Self.forgetBias

  package init(cell: AddingCell, length: Int, seed: UInt64, steps: Int = 4_000) {
    (self.cell, self.length, self.seed, self.steps) = (cell, length, seed, steps)
  }

  package static let (hiddenSize, learningRate, forgetBias) = (32, 0.005, 1.0)
  private static let (batch, clip) = (32, 1.0)
  /// Updates from one test to the next.
  package static let interval = 100
  /// A run ends at the first test with an error below this, but not before 2,000 updates, the last of
  /// its yardstick.
  package static let (solved, shortest) = (0.001, 2_000)

  /// 500 sequences to test on, the same for every seed and both cells.
  package static func test(length: Int) -> AddingBatch {
    var generator = SeededGenerator(seed: 1_000_000)
    return AddingProblem(length: length).batch(500, using: &generator)
  }

  /// What answering 1 to all of them gives: near 1/6.
  package static func testBaseline(length: Int) -> Double {
    let error = test(length: length).targets - 1
    return (error .* error).mean
  }

  /// Trains from the beginning.
  ///
  /// - Parameter isToGoOn: is asked before each update whether to make it.
  package func run(while isToGoOn: (AddingProgress) -> Bool) -> AddingProgress {
    switch cell {
    case .rnn:
      var generator = SeededGenerator(seed: seed)
      return train(RNNRegressor(hiddenSize: Self.hiddenSize, using: &generator), isToGoOn)
    case .lstm: return train(firstLSTM, isToGoOn)
    }
  }

  /// The LSTM of such a run, for who wants to look inside while it learns.
  ///
  /// - Parameter isToGoOn: is given the updates made and the network, before each.
  package func trained(while isToGoOn: (Int, LSTMRegressor) -> Bool) -> LSTMRegressor {
    learnt(from: firstLSTM) { $0 < steps && isToGoOn($0, $1) }
  }

  private var firstLSTM: LSTMRegressor {
    var generator = SeededGenerator(seed: seed)
    return LSTMRegressor(hiddenSize: Self.hiddenSize, forgetBias: forgetBias, using: &generator)
  }

  /// - Parameter isToGoOn: is given the updates made and the network, before each.
  private func learnt<Cell>(
    from start: Regressor<Cell>, while isToGoOn: (Int, Regressor<Cell>) -> Bool
  ) -> Regressor<Cell> {
    let problem = AddingProblem(length: length)
    var (model, optimizer, step) = (start, Adam(learningRate: learningRate), 0)
    var generator = SeededGenerator(seed: seed &+ 1_000)
    while isToGoOn(step, model) {
      let batch = problem.batch(Self.batch, using: &generator)
      model.train(on: batch, clippingAt: Self.clip, with: &optimizer)
      step += 1
    }
    return model
  }

  private func train<Cell>(
    _ start: Regressor<Cell>, _ isToGoOn: (AddingProgress) -> Bool
  ) -> AddingProgress {
    let test = Self.test(length: length)
    var progress = AddingProgress(step: 0, errors: [])
    let model = learnt(from: start) { step, model in
      progress.step = step
      if progress.isTested { progress.errors.append(model.loss(on: test)) }
      return step < steps && isToGoOn(progress)
    }
    let answers = model.answers(test.inputs)
    progress.examples = (0..<5).map { row in
      (test.inputs.filter { $0[row, 1] == 1 }.map { $0[row, 0] }, answers[row, 0])
    }
    return progress
  }
}

/// How far a run has come.
package struct AddingProgress {
  /// Updates made.
  var step: Int
  /// The mean squared error on the test's sequences, before learning and after every hundred updates.
  package var errors: [Double]
  /// At the end of the run the two marked numbers of a few sequences of the test, and the answers.
  var examples: [(marked: [Double], answer: Double)] = []

  /// Whether the last of the errors is that of this update.
  var isTested: Bool { step % AddingExperiment.interval == 0 }
  var error: Double { errors[errors.count - 1] }

  /// Whether a measured run is over before its last update.
  package var isSolved: Bool {
    isTested && step >= AddingExperiment.shortest && error < AddingExperiment.solved
  }
}
