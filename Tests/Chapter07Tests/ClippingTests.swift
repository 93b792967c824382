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
    let count = Double(gradients.reduce(0) { $0 + $1.values.count })
    let norm = length(gradients)
    let factor = min(1, limit / norm)
    expect(
      yours.norm, "norm", equals: norm, within: tolerance,
      mistakes: [
        .squaredNorm: squares(gradients),
        .sumOfNorms: gradients.reduce(0) { $0 + length([$1]) },
        .largestNorm: gradients.map { length([$0]) }.max() ?? 0,
        .firstMatrix: length(Array(gradients.prefix(1))),
        .lastMatrix: length(Array(gradients.suffix(1))),
        .sumOfSizes: gradients.reduce(0) { $0 + $1.values.reduce(0) { $0 + abs($1) } },
        .notSquared: gradients.reduce(0) { $0 + $1.sum }.squareRoot(),
        .largestSize: gradients.flatMap(\.values).map(abs).max() ?? 0,
        .meanOfSquares: (squares(gradients) / count).squareRoot(),
        .normAfter: norm * factor,
        .limitForNorm: limit,
        .factorForNorm: limit / norm,
      ], line: line)
    expect(
      Parameters(yours.gradients), "clipped gradients",
      equals: Parameters(gradients.map { $0 * factor }), within: tolerance,
      mistakes: [
        .eachAlone: Parameters(
          gradients.map { $0 * min(1, limit / length([$0])) }),
        .scalesUp: Parameters(gradients.map { $0 * (limit / norm) }),
        .eachNumber: Parameters(gradients.map { $0.map { max(-limit, min(limit, $0)) } }),
        .wrongWayRound: Parameters(gradients),
        .lengthOne: Parameters(gradients.map { $0 / norm }),
        .dividedByLimit: Parameters(gradients.map { $0 / limit }),
        .factorUpsideDown: Parameters(gradients.map { $0 * (norm / limit) }),
        .overSquaredNorm: Parameters(gradients.map { $0 * (limit / squares(gradients)) }),
        .timesLimit: Parameters(gradients.map { $0 * limit }),
      ], line: line)
  }

  func test_7_2_gradientsMatchTheWorkedExample() {
    // By hand in chapter 07: 3 and 0 in one matrix, 4 in another, are together 5 long.
    let gradients: [Matrix] = [[[3, 0]], [[4]]]
    expectClipped(gradients, limit: 1)
    let yours = clippedByGlobalNorm(gradients, limit: 1)
    expect(
      Parameters(yours.gradients), "clipped gradients",
      equals: Parameters([[[0.6, 0]], [[0.8]]]))
    expect(yours.norm, "norm", equals: 5)
  }

  func test_7_2_shortGradientsStayAsTheyAre() {
    expectClipped([[[0.3, 0]], [[-0.4]]], limit: 1)
    expectClipped([[[0.3, 0]], [[-0.4]]], limit: 0.5)
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
