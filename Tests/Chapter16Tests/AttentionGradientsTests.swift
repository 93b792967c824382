import CourseTesting
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.7: back through attention.
final class AttentionGradientsTests: ExerciseTestCase {
  private struct Case {
    var queries, keys, mask, arriving: Matrix

    /// As `attend` leaves it behind, in plain loops.
    func record(_ queries: Matrix, _ keys: Matrix) -> AttentionRecord {
      let rows = (0..<queries.rows).map { t in
        Plain.softmax(
          (0..<keys.rows).map { s in
            if mask[0, s] == 0 { return -.infinity }
            return (0..<keys.columns).reduce(0) { $0 + queries[t, $1] * keys[s, $1] }
          })
      }
      let weights = build(queries.rows, keys.rows) { rows[$0][$1] }
      let contexts = build(queries.rows, keys.columns) { t, h in
        (0..<keys.rows).reduce(0) { $0 + weights[t, $1] * keys[$1, h] }
      }
      return AttentionRecord(
        queries: queries, keys: keys, weights: weights, contexts: contexts)
    }

    /// By central differences of a weighted sum of the contexts.
    var right: [Matrix] {
      measured([queries, keys]) { weightedSum(record($0[0], $0[1]).contexts, arriving) }
    }

    /// dA, what arrives at the weights.
    var atWeights: Matrix {
      build(queries.rows, keys.rows) { t, s in
        (0..<keys.columns).reduce(0) { $0 + arriving[t, $1] * keys[s, $1] }
      }
    }

    /// dQ and dK from what arrives at the scores; `direct` is what reaches the keys as values.
    func gradients(_ scores: Matrix, direct: Double = 1, asKeys: Double = 1) -> [Matrix] {
      let weights = record(queries, keys).weights
      return [
        build(queries.rows, queries.columns) { t, h in
          (0..<keys.rows).reduce(0) { $0 + scores[t, $1] * keys[$1, h] }
        },
        build(keys.rows, keys.columns) { s, h in
          (0..<queries.rows).reduce(0) { sum, t in
            sum + asKeys * scores[t, s] * queries[t, h] + direct * weights[t, s] * arriving[t, h]
          }
        },
      ]
    }

    /// What arrives at the scores, where `shared` is taken from each number of a row.
    func atScores(times: Bool = true, _ shared: (_ t: Int, _ s: Int) -> Double) -> Matrix {
      let (arrived, weights) = (atWeights, record(queries, keys).weights)
      return build(queries.rows, keys.rows) { t, s in
        (times ? weights[t, s] : 1) * (arrived[t, s] - shared(t, s))
      }
    }
  }

  private func expectGradients(_ it: Case, line: UInt = #line) {
    let record = it.record(it.queries, it.keys)
    let yours = attentionGradients(record, contextGradient: it.arriving)
    let (arrived, weights) = (it.atWeights, record.weights)
    let (rows, places) = (it.queries.rows, it.keys.rows)
    func along(_ t: Int) -> Double {
      (0..<places).reduce(0) { $0 + arrived[t, $1] * weights[t, $1] }
    }
    func down(_ s: Int) -> Double {
      (0..<rows).reduce(0) { $0 + arrived[$1, s] * weights[$1, s] }
    }
    func sum(_ t: Int) -> Double { (0..<places).reduce(0) { $0 + arrived[t, $1] } }
    let scores = it.atScores { t, _ in along(t) }
    expect(
      [yours.queries, yours.keys], "gradients of queries and keys", equals: it.right,
      within: 1e-7,
      mistakes: [
        .softmaxIgnored: it.gradients(arrived),
        .sharedLeftOut: it.gradients(it.atScores { _, _ in 0 }),
        .weightsLeftOut: it.gradients(it.atScores(times: false) { t, _ in along(t) }),
        .sharedUnweighted: it.gradients(it.atScores { t, _ in sum(t) }),
        .sharedIsMean: it.gradients(it.atScores { t, _ in sum(t) / Double(places) }),
        .sharedDown: it.gradients(it.atScores { _, s in down(s) }),
        .sharedAdded: it.gradients(it.atScores { t, _ in -along(t) }),
        .eachItsOwn: it.gradients(it.atScores { t, s in arrived[t, s] * weights[t, s] }),
        .keysOnlyCompared: it.gradients(scores, direct: 0),
        .keysOnlySeen: it.gradients(scores, asKeys: 0),
        .onlyContexts: [it.queries * 0, it.gradients(scores, asKeys: 0)[1]],
      ], line: line)
  }

  private func random(
    _ steps: Int, _ mask: [Double], _ units: Int, using generator: inout SeededGenerator
  ) -> Case {
    Case(
      queries: generator.normal(steps, units), keys: generator.normal(mask.count, units),
      mask: Matrix(row: mask), arriving: generator.normal(steps, units))
  }

  func test_16_7_twoQueriesThreePlaces() {
    var generator = SeededGenerator(seed: 166)
    expectGradients(random(2, [1, 1, 1], 2, using: &generator))
  }

  func test_16_7_anySentence() {
    trials(12) { generator in
      let places = 1 + generator.size(3)
      let length = generator.size(places)
      expectGradients(
        random(
          generator.size(4), (0..<places).map { $0 < length ? 1 : 0 }, generator.size(3),
          using: &generator))
    }
  }

  func test_16_7_paddingIsToldNothing() {
    trials(3) { generator in
      var it = random(3, [1, 1, 1, 0, 0], 2, using: &generator)
      for column in 0..<2 { it.keys[4, column] = 40 }
      expectGradients(it)
    }
  }

  func test_16_7_onePlaceCannotBeLookedAtMore() {
    var generator = SeededGenerator(seed: 7)
    expectGradients(random(2, [1], 2, using: &generator))
  }

  func test_16_7_theSameAsPyTorchs() throws {
    for golden in try Golden.read().attentions {
      let record = AttentionRecord(
        queries: Matrix(golden.queries), keys: Matrix(golden.keys), weights: Matrix(golden.weights),
        contexts: Matrix(golden.contexts))
      let yours = attentionGradients(record, contextGradient: Matrix(golden.contextWeights))
      expect(
        [yours.queries, yours.keys], "gradients of queries and keys, \(golden.name)",
        equals: [Matrix(golden.queriesGradient), Matrix(golden.keysGradient)], within: 1e-10)
    }
  }
}
