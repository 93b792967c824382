import CourseTesting
import ExerciseSupport
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.8: settings for 800 updates. Each of the last three tests trains.
final class SettingsTests: ExerciseTestCase {
  private static let bound = 0.01

  /// Why the settings are not allowed; nil where they are.
  private func problem(with settings: TrainingSettings) -> String? {
    let sizes = [("hiddenSize", settings.hiddenSize), ("batch", settings.batch)]
    for (name, size) in sizes where !(1...32).contains(size) {
      return "\(name) is \(size), and may be 1 to 32"
    }
    let rates = [
      ("learningRate", settings.learningRate), ("lastRate", settings.lastRate),
      ("limit", settings.limit),
    ]
    for (name, value) in rates where !(value > 0 && value.isFinite) {
      return "\(name) is \(value), and must be a number above 0"
    }
    return settings.forgetBias.isFinite ? nil : "forgetBias is no number"
  }

  private func expectAllowed(_ settings: TrainingSettings, line: UInt = #line) -> Bool {
    let problem = problem(with: settings)
    expect(
      problem == nil, orSay: "\(problem ?? "")\n    \(Mistake.notAllowed.sentence)", line: line)
    return problem == nil
  }

  private func expectLearning(seed: UInt64, line: UInt = #line) {
    let settings = settingsForFiftySteps()
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    guard expectAllowed(settings, line: line) else { return }
    let trainer = Trainer(settings: settings, length: 50, updates: 800)
    let error = trainer.error(of: trainer.trained(seed: seed))
    let short = error.isFinite ? "\((error * 1e4).rounded() / 1e4)" : "no number"
    let known: Mistake =
      !(error < 0.25) ? .pastTheEdge : error > 0.12 ? .onThePlateau : .onItsWay
    expect(
      error < Self.bound,
      orSay: "seed \(seed), after 800 updates: the error is \(short), should be below 0.01."
        + "\n    \(known.sentence)", line: line)
  }

  func test_7_8_theSettingsAreAllowed() { _ = expectAllowed(settingsForFiftySteps()) }
  func test_7_8_theFirstSeed() { expectLearning(seed: 1) }
  func test_7_8_theSecondSeed() { expectLearning(seed: 2) }
  func test_7_8_theThirdSeed() { expectLearning(seed: 3) }
}
