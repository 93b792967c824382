import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.8: several at once.
final class BeamSearchTests: ExerciseTestCase {
  /// What of the rule is changed by a mistake.
  private struct Rule {
    /// Whether those that have ended keep the beam as wide as it was.
    var staysWide = false
    /// Whether each hypothesis keeps its best extension, instead of all together the best.
    var keepsOneEach = false
    var dropsUnfinished = false
    var countsEnd = true
    var returnsFirst = false
    var addsProbabilities = false
    var takesWorst = false
    var forgetsState = false
  }

  private struct Item {
    var symbols: [Int]
    var sum: Double
    var ends = false
    var state: Matrix

    func score(_ power: Double, countsEnd: Bool = true) -> Double {
      let length = symbols.count + (ends && countsEnd ? 1 : 0)
      return length == 0 ? sum : sum / pow(Double(length), power)
    }
  }

  private func searched(
    _ toy: Toy, width: Int, power: Double, limit: Int, _ rule: Rule = Rule()
  ) -> Hypothesis {
    var beam = [Item(symbols: [], sum: 0, state: toy.start)]
    var done: [Item] = []
    for _ in 0..<limit {
      if beam.isEmpty { break }
      var pool: [Item] = []
      for item in beam {
        var own: [Item] = []
        let next = toy.step(item.symbols.last ?? Letters.start, item.state)
        for (symbol, log) in Plain.logs(next.logits).enumerated() {
          var longer = item
          longer.sum += rule.addsProbabilities ? Foundation.exp(log) : log
          longer.state = rule.forgetsState ? toy.start : next.state
          if symbol == Letters.end { longer.ends = true } else { longer.symbols.append(symbol) }
          own.append(longer)
        }
        let isOne = rule.keepsOneEach && beam.count > 1
        pool += isOne ? [own.max { $0.sum < $1.sum } ?? item] : own
      }
      pool.sort { $0.sum > $1.sum }
      let kept = pool.prefix(rule.staysWide ? width : width - done.count)
      done += kept.filter(\.ends)
      beam = kept.filter { !$0.ends }
    }
    if !rule.dropsUnfinished || done.isEmpty { done += beam }
    func better(_ left: Item, _ right: Item) -> Bool {
      let (a, b) = (
        left.score(power, countsEnd: rule.countsEnd), right.score(power, countsEnd: rule.countsEnd)
      )
      return rule.takesWorst ? a > b : a < b
    }
    let best = rule.returnsFirst ? done[0] : done.max(by: better) ?? done[0]
    return Hypothesis(symbols: best.symbols, logProbability: best.sum, isFinished: best.ends)
  }

  private func expectFound(
    _ toy: Toy, width: Int, power: Double, limit: Int, line: UInt = #line
  ) {
    let yours = beamSearch(
      width: width, lengthPower: power, from: toy.start, start: Letters.start, end: Letters.end,
      limit: limit, step: toy.step)
    func with(_ change: (inout Rule) -> Void) -> Parts {
      var rule = Rule()
      change(&rule)
      return Parts(searched(toy, width: width, power: power, limit: limit, rule))
    }
    func plain(_ width: Int, _ power: Double, _ limit: Int) -> Parts {
      Parts(searched(toy, width: width, power: power, limit: limit))
    }
    expect(
      Parts(yours), "width \(width), α \(power), at most \(limit) symbols",
      equals: plain(width, power, limit), within: 1e-9,
      mistakes: [
        .onlyGreedy: plain(1, power, limit),
        .lengthIgnored: plain(width, 0, limit),
        .alwaysTheMean: plain(width, 1, limit),
        .beamStaysWide: with { $0.staysWide = true },
        .oneForEach: with { $0.keepsOneEach = true },
        .unfinishedDropped: with { $0.dropsUnfinished = true },
        .endNotCounted: with { $0.countsEnd = false },
        .firstToEnd: with { $0.returnsFirst = true },
        .probabilitiesAdded: with { $0.addsProbabilities = true },
        .worstScore: with { $0.takesWorst = true },
        .statesLost: with { $0.forgetsState = true },
        .oneStepLonger: plain(width, power, limit + 1),
      ], line: line)
  }

  /// A hypothesis, number by number.
  private struct Parts: Checkable {
    let hypothesis: Hypothesis
    init(_ hypothesis: Hypothesis) { self.hypothesis = hypothesis }
    var checkedShape: String {
      "\(hypothesis.symbols.count) symbols, " + (hypothesis.isFinished ? "ended" : "not ended")
    }
    var checkedEntries: [CheckedEntry] {
      hypothesis.symbols.enumerated().map {
        CheckedEntry(place: "symbol \($0)", value: Double($1))
      } + [CheckedEntry(place: "the sum of log p", value: hypothesis.logProbability)]
    }
  }

  func test_16_8_anyDecoder() {
    trials(30) { generator in
      let toy = generator.toy(3 + generator.size(3), endBias: 0.5)
      for power in [0, 0.6, 1] {
        expectFound(toy, width: 1 + generator.size(4), power: power, limit: 6)
      }
    }
  }

  func test_16_8_aBeamOfOneIsGreedy() {
    trials(10) { generator in
      expectFound(generator.toy(5, endBias: 0.5), width: 1, power: 0, limit: 8)
    }
  }

  func test_16_8_aLongerOneMayWin() {
    trials(10) { generator in
      let toy = generator.toy(5, endBias: 2)
      for power in [0.0, 2] { expectFound(toy, width: 4, power: power, limit: 8) }
    }
  }

  func test_16_8_whatHasNotEndedCounts() {
    trials(10) { generator in
      expectFound(generator.toy(4, endBias: -1), width: 3, power: 1, limit: 3)
      expectFound(generator.toy(4, endBias: -50), width: 3, power: 1, limit: 2)
    }
  }

  func test_16_8_aWideBeamFindsTheMostProbable() {
    trials(3) { generator in
      let toy = generator.toy(4)
      // All sequences of at most three symbols and the end, and those of four that have not ended.
      var (open, best) = ([Item(symbols: [], sum: 0, state: toy.start)], -Double.infinity)
      for _ in 0..<4 {
        open = open.flatMap { item in
          let next = toy.step(item.symbols.last ?? Letters.start, item.state)
          return Plain.logs(next.logits).enumerated().map { symbol, log in
            Item(
              symbols: item.symbols + [symbol], sum: item.sum + log, ends: symbol == Letters.end,
              state: next.state)
          }
        }
        best = max(best, open.filter(\.ends).map(\.sum).max() ?? best)
        open = open.filter { !$0.ends }
      }
      best = max(best, open.map(\.sum).max() ?? best)
      let yours = beamSearch(
        width: 300, lengthPower: 0, from: toy.start, start: Letters.start, end: Letters.end,
        limit: 4, step: toy.step)
      expect(
        yours.logProbability, "log p of what a beam of 300 finds, of four symbols", equals: best,
        within: 1e-9)
    }
  }
}
