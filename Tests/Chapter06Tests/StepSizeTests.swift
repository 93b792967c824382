import CourseTesting
import GradientChecking
import LinearAlgebra
import XCTest

/// Exercise 6.6: error against width.
final class StepSizeTests: ExerciseTestCase {
  private func errors(
    _ toy: Toy, _ analytic: [Matrix], _ steps: [Double], _ pick: ([Double]) -> Double
  ) -> [Double] {
    steps.map { step in
      pick(Reference.errors(analytic, Reference.central(of: toy, step: step) { $0.loss }))
    }
  }

  private func curve(
    _ toy: Toy, _ steps: [Double], analytic: [Matrix]? = nil
  ) -> [StepError]? {
    var curve: [StepError]?
    let error = thrown { () throws(GradientCheckError) in
      curve = try stepErrors(of: toy, analytic: analytic ?? toy.gradients, steps: steps) { $0.loss }
    }
    expect(error == nil, orSay: "sound steps were rejected: \(error.map { "\($0)" } ?? "")")
    return curve
  }

  func test_6_6_largestErrorOfEachStep() {
    trials(5) { generator in
      let toy = Toy(&generator)
      let steps = [0.2, 0.05, 0.1]
      // The worst number is in A or in B.
      var analytic = toy.gradients
      analytic[generator.integer(below: 2)][0, 1] *= 1.02
      guard let curve = curve(toy, steps, analytic: analytic) else { return }
      expect(
        curve.map(\.step), "steps", equals: steps, within: 0,
        mistakes: [
          .sorted: steps.sorted(),
          .sorted: steps.sorted(by: >),
          .reversed: steps.reversed(),
        ])
      let right = errors(toy, analytic, steps) { $0.max()! }
      let onlyA = steps.map { step in
        Reference.largestError(
          [analytic[0]], [Reference.central(of: toy, step: step) { $0.loss }[0]])
      }
      let onlyB = steps.map { step in
        Reference.largestError(
          [analytic[1]], [Reference.central(of: toy, step: step) { $0.loss }[1]])
      }
      expect(
        curve.map(\.error), "errors", equals: right, within: 1e-9,
        mistakes: [
          .mean: errors(toy, analytic, steps) { $0.reduce(0, +) / Double($0.count) },
          .sums: errors(toy, analytic, steps) { $0.reduce(0, +) },
          .smallestErrors: errors(toy, analytic, steps) {
            $0.min()!
          },
          .firstParameter: onlyA,
          .lastParameter: onlyB,
          .sameStepThroughout: steps.map { _ in errors(toy, analytic, [1e-5]) { $0.max()! }[0] },
          .firstStep: steps.map { _ in right[0] },
          .errorsInAnotherOrder: Array(right.reversed()),
        ])
    }
  }

  func test_6_6_tenthOfTheStepIsAHundredthOfTheError() {
    let toy = Toy([[[0.5, -1, 2], [0.1, 1, 0.25]], [[-0.5, 3]]])
    guard let curve = curve(toy, [0.1, 0.01]) else { return }
    expect(curve.count == 2, orSay: "the curve has \(curve.count) points for 2 steps")
    if curve.count != 2 { return }
    expect(curve[0].error / curve[1].error, "ratio of the errors", equals: 100, within: 0.02)
  }

  func test_6_6_noStepsGiveNoCurve() {
    let toy = Toy([[[0.5, -1, 2], [0.1, 1, 0.25]], [[-0.5, 3]]])
    guard let curve = curve(toy, []) else { return }
    expect(curve.count, "number of points", is: 0)
  }

  func test_6_6_badStepIsRejected() {
    let toy = Toy([[[0.5, -1, 2], [0.1, 1, 0.25]], [[-0.5, 3]]])
    let error = thrown { () throws(GradientCheckError) in
      _ = try stepErrors(of: toy, analytic: toy.gradients, steps: [0.1, 0]) { $0.loss }
    }
    expect(
      error == .unusableStep(0),
      orSay: "a width of 0 in the list should be rejected as your check rejects it; "
        + (error.map { "this threw: \($0)" } ?? "nothing was thrown"))
  }
}
