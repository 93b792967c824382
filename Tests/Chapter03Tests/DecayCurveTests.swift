import CourseTesting
import HeatStrips
import LinearAlgebra
import VanishingGradients
import XCTest

final class DecayCurveTests: ExerciseTestCase {
  /// The two Jacobians of the chapter's worked example, in the order of time.
  let first: Matrix = [[0.5, 1], [0, 0.25]]
  let second: Matrix = [[0.32, 1.28], [-0.36, 0.09]]

  // MARK: 3.2

  func test_3_2_theWorkedExample() {
    expect(
      jacobianProduct([first, second], hiddenSize: 2), "product",
      equals: [[0.16, 0.64], [-0.18, -0.3375]],
      mistakes: [
        .reversed: [[-0.2, 0.73], [-0.09, 0.0225]],
        .elementwise: [
          [0.16, 1.28], [0, 0.0225],
        ],
        .elementwiseFromIdentity: [[0.16, 0], [0, 0.0225]],
        .startsFromOnes: [[0.8, 0.8], [-0.5175, -0.5175]],
        .summed: [[0.82, 2.28], [-0.36, 0.34]],
        .firstStepMissing: [[0.32, 1.28], [-0.36, 0.09]],
        .firstJacobianAlone: [[0.5, 1], [0, 0.25]],
        .startsFromZeros: [[0, 0], [0, 0]],
      ])
  }

