import CourseTesting
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.2: one length for all gradients.
final class ClippingTests: ExerciseTestCase {
  private func squares(_ gradients: [Matrix]) -> Double {
    gradients.reduce(0) { sum, gradient in gradient.values.reduce(sum) { $0 + $1 * $1 } }
  }

  private func length(_ gradients: [Matrix]) -> Double { squares(gradients).squareRoot() }

  private func expectClipped(
    _ gradients: [Matrix], limit: Double, within tolerance: Double = 1e-12, line: UInt = #line
  ) {
    let yours = clippedByGlobalNorm(gradients, limit: limit)
    let norm = length(gradients)
    let factor = min(1, limit / norm)
    let cases = [Case(gradients: gradients, limit: limit)] + Case.telling
    expect(
      yours.norm, "norm", equals: norm, within: tolerance,
      mistakes: explanation(
        in: cases, within: tolerance,
        yours: { clippedByGlobalNorm($0.gradients, limit: $0.limit).norm },
        mistakes: mistakesOfNorm), line: line)
    expect(
      Parameters(yours.gradients), "clipped gradients",
      equals: Parameters(gradients.map { $0 * factor }), within: tolerance,
      mistakes: explanation(
        in: cases, within: tolerance,
        yours: { Parameters(clippedByGlobalNorm($0.gradients, limit: $0.limit).gradients) },
        mistakes: mistakesOfGradients), line: line)
  }

  private struct Case {
    var gradients: [Matrix]
    var limit: Double

    /// Gradients above the limit and below it, long and short: no two mistakes make the same of
    /// all.
    static let telling = [
      Case(gradients: [[[3, 0, -2]], [[4]], [[0.5], [1]]], limit: 0.7),
      Case(gradients: [[[0.3, 0.2]], [[-0.4]]], limit: 2),
      Case(gradients: [[[0.3, 0.2]], [[-0.4]]], limit: 0.25),
    ]
  }

  private func mistakesOfNorm(_ it: Case) -> KeyValuePairs<Mistake, Double> {
    let (gradients, limit) = (it.gradients, it.limit)
    let count = Double(gradients.reduce(0) { $0 + $1.values.count })
    let norm = length(gradients)
    return [
      .squaredNorm: squares(gradients),
      .sumOfNorms: gradients.reduce(0) { $0 + length([$1]) },
      .largestNorm: gradients.map { length([$0]) }.max() ?? 0,
      .firstMatrix: length(Array(gradients.prefix(1))),
      .lastMatrix: length(Array(gradients.suffix(1))),
      .sumOfSizes: gradients.reduce(0) { $0 + $1.values.reduce(0) { $0 + abs($1) } },
      .notSquared: gradients.reduce(0) { $0 + $1.sum }.squareRoot(),
      .largestSize: gradients.flatMap(\.values).map(abs).max() ?? 0,
      .meanOfSquares: (squares(gradients) / count).squareRoot(),
      .normAfter: norm * min(1, limit / norm),
      .limitForNorm: limit,
      .factorForNorm: limit / norm,
    ]
  }

  private func mistakesOfGradients(_ it: Case) -> KeyValuePairs<Mistake, Parameters> {
    let (gradients, limit) = (it.gradients, it.limit)
    let norm = length(gradients)
    let factor = min(1, limit / norm)
    func scaled(_ factor: Double) -> Parameters { Parameters(gradients.map { $0 * factor }) }
    return [
      .eachAlone: Parameters(
        gradients.map { $0 * min(1, limit / length([$0])) }),
      .scalesUp: scaled(limit / norm),
      .eachNumber: Parameters(gradients.map { $0.map { max(-limit, min(limit, $0)) } }),
      .wrongWayRound: scaled(norm > limit ? 1 : limit / norm),
      .neverShortened: scaled(1),
      .lengthOne: scaled(norm > limit ? 1 / norm : 1),
      .lengthOne: scaled(1 / norm),
      .dividedByLimit: scaled(norm > limit ? 1 / limit : 1),
      .factorUpsideDown: scaled(norm > limit ? norm / limit : 1),
      .overSquaredNorm: scaled(norm > limit ? limit / squares(gradients) : 1),
      .timesLimit: scaled(norm > limit ? limit : 1),
      .limitAtLeastOne: scaled(norm > max(limit, 1) ? factor : 1),
      .limitOfOneAlways: scaled(min(1, 1 / norm)),
      .shortenedTwice: scaled(factor * factor),
    ]
  }

