import CourseTesting
import LinearAlgebra
import XCTest

@testable import GradientChecking

/// Exercise 6.5: a check that rejects nonsense.
final class GradientCheckTests: ExerciseTestCase {
  private let toy = Toy([[[0.5, -1, 2], [0, 1, 0.25]], [[-0.5, 3]]])

  /// Expects a certain error; NaN in it equals NaN.
  private func expectThrown(
    _ wanted: GradientCheckError, hint: String, line: UInt = #line,
    _ check: () throws(GradientCheckError) -> Void
  ) {
    let said = thrown(check).map { "it threw “\($0)”" } ?? "nothing was thrown"
    expect(
      said == "it threw “\(wanted)”",
      orSay: "\(hint). Here \(said); it should throw “\(wanted)”", line: line)
  }

  func test_6_5_stepMustBePositiveAndFinite() {
    for step in [0, -1e-5, -.infinity, .infinity, .nan] as [Double] {
      let hint =
        step.isNaN
        ? "a width of NaN must be rejected; `step <= 0` is false for NaN, so ask for what is right"
        : "a width of \(step) must be rejected"
      expectThrown(.unusableStep(step), hint: hint) { () throws(GradientCheckError) in
        _ = try checkGradients(of: toy, analytic: toy.gradients, step: step) { $0.loss }
      }
    }
  }

