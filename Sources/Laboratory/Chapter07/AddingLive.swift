import Course
import LSTMGates
import LinearAlgebra
import Optimizers

/// The small networks that learn the adding problem before the reader's eyes, in the web edition and
/// with `course play 7`, without the page around them: `chapters/web/widgets/adding-problem.js` has
/// the same settings, and `Sources/Widgets/Chapter07/` draws the same numbers.
package enum AddingLive {
  package static let (length, units, rows) = (40, 16, 32)
  package static let (learningRate, limit, low) = (0.01, 1.0, 0.01)
  /// How long the RNN is watched.
  package static let longest = 1_500

  /// The steps after which the loss of the LSTM, its mean over ten steps, is low, nil where it never
  /// is; and what the RNN's is after the longest. chapters/measurements/07-live.txt has both for the
  /// seeds 1 to 3; another processor may round otherwise, and be some steps sooner or later.
  package static func run(seed: UInt64) -> (lstm: Int?, rnn: Double) {
    var generator = SeededGenerator(seed: seed)
    let rnn = RNNRegressor(hiddenSize: units, using: &generator)
    let lstm = LSTMRegressor(hiddenSize: units, using: &generator)
    return (
      losses(of: lstm, seed: seed) { $0 < low }.steps,
      losses(of: rnn, seed: seed) { _ in false }.last
    )
  }

  /// Trains until the mean of ten steps' losses is enough.
  private static func losses<Cell>(
    of start: Regressor<Cell>, seed: UInt64, until isEnough: (Double) -> Bool
  ) -> (steps: Int?, last: Double) {
    var (model, optimizer) = (start, Adam(learningRate: learningRate))
    var generator = SeededGenerator(seed: seed + 1)
    let problem = AddingProblem(length: length)
    var mean = 0.0
    for steps in stride(from: 10, through: longest, by: 10) {
      mean = 0
      for _ in 0..<10 {
        let batch = problem.batch(rows, using: &generator)
        mean += model.train(on: batch, clippingAt: limit, with: &optimizer) / 10
      }
      if isEnough(mean) { return (steps, mean) }
    }
    return (nil, mean)
  }
}
