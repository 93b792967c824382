import CourseTesting
import Foundation
import LinearAlgebra
import Writing
import XCTest

/// Exercise 9.1: probabilities that are sharper or flatter.
final class TemperatureTests: ExerciseTestCase {

  private struct Case {
    var logits: [Double]
    var temperature: Double

    var yours: [Double] { softmax(logits, temperature: temperature) }

    static let telling = [
      Case(logits: [1.5, -0.3, 0.4], temperature: 0.7), Case(logits: [2, 0.5, 1], temperature: 3),
    ]
  }

  private func expectSoftmax(_ logits: [Double], _ temperature: Double, line: UInt = #line) {
    let it = Case(logits: logits, temperature: temperature)
    // At 0 and at infinity a mistake shows that makes no difference anywhere else.
    let cases = temperature > 0 && temperature < .infinity ? [it] + Case.telling : [it]
    expect(
      it.yours, "probabilities of the logits \(logits) at temperature \(temperature)",
      equals: Reference.softmax(logits, temperature: temperature), within: 1e-9,
      mistakes: explanation(in: cases, yours: \.yours, mistakes: mistakes), line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, [Double]> {
    let (logits, temperature) = (it.logits, it.temperature)
    let right = Reference.softmax(logits, temperature: temperature)
    let plain = Reference.softmax(logits, temperature: 1)
    let largest = logits.max()!
    let first = logits.firstIndex(of: largest)!
    let untempered: Mistake = temperature == 0 ? .zeroIsOne : .probabilitiesDivided
    let naive = logits.map { Foundation.exp($0 / temperature) }
    let late = logits.map { ($0 - largest) / temperature }.map(Foundation.exp)
    // Which temperature would have given these probabilities, by the two most probable.
    let yours = it.yours
    let order = mostProbableFirst(logits)
    let ratio =
      logits.count > 1 && yours.count == logits.count
      ? Foundation.log(yours[order[0]] / yours[order[1]]) : 0
    let used = ratio > 0 ? (logits[order[0]] - logits[order[1]]) / ratio : temperature
    let isSmall = temperature > 0 && temperature < 0.05
    let isLarge = temperature > 20 && temperature < .infinity
    return [
      .multipliedByTemperature: Reference.softmax(
        logits.map { $0 * temperature }, temperature: 1),
      .multipliedByTemperature: Reference.softmax(logits, temperature: 1 / temperature),
      untempered: plain,
      .probabilitiesOverTemperature: plain.map { $0 / temperature },
      .temperatureSubtracted: Reference.softmax(logits.map { $0 - temperature }, temperature: 1),
      .softmaxTwice: Reference.softmax(plain, temperature: temperature),
      .powerOfTau: Reference.normalised(plain.map { Foundation.pow($0, temperature) }),
      .notDivided: late,
      .notDivided: naive,
      .zeroIsNothing: logits.map { $0 == largest ? .nan : 0 },
      .zeroIsNotANumber: logits.map { _ in .nan },
      .overflow: Reference.normalised(naive),
      .firstOfTheLargest: logits.indices.map { $0 == first ? 1 : 0 },
      .allOfTheLargest: logits.map { $0 == largest ? 1 : 0 },
      .greedyTooEarly: isSmall ? Reference.softmax(logits, temperature: 0) : right,
      .temperatureRaised: isSmall && used > temperature * 1.5
        ? Reference.softmax(logits, temperature: used) : right,
      .flatTooEarly: isLarge ? logits.map { _ in 1 / Double(logits.count) } : right,
    ]
  }

  func test_9_1_temperatureMatchesThePage() {
    // Logits 2, 1 and 0: at temperature 1 the powers are e², e and 1, at 0.5 they are e⁴, e² and 1.
    expectSoftmax([2, 1, 0], 0.5)
    expectSoftmax([2, 1, 0], 2)
    for (temperature, probabilities) in [
      (0.5, [0.8668, 0.1173, 0.0159]), (1, [0.6652, 0.2447, 0.0900]),
      (2, [0.5065, 0.3072, 0.1863]),
    ] {
      expect(
        softmax([2, 1, 0], temperature: temperature),
        "probabilities of the logits 2, 1 and 0 at temperature \(temperature)",
        equals: probabilities, within: 5e-5)
    }
  }

  func test_9_1_matchesPlainLoops() {
    trials(50) { generator in
      expectSoftmax(generator.logits(1 + generator.size(8)), generator.uniform(in: 0.1...5))
    }
  }

  func test_9_1_zeroTakesTheLargest() {
    expectSoftmax([0.5, 3, -2, 1], 0)
    expectSoftmax([-5], 0)
    // Two largest share.
    expectSoftmax([1, 4, 4, 0], 0)
  }

  func test_9_1_infinityForgetsTheLogits() {
    expectSoftmax([0.5, 3, -2, 1], .infinity)
  }

  func test_9_1_smallTemperaturesStayFinite() {
    expectSoftmax([30, 29, -40], 0.01)
    expectSoftmax([1000, 999], 0.5)
    expectSoftmax([-1000, -1001], 0.5)
    expectSoftmax([1, 1, 0], 1e-300)
  }

  func test_9_1_onlyZeroIsGreedyAndOnlyInfinityIsFlat() {
    // Differences as small as the temperature, and as large.
    expectSoftmax([0.002, 0.001, -0.001], 0.001)
    expectSoftmax([3e-9, 1e-9, 0], 1e-9)
    expectSoftmax([500, 0, -200], 400)
    expectSoftmax([2e8, 1e8, 0], 1e8)
  }

  func test_9_1_drawnSymbolsFollowTheDistribution() {
    let logits = [1.5, 0, -1, 0.5, 1]
    for temperature in [0.5, 1, 2] {
      expectDrawn(
        from: softmax(logits, temperature: temperature),
        as: Reference.softmax(logits, temperature: temperature),
        "at temperature \(temperature)")
    }
  }
}
