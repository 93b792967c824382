import CourseTesting
import ExerciseSupport
import LinearAlgebra
import WordVectors
import XCTest

/// Exercise 11.9: settings for little text. Each of the last three tests trains.
final class FarmSettingsTests: ExerciseTestCase {
  /// Why the settings are not allowed; nil where they are.
  private func problem(with settings: SkipGramSettings) -> String? {
    let sizes = [
      ("window", settings.window, 1...10), ("size", settings.size, 1...32),
      ("batch", settings.batch, 1...256), ("negatives", settings.negatives, 0...10),
      ("updates", settings.updates, 1...2_000),
    ]
    for (name, size, range) in sizes where !range.contains(size) {
      return "\(name) is \(size), and may be \(range.lowerBound) to \(range.upperBound)"
    }
    if !(settings.learningRate > 0 && settings.learningRate.isFinite) {
      return "learningRate is \(settings.learningRate), and must be a number above 0"
    }
    return settings.noisePower.isFinite ? nil : "noisePower is no number"
  }

  private func expectAllowed(_ settings: SkipGramSettings, line: UInt = #line) -> Bool {
    let problem = problem(with: settings)
    expect(
      problem == nil, orSay: "\(problem ?? "")\n    \(Mistake.notAllowed.sentence)", line: line)
    return problem == nil
  }

  private func expectMeanings(seed: UInt64, line: UInt = #line) {
    let settings = settingsForLittleText()
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    guard expectAllowed(settings, line: line) else { return }
    let table = Reference.trained(settings, words: 10_000, seed: seed)
    let (kinds, found) = (Self.shareInClass(table), Reference.analogies(Farm.analogies, in: table))
    expect(
      kinds >= 0.85 && found[0] >= 0.9,
      orSay: "seed \(seed), from 10,000 words: \(text(kinds)) of the neighbours are in the class, "
        + "should be 0.85 or more, and \(text(found[0])) of the analogies are found, should be 0.9 "
        + "or more.\n    \(cause(settings, kinds, found[0]).sentence)", line: line)
  }

  /// A share, rounded down: one that is told as 0.85 is not below 0.85.
  private func text(_ share: Double) -> String { "\((share * 1000).rounded(.down) / 1000)" }

  private func cause(_ settings: SkipGramSettings, _ kinds: Double, _ found: Double) -> Mistake {
    if settings.negatives == 0 { return .noNegatives }
    if kinds >= 0.85 { return settings.size < 12 ? .tooFewNumbers : .classesOnly }
    return found >= 0.9 ? .analogiesOnly : .hardlyLearnt
  }

  /// Of the three words nearest to each word, the share that is of its class.
  private static func shareInClass(_ table: Matrix) -> Double {
    var (right, all) = (0.0, 0.0)
    let rows = Reference.rows(table)
    for (word, kind) in Farm.classes.enumerated() where kind != .other {
      for other in Reference.nearest(to: rows[word], in: table, count: 3, ignoring: [word]) {
        right += Farm.classes[other] == kind ? 1 : 0
        all += 1
      }
    }
    return right / all
  }

  func test_11_9_theSettingsAreAllowed() { _ = expectAllowed(settingsForLittleText()) }
  func test_11_9_theFirstSeed() { expectMeanings(seed: 1) }
  func test_11_9_theSecondSeed() { expectMeanings(seed: 2) }
  func test_11_9_theThirdSeed() { expectMeanings(seed: 3) }
}
