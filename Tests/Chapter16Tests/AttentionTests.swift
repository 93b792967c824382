import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.6: look where something stands.
final class AttentionTests: ExerciseTestCase {
  private struct Case {
    var queries, keys, mask: Matrix

    var steps: Int { queries.rows }
    var places: Int { keys.rows }

    func score(_ t: Int, _ s: Int) -> Double {
      (0..<queries.columns).reduce(0) { $0 + queries[t, $1] * keys[s, $1] }
    }

    /// Weights from scores; by default as they should be.
    func weights(_ change: (_ score: Double, _ counts: Bool) -> Double = { $1 ? $0 : -.infinity })
      -> Matrix
    {
      let rows = (0..<steps).map { t in
        Plain.softmax((0..<places).map { change(score(t, $0), mask[0, $0] == 1) })
      }
      return build(steps, places) { rows[$0][$1] }
    }

    /// Each place's share of the queries.
    var downwards: Matrix {
      let columns = (0..<places).map { s in Plain.softmax((0..<steps).map { score($0, s) }) }
      return build(steps, places) { mask[0, $1] == 1 ? columns[$1][$0] : 0 }
    }

    /// All of the largest.
    var hard: Matrix {
      let right = weights()
      return build(steps, places) { t, s in
        (0..<places).allSatisfy { right[t, s] >= right[t, $0] } ? 1 : 0
      }
    }

    func contexts(_ weights: Matrix) -> Matrix {
      build(steps, keys.columns) { t, h in
        (0..<places).reduce(0) { sum, s in
          weights[t, s] == 0 ? sum : sum + weights[t, s] * keys[s, h]
        }
      }
    }

    /// Each key that counts as much as any other.
    var meanOfKeys: Matrix {
      let count = mask.values.reduce(0, +)
      return contexts(build(steps, places) { mask[0, $1] / count + 0 * Double($0) })
    }
  }

  private func expectAttention(_ it: Case, line: UInt = #line) {
    let yours = attend(it.queries, to: it.keys, mask: it.mask)
    let root = Double(it.keys.columns).squareRoot()
    let right = it.weights()
    let all = it.weights { score, _ in score }
    func loud(_ number: Double) -> Matrix { it.weights { $0 + ($1 ? 0 : number) } }
    expect(
      yours.weights, "weights", equals: right, within: 1e-6,
      mistakes: [
        .maskIgnored: all,
        .maskAfterSoftmax: build(it.steps, it.places) { all[$0, $1] * it.mask[0, $1] },
        .maskTimesScores: it.weights { $1 ? $0 : 0 },
        .onlyPadding: it.mask.values.contains(0) ? it.weights { $1 ? -.infinity : $0 } : right,
        .zeroTimesInfinity: build(it.steps, it.places) { _, s in it.mask[0, s] == 1 ? .nan : 0 },
        .zeroTimesInfinity: build(it.steps, it.places) { _, _ in .nan },
        .quietMask: loud(-10), .quietMask: loud(-100), .quietMask: loud(-1_000),
        .quietMask: it.weights { $1 ? $0 : -10 }, .quietMask: it.weights { $1 ? $0 : -100 },
        .quietMask: it.weights { $1 ? $0 : -1_000 },
        .overTheQueries: it.downwards,
        .scaledByRoot: it.weights { $1 ? $0 / root : -.infinity },
        .hardWeights: it.hard,
        .meanAttention: build(it.steps, it.places) { _, s in
          it.mask[0, s] / it.mask.values.reduce(0, +)
        },
      ], line: line)
    expect(
      yours.contexts, "contexts", equals: it.contexts(right), within: 1e-6,
      mistakes: [
        .meanOfKeys: it.meanOfKeys, .largestAlone: it.contexts(it.hard),
        .contextsOverAll: it.contexts(all),
        .contextDivided: it.contexts(right) / it.mask.values.reduce(0, +),
      ], line: line)
    expect(
      [yours.queries, yours.keys], "queries and keys, as they were", equals: [it.queries, it.keys],
      within: 0, line: line)
  }

  private func random(
    _ steps: Int, _ mask: [Double], _ units: Int, using generator: inout SeededGenerator
  ) -> Case {
    Case(
      queries: generator.normal(steps, units), keys: generator.normal(mask.count, units),
      mask: Matrix(row: mask))
  }

  func test_16_6_theExampleOfThePage() {
    expectAttention(
      Case(queries: [[0, 3], [2, 0]], keys: [[1, 0], [0, 1], [1, 1]], mask: [[1, 1, 0]]))
  }

  func test_16_6_anySentence() {
    trials(15) { generator in
      let places = 1 + generator.size(4)
      let length = generator.size(places)
      expectAttention(
        random(
          generator.size(4), (0..<places).map { $0 < length ? 1 : 0 }, 1 + generator.size(3),
          using: &generator))
    }
  }

  func test_16_6_paddingThatShouts() {
    trials(3) { generator in
      var it = random(3, [1, 1, 0, 1, 0], 3, using: &generator)
      for row in [2, 4] {
        for column in 0..<3 { it.keys[row, column] = it.queries[0, column] * 900 }
      }
      expectAttention(it)
    }
  }

  func test_16_6_largeScores() {
    var generator = SeededGenerator(seed: 5)
    var it = random(2, [1, 1, 1, 0], 3, using: &generator)
    it.queries = it.queries * 500
    it.keys = it.keys * 50
    expectAttention(it)
  }

  func test_16_6_onePlace() {
    var generator = SeededGenerator(seed: 6)
    expectAttention(random(3, [1], 2, using: &generator))
    expectAttention(random(2, [0, 1, 0], 2, using: &generator))
  }

  func test_16_6_theSameAsPyTorchs() throws {
    for golden in try Golden.read().attentions {
      let yours = attend(
        Matrix(golden.queries), to: Matrix(golden.keys), mask: Matrix(row: golden.mask))
      expect(
        [yours.weights, yours.contexts], "weights and contexts, \(golden.name)",
        equals: [Matrix(golden.weights), Matrix(golden.contexts)], within: 1e-11)
    }
  }
}
