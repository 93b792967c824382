import CourseTesting
import LinearAlgebra
import VanishingGradients
import XCTest

final class PowerIterationTests: ExerciseTestCase {
  /// The chapter's example of a matrix that stretches once and shrinks in the long run.
  let shear: Matrix = [[0.5, 1], [0, 0.25]]

  // MARK: 3.5

  func test_3_5_theWorkedExample() {
    let yours = spectralRadius(of: shear, from: [[1, 0]])
    expect(
      yours, "spectral radius of the worked example", equals: 0.5,
      mistakes: [
        .singularValue: 1.140_388_203_202,
        .normOfMatrix: 1.145_643_923_738_960,
        .logarithmOfRadius: -0.693_147_180_559_945,
        .settlingMeasured: 0.500_708_805_266_621,
        .settlingNotDivided: 0.250_709_307_671_527,
        .dividedBySettlingToo: 0.707_106_781_186_548,
      ],
      probe: yours.magnitude < 1e-100
        ? "This is next to 0. Either the row has underflowed: rescale it after each "
          + "multiplication. Or this is the growth of all steps together: take the root for one."
        : nil)
  }

  func test_3_5_aTurningMatrixHasItsMeanGrowth() {
    expect(
      spectralRadius(of: [[0, 1.1], [-1.1, 0]], from: [[1, 0]]),
      "spectral radius of a rotation by a right angle, scaled by 1.1", equals: 1.1,
      mistakes: [
        .quotient: 0,
        .logarithmOfRadius: 0.095_310_179_804_325,
        .settlingNotDivided: 1.21,
        .dividedBySettlingToo: 1.048_808_848_170_152,
      ])
    // Eigenvalues ±i: from (1, 0) the factors are 2, ½, 2, ½, … and their geometric mean is 1.
    expect(
      spectralRadius(of: [[0, 2], [-0.5, 0]], from: [[1, 0]]),
      "spectral radius of a matrix with factors 2, ½, 2, ½, …", equals: 1,
      mistakes: [
        .lastFactor: 0.5,
        .oneSwingingFactor: 2,
        .arithmeticMean: 1.25,
      ])
  }

  func test_3_5_aNegativeEigenvalueCountsByItsSize() {
    expect(
      spectralRadius(of: [[-0.7]], from: [[2]]), "spectral radius of the 1×1 matrix −0.7",
      equals: 0.7,
      mistakes: [
        .logarithmOfRadius: -0.356_674_943_938_732,
        .settlingNotDivided: 0.49,
        .dividedBySettlingToo: 0.836_660_026_534_076,
      ])
    expect(
      spectralRadius(of: [[1, -1], [-1, 1]], from: [[1, 0]]), "spectral radius", equals: 2,
      mistakes: [
        .ownStart: 0,
        .neverRescaled: .infinity,
        .logarithmOfRadius: 0.693_147_180_559_945,
        // The first of a thousand factors is √2, the others are 2.
        .settlingNotDivided: exp(1.999 * log(2.0)),
        .dividedBySettlingToo: 1.414_213_562_373_095,
      ])
  }

  func test_3_5_zeroAndNilpotentMatricesHaveRadiusZero() {
    expect(
      spectralRadius(of: Matrix(rows: 3, columns: 3), from: [[1, 2, 3]]),
      "spectral radius of a matrix of zeros (NaN here is 0 / 0)", equals: 0)
    expect(
      spectralRadius(of: [[0, 5, 1], [0, 0, 3], [0, 0, 0]], from: [[1, 1, 1]]),
      "spectral radius of a matrix whose third power is zero (NaN here is 0 / 0)", equals: 0)
  }