  func test_7_2_gradientsMatchTheWorkedExample() {
    // By hand in chapter 07: 3 and 0 in one matrix, 4 in another, are together 5 long.
    let gradients: [Matrix] = [[[3, 0]], [[4]]]
    expectClipped(gradients, limit: 1)
    expectClipped([[[5]]], limit: 2)
    expectClipped([], limit: 2)
    let yours = clippedByGlobalNorm(gradients, limit: 1)
    expect(
      Parameters(yours.gradients), "clipped gradients",
      equals: Parameters([[[0.6, 0]], [[0.8]]]))
    expect(yours.norm, "norm", equals: 5)
  }

  func test_7_2_shortGradientsStayAsTheyAre() {
    expectClipped([[[0.3, 0]], [[-0.4]]], limit: 1)
    // Exactly as long as the limit.
    expectClipped([[[0.3, 0]], [[-0.4]]], limit: 0.5)
    expectClipped([[[3, 0]], [[4]]], limit: 5)
    trials(10) { generator in
      let gradients = Lesson(rate: 1, steps: 1, using: &generator).gradients[0]
      expectClipped(gradients, limit: length(gradients) * 1.7)
    }
  }

  func test_7_2_longGradientsKeepTheirDirection() {
    trials(20) { generator in
      let gradients = Lesson(rate: 1, steps: 1, using: &generator).gradients[0]
      let limit = length(gradients) * generator.uniform(in: 0.05...0.95)
      expectClipped(gradients, limit: limit)
      // Short ones above a shorter limit, and long ones.
      expectClipped(gradients.map { $0 / 100 }, limit: limit / 100)
      expectClipped(gradients.map { $0 * 1e5 }, limit: limit * 1e5)
      let clipped = clippedByGlobalNorm(gradients, limit: limit).gradients
      expect(
        length(clipped), "length of the clipped gradients", equals: limit)
    }
  }

  func test_7_2_noLengthIsNoReasonToDivideByIt() {
    let zeros: [Matrix] = [[[0, 0]], [[0]]]
    let yours = clippedByGlobalNorm(zeros, limit: 1)
    expect(yours.norm, "norm of gradients of 0", equals: 0)
    expect(
      Parameters(yours.gradients), "gradients of 0", equals: Parameters(zeros),
      mistakes: [
        .zeroByZero: Parameters([[[.nan, .nan]], [[.nan]]])
      ])
  }

  func test_7_2_gradientsOfARunAsInPyTorch() throws {
    let names = [
      "SGD with clipping", "momentum with clipping and decay", "Adam with clipping and decay",
    ]
    for golden in try Golden.named(names) {
      let limit = try XCTUnwrap(golden.settings.limit)
      for step in golden.steps {
        let unclipped = try XCTUnwrap(step.unclipped).map { Matrix($0) }
        let norm = try XCTUnwrap(step.norm)
        let yours = clippedByGlobalNorm(unclipped, limit: limit)
        expect(yours.norm, "norm", equals: norm, within: 1e-12)
        // PyTorch divides by the norm and a millionth more, so its gradients are a little shorter.
        let longer = norm > limit ? (norm + 1e-6) / norm : 1
        let expected = step.gradients.map { Matrix($0) * longer }
        expect(
          Parameters(yours.gradients), "clipped gradients", equals: Parameters(expected),
          within: 1e-11)
      }
    }
  }
}