  func test_6_5_stepMustNotBeLostInRounding() {
    expectThrown(
      .vanishingStep(1e-16, parameter: "A", row: 0, column: 2, number: 2),
      hint: "2 + 1e-16 is 2, and the loss would not change; name the first number that swallows "
        + "the width"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: toy.gradients, step: 1e-16) { $0.loss }
    }
    let large = Toy([[[0, 0, 0], [0, 0, 0]], [[0, 1e12]]])
    expectThrown(
      .vanishingStep(1e-5, parameter: "B", row: 0, column: 1, number: 1e12),
      hint: "a usual width is lost in a large number; all parameters must be looked at"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: large, analytic: large.gradients, step: 1e-5) { $0.loss }
    }
  }

  func test_6_5_lossMustBeFinite() {
    for loss in [Double.nan, .infinity, -.infinity] {
      expectThrown(
        .lossNotFinite(loss),
        hint: "a loss of \(loss) has no slope"
          + (loss.isNaN ? ", and NaN is not a random loss, though it differs from itself" : "")
      ) { () throws(GradientCheckError) in
        _ = try checkGradients(of: toy, analytic: toy.gradients) { _ in loss }
      }
    }
  }

  func test_6_5_lossMustBeFiniteNearby() {
    // Finite at the model itself; a root of a negative number as soon as B[0, 0] goes below −0.5.
    expectThrown(
      .lossNotFiniteNearby(parameter: "B", row: 0, column: 0),
      hint: "the loss is a number before anything is moved, and NaN where B[0, 0] is moved down; "
        + "look for what is not finite in the numerical gradients"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: toy.gradients) {
        ($0.parameters[1][0, 0] + 0.5).squareRoot() + $0.parameters[0][1, 1]
      }
    }
  }

  func test_6_5_randomLossIsRejected() {
    for amount in [0.1, 1e-12] {
      var generator = SeededGenerator(seed: 5)
      var said: [Double] = []
      let error = thrown { () throws(GradientCheckError) in
        _ = try checkGradients(of: toy, analytic: toy.gradients) {
          said.append($0.loss + amount * generator.uniform())
          return said[said.count - 1]
        }
      }
      let found = error.map { "it threw: \($0)" } ?? "nothing was thrown"
      if case .lossChanges(let first, let second) = error {
        let isOrderWrong = said.count >= 2 && first == said[1] && second == said[0]
        expect(
          said.count >= 2 && first == said[0] && second == said[1],
          orSay: isOrderWrong
            ? "the error should name the two losses in the order of the calls: "
              + "\(said.prefix(2)), not \(first) and \(second)"
            : "the error should name the losses of the first two calls, \(said.prefix(2)), not "
              + "\(first) and \(second). Other calls came before these two: call the loss twice "
              + "before anything is measured")
      } else {
        expect(
          false,
          orSay: "the loss of one model differed by up to \(amount) from call to call, and "
            + "\(found). Call it twice with the same model before you measure, and compare with ==")
      }
    }
  }

  func test_6_5_sameLossTwiceIsAccepted() {
    let error = thrown { () throws(GradientCheckError) in
      let report = try checkGradients(of: toy, analytic: toy.gradients) { $0.loss }
      expect(
        report.passes(),
        orSay: "a right gradient does not pass; the largest error is \(report.largestError)")
    }
    expect(
      error == nil,
      orSay: "a loss that depends on nothing but the model, with its right gradients, is rejected: "
        + "\(error.map { "\($0)" } ?? ""). Compare two calls with the very same model")
  }

  func test_6_5_gradientsMustFit() {
    let (a, b) = (toy.gradients[0], toy.gradients[1])
    expectThrown(
      .wrongCount(gradients: 1, parameters: 2), hint: "two parameters need two gradients"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: [a]) { $0.loss }
    }
    expectThrown(
      .wrongCount(gradients: 3, parameters: 2), hint: "two parameters need two gradients"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: [a, b, b]) { $0.loss }
    }
    expectThrown(
      .wrongShape(parameter: "A", gradient: "3×2", expected: "2×3"),
      hint: "a transposed gradient has as many numbers, and in the wrong places"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: [a.transposed, b]) { $0.loss }
    }
    expectThrown(
      .wrongShape(parameter: "B", gradient: "2×2", expected: "1×2"),
      hint: "a gradient that is larger than its parameter does not fit"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: [a, .stacked([b, b])]) { $0.loss }
    }
  }

  func test_6_5_stepComesBeforeShapesAndTheseBeforeTheLoss() {
    expectThrown(.unusableStep(0), hint: "all is wrong here, and the width is looked at first") {
      () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: [], step: 0) { _ in .nan }
    }
    expectThrown(
      .wrongCount(gradients: 0, parameters: 2),
      hint: "gradients and loss are wrong here, and the gradients are looked at first"
    ) { () throws(GradientCheckError) in
      _ = try checkGradients(of: toy, analytic: []) { _ in .nan }
    }
  }

  func test_6_5_reportHasOneLineForEachParameter() {
    trials(5) { generator in
      let toy = Toy(&generator)
      let step = generator.uniform(in: 0.05...0.2)
      var analytic = toy.gradients
      analytic[1][0, 1] *= 1.5
      let numerical = Reference.central(of: toy, step: step) { $0.loss }
      let usual = Reference.central(of: toy, step: 1e-5) { $0.loss }
      let error = thrown { () throws(GradientCheckError) in
        let report = try checkGradients(of: toy, analytic: analytic, step: step) { $0.loss }
        expect(report.parameters.map(\.name), "names", is: ["A", "B"])
        expect(report.parameters.map(\.shape), "shapes", is: ["2×3", "1×2"])
        if report.parameters.count != 2 { return }
        let worst = report.parameters[1].worst
        func entry(_ a: Double, _ n: Double) -> GradientEntry {
          GradientEntry(
            row: 0, column: 1, analytic: a, numerical: n,
            relativeError: Reference.relativeError(a, n))
        }
        expect(
          worst, "worst entry of B", equals: entry(analytic[1][0, 1], numerical[1][0, 1]),
          within: 1e-9,
          mistakes: [
            .usualStep: entry(analytic[1][0, 1], usual[1][0, 1]),
            .listsExchanged: entry(numerical[1][0, 1], analytic[1][0, 1]),
          ])
        expect(
          report.parameters[0].worst.relativeError, "error of A",
          equals: Reference.largestError([analytic[0]], [numerical[0]]), within: 1e-9)
      }
      expect(error == nil, orSay: "a sound check was rejected: \(error.map { "\($0)" } ?? "")")
    }
  }
}
