import CourseTesting
import Foundation
import LinearAlgebra
import Writing
import XCTest

/// Exercises 9.2 and 9.3: probabilities that have lost their tail.
final class TailTests: ExerciseTestCase {

  // MARK: 9.2

  private func expectTopK(_ probabilities: [Double], _ k: Int, line: UInt = #line) {
    let order = Reference.order(probabilities)
    let kept = Set(order.prefix(k))
    let least = probabilities[order[min(k, order.count) - 1]]
    func keeping(_ count: Int) -> [Double] {
      Reference.keeping(order.prefix(max(count, 1)), of: probabilities)
    }
    func keep(where isKept: (Double) -> Bool) -> [Double] {
      Reference.keeping(
        probabilities.indices.filter { isKept(probabilities[$0]) }, of: probabilities)
    }
    expect(
      topK(probabilities, k: k), "the \(k) most probable of \(probabilities)",
      equals: keeping(k), within: 1e-12,
      mistakes: [
        .oneTooMany: keeping(k + 1),
        .oneTooFew: keeping(k - 1),
        .allEqualsStay: keep { $0 >= least },
        .fewerThanK: keep { $0 > least },
        .largerIndicesStay: Reference.keeping(
          Reference.order(probabilities.reversed()).prefix(k)
            .map { probabilities.count - 1 - $0 }, of: probabilities),
        .sharesNotDivided: probabilities.indices.map { kept.contains($0) ? probabilities[$0] : 0 },
        .equalShares: probabilities.indices.map {
          kept.contains($0) ? 1 / Double(min(k, probabilities.count)) : 0
        },
        .leastProbable: Reference.keeping(order.suffix(k), of: probabilities),
        .leastProbable: divided(Set(order.suffix(k)), of: probabilities),
        .firstSymbols: Reference.keeping(0..<min(k, probabilities.count), of: probabilities),
        .inOrderOfSize: order.enumerated().map { keeping(k)[$0.element] },
        .othersLeftOut: order.prefix(k).sorted().map { keeping(k)[$0] },
        .softmaxOfShares: softmaxOfKept(probabilities, kept),
      ], line: line)
  }

  /// Where all that stay have probability 0, these are 0 / 0.
  private func divided(_ kept: Set<Int>, of probabilities: [Double]) -> [Double] {
    let total: Double = kept.sorted().reduce(0) { $0 + probabilities[$1] }
    return probabilities.indices.map { kept.contains($0) ? probabilities[$0] / total : 0 }
  }

  private func softmaxOfKept(_ probabilities: [Double], _ kept: Set<Int>) -> [Double] {
    Reference.normalised(
      probabilities.indices.map { kept.contains($0) ? Foundation.exp(probabilities[$0]) : 0 })
  }

  func test_9_2_topKMatchesThePage() {
    expectTopK([0.1, 0.5, 0.1, 0.3], 2)
    expectTopK([0.1, 0.5, 0.1, 0.3], 1)
    expectTopK([0.97, 0.01, 0.01, 0.01], 2)
    expectTopK([0.30, 0.28, 0.22, 0.20], 2)
  }

  func test_9_2_matchesPlainLoops() {
    trials(50) { generator in
      let probabilities = generator.probabilities(generator.size(10))
      expectTopK(probabilities, generator.size(12))
    }
  }

  func test_9_2_exactlyKStayWhereSomeAreEqual() {
    for k in 1...5 { expectTopK([0.125, 0.25, 0.25, 0.25, 0.125], k) }
    expectTopK([0.25, 0.25, 0.25, 0.25], 2)
  }

  func test_9_2_allStayWhereThereAreNoMore() {
    expectTopK([0.125, 0.5, 0.375], 3)
    expectTopK([0.125, 0.5, 0.375], 40)
    expectTopK([1], 1)
    // Symbols of probability 0 stay at 0.
    expectTopK([0, 1, 0], 2)
  }