  func test_3_5_nothingOverflowsOrVanishes() {
    // Without the root it is infinity as well; two steps without settling tell.
    let two = { spectralRadius(of: self.shear, from: [[1000, 0]], settling: 0, steps: 2) }
    let ofTwo = 0.889_139_705_005
    let many = { spectralRadius(of: [[10, 3], [0, 5]], from: [[1, 1]]) }
    expect(
      many(), "spectral radius", equals: 10,
      mistakes: explanation(in: [true, false], yours: { $0 ? many() : two() }) { isLong in
        [
          // Without rescaling the row is NaN in the end: an entry of infinity meets a weight of 0.
          .neverRescaled: isLong ? .nan : ofTwo,
          .productOverflows: isLong ? .infinity : ofTwo,
          .noRootOfBoth: isLong ? .infinity : 0.790_569_415_042,
          .logarithmOfRadius: isLong ? 2.302_585_092_994_046 : -0.117_500_907_328,
          // A thousand steps make (1, 1) longer by 10¹⁰⁰⁰ · √0.68.
          .settlingNotDivided: isLong ? 100 * exp(log(0.68) / 1000) : ofTwo,
          .dividedBySettlingToo: isLong ? 3.162_277_660_168_379 : ofTwo,
        ]
      })
    expect(
      spectralRadius(of: [[0.1, 3], [0, 0.05]], from: [[1, 1]]), "spectral radius", equals: 0.1,
      mistakes: [
        .underflow: 0
      ])
  }

  func test_3_5_aTinyRadiusIsNotZero() {
    expect(
      spectralRadius(of: [[1e-12, 0], [0, 2e-13]], from: [[1, 1]]) * 1e12,
      "1e12 times the spectral radius of a tiny matrix", equals: 1)
  }

  func test_3_5_startsLengthAndSettlingDoNotCount() {
    // Without settling the first factors count: (1, 0) → (0.5, 1), length 1.118; the second is
    // ‖(0.25, 0.75)‖ / 1.118. Two steps: √0.790569.
    expect(
      spectralRadius(of: shear, from: [[1000, 0]], settling: 0, steps: 2),
      "estimate from two steps without settling", equals: 0.889_139_705_005,
      mistakes: [
        .startNotRescaled: 28.117_066_259_513_4,
        .noRootOfBoth: 0.790_569_415_042,
        .oneFactorAlone: 0.707_106_781_187,
        .logarithmOfRadius: -0.117_500_907_328,
      ])
    // One step of settling leaves the second factor, ‖(0.25, 0.75)‖ / ‖(0.5, 1)‖.
    expect(
      spectralRadius(of: shear, from: [[1, 0]], settling: 1, steps: 1),
      "estimate from the second step alone", equals: 0.707_106_781_187,
      mistakes: [
        .settlingMeasured: 0.889_139_705_005,
        .firstFactor: 1.118_033_988_750,
        .settlingNotDivided: 0.790_569_415_042,
        .dividedBySettlingToo: 0.840_896_415_254,
        .logarithmOfRadius: -0.346_573_590_280,
      ])
  }

  func test_3_5_findsKnownRadii() {
    trials(20) { generator in
      let radius = generator.uniform(in: 0.3...2)
      let size = 2 + generator.integer(below: 6)
      let turning = generator.uniform() < 0.5
      let matrix = Reference.known(radius: radius, size: size, turning: turning, using: &generator)
      expect(
        spectralRadius(of: matrix, from: Reference.row(size, using: &generator)),
        "spectral radius", equals: radius, within: turning ? 0.01 * min(1, radius) : 1e-9,
        mistakes: [.logarithmOfRadius: log(radius), .dividedBySettlingToo: radius.squareRoot()])
    }
  }

  // MARK: 3.6

  func test_3_6_theWorkedExample() {
    expect(
      largestSingularValue(of: shear, from: [[1, 0]]),
      "largest singular value of the worked example", equals: 1.140_388_203_202, within: 1e-9,
      mistakes: [
        .squared: 1.300_485_254_003,
        .notBack: 0.5,
        .turnsNotRescaled: Reference.norms(
          of: [[1, 0]],
          times: (0..<401).map { $0 % 2 == 0 ? shear : shear.transposed }
        ).last ?? 0,
        .squareRootOfTheLength: 1.067_889_602_534_929,
        .frobenius: 1.145_643_923_738_960,
        .transposeFirst: 0.689_829_057_723_163,
        .rowItself: 1,
      ])
  }

