import CourseTesting
import ExerciseSupport
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.9: the tagger that finds unseen names. Each of the last three tests trains.
final class SettingsTests: ExerciseTestCase {
  private static let (updates, wanted) = (400, 0.95)

  /// Why the settings are not allowed; nil where they are.
  private func problem(with settings: TaggerSettings) -> String? {
    if !(1...16).contains(settings.hiddenSize) {
      return "hiddenSize is \(settings.hiddenSize), and may be 1 to 16"
    }
    if !(0...1).contains(settings.forgetting) {
      return "forgetting is \(settings.forgetting), and may be 0 to 1"
    }
    return settings.learningRate > 0 && settings.learningRate.isFinite
      ? nil : "learningRate is \(settings.learningRate), and must be a number above 0"
  }

  private func expectAllowed(_ settings: TaggerSettings, line: UInt = #line) -> Bool {
    let problem = problem(with: settings)
    expect(
      problem == nil, orSay: "\(problem ?? "")\n    \(Mistake.settingsNotAllowed.sentence)",
      line: line)
    return problem == nil
  }

  private func expectNames(seed: UInt64, line: UInt = #line) {
    let settings = settingsForNames()
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    guard expectAllowed(settings, line: line) else { return }
    var lesson = NameLesson(settings, seed: seed)
    lesson.advance(Self.updates)
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    let tagger = lesson.tagger
    let f1 = plainF1(tagger, NameLesson.test(of: Names.unseen, count: 200))
    expect(
      f1 >= Self.wanted,
      orSay: "seed \(seed), after \(Self.updates) updates: F1 on unseen names is \(short(f1)), "
        + "should be \(Self.wanted) or more.\n    \(known(tagger).sentence)", line: line)
  }

  private func short(_ number: Double) -> String { String(format: "%.3f", number) }

  /// Names as the tags mark them, by their first word, the word after the last and the class; what
  /// breaks the rules is not counted.
  private func names(_ tags: [Tag]) -> Set<[Int]> {
    var names: Set<[Int]> = []
    for (first, tag) in tags.enumerated() {
      guard case .begin(let kind) = tag else { continue }
      let end = tags[(first + 1)...].firstIndex { $0 != .inside(kind) } ?? tags.count
      names.insert([kind, first, end])
    }
    return names
  }

  private func plainF1(_ tagger: NameTagger, _ sentences: [TaggedSentence]) -> Double {
    var (both, all) = (0, 0)
    for sentence in sentences {
      let (yours, right) = (names(tagger.tags(sentence.words)), names(sentence.tags))
      both += yours.intersection(right).count
      all += yours.count + right.count
    }
    return all == 0 ? 0 : 2 * Double(both) / Double(all)
  }

  /// What is true of a tagger that does not find enough.
  private func known(_ tagger: NameTagger) -> Mistake {
    let knownNames = plainF1(tagger, NameLesson.test(of: Names.known, count: 200))
    let unseen = NameLesson.test(of: Names.unseen, count: 200)
    if knownNames < Self.wanted {
      if case .ahead = tagger { return .classNotSeen }
      return .notLearnt
    }
    let found = unseen.reduce(0) { $0 + tagger.tags($1.words).count { $0 != .outside } }
    let right = unseen.reduce(0) { $0 + $1.tags.count { $0 != .outside } }
    return 5 * found < right ? .unseenPassedOver : .unknownForName
  }

  func test_15_9_theSettingsAreAllowed() { _ = expectAllowed(settingsForNames()) }
  func test_15_9_theFirstSeed() { expectNames(seed: 1) }
  func test_15_9_theSecondSeed() { expectNames(seed: 2) }
  func test_15_9_theThirdSeed() { expectNames(seed: 3) }
}