  func test_9_2_manySymbolsOfNearlyOneProbability() {
    // 200 symbols of some 0.005 each, and the larger of two that differ by a billionth stays.
    let probabilities = Reference.normalised((0..<200).map { 1 + Double($0 * 37 % 200) * 1e-9 })
    for k in [1, 60, 199] {
      let yours = topK(probabilities, k: k)
      let right = Reference.keeping(Reference.order(probabilities).prefix(k), of: probabilities)
      expect(
        yours.filter { $0 > 0 }.count, "number of symbols that stay of 200, with k = \(k)",
        equals: k)
      expect(
        yours.reduce(0, +), "sum of the probabilities, with k = \(k) of 200", equals: 1,
        within: 1e-12)
      expect(
        difference(yours, from: right, within: 1e-12) == nil,
        orSay: "of 200 symbols that are nearly equally probable, the \(k) most probable have not "
          + "stayed")
    }
  }

  func test_9_2_aTinyProbabilityStays() {
    expectTopK([0x1p-30, 1 - 0x1p-29, 0x1p-30], 3)
    let yours = topK([0x1p-30, 1 - 0x1p-29, 0x1p-30], k: 3)
    expect(
      yours[0] > 0,
      orSay: "a symbol of probability 2⁻³⁰ that is among the k most probable has got 0")
  }

  func test_9_2_drawnSymbolsFollowTheDistribution() {
    let probabilities = [0.05, 0.3, 0.2, 0.35, 0.1]
    for k in [2, 3, 4] {
      expectDrawn(
        from: topK(probabilities, k: k), as: Reference.topK(probabilities, k: k), "with k = \(k)")
    }
  }

  // MARK: 9.3

  private struct Case {
    var probabilities: [Double]
    var p: Double

    var yours: [Double] { nucleus(probabilities, p: p) }

    /// Without equals; the nucleus has two of four and three of five symbols.
    static let telling = [
      Case(probabilities: [0.12, 0.5, 0.08, 0.3], p: 0.7),
      Case(probabilities: [0.05, 0.3, 0.2, 0.35, 0.1], p: 0.8),
    ]
    /// With equals.
    static let tellingOfEquals = Case(probabilities: [0.125, 0.25, 0.25, 0.125, 0.25], p: 0.4)
  }

  private func expectNucleus(_ probabilities: [Double], _ p: Double, line: UInt = #line) {
    let it = Case(probabilities: probabilities, p: p)
    expect(
      it.yours, "the nucleus of \(probabilities) for p = \(p)",
      equals: Reference.nucleus(probabilities, p: p), within: 1e-12,
      mistakes: explanation(
        in: [it, .tellingOfEquals] + Case.telling, within: 1e-12, yours: \.yours,
        mistakes: mistakesOfNucleus), line: line)
  }

  private func mistakesOfNucleus(_ it: Case) -> KeyValuePairs<Mistake, [Double]> {
    let (probabilities, p) = (it.probabilities, it.p)
    let order = Reference.order(probabilities)
    let count = Reference.nucleusCount(probabilities, p: p)
    let kept = Set(order.prefix(count))
    func keeping(_ count: Int) -> [Double] {
      Reference.keeping(order.prefix(count), of: probabilities)
    }
    var (inOrder, sum) = ([Int](), 0.0)
    for symbol in probabilities.indices where sum < p || inOrder.isEmpty {
      inOrder.append(symbol)
      sum += probabilities[symbol]
    }
    let least = probabilities[order[count - 1]]
    let backwards = Reference.nucleus(probabilities.reversed(), p: p).reversed()
    let before: Double = order.prefix(count - 1).reduce(0) { $0 + probabilities[$1] }
    return [
      .crossingSymbolMissing: keeping(max(count - 1, 1)),
      .nothingStays: count > 1 ? keeping(count - 1) : probabilities.map { _ in .nan },
      .nothingStays: count > 1 ? keeping(count - 1) : probabilities.map { _ in 0 },
      .oneMore: keeping(count + 1),
      .oneMore: keeping(before + probabilities[order[count - 1]] == p ? count + 1 : count),
      .sharesNotDivided: probabilities.indices.map { kept.contains($0) ? probabilities[$0] : 0 },
      .dividedByP: probabilities.indices.map { kept.contains($0) ? probabilities[$0] / p : 0 },
      .everything: probabilities,
      .ownOrder: Reference.keeping(inOrder, of: probabilities),
      .leastFirst: leastFirst(probabilities, p),
      .eachAtLeastP: Reference.keeping(
        probabilities.indices.filter { probabilities[$0] >= p }, of: probabilities),
      .largerIndicesStay: Array(backwards),
      .equalsStay: Reference.keeping(
        probabilities.indices.filter { probabilities[$0] >= least }, of: probabilities),
      .equalShares: probabilities.indices.map { kept.contains($0) ? 1 / Double(count) : 0 },
      .inOrderOfSize: order.map { keeping(count)[$0] },
      .othersLeftOut: order.prefix(count).sorted().map { keeping(count)[$0] },
      .nearlyEnough: keeping(count > 1 && before >= p - 0.002 ? count - 1 : count),
    ]
  }