  func test_3_2_noStepIsTheIdentity() {
    expect(
      jacobianProduct([second], hiddenSize: 2), "product of one Jacobian", equals: second,
      mistakes: [
        .startsFromZeros: [[0, 0], [0, 0]],
        .elementwiseFromIdentity: [[0.32, 0], [0, 0.09]],
        .startsFromOnes: [[1.6, 1.6], [-0.27, -0.27]],
      ])
    // Here a sum would give what zeros at the start give, so this comes last.
    expect(
      jacobianProduct([], hiddenSize: 3), "product of no Jacobians",
      equals: [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
  }

  func test_3_2_agreesWithPlainLoops() {
    trials(20) { generator in
      let size = 1 + generator.integer(below: 5)
      let jacobians = (0..<2 + generator.integer(below: 5)).map { _ in
        Matrix.normal(rows: size, columns: size, using: &generator)
      }
      let expected = jacobians.dropFirst().reduce(jacobians[0]) { Reference.product($1, $0) }
      let reversed = jacobians.dropFirst().reduce(jacobians[0]) { Reference.product($0, $1) }
      expect(
        jacobianProduct(jacobians, hiddenSize: size), "product", equals: expected,
        mistakes: [
          .reversed: reversed,
          .firstStepMissing: jacobians.dropFirst().reduce(Matrix.identity(size)) {
            Reference.product($1, $0)
          },
          .lastJacobianMissing: jacobians.dropLast().reduce(Matrix.identity(size)) {
            Reference.product($1, $0)
          },
          .elementwiseFromIdentity: Reference.matrix(size) { i, j in
            i == j ? jacobians.reduce(1) { $0 * $1[i, i] } : 0
          },
          .startsFromOnes: Reference.product(
            expected, Matrix(rows: size, columns: size, repeating: 1)),
        ], strip: { self.productStrip(jacobians, size) })
    }
  }

  func test_3_2_aTinyProductIsNotZero() {
    // Ten steps of a hundredth, and ten of a hundred bring it back.
    let (small, large): (Matrix, Matrix) = ([[0.01, 0], [0, 0.01]], [[100, 0], [0, 100]])
    let shrunk = jacobianProduct(Array(repeating: small, count: 10), hiddenSize: 2)
    expect(shrunk * 1e20, "1e20 times the product of ten small Jacobians", equals: .identity(2))
    expect(
      jacobianProduct(
        Array(repeating: small, count: 10) + Array(repeating: large, count: 10), hiddenSize: 2),
      "product of ten small Jacobians and ten large ones", equals: .identity(2))
  }

  /// How the product goes wrong as it grows: that of the first step alone, of two, and so on.
  private func productStrip(_ jacobians: [Matrix], _ size: Int) -> HeatStrip? {
    let counts = 0...jacobians.count
    return .perStep(
      "product", counts.map { jacobianProduct(Array(jacobians.prefix($0)), hiddenSize: size) },
      counts.map { jacobians.prefix($0).reduce(.identity(size)) { Reference.product($1, $0) } },
      firstStep: 0, note: "At step t stands the product of the first t Jacobians.")
  }

  // MARK: 3.3

  func test_3_3_theWorkedExample() {
    // (1, 0), (0.32, 1.28) and (0.16, 0.64) have these lengths.
    let curve = decayCurve(of: [[1, 0]], through: [first, second])
    expect(
      curve, "curve", equals: [1, 1.3194, 0.6597], within: 5e-5,
      mistakes: [
        .orderOfTime: [1, 1.1180, 0.7569],
        .jacobiansTransposed: [1, 0.4817, 0.2193],
        .squaredLengths: [1, 1.7408, 0.4352],
        .absoluteValues: [1, 1.6, 0.8],
        .notCarriedOn: [1, 1.3194, 1.1180],
        .firstEntryMissing: [1.3194, 0.6597],
        .endsEarly: [1, 1.3194],
        .normOfTheProduct: [1, 1.3706, 0.7626],
        // The same, with the norm of the 2×2 identity before any step.
        .normOfTheProduct: [1.4142, 1.3706, 0.7626],
        .productsOfNorms: [1, 1.3706, 1.5702],
        // Whatever the two entries are, the length of (1, 0) is not among them.
        .noStepYet: curve.count == 2 && !curve.contains(1) ? curve : [],
      ])
  }

  func test_3_3_noStepLeavesTheGradientAsItIs() {
    // First a curve on which a length of 1 at the start and lengths relative to the first differ.
    expect(
      decayCurve(of: [[3, 4]], through: [Matrix(rows: 2, columns: 2), .identity(2)]),
      "curve through a matrix of zeros, met last", equals: [5, 5, 0],
      mistakes: [
        .orderOfTime: [5, 0, 0],
        .relativeToTheFirst: [1, 1, 0],
        .beginsWithOne: [1, 5, 0],
        .firstEntryMissing: [5, 0],
      ])
    expect(
      decayCurve(of: [[3, 4]], through: []), "curve of no step", equals: [5],
      mistakes: [
        .noStepYet: [],
        .normOfTheProduct: [1.414_213_562_373_095],
        // The product may begin after the first entry; what that makes is right here.
        .normOfTheProduct: [5],
      ])
  }

  func test_3_3_agreesWithPlainLoops() {
    trials(20) { generator in
      let size = 1 + generator.integer(below: 5)
      let gradient = Reference.row(size, using: &generator)
      let jacobians = (0..<1 + generator.integer(below: 8)).map { _ in
        Matrix.normal(rows: size, columns: size, using: &generator)
      }
      let transposed = jacobians.map(\.transposed)
      let products = Reference.norms(of: .identity(size), times: jacobians.reversed())
      let curve = decayCurve(of: gradient, through: jacobians)
      let expected = Reference.norms(of: gradient, times: jacobians.reversed())
      // For one unit or one step several mistakes give one curve.
      let tells = size > 1 && jacobians.count > 1
      expect(
        curve, "curve", equals: expected,
        mistakes: tells
          ? [
            .orderOfTime: Reference.norms(of: gradient, times: jacobians),
            .jacobiansTransposed: Reference.norms(of: gradient, times: transposed.reversed()),
            .normOfTheProduct: [gradient.norm] + products.dropFirst(),
            .normOfTheProduct: products,
            .beginsWithOne: [1] + expected.dropFirst(),
            .relativeToTheFirst: expected.map { $0 / gradient.norm },
            .firstEntryMissing: Array(expected.dropFirst()),
            .endsEarly: expected.dropLast(),
            .productsOfNorms: Reference.productsOfNorms(jacobians.reversed(), from: gradient.norm),
            .productsOfNorms: [gradient.norm]
              + Reference.productsOfNorms(jacobians.reversed(), from: 1).dropFirst(),
          ] : [:],
        strip: {
          .perStep("curve", curve, expected, firstStep: 0, note: "Step 0 stands before any step.")
        })
    }
  }

  /// The chapter's claim: in a linear recurrence the curve falls or rises at the spectral radius.
  func test_3_3_linearRecurrenceDecaysAtTheSpectralRadius() {
    for radius in [0.5, 0.9, 1.0, 1.1, 1.5] {
      trials(4) { generator in
        let jacobian = Reference.known(
          radius: radius, size: 6, turning: generator.uniform() < 0.5, using: &generator)
        let curve = decayCurve(
          of: Reference.row(6, using: &generator),
          through: Array(repeating: jacobian, count: 400))
        expect(
          curve.count == 401,
          orSay: "curve: has \(curve.count) entries for 400 steps, should have 401")
        if curve.count != 401 { return }
        let rate = exp(log(curve[400] / curve[200]) / 200)
        expect(
          rate, "rate of the curve's second half for spectral radius \(radius)", equals: radius,
          within: 0.01 * min(1, radius))
      }
    }
  }

  // MARK: 3.4

  func test_3_4_theWorkedExample() {
    // From 2 to 0.5 in two steps: √0.25.
    expect(
      decayRate(of: [1, 3, 2, 1, 0.5]), "rate", equals: 0.5,
      mistakes: [
        .wholeCurve: 0.840_896_415_253_714_6,
        .noRoot: 0.25,
        .divided: 0.125,
        .oneStepTooMany: 0.629_960_524_947_436_6,
        .rootOfTheWholeCurve: 0.707_106_781_186_547_6,
        .logarithm: -0.693_147_180_559_945_3,
      ])
    // Six entries: last is 5, last / 2 is 2. From 8 to 1 in three steps, whatever lies between.
    expect(
      decayRate(of: [9, 7, 8, 2, 5, 1]), "rate of the curve 9, 7, 8, 2, 5, 1", equals: 0.5,
      mistakes: [
        .stepsRoundedDown: 0.353_553_390_593_273_8,
        .middleRoundedUp: 0.707_106_781_186_547_6,
        .lastStepAlone: 0.2,
        .arithmeticMean: 0.983_333_333_333_333_3,
        .wholeCurve: 0.644_394_014_977_254_2,
        .noRoot: 0.125,
        .oneStepTooMany: 0.594_603_557_501_360_5,
        .rootOfTheWholeCurve: 0.659_753_955_386_447_1,
        .logarithm: -0.693_147_180_559_945_3,
      ])
  }

  func test_3_4_aCurveThatEndsAtZeroHasRateZero() {
    expect(
      decayRate(of: [1, 1, 0, 0, 0]), "rate of a curve that has reached 0 (NaN here is 0 / 0)",
      equals: 0)
    expect(
      decayRate(of: [2, 3]), "rate of a curve of one step, whose middle is entry 0", equals: 1.5,
      mistakes: [
        .oneStepTooMany: 1.224_744_871_391_589,
        .logarithm: 0.405_465_108_108_164_4,
      ])
  }

  func test_3_4_findsTheFactorOfAGeometricCurve() {
    trials(20) { generator in
      let factor = generator.uniform(in: 0.3...1.7)
      let steps = 2 + generator.integer(below: 60)
      var curve = [generator.uniform(in: 0.1...10)]
      for _ in 0..<steps { curve.append(curve[curve.count - 1] * factor) }
      // The first half is of another kind: it must not matter.
      for index in 0..<steps / 2 { curve[index] = generator.uniform(in: 1...2) }
      let whole = exp(log(curve[steps] / curve[0]) / Double(steps))
      let half = Double(steps - steps / 2)
      expect(
        decayRate(of: curve), "rate", equals: factor,
        mistakes: [
          .wholeCurve: whole,
          .oneStepTooMany: exp(log(factor) * half / (half + 1)),
          .rootOfTheWholeCurve: exp(log(factor) * half / Double(steps)),
          .logarithm: log(factor),
        ], given: ["step": Double(steps), "the factor": factor])
    }
  }

  func test_3_4_aCurveOfAnyScaleHasTheSameRate() {
    // Compared after scaling to 1: next to 1 a rate of 1e-50 would pass for 0.
    expect(
      decayRate(of: [1e-200, 1e-250, 1e-300]) * 1e50, "rate of a tiny curve, times 1e50",
      equals: 1)
    expect(
      decayRate(of: [1, 1e100, 1e300]) / 1e200, "rate of a huge curve, divided by 1e200",
      equals: 1)
  }
}
