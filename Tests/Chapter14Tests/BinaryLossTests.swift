import Classification
import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

/// Exercise 14.3: a loss that does not break.
final class BinaryLossTests: ExerciseTestCase {
  private func expectLoss(
    _ logits: [Double], _ targets: [Int], within tolerance: Double = 1e-10, line: UInt = #line
  ) {
    let yours = binaryCrossEntropy(Matrix(column: logits), targets: targets)
    let (pairs, count) = (Array(zip(logits, targets)), Double(targets.count))
    func mean(_ surprise: (Double, Int) -> Double) -> Double {
      pairs.reduce(0) { $0 + surprise($1.0, $1.1) } / count
    }
    func slopes(_ slope: (Double, Int) -> Double) -> Matrix {
      Matrix(column: pairs.map(slope))
    }
    let right = mean(Plain.surprise)
    expect(
      yours.loss, "loss of logits \(logits.map { rounded($0) })", equals: right,
      within: tolerance,
      mistakes: [
        .lossNotDivided: right * count,
        .targetsTurned: mean { Plain.surprise($0, 1 - $1) },
        .onlyYesCounts: mean { $1 == 1 ? Plain.surprise($0, 1) : 0 },
        .inBits: right / Foundation.log(2),
        .squaredError: mean { pow(Plain.logistic($0) - Double($1), 2) },
        .probabilityForSurprise: mean { 1 - Plain.logistic($1 == 1 ? $0 : -$0) },
      ], line: line)
    let error = { (z: Double, y: Int) in Plain.logistic(z) - Double(y) }
    expect(
      yours.logitGradients, "gradients of logits \(logits.map { rounded($0) })",
      equals: slopes { error($0, $1) / count }, within: tolerance,
      mistakes: [
        .gradientNotDivided: slopes(error),
        .gradientTurned: slopes { -error($0, $1) / count },
        .gradientTargetsTurned: slopes { error($0, 1 - $1) / count },
        .slopeTwice: slopes { z, y in
          error(z, y) * Plain.logistic(z) * Plain.logistic(-z) / count
        },
        .gradientOfTheProbability: slopes { z, y in
          error(z, y) / max(1e-300, Plain.logistic(z) * Plain.logistic(-z)) / count
        },
      ], line: line)
  }

  private func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }

  func test_14_3_theNumbersOfThePage() {
    // By hand in chapter 14: a logit of 2, where yes is true and where no is.
    expect(
      [1, 0].map { binaryCrossEntropy([[2]], targets: [$0]).loss },
      "loss of a logit of 2, for yes and for no", equals: [0.1269, 2.1269], within: 5e-5)
    expectLoss([2], [1])
    expectLoss([2], [0])
  }

  func test_14_3_anyLogits() {
    trials(15) { generator in
      let count = 1 + generator.integer(below: 6)
      expectLoss(
        (0..<count).map { _ in 3 * generator.normal() },
        (0..<count).map { _ in generator.integer(below: 2) })
    }
  }

  func test_14_3_largeLogitsOnTheWrongSide() {
    for (logit, target) in [(1_000.0, 0), (-1_000, 1), (60, 0), (-60, 1), (800, 0), (-800, 1)] {
      let yours = binaryCrossEntropy(Matrix(column: [logit]), targets: [target])
      let size = abs(logit)
      let problem =
        "a logit of \(logit) where the target is \(target): the loss is \(yours.loss), "
        + "should be \(size)"
      expect(
        yours.loss.isFinite,
        orSay: "\(problem).\n    \(Mistake.notFinite.sentence)")
      // −log 10⁻⁵ is 11.5, and −log 10⁻¹⁹ is 43.7.
      expect(
        !(10...45).contains(yours.loss) || size < 45,
        orSay: "\(problem).\n    \(Mistake.clamped.sentence)")
      expectLoss([logit], [target])
    }
  }

  func test_14_3_largeLogitsOnTheRightSide() {
    for (logit, target) in [(1_000.0, 1), (-1_000, 0), (40, 1), (-40, 0)] {
      let loss = binaryCrossEntropy(Matrix(column: [logit]), targets: [target]).loss
      expect(
        loss.isFinite,
        orSay: "a logit of \(logit) where the target is \(target): the loss is \(loss), should be "
          + "0 or next to it.\n    \(Mistake.notFinite.sentence)")
      expectLoss([logit], [target])
    }
  }

  func test_14_3_theSameAsPyTorch() throws {
    for golden in try Golden.decoded().losses {
      let yours = binaryCrossEntropy(Matrix(column: golden.logits), targets: golden.targets)
      expect(yours.loss, "loss", equals: golden.loss, within: 1e-12)
      expect(
        yours.logitGradients, "gradients of the logits", equals: Matrix(column: golden.gradients),
        within: 1e-12)
    }
  }
}