  private func leastFirst(_ probabilities: [Double], _ p: Double) -> [Double] {
    var (kept, sum) = ([Int](), 0.0)
    for symbol in Reference.order(probabilities).reversed() where sum < p || kept.isEmpty {
      kept.append(symbol)
      sum += probabilities[symbol]
    }
    return Reference.keeping(kept, of: probabilities)
  }

  func test_9_3_nucleusMatchesThePage() {
    expectNucleus([0.1, 0.5, 0.1, 0.3], 0.7)
    expectNucleus([0.1, 0.5, 0.1, 0.3], 0.4)
    expectNucleus([0.1, 0.5, 0.1, 0.3], 0.85)
    expectNucleus([0.97, 0.01, 0.01, 0.01], 0.9)
    expectNucleus([0.30, 0.28, 0.22, 0.20], 0.9)
  }

  func test_9_3_matchesPlainLoops() {
    trials(50) { generator in
      expectNucleus(generator.probabilities(generator.size(10)), generator.uniform(in: 0.01...0.99))
    }
  }

  func test_9_3_aSumOfExactlyPIsEnough() {
    // These sums have no rounding: 0.5 + 0.25 is 0.75.
    expectNucleus([0.125, 0.5, 0.125, 0.25], 0.75)
    expectNucleus([0.125, 0.5, 0.125, 0.25], 0.5)
    expectNucleus([0.125, 0.5, 0.125, 0.25], 0.875)
  }

  func test_9_3_aSumOfALittleLessIsNotEnough() {
    for little in [0x1p-11, 0x1p-20, 0x1p-35] {
      expectNucleus([0.125, 0.5, 0.125, 0.25], 0.75 + little)
      expectNucleus([0.125, 0.5, 0.125, 0.25], 0.5 + little)
    }
  }

  func test_9_3_theMostProbableAlwaysStays() {
    expectNucleus([0.25, 0.25, 0.375, 0.125], 0.2)
    expectNucleus([0.25, 0.625, 0.125], 0)
    expectNucleus([0.25, 0.625, 0.125], 0.01)
    expectNucleus([1], 0.5)
    expectNucleus([0.25, 0.25, 0.25, 0.25], 0.1)
  }

  func test_9_3_oneKeepsEverything() {
    expectNucleus([0.125, 0.5, 0.375], 1)
  }

  func test_9_3_ofEqualsTheFirstStay() {
    expectNucleus([0.2, 0.2, 0.2, 0.2, 0.1, 0.1], 0.35)
    expectNucleus([0.25, 0.25, 0.25, 0.25], 0.5)
    expectNucleus([0.125, 0.25, 0.25, 0.125, 0.25], 0.4)
  }

  func test_9_3_drawnSymbolsFollowTheDistribution() {
    let probabilities = [0.05, 0.3, 0.2, 0.35, 0.1]
    for p in [0.4, 0.7, 0.9] {
      expectDrawn(
        from: nucleus(probabilities, p: p), as: Reference.nucleus(probabilities, p: p),
        "with p = \(p)")
    }
  }
}
