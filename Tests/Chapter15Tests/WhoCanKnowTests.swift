import CourseTesting
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.3: who can know.
final class WhoCanKnowTests: ExerciseTestCase {
  /// What scores a tag: what the tagger has read when it gives a word its emissions; or a tag after a
  /// tag.
  private struct Feature: Hashable {
    var seen: [String]
    var place: Int
    var tag: Int
  }

  private func features(_ words: [String], _ tags: [Int], _ kind: TaggerKind) -> [Feature] {
    tags.indices.flatMap { t -> [Feature] in
      let seen = kind == .both ? words : Array(words[...t])
      let own = Feature(seen: seen, place: t, tag: tags[t])
      if kind != .aheadWithChain { return [own] }
      return [own, Feature(seen: [], place: t == 0 ? -1 : tags[t - 1], tag: tags[t])]
    }
  }

  /// Whether some scores make both rows of tags the best of all. A perceptron finds them where there
  /// are any: Collins (2002).
  private func canKnow(_ kind: TaggerKind, _ pair: SentencePair) -> Bool {
    var weights: [Feature: Double] = [:]
    let sentences = [pair.first, pair.second].map { ($0.words, $0.tags.map { number($0) }) }
    for _ in 0..<200 {
      var isRight = true
      for (words, right) in sentences {
        func score(_ tags: [Int]) -> Double {
          features(words, tags, kind).reduce(0) { $0 + weights[$1, default: 0] }
        }
        let own = score(right)
        guard
          let rival = allTags(5, steps: words.count).first(where: {
            $0 != right && score($0) >= own
          })
        else { continue }
        isRight = false
        for feature in features(words, right, kind) { weights[feature, default: 0] += 1 }
        for feature in features(words, rival, kind) { weights[feature, default: 0] -= 1 }
      }
      if isRight { return true }
    }
    return false
  }

  private func number(_ tag: Tag) -> Int {
    switch tag {
    case .outside: 0
    case .begin(let kind): 2 * kind + 1
    case .inside(let kind): 2 * kind + 2
    }
  }

  private func expectVerdict(_ places: [Int], line: UInt = #line) {
    let guess = whoCanKnow()
    expect(
      guess.count == 6, orSay: "\(guess.count) answers; there are six pairs, A to F", line: line)
    for place in places where guess.indices.contains(place) && guess.count == 6 {
      let pair = SentencePair.all[place]
      for kind in TaggerKind.allCases {
        let (yours, right) = (guess[place].contains(kind), canKnow(kind, pair))
        expect(
          yours == right,
          orSay:
            "pair \(Array("ABCDEF")[place]): \(told(kind)) \(right ? "can" : "cannot") be right "
            + "about both.\n    \(mistake(kind, right, pair).sentence)", line: line)
      }
    }
  }

  private func told(_ kind: TaggerKind) -> String {
    switch kind {
    case .ahead: "one direction"
    case .aheadWithChain: "one direction with a chain"
    case .both: "two directions"
    }
  }

  private func mistake(_ kind: TaggerKind, _ can: Bool, _ pair: SentencePair) -> Mistake {
    if pair.first.words == pair.second.words { return .sameWords }
    switch kind {
    case .ahead: return can ? .pastForgotten : .futureSeen
    case .aheadWithChain: return can ? .chainCarriesBack : .chainSeesNoWords
    case .both: return .bothSeeAll
    }
  }

  func test_15_3_whatComesBefore() { expectVerdict([2]) }
  func test_15_3_whatComesAfter() { expectVerdict([0, 3]) }
  func test_15_3_whatANameEndsWith() { expectVerdict([1, 4]) }
  func test_15_3_nothingTells() { expectVerdict([5]) }
}
