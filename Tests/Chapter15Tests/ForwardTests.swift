import CourseTesting
import Foundation
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.7: the sum over all rows of tags.
final class ForwardTests: ExerciseTestCase {
  /// Step by step, with what a reader may have made of it: `before` is added to each term, and
  /// `after` to what they come to.
  private func stepwise(
    _ it: ChainCase, collect: ([Double]) -> Double = plainLogSum, start: Double = 1,
    isTransposed: Bool = false, before: (_ t: Int, _ from: Int) -> Double = { _, _ in 0 },
    after: ((_ t: Int, _ to: Int) -> Double)? = nil
  ) -> Matrix {
    let (z, count) = (it.emissions, it.emissions.columns)
    var result = z
    if start != 0 {
      for tag in 0..<count { result[0, tag] += start * it.chain.start[0, tag] }
    }
    for t in 0..<z.rows where t > 0 {
      for to in 0..<count {
        let terms = (0..<count).map { from in
          let (row, column) = isTransposed ? (to, from) : (from, to)
          return result[t - 1, from] + it.chain.transitions[row, column] + before(t, from)
        }
        result[t, to] = collect(terms) + (after?(t, to) ?? z[t, to])
      }
    }
    return result
  }

  private func expectForward(_ it: ChainCase, _ name: String = "", line: UInt = #line) {
    let z = it.emissions
    let right = it.chain.plainForward(z)
    func made(_ matrix: Matrix) -> Matrix { comparable(matrix) }
    expect(
      comparable(it.chain.forward(z)), "log α\(name)", equals: made(right), within: 1e-9,
      mistakes: [
        .largestForSum: made(stepwise(it, collect: { $0.max() ?? 0 })),
        .startNotIn: made(stepwise(it, start: 0)),
        .stepsTurned: made(stepwise(it, isTransposed: true)),
        .emissionOfTheWordBefore: made(
          stepwise(it, before: { t, from in z[t - 1, from] }, after: { _, _ in 0 })),
        .emissionsLeftOut: made(stepwise(it, after: { _, _ in 0 })),
        .sumOfLogarithms: made(stepwise(it, collect: { $0.reduce(0, +) })),
        .noLogarithm: made(right.map { Foundation.exp($0) }),
        .leftTheLogarithms: made(
          stepwise(
            it,
            collect: { numbers in
              Foundation.log(numbers.map { Foundation.exp($0) }.reduce(0, +))
            })),
      ], line: line)
  }

  func test_15_7_newYork() {
    var generator = SeededGenerator(seed: 1)
    var it = ChainCase(3, steps: 2, using: &generator)
    (it.chain, it.emissions) = (NewYork.chain, NewYork.emissions)
    expectForward(it, " of New York")
  }

  func test_15_7_everyRowOfTagsAddedUp() {
    trials(20) { generator in
      let (count, steps) = (1 + generator.integer(below: 4), 1 + generator.integer(below: 5))
      expectForward(ChainCase(count, steps: steps, using: &generator))
    }
  }

  func test_15_7_whereNothingLeadsToATag() {
    trials(10) { generator in
      var it = ChainCase(3, steps: 3, forbids: true, using: &generator)
      // Nobody may be followed by the last tag, nor begin with it.
      for from in 0..<3 { it.chain.transitions[from, 2] = -.infinity }
      it.chain.start[0, 2] = -.infinity
      expectForward(it, " with a tag to which nothing leads")
    }
  }

  func test_15_7_scoresOfAThousand() {
    trials(5) { generator in
      var it = ChainCase(3, steps: 4, using: &generator)
      it.emissions = it.emissions + (generator.integer(below: 2) == 0 ? 1_000 : -1_000)
      expectForward(it, " with scores of a thousand")
    }
  }

  func test_15_7_oneWord() {
    trials(5) { expectForward(ChainCase(4, steps: 1, using: &$0), " of one word") }
  }
}
