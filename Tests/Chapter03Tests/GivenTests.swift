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
