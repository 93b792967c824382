import CourseTesting
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.2: how many names were found.
final class NameScoreTests: ExerciseTestCase {
  /// A name as its class, its first word and the word after its last.
  private typealias Name = [Int]

  /// From tags that keep the rules.
  private func names(_ tags: [Tag]) -> [Name] {
    var names: [Name] = []
    for (place, tag) in tags.enumerated() {
      switch tag {
      case .outside: continue
      case .begin(let kind): names.append([kind, place, place + 1])
      case .inside: names[names.count - 1][2] = place + 1
      }
    }
    return names
  }

  private struct Counts {
    var found = 0.0, present = 0.0, both = 0.0

    var precision: Double { found == 0 ? 0 : both / found }
    var recall: Double { present == 0 ? 0 : both / present }
    var f1: Double { both == 0 ? 0 : 2 * precision * recall / (precision + recall) }
  }

  private func counts(
    _ given: [[Tag]], _ right: [[Tag]], where match: (Name, Name) -> Bool = { $0 == $1 }
  ) -> Counts {
    var counts = Counts()
    for (tags, rightTags) in zip(given, right) {
      let (yours, theirs) = (names(tags), names(rightTags))
      counts.found += Double(yours.count)
      counts.present += Double(theirs.count)
      counts.both += Double(yours.count { name in theirs.contains { match(name, $0) } })
    }
    return counts
  }

  /// Every word of a name for a name.
  private func wordCounts(_ given: [[Tag]], _ right: [[Tag]]) -> Counts {
    var counts = Counts()
    for (tags, rightTags) in zip(given, right) {
      for (tag, rightTag) in zip(tags, rightTags) {
        if tag != .outside { counts.found += 1 }
        if rightTag != .outside { counts.present += 1 }
        if tag != .outside && tag == rightTag { counts.both += 1 }
      }
    }
    return counts
  }

  private func accuracy(
    _ given: [[Tag]], _ right: [[Tag]], where counts: (Tag) -> Bool = { _ in true }
  ) -> Double {
    let pairs = zip(given.joined(), right.joined()).filter { counts($0.1) }
    return pairs.isEmpty ? 0 : Double(pairs.count { $0 == $1 }) / Double(pairs.count)
  }

  private func listed(_ counts: Counts, _ accuracy: Double, f1: Double? = nil) -> [Double] {
    [counts.precision, counts.recall, f1 ?? counts.f1, accuracy]
  }

  private func meanOfSentences(_ given: [[Tag]], _ right: [[Tag]]) -> [Double] {
    let all = zip(given, right).map { listed(counts([$0], [$1]), accuracy([$0], [$1])) }
    return (0..<4).map { place in
      all.isEmpty ? 0 : all.map { $0[place] }.reduce(0, +) / Double(all.count)
    }
  }

  private func expectScore(_ given: [[Tag]], _ right: [[Tag]], line: UInt = #line) {
    let yours = nameScore(given, against: right)
    let (all, share) = (counts(given, right), accuracy(given, right))
    func overlap(_ a: Name, _ b: Name) -> Bool { a[0] == b[0] && a[1] < b[2] && b[1] < a[2] }
    expect(
      [yours.precision, yours.recall, yours.f1, yours.accuracy],
      "precision, recall, F1 and accuracy", equals: listed(all, share), within: 1e-12,
      mistakes: [
        .partsCount: listed(counts(given, right, where: overlap), share),
        .firstWordsCount: listed(counts(given, right) { $0[0] == $1[0] && $0[1] == $1[1] }, share),
        .classIgnored: listed(counts(given, right) { $0[1...] == $1[1...] }, share),
        .wordsForNames: listed(wordCounts(given, right), share),
        .meanOfSentences: meanOfSentences(given, right),
        .plainMean: listed(all, share, f1: (all.precision + all.recall) / 2),
        .sharesExchanged: [all.recall, all.precision, all.f1, share],
        .accuracyOfNames: listed(all, accuracy(given, right) { $0 != .outside }),
        .nothingDivided: listed(all, share).enumerated().map { place, value in
          let whole = [all.found, all.present, all.found + all.present, 1]
          return whole[place] == 0 ? .nan : value
        },
      ], line: line)
  }

  /// Tags that keep the rules.
  private func legal(_ count: Int, using generator: inout SeededGenerator) -> [Tag] {
    var tags: [Tag] = []
    for _ in 0..<count {
      let kind = generator.integer(below: 2)
      switch generator.integer(below: 5) {
      case 0, 1: tags.append(.outside)
      case 2, 3:
        if let last = tags.last, last != .outside, last.index % 2 == 1 {
          tags.append(.inside((last.index - 1) / 2))
        } else {
          tags.append(.begin(kind))
        }
      default: tags.append(.begin(kind))
      }
    }
    return tags
  }

  func test_15_2_theExampleOfThePage() {
    // Yesterday Jordan Alba met Weston: one name cut short, one right.
    expectScore(
      [[.outside, .begin(0), .outside, .outside, .begin(0)]],
      [[.outside, .begin(0), .inside(0), .outside, .begin(0)]])
  }

  func test_15_2_anotherClassOrAnotherEnd() {
    let right: [Tag] = [.begin(0), .inside(0), .outside, .begin(1)]
    expectScore([[.begin(1), .inside(1), .outside, .begin(1)]], [right])
    expectScore([[.begin(0), .outside, .outside, .begin(1)]], [right])
    expectScore([[.begin(0), .inside(0), .inside(0), .begin(1)]], [right])
  }

  func test_15_2_aTextOfManySentences() {
    trials(20) { generator in
      let right = (0..<4).map { _ in legal(2 + generator.integer(below: 6), using: &generator) }
      let given = right.map { tags in
        generator.integer(below: 2) == 0 ? tags : legal(tags.count, using: &generator)
      }
      expectScore(given, right)
    }
  }

  func test_15_2_nothingFoundAndNothingThere() {
    expectScore([[.outside, .outside]], [[.begin(0), .outside]])
    expectScore([[.begin(0), .outside]], [[.outside, .outside]])
    expectScore([[.outside]], [[.outside]])
  }

  func test_15_2_namesThatOnlyLookFound() {
    // The words stand in names of the same class, and no name is right.
    expectScore(
      [[.begin(0), .begin(0), .outside, .begin(1), .inside(1), .inside(1)]],
      [[.begin(0), .inside(0), .outside, .begin(1), .inside(1), .begin(1)]])
  }
}
