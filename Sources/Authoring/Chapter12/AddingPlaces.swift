import Course
import Laboratory
import LinearAlgebra
import Optimizers
import Regularisation

/// The adding problem of 50 steps with dropout of a quarter at each place of the recurrence.
enum AddingPlaces {
  static let file = "12-places"
  static let (updates, seeds) = (2_000, 3)

  /// What each is called in the file, and what is dropped.
  static let all: [(name: String, dropout: RecurrentDropout)] = [
    ("none", RecurrentDropout(place: .hiddenState, rate: 0, isOneForAllSteps: true)),
    ("hidden-each", dropout(.hiddenState, isOne: false)),
    ("hidden-one", dropout(.hiddenState, isOne: true)),
    ("candidate-each", dropout(.candidate, isOne: false)),
    ("candidate-one", dropout(.candidate, isOne: true)),
    ("cell-each", dropout(.cellState, isOne: false)),
    ("cell-one", dropout(.cellState, isOne: true)),
    ("cell-unscaled", dropout(.cellState, isOne: true, isScaled: false)),
  ]

  private static func dropout(
    _ place: DropoutPlace, isOne: Bool, isScaled: Bool = true
  ) -> RecurrentDropout {
    RecurrentDropout(place: place, rate: 0.25, isOneForAllSteps: isOne, isScaled: isScaled)
  }

  /// A line for each run.
  static func lines() -> [String] {
    Runs.atOnce(all.count * seeds) { index in
      let (name, dropout) = all[index / seeds]
      let seed = index % seeds + 1
      let (errors, masked) = errors(dropout, seed: UInt64(seed))
      return [
        Runs.measured("\(name) \(seed)", errors, 5),
        Runs.measured("\(name) \(seed) masked", [masked], 5),
      ]
    }.flatMap { $0 }
  }

  /// The errors without dropout, and the last one with it.
  private static func errors(
    _ dropout: RecurrentDropout, seed: UInt64
  ) -> (errors: [Double], masked: Double) {
    var weights = SeededGenerator(seed: seed)
    var (sequences, dice) = (
      SeededGenerator(seed: seed + 1_000), SeededGenerator(seed: seed + 2_000)
    )
    let (problem, test) = (AddingProblem(length: 50), AddingExperiment.test(length: 50))
    var model = LSTMRegressor(hiddenSize: AddingExperiment.hiddenSize, using: &weights)
    var optimizer = Adam(learningRate: AddingExperiment.learningRate)
    let errors =
      [model.loss(on: test)]
      + (1...updates / 100).map { _ in
        for _ in 0..<100 {
          model.train(
            on: problem.batch(32, using: &sequences), dropping: dropout, using: &dice,
            clippingAt: 1, with: &optimizer)
        }
        return model.loss(on: test)
      }
    // Training returns the loss before the update, with what was dropped.
    let masked = model.train(
      on: test, dropping: dropout, using: &dice, clippingAt: 1, with: &optimizer)
    return (errors, masked)
  }
}
