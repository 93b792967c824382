import CourseTesting
import Foundation
import LinearAlgebra
import Writing
import XCTest

/// Exercise 9.4: drawing a symbol.
final class DrawingTests: ExerciseTestCase {

  /// What is drawn for each of these uniform numbers.
  private func drawn(_ probabilities: [Double], at numbers: [Double]) -> [Int] {
    numbers.map { u in
      var generator = SeededGenerator(firstUniform: u)
      return draw(from: probabilities, using: &generator)
    }
  }

  private func expectDrawn(
    _ probabilities: [Double], at numbers: [Double], line: UInt = #line
  ) {
    let right = numbers.map { Reference.share(of: $0, in: probabilities) }
    let count = probabilities.count
    let largest = Reference.order(probabilities)[0]
    // Where no share is found, a mistaken search ends as the right one does, or at the last symbol.
    let lastOfShares = probabilities.lastIndex { $0 > 0 } ?? 0
    let ends = [lastOfShares, count - 1]
    expect(
      drawn(probabilities, at: numbers), "symbols drawn from \(probabilities) with u = \(numbers)",
      is: right,
      mistakes: [
        .greedy: numbers.map { _ in largest },
        .evenly: numbers.map { Int($0 * Double(count)) },
        .nextSymbol: right.map { $0 + 1 },
        .symbolBefore: right.map { $0 - 1 },
        .closed: numbers.map { closed($0, probabilities) },
        .reversed: numbers.map {
          count - 1 - Reference.share(of: $0, in: probabilities.reversed())
        },
        .reversed: numbers.map {
          let beyond = count - 1 - lastOfShares
          return count - 1 - share(of: $0, in: probabilities.reversed(), beyond: beyond)
        },
        .bySize: numbers.map { u in
          let order = Reference.order(probabilities)
          return order[Reference.share(of: u, in: order.map { probabilities[$0] })]
        },
        .notSummed: numbers.map { u in probabilities.firstIndex { u < $0 } ?? ends[0] },
        .notSummed: numbers.map { u in probabilities.firstIndex { u < $0 } ?? ends[1] },
        .sumBehind: numbers.map { behind($0, probabilities, beyond: ends[0]) },
        .sumBehind: numbers.map { behind($0, probabilities, beyond: ends[1]) },
        .lastOfAll: numbers.map { share(of: $0, in: probabilities, beyond: count - 1) },
        .firstOfAll: numbers.map { share(of: $0, in: probabilities, beyond: 0) },
        .pastTheEnd: numbers.map { share(of: $0, in: probabilities, beyond: count) },
        .alwaysFirst: numbers.map { _ in 0 },
      ], line: line)
  }

  private func closed(_ u: Double, _ probabilities: [Double]) -> Int {
    var sum = 0.0
    for (symbol, p) in probabilities.enumerated() {
      sum += p
      if u <= sum { return symbol }
    }
    return probabilities.lastIndex { $0 > 0 } ?? 0
  }

  private func behind(_ u: Double, _ probabilities: [Double], beyond: Int) -> Int {
    share(of: u, in: [0] + probabilities.dropLast(), beyond: beyond)
  }

  private func share(of u: Double, in probabilities: [Double], beyond: Int) -> Int {
    var sum = 0.0
    for (symbol, p) in probabilities.enumerated() {
      sum += p
      if u < sum { return symbol }
    }
    return beyond
  }

  func test_9_4_sharesMatchThePage() {
    // Shares from 0, 0.25 and 0.75; a share holds its beginning and not its end.
    expectDrawn([0.25, 0.5, 0.25], at: [0.1, 0.3, 0.7, 0.8])
    expectDrawn([0.25, 0.5, 0.25], at: [0, 0.25, 0.75, 0.5])
  }

  func test_9_4_matchesPlainLoops() {
    trials(50) { generator in
      let probabilities = generator.probabilities(generator.size(8))
      expectDrawn(probabilities, at: (0..<20).map { _ in generator.uniform() })
    }
  }

  func test_9_4_neverASymbolOfProbabilityZero() {
    expectDrawn([0, 0.5, 0, 0.5, 0], at: [0, 0.25, 0.5, 0.75, 1 - 0x1p-53])
    expectDrawn([0, 0, 1], at: [0, 0.5, 1 - 0x1p-53])
    // Ten tenths add up to one unit in the last place less than 1, and u may lie there.
    expectDrawn([Double](repeating: 0.1, count: 10) + [0], at: [1 - 0x1p-53, 0.95])
  }

  func test_9_4_tinySharesAndManySymbols() {
    // Shares from 0, 0.5 and 0.5 + 2⁻²⁰.
    expectDrawn(
      [0.5, 0x1p-20, 0.5 - 0x1p-20], at: [0.5 - 0x1p-40, 0.5 + 0x1p-21, 0.5 + 0x1p-20, 0.75])
    let many = [Double](repeating: 0x1p-9, count: 512)
    for symbol in [0, 255, 256, 511] {
      expect(
        drawn(many, at: [Double(symbol) * 0x1p-9]), "symbol drawn from 512 of equal shares",
        is: [symbol])
    }
  }

  func test_9_4_drawnSymbolsFollowTheDistribution() {
    for (seed, probabilities) in [
      [0.5, 0.25, 0.125, 0.125], [0.05, 0.3, 0, 0.2, 0.35, 0.1], [0.01, 0.99],
    ].enumerated() {
      var generator = SeededGenerator(seed: UInt64(810 + seed))
      var counts = probabilities.map { _ in 0 }
      for _ in 0..<20_000 {
        let symbol = draw(from: probabilities, using: &generator)
        expect(
          counts.indices.contains(symbol),
          orSay: "symbol drawn: is \(symbol), and there are \(counts.count)")
        if counts.indices.contains(symbol) { counts[symbol] += 1 }
      }
      expectFollows(counts, probabilities, "drawn from \(probabilities)")
    }
  }

  func test_9_4_takesOneNumberFromTheGenerator() {
    trials(10) { generator in
      let drawn = generator.probabilities(6)
      // A symbol that is certain takes a number like any other.
      for probabilities in [drawn, [0, 1, 0], [1]] { expectOneNumber(probabilities, generator) }
    }
  }

  private func expectOneNumber(_ probabilities: [Double], _ generator: SeededGenerator) {
    var (yours, once) = (generator, generator)
    _ = draw(from: probabilities, using: &yours)
    let before = once
    _ = once.uniform()
    var twice = once
    _ = twice.uniform()
    expect(
      yours != before,
      orSay: "the generator is as it was before the draw: every symbol would be drawn with the "
        + "same u. Draw u from the generator that was passed in, and not from a copy")
    expect(
      yours == once,
      orSay: yours == twice
        ? "the generator has given two numbers; one u is enough for a symbol"
        : "the generator has not given one uniform number; call `uniform()` once, before you go "
          + "through the symbols")
  }
}
