import CourseTesting
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.6: the best row of tags.
final class ViterbiTests: ExerciseTestCase {
  /// Each tag is the best after the one that was chosen before.
  private func greedy(_ it: ChainCase) -> ScoredTags {
    var tags: [Int] = []
    var sum = 0.0
    for t in 0..<it.emissions.rows {
      let scores = (0..<it.emissions.columns).map { tag in
        it.emissions[t, tag]
          + (tags.last.map { it.chain.transitions[$0, tag] } ?? it.chain.start[0, tag])
      }
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      tags.append(best)
      sum += scores[best]
    }
    return ScoredTags(tags: tags, score: sum)
  }

  /// Back from each word to the tag that scored most there, whichever way led on.
  private func bestAtEachWord(_ it: ChainCase) -> [Int] {
    (1...it.emissions.rows).map { steps in
      it.chain.plainBest(it.emissions.rows(0..<steps)).tags[steps - 1]
    }
  }

  private func expectBest(_ it: ChainCase, _ name: String = "", line: UInt = #line) {
    let yours = it.chain.best(it.emissions)
    func with(_ change: (inout ScoreTerms) -> Void) -> ScoredTags {
      var terms = ScoreTerms()
      change(&terms)
      return it.chain.plainBest(it.emissions, terms)
    }
    let right = with { _ in }
    let (byStart, byTransition) = (with { $0.start = 0 }, with { $0.isTransposed = true })
    let alone = with { ($0.start, $0.transitions) = (0, 0) }
    let first = with { $0.firstEmission = 0 }
    let greedy = greedy(it)
    expect(
      yours.tags, "tags\(name)", is: right.tags,
      mistakes: [
        .startLeftOut: byStart.tags, .transitionsTurned: byTransition.tags,
        .eachWordAlone: alone.tags, .oneWordAtATime: greedy.tags,
        .firstEmissionLeftOut: first.tags, .pathReversed: right.tags.reversed(),
        .bestAtEachWord: bestAtEachWord(it), .onlyEmissionsFollow: with { $0.transitions = 0 }.tags,
      ], line: line)
    expect(
      yours.score, "score\(name)", equals: right.score, within: 1e-10,
      mistakes: [
        .startLeftOut: byStart.score, .transitionsTurned: byTransition.score,
        .eachWordAlone: alone.score, .oneWordAtATime: greedy.score,
        .firstEmissionLeftOut: first.score, .pathReversed: right.score,
        .bestAtEachWord: right.score, .onlyEmissionsFollow: with { $0.transitions = 0 }.score,
        .scoreNotKept: 0,
      ], line: line)
  }

  func test_15_6_newYork() {
    var generator = SeededGenerator(seed: 1)
    var it = ChainCase(3, steps: 2, using: &generator)
    (it.chain, it.emissions) = (NewYork.chain, NewYork.emissions)
    expectBest(it, " of New York")
  }

  func test_15_6_everyRowOfTagsTried() {
    trials(20) { generator in
      let (count, steps) = (1 + generator.integer(below: 4), 1 + generator.integer(below: 5))
      expectBest(ChainCase(count, steps: steps, using: &generator))
    }
  }

  func test_15_6_whereTransitionsAreForbidden() {
    trials(20) { generator in
      expectBest(ChainCase(4, steps: 4, forbids: true, using: &generator))
    }
  }

  func test_15_6_oneWord() {
    trials(5) { expectBest(ChainCase(4, steps: 1, using: &$0), " of one word") }
  }

  func test_15_6_aLongSentence() {
    // Two tags that must take turns: after 200 words still one way is best.
    var generator = SeededGenerator(seed: 3)
    var it = ChainCase(2, steps: 200, using: &generator)
    it.chain = Chain(transitions: [[-.infinity, 0], [0, -.infinity]], start: [[0, 0]])
    var sums = [0.0, 0.0]
    for t in 0..<200 { for first in 0...1 { sums[first] += it.emissions[t, (first + t) % 2] } }
    let first = sums[0] > sums[1] ? 0 : 1
    let yours = it.chain.best(it.emissions)
    expect(
      yours.tags, "tags of 200 words, of which two take turns",
      is: (0..<200).map { (first + $0) % 2 })
    expect(yours.score, "score of 200 words", equals: sums[first], within: 1e-9)
  }
}
