import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.9: BLEU.
final class BLEUTests: ExerciseTestCase {
  private struct Case {
    var translations, references: [[String]]
    var order = 4

    init(_ pairs: [(String, String)], order: Int = 4) {
      func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
      translations = pairs.map { words($0.0) }
      references = pairs.map { words($0.1) }
      self.order = order
    }

    var written: Double { Double(translations.map(\.count).reduce(0, +)) }
    var wanted: Double { Double(references.map(\.count).reduce(0, +)) }
    /// exp(1 − r / c) where too little is written.
    var brevity: Double { written < wanted ? exp(1 - wanted / written) : 1 }

    /// How often each run comes.
    private static func counts(_ words: [String], _ length: Int) -> [[String]: Int] {
      var counts: [[String]: Int] = [:]
      for start in words.indices where start + length <= words.count {
        counts[Array(words[start..<start + length]), default: 0] += 1
      }
      return counts
    }

    /// What is right of the runs of a length, and how many there are.
    func precision(
      _ length: Int, isClipped: Bool = true, isDistinct: Bool = false, overReference: Bool = false
    ) -> (right: Double, all: Double) {
      var (right, all) = (0, 0)
      for (translation, reference) in zip(translations, references) {
        let (yours, theirs) = (
          Self.counts(translation, length), Self.counts(reference, length)
        )
        for (run, count) in yours {
          let limit = theirs[run] ?? 0
          let own = isDistinct ? 1 : count
          right += isClipped ? min(own, limit) : limit > 0 ? own : 0
        }
        let counted = overReference ? theirs : yours
        all += isDistinct ? counted.count : counted.values.reduce(0, +)
      }
      return (Double(right), Double(all))
    }

    /// The geometric mean of the precisions.
    func geometric(_ part: (Int) -> (right: Double, all: Double)) -> Double {
      var logs = 0.0
      for length in 1...order {
        let (right, all) = part(length)
        if right == 0 { return 0 }
        logs += log(right / all) / Double(order)
      }
      return exp(logs)
    }

    var right: Double { written == 0 ? 0 : geometric { precision($0) } * brevity }

    func only(_ place: Int) -> Case {
      var one = self
      (one.translations, one.references) = ([translations[place]], [references[place]])
      return one
    }

    /// All sentences as one.
    var joined: Case {
      var one = self
      one.translations = [Array(translations.joined())]
      one.references = [Array(references.joined())]
      return one
    }
  }

  private func expectBLEU(_ it: Case, _ name: String, line: UInt = #line) {
    let yours = bleu(it.translations, references: it.references, order: it.order)
    let right = it.right
    let bare = it.geometric { it.precision($0) }
    let shares = (1...it.order).map { length -> Double in
      let part = it.precision(length)
      return part.all == 0 ? 0 : part.right / part.all
    }
    var single = it
    single.order = 1
    // Nothing is written, and nothing is right.
    func punished(_ factor: Double) -> Double { it.written == 0 ? 0 : bare * factor }
    func with(_ part: (Int) -> (right: Double, all: Double)) -> Double {
      it.geometric(part) * it.brevity
    }
    let (few, many) = (1 - it.wanted / it.written, 1 - it.written / it.wanted)
    let ofSentences = it.translations.indices.map { it.only($0).right }.reduce(0, +)
    let arithmetic: Double = shares.reduce(0, +) / Double(it.order)
    expect(
      yours, "BLEU \(name)", equals: right, within: 1e-9,
      mistakes: [
        .notClipped: with { it.precision($0, isClipped: false) },
        .noBrevity: bare,
        .brevityTurned: punished(exp(min(0, many))),
        .longIsPunished: punished(exp(-abs(few))),
        .brevityBothWays: punished(exp(few)),
        .brevityIsRatio: punished(min(1, it.written / it.wanted)),
        .meanOfSentences: ofSentences / Double(max(it.translations.count, 1)),
        .arithmeticMean: it.brevity * arithmetic,
        .productWithoutRoot: it.brevity * shares.reduce(1, *),
        .onlyWords: single.right,
        .onlyTheLongest: it.brevity * shares[it.order - 1],
        .overTheReference: with { it.precision($0, overReference: true) },
        .eachRunOnce: with { it.precision($0, isDistinct: true) },
        .acrossSentences: it.joined.right,
        .zeroIsNaN: right == 0 ? .nan : right,
      ], line: line)
  }

  func test_16_9_theExampleOfThePage() {
    let it = Case(
      [("the the the black dog", "the black dog runs over the snow")], order: 2)
    expectBLEU(it, "of the page")
  }

  func test_16_9_perfectAndHopeless() {
    expectBLEU(Case([("a b c d e", "a b c d e"), ("f g h i", "f g h i")]), "of perfect ones")
    expectBLEU(Case([("a b c d e", "v w x y z")]), "where nothing is right")
    expectBLEU(Case([("a b c x d e", "a b c d e f")]), "where no run of four is right")
    expectBLEU(Case([("a b", "a b")]), "of two words, which have no run of four")
    expectBLEU(Case([("", "a b c d e"), ("a b c d e", "a b c d e")]), "with an empty one")
    expectBLEU(Case([]), "of nothing")
  }

  func test_16_9_shortAndLongOnes() {
    expectBLEU(Case([("a b c d", "a b c d e f g h")]), "of one too short")
    expectBLEU(Case([("a b c d e f g h", "a b c d")]), "of one too long")
    expectBLEU(
      Case([("a b c d", "a b c d e f g h"), ("i j k l m n o p q", "i j k l m")]),
      "of one too short and one too long")
  }

  func test_16_9_clipping() {
    expectBLEU(Case([("a a a a a a b", "a b c a a d e")], order: 1), "with a word seven times")
    expectBLEU(Case([("a b a b a b a b", "a b c a b d e f")], order: 2), "with runs that repeat")
  }

  func test_16_9_manySentences() {
    trials(15) { generator in
      let names = ["a", "b", "c", "d", "e"]
      let pairs = (0..<1 + generator.size(4)).map { _ -> (String, String) in
        let words = (0..<4 + generator.size(8)).map { _ in names[generator.integer(below: 5)] }
        var other = words
        if generator.integer(below: 2) == 0 { other.removeLast(1 + generator.integer(below: 3)) }
        if generator.integer(below: 2) == 0 { other[1] = names[generator.integer(below: 5)] }
        if generator.integer(below: 3) == 0 { other += ["a", "b"] }
        return (other.joined(separator: " "), words.joined(separator: " "))
      }
      for order in [1, 2, 4] {
        expectBLEU(Case(pairs, order: order), "of \(pairs.count) sentences")
      }
    }
  }
}
