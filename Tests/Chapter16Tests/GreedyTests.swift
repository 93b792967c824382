import CourseTesting
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.4: write until the end.
final class GreedyTests: ExerciseTestCase {
  /// What of the rule is changed by a mistake.
  private struct Rule {
    var readsItself = true
    var carries = true
    var stops = true
    var keepsEnd = false
    var takesLast = false
    var takesLeast = false
    var extra = 0
  }

  private func written(_ toy: Toy, limit: Int, _ rule: Rule = Rule()) -> [Int] {
    var (state, symbol, result) = (toy.start, Letters.start, [Int]())
    while result.count < limit + rule.extra {
      let next = toy.step(symbol, state)
      let sign = rule.takesLeast ? -1.0 : 1
      var best = 0
      for place in 1..<next.logits.columns {
        let (new, old) = (sign * next.logits[0, place], sign * next.logits[0, best])
        if new > old || rule.takesLast && new == old { best = place }
      }
      if best == Letters.end && rule.stops {
        if rule.keepsEnd { result.append(best) }
        break
      }
      result.append(best)
      if rule.readsItself { symbol = best }
      if rule.carries { state = next.state }
    }
    return result
  }

  private struct Case {
    var toy: Toy
    var limit: Int

    var yours: [Int] {
      greedy(from: toy.start, start: Letters.start, end: Letters.end, limit: limit, step: toy.step)
    }

    /// Long texts that no two mistakes write alike, one with an end and one without.
    static let telling: [Case] = {
      var generator = SeededGenerator(seed: 164)
      let endless = Case(toy: generator.toy(7, endBias: -50), limit: 20)
      return [endless, Case(toy: Toy.ending, limit: 20)]
    }()
  }

  private func expectWritten(_ toy: Toy, limit: Int, _ name: String = "", line: UInt = #line) {
    let it = Case(toy: toy, limit: limit)
    let yours = it.yours
    expect(
      yours, "symbols written\(name), at most \(limit)", is: written(toy, limit: limit),
      mistakes: explanation(
        in: [it] + Case.telling, within: 0, yours: { $0.yours }, mistakes: mistakes),
      line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, [Int]> {
    func mistaken(_ change: (inout Rule) -> Void) -> [Int] {
      var rule = Rule()
      change(&rule)
      return written(it.toy, limit: it.limit, rule)
    }
    let right = written(it.toy, limit: it.limit)
    return [
      .endIsWritten: mistaken { $0.keepsEnd = true },
      .startIsWritten: [Letters.start] + right,
      .goesOnAfterTheEnd: mistaken { $0.stops = false },
      .readsTheStart: mistaken { $0.readsItself = false },
      .stateLost: mistaken { $0.carries = false },
      .leastProbable: mistaken { $0.takesLeast = true },
      .lastOfEqual: mistaken { $0.takesLast = true },
      .oneTooMany: mistaken { $0.extra = 1 },
      .oneTooFew: mistaken { $0.extra = -1 },
      .inReverse: right.reversed(),
    ]
  }

  func test_16_4_untilTheEnd() {
    expectWritten(.ending, limit: 20)
    XCTAssertEqual(written(.ending, limit: 20), [3, 4, 5])
  }

  func test_16_4_anyDecoder() {
    trials(40) { generator in
      expectWritten(generator.toy(3 + generator.size(4), endBias: 0.5), limit: 12)
    }
  }

  func test_16_4_theLimit() {
    trials(5) { generator in
      let toy = generator.toy(5, endBias: -50)
      for limit in 0...4 { expectWritten(toy, limit: limit, " by one that never ends") }
    }
  }

  func test_16_4_itEndsAtOnce() {
    trials(3) { generator in
      expectWritten(generator.toy(4, endBias: 50), limit: 5, " by one that ends at once")
    }
  }

  func test_16_4_theFirstOfEqualOnes() {
    let toy = Toy(
      table: build(5, 5) { 0 * Double($0 + $1) }, bias: [[-1, -1, -1, 2, 2]])
    expectWritten(toy, limit: 3, " where two are equally probable")
  }
}

extension Toy {
  /// One that writes 3, 4 and 5, and ends.
  fileprivate static let ending = Toy(
    table: [
      [0, 0, 0, 0, 0, 0], [0, 0, 0, 9, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, -9, 9, 0],
      [0, 0, 0, 0, -9, 9], [0, 0, 9, 0, 0, -9],
    ], bias: [[0, 0, 0, 0, 0, 0]])
}
