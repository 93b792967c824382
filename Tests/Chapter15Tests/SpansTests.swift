import CourseTesting
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.1: from tags to names.
final class SpansTests: ExerciseTestCase {
  /// What a reader may have made of the rules. The default is right.
  private struct Rules {
    var strayBegins = true, otherClassBegins = true, otherClassJoins = false
    var beginJoins = false, outsideCloses = true, lastIsKept = true
    var length = 0, firstWord = 0
  }

  /// Word by word, with the name that is under way in hand.
  private func names(_ tags: [Tag], _ change: (inout Rules) -> Void = { _ in }) -> [String] {
    var rules = Rules()
    change(&rules)
    var done: [Span] = []
    var open: Span?
    func close() {
      if let span = open { done.append(span) }
      open = nil
    }
    for (place, tag) in tags.enumerated() {
      let fresh = { (kind: Int) in Span(kind: kind, words: place..<place + 1) }
      switch tag {
      case .outside:
        if rules.outsideCloses { close() }
      case .begin(let kind):
        if rules.beginJoins, let span = open, span.kind == kind {
          open?.words = span.words.lowerBound..<place + 1
        } else {
          close()
          open = fresh(kind)
        }
      case .inside(let kind):
        if let span = open, span.kind == kind || rules.otherClassJoins {
          open?.words = span.words.lowerBound..<place + 1
        } else {
          let begins = open == nil ? rules.strayBegins : rules.otherClassBegins
          close()
          if begins { open = fresh(kind) }
        }
      }
    }
    if rules.lastIsKept { close() }
    return done.map {
      told($0.kind, $0.words.lowerBound + rules.firstWord, $0.words.upperBound + rules.length)
    }
  }

  private func told(_ kind: Int, _ first: Int, _ end: Int) -> String {
    "class \(kind) at \(first)..<\(end)"
  }

  private func expectNames(_ tags: [Tag], line: UInt = #line) {
    let yours = spans(of: tags).map { told($0.kind, $0.words.lowerBound, $0.words.upperBound) }
    let text = tags.map(short).joined(separator: " ")
    expect(
      yours, "names of \(text)", is: names(tags),
      mistakes: [
        .strayInsideDropped: names(tags) { $0.strayBegins = false },
        .otherClassDropped: names(tags) { $0.otherClassBegins = false },
        .insideDropped: names(tags) { ($0.strayBegins, $0.otherClassBegins) = (false, false) },
        .otherClassJoined: names(tags) { $0.otherClassJoins = true },
        .neighboursJoined: names(tags) { $0.beginJoins = true },
        .outsideBridged: names(tags) { $0.outsideCloses = false },
        .lastNameLost: names(tags) { $0.lastIsKept = false },
        .lastWordForEnd: names(tags) { $0.length = -1 },
      ], line: line)
  }

  private func short(_ tag: Tag) -> String {
    switch tag {
    case .outside: "O"
    case .begin(let kind): "B\(kind)"
    case .inside(let kind): "I\(kind)"
    }
  }

  private func random(
    _ count: Int, classes: Int, using generator: inout SeededGenerator
  ) -> [Tag] {
    (0..<count).map { _ in
      Tag(index: generator.integer(below: 2 * classes + 1))
    }
  }

  func test_15_1_theSentencesOfThePage() {
    // Yesterday Jordan Alba met Weston
    expectNames([.outside, .begin(0), .inside(0), .outside, .begin(0)])
  }

  func test_15_1_namesSideBySide() {
    expectNames([.begin(0), .begin(0), .inside(0), .begin(1)])
    expectNames([.begin(1), .inside(1), .begin(1), .inside(1), .inside(1)])
  }

  func test_15_1_anInsideThatNothingBegan() {
    expectNames([.inside(0), .outside, .inside(1), .inside(1)])
    expectNames([.outside, .inside(1)])
  }

  func test_15_1_anInsideOfAnotherClass() {
    expectNames([.begin(0), .inside(1), .outside])
    expectNames([.begin(0), .inside(0), .inside(1), .inside(1), .inside(0)])
  }

  func test_15_1_noNameAndNoWord() {
    expectNames([])
    expectNames([.outside, .outside])
  }

  func test_15_1_anyTags() {
    trials(40) { generator in
      expectNames(
        random(
          generator.integer(below: 9), classes: 1 + generator.integer(below: 3), using: &generator))
    }
  }

  func test_15_1_thereAndBack() {
    trials(10) { generator in
      let sentence = Names.sentence(of: Names.known, misled: 0.1, using: &generator)
      let back = tags(of: spans(of: sentence.tags), count: sentence.words.count)
      expect(back == sentence.tags, orSay: "tags, to names and back, of \(sentence.words) differ")
    }
  }
}
