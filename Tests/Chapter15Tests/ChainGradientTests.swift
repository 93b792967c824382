import CourseTesting
import Foundation
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.8: forwards and backwards.
final class ChainGradientTests: ExerciseTestCase {
  /// The shares that tags, pairs of tags and first tags have in all rows, and those of the right row.
  private struct Shares {
    var emissions, transitions, start: Matrix

    init(_ it: ChainCase) {
      emissions = Matrix(rows: it.emissions.rows, columns: it.emissions.columns)
      transitions = Matrix(rows: emissions.columns, columns: emissions.columns)
      start = Matrix(rows: 1, columns: emissions.columns)
    }

    mutating func add(_ tags: [Int], _ weight: Double) {
      for (t, tag) in tags.enumerated() {
        emissions[t, tag] += weight
        if t > 0 { transitions[tags[t - 1], tag] += weight }
      }
      start[0, tags[0]] += weight
    }
  }

  private func shares(_ it: ChainCase, of tags: [Int]?) -> Shares {
    var shares = Shares(it)
    if let tags {
      shares.add(tags, 1)
    } else {
      for (tags, share) in it.chain.plainProbabilities(it.emissions) { shares.add(tags, share) }
    }
    return shares
  }

  /// Each word's softmax of what forwards has added up, as if nothing came after it.
  private func forwardsOnly(_ it: ChainCase) -> Matrix {
    let sums = it.chain.plainForward(it.emissions)
    return build(sums.rows, sums.columns) { t, tag in
      Foundation.exp(sums[t, tag] - plainLogSum((0..<sums.columns).map { sums[t, $0] }))
    }
  }

  private func eachWordAlone(_ it: ChainCase) -> Matrix {
    let z = it.emissions
    return build(z.rows, z.columns) { t, tag in
      Foundation.exp(z[t, tag] - plainLogSum((0..<z.columns).map { z[t, $0] }))
    }
  }

  private func expectGradients(
    _ it: ChainCase, _ tags: [Int], _ name: String = "", line: UInt = #line
  ) {
    let yours = it.chain.gradients(it.emissions, tags: tags)
    let (all, own) = (shares(it, of: nil), shares(it, of: tags))
    let score = it.chain.plainScore(tags, it.emissions)
    let loss = it.chain.plainLoss(it.emissions, tags)
    let zeros = all.start.filledWithZeros
    expect(
      yours.loss, "loss\(name)", equals: loss, within: 1e-9,
      mistakes: [
        .scoreForLoss: -score, .lossTurned: -loss, .partitionForLoss: loss + score,
        .lossOfAWord: loss / Double(tags.count), .probabilityForLoss: Foundation.exp(-loss),
      ], line: line)
    expect(
      yours.emissions, "dz\(name)", equals: all.emissions - own.emissions, within: 1e-9,
      mistakes: [
        .gradientTurned: own.emissions - all.emissions, .rightTagsNotTaken: all.emissions,
        .forwardsOnly: forwardsOnly(it) - own.emissions,
        .everyWordAlone: eachWordAlone(it) - own.emissions,
        .transitionsNotTaken: all.emissions - own.emissions,
        .pairsTurned: all.emissions - own.emissions,
        .startNotTold: all.emissions - own.emissions,
      ], line: line)
    expect(
      yours.transitions, "dA\(name)", equals: all.transitions - own.transitions, within: 1e-9,
      mistakes: [
        .gradientTurned: own.transitions - all.transitions,
        .rightTagsNotTaken: all.transitions, .transitionsNotTaken: all.transitions,
        .pairsTurned: (all.transitions - own.transitions).transposed,
        .startNotTold: all.transitions - own.transitions,
      ], line: line)
    expect(
      yours.start, "da\(name)", equals: all.start - own.start, within: 1e-9,
      mistakes: [
        .gradientTurned: own.start - all.start, .rightTagsNotTaken: all.start,
        .startNotTold: zeros, .transitionsNotTaken: all.start - own.start,
        .pairsTurned: all.start - own.start,
      ], line: line)
  }

  private func tags(_ it: ChainCase, using generator: inout SeededGenerator) -> [Int] {
    let rows = it.chain.plainProbabilities(it.emissions).filter { $0.probability > 0 }
    return rows[generator.integer(below: rows.count)].tags
  }

  func test_15_8_newYork() {
    var generator = SeededGenerator(seed: 1)
    var it = ChainCase(3, steps: 2, using: &generator)
    (it.chain, it.emissions) = (NewYork.chain, NewYork.emissions)
    expectGradients(it, [1, 2], " of New York")
  }

  func test_15_8_everyRowOfTagsWeighed() {
    trials(10) { generator in
      let (count, steps) = (2 + generator.integer(below: 3), 1 + generator.integer(below: 5))
      let it = ChainCase(count, steps: steps, using: &generator)
      expectGradients(it, tags(it, using: &generator))
    }
  }

  func test_15_8_forbiddenTransitions() {
    trials(10) { generator in
      let it = ChainCase(4, steps: 4, forbids: true, using: &generator)
      expectGradients(it, tags(it, using: &generator), " with forbidden transitions")
    }
  }

  func test_15_8_theSlopesOfTheLoss() {
    trials(5) { generator in
      let it = ChainCase(3, steps: 4, using: &generator)
      let tags = tags(it, using: &generator)
      let yours = it.chain.gradients(it.emissions, tags: tags)
      let slopes = measured([it.emissions, it.chain.transitions, it.chain.start]) {
        Chain(transitions: $0[1], start: $0[2]).plainLoss($0[0], tags)
      }
      expect(
        [yours.emissions, yours.transitions, yours.start], "gradients, beside measured slopes",
        equals: slopes, within: 1e-6)
    }
  }

  func test_15_8_scoresOfAThousand() {
    trials(3) { generator in
      var it = ChainCase(3, steps: 3, using: &generator)
      it.emissions = it.emissions + 1_000
      expectGradients(it, tags(it, using: &generator), " with scores of a thousand")
    }
  }

  func test_15_8_aLongSentence() {
    // Of 300 words; without transitions each word stands alone.
    var generator = SeededGenerator(seed: 8)
    var it = ChainCase(3, steps: 300, using: &generator)
    it.chain = Chain(transitions: Matrix(rows: 3, columns: 3), start: Matrix(rows: 1, columns: 3))
    let tags = (0..<300).map { $0 % 3 }
    var right = eachWordAlone(it)
    for t in 0..<300 { right[t, tags[t]] -= 1 }
    expect(
      it.chain.gradients(it.emissions, tags: tags).emissions, "dz of 300 words without transitions",
      equals: right, within: 1e-9)
  }

  func test_15_8_asInPyTorch() throws {
    for golden in try GoldenChain.all() {
      let (chain, emissions) = (golden.chain, Matrix(golden.emissions))
      let yours = chain.gradients(emissions, tags: golden.tags)
      expect(yours.loss, "loss, \(golden.name)", equals: golden.loss, within: 1e-9)
      expect(
        [yours.emissions, yours.transitions, yours.start], "dz, dA and da, \(golden.name)",
        equals: [
          Matrix(golden.emissionsGradient), Matrix(golden.transitionsGradient),
          Matrix(row: golden.startGradient),
        ], within: 1e-9)
    }
  }
}