  func test_3_6_edgeCases() {
    expect(
      largestSingularValue(of: [[0, 0.9], [-0.9, 0]], from: [[1, 0]]),
      "largest singular value of a rotation scaled by 0.9", equals: 0.9,
      mistakes: [.squared: 0.81])
    expect(
      largestSingularValue(of: [[0, 3], [0, 0]], from: [[1, 1]]),
      "largest singular value of a matrix whose square is zero", equals: 3,
      mistakes: [
        .matrixTwice: 0,
        .squared: 9,
      ])
    expect(
      largestSingularValue(of: [[-0.7]], from: [[2]]),
      "largest singular value of the 1×1 matrix −0.7", equals: 0.7,
      mistakes: [
        .negativeLength: -0.7,
        .squared: 0.49,
        .startInTheResult: 1.4,
        // A start that is rescaled in the first turn does no harm.
        .startInTheResult: 0.7,
      ])
    expect(
      largestSingularValue(of: Matrix(rows: 2, columns: 2), from: [[1, 1]]),
      "largest singular value of a matrix of zeros (NaN here is 0 / 0)", equals: 0)
  }

  func test_3_6_wideAndTallMatrices() {
    // Rows (3, 0, 4) and (0, 2, 0) are at right angles; the longer one has length 5.
    expect(
      largestSingularValue(of: [[3, 0, 4], [0, 2, 0]], from: [[1, 1]]),
      "largest singular value of a 2×3 matrix", equals: 5,
      mistakes: [.squared: 25])
    expect(
      largestSingularValue(of: [[3, 0], [0, 2], [4, 0]], from: [[1, 1, 1]]),
      "largest singular value of a 3×2 matrix", equals: 5, mistakes: [.squared: 25])
  }

  func test_3_6_nothingOverflowsOrVanishes() {
    let large = largestSingularValue(of: [[100, 0], [0, 50]], from: [[1, 1]])
    expect(
      !large.isNaN && large < .infinity,
      orSay: "largest singular value: the row has overflowed; rescale it to length 1 in each turn")
    expect(large, "largest singular value", equals: 100, mistakes: [.squared: 10000])
    expect(
      largestSingularValue(of: [[0.01, 0], [0, 0.005]], from: [[1, 1]]),
      "largest singular value", equals: 0.01,
      mistakes: [
        .turnsUnderflow: 0,
        .turnsNotRescaled: 0,
        .squared: 0.0001,
      ])
  }

  func test_3_6_findsKnownSingularValues() {
    trials(20) { generator in
      let largest = generator.uniform(in: 0.3...3)
      let others = (0..<generator.integer(below: 6)).map { _ in
        largest * generator.uniform(in: 0...0.9)
      }
      let matrix = Reference.known(singularValues: [largest] + others, using: &generator)
      expect(
        largestSingularValue(
          of: matrix, from: Reference.row(matrix.rows, using: &generator)),
        "largest singular value", equals: largest,
        mistakes: [
          .squared: largest * largest
        ])
    }
  }

  func test_3_6_noStepIsTheStretchOfTheStart() {
    // (3, 4) / 5 = (0.6, 0.8) becomes (0.3, 0.8).
    expect(
      largestSingularValue(of: shear, from: [[3, 4]], steps: 0),
      "largest singular value with `steps: 0`, the stretch of the start",
      equals: 0.854_400_374_531_753,
      mistakes: [
        .startInTheResult: 4.272_001_872_658_766,
        .growthOfTheLastTurn: 0,
        .oneTurnMore: Reference.stretch([[3, 4]], by: shear, turns: 1),
      ])
  }

  func test_3_6_stepsAreTurnsThroughTheMatrixAndBack() {
    // Its two singular values are so close that the row settles slowly: one turn more or fewer is
    // seen.
    let matrix: Matrix = [[1, 0.2], [0, 0.9]]
    let stretch = { Reference.stretch([[3, 4]], by: matrix, turns: $0) }
    for steps in 1...3 {
      expect(
        largestSingularValue(of: matrix, from: [[3, 4]], steps: steps),
        "largest singular value with `steps: \(steps)`", equals: stretch(steps),
        mistakes: [
          .oneTurnFewer: stretch(steps - 1),
          .oneTurnMore: stretch(steps + 1),
          .squareRootOfTheLength: stretch(steps).squareRoot(),
          .frobenius: Reference.length(matrix),
          .rowItself: 1,
        ])
    }
  }
}
