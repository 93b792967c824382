import LinearAlgebra
import VanishingGradients
import XCTest

/// What the chapter gives beside its exercises.
final class Chapter03GivenTests: XCTestCase {
  func testGelfandsFormulaFindsKnownRadii() {
    for seed in 1...40 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let radius = generator.uniform(in: 0.3...2)
      let matrix = Reference.known(
        radius: radius, size: 2 + generator.integer(below: 6), turning: seed % 2 == 0,
        using: &generator)
      XCTAssertEqual(gelfandRadius(of: matrix), radius, accuracy: 1e-9, "seed \(seed)")
    }
  }

  func testGelfandsFormulaOnItsEdges() {
    XCTAssertEqual(gelfandRadius(of: [[-0.7]]), 0.7, accuracy: 1e-12)
    XCTAssertEqual(gelfandRadius(of: [[1, -1], [-1, 1]]), 2, accuracy: 1e-12)
    XCTAssertEqual(gelfandRadius(of: [[0, 2], [-0.5, 0]]), 1, accuracy: 1e-9)
    XCTAssertEqual(gelfandRadius(of: [[0, 5, 1], [0, 0, 3], [0, 0, 0]]), 0)
    XCTAssertEqual(gelfandRadius(of: Matrix(rows: 2, columns: 2)), 0)
  }

  func testPowerIterationFindsKnownRadii() {
    let upper: Matrix = [[0.5, 1], [0, 0.25]]
    XCTAssertEqual(spectralRadius(of: upper, from: [[1, 0]]), 0.5, accuracy: 1e-9)
    XCTAssertEqual(spectralRadius(of: [[0, 2], [-0.5, 0]], from: [[1, 0]]), 1, accuracy: 1e-9)
    XCTAssertEqual(spectralRadius(of: [[10, 3], [0, 5]], from: [[1, 1]]), 10, accuracy: 1e-9)
    XCTAssertEqual(spectralRadius(of: [[0, 5], [0, 0]], from: [[1, 1]]), 0)
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let radius = generator.uniform(in: 0.3...2)
      let size = 2 + generator.integer(below: 6)
      let turning = seed % 2 == 0
      let matrix = Reference.known(radius: radius, size: size, turning: turning, using: &generator)
      XCTAssertEqual(
        spectralRadius(of: matrix, from: Reference.row(size, using: &generator)), radius,
        accuracy: turning ? 0.01 * min(1, radius) : 1e-9, "seed \(seed)")
    }
  }

  func testPowerIterationThereAndBackFindsKnownSingularValues() {
    let shear: Matrix = [[0.5, 1], [0, 0.25]]
    XCTAssertEqual(
      largestSingularValue(of: shear, from: [[1, 0]]), 1.140_388_203_202, accuracy: 1e-9)
    XCTAssertEqual(
      largestSingularValue(of: [[3, 0, 4], [0, 2, 0]], from: [[1, 1]]), 5, accuracy: 1e-9)
    XCTAssertEqual(largestSingularValue(of: Matrix(rows: 2, columns: 2), from: [[1, 1]]), 0)
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let largest = generator.uniform(in: 0.3...3)
      let others = (0..<generator.integer(below: 6)).map { _ in
        largest * generator.uniform(in: 0...0.9)
      }
      let matrix = Reference.known(singularValues: [largest] + others, using: &generator)
      XCTAssertEqual(
        largestSingularValue(of: matrix, from: Reference.row(matrix.rows, using: &generator)),
        largest, accuracy: 1e-9, "seed \(seed)")
    }
  }

  func testRandomWeightsHaveTheRadiusAskedFor() {
    for radius in [0.5, 0.9, 1.0, 1.1, 1.5] {
      var generator = SeededGenerator(seed: 3)
      let weights = randomRecurrentWeights(
        hiddenSize: 32, spectralRadius: radius, using: &generator)
      XCTAssertEqual(weights.shape, "32×32")
      XCTAssertEqual(gelfandRadius(of: weights), radius, accuracy: 1e-9)
    }
  }

  func testNumericalJacobianOfAKnownFunction() {
    // (x, y) ↦ (x², x·y, 3y) at (2, 5).
    let jacobian = numericalJacobian(at: [[2, 5]]) { point in
      [[point[0, 0] * point[0, 0], point[0, 0] * point[0, 1], 3 * point[0, 1]]]
    }
    let expected: Matrix = [[4, 0], [5, 2], [0, 3]]
    XCTAssertEqual(jacobian.shape, "3×2")
    XCTAssertLessThan((jacobian - expected).norm, 1e-8)
  }
}
