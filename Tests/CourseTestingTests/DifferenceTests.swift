import CourseTesting
import LinearAlgebra
import XCTest

final class DifferenceTests: XCTestCase {
  func testEqualValuesHaveNoDifference() {
    XCTAssertNil(difference(1.0, from: 1, within: 0))
    XCTAssertNil(difference([[1, 2]] as Matrix, from: [[1, 2]], within: 0))
    XCTAssertNil(difference([Matrix](), from: [], within: 0))
    let empty = Matrix(rows: 0, columns: 3, repeating: 0)
    XCTAssertNil(difference(empty, from: empty, within: 0))
  }

  func testTheSentenceNamesTheWorstEntryAndBothNumbers() {
    XCTAssertEqual(difference(7.0, from: 5, within: 1e-9), "is 7, should be 5")
    let yours: Matrix = [[1, 2], [0.7616, 4]]
    let expected: Matrix = [[1, 2.1], [0.0997, 4]]
    XCTAssertEqual(
      difference(yours, from: expected, within: 1e-9),
      "row 1, column 0 is 0.7616, should be 0.0997 (largest of 2 differences)")
    XCTAssertEqual(
      difference([1.0, 5, 3], from: [1.0, 2, 3], within: 0), "entry 1 is 5, should be 2")
    XCTAssertEqual(difference([3, 4], from: [3, 5], within: 0), "entry 1 is 4, should be 5")
    // Four decimals, as on the pages.
    XCTAssertEqual(
      difference(-0.24689, from: 1.25312, within: 0), "is -0.2469, should be 1.2531")
    XCTAssertEqual(
      difference(0.000123456, from: 12345.678, within: 0), "is 0.0001235, should be 1.235e+04")
    XCTAssertEqual(
      difference(0.25000001, from: 0.25, within: 0), "is 0.25000001, should be 0.25")
    XCTAssertEqual(
      difference([yours, yours], from: [yours, expected], within: 1e-9),
      "step 2, row 1, column 0 is 0.7616, should be 0.0997 (largest of 2 differences)")
  }

  func testTimeStepsAreCountedFromOne() {
    XCTAssertEqual(
      difference([[[1]], [[2]]] as [Matrix], from: [[[3]], [[2]]], within: 0),
      "step 1, row 0, column 0 is 1, should be 3")
    XCTAssertEqual(
      difference([[[[1]], [[2]]]] as [[Matrix]], from: [[[[1]], [[4]]]], within: 0),
      "entry 0, step 2, row 0, column 0 is 2, should be 4")
  }

  func testShapesAreComparedBeforeValues() {
    let nan = Matrix(rows: 3, columns: 2, repeating: .nan)
    XCTAssertEqual(
      difference(nan, from: Matrix(rows: 2, columns: 3, repeating: 0), within: 1),
      "has shape 3×2, should have 2×3")
    XCTAssertEqual(
      difference([1.0], from: [1.0, 2], within: 1), "has 1 entry, should have 2 entries")
    XCTAssertEqual(
      difference([nan], from: [nan, nan], within: 1),
      "has 1 step of 3×2, should have 2 steps of 3×2")
    XCTAssertEqual(
      difference([nan, nan.transposed], from: [nan, nan], within: 1),
      "has 2 steps of 3×2, 2×3, should have 2 steps of 3×2")
    XCTAssertEqual(
      difference([[1.0], [2, 3]], from: [[1.0, 2], [3]], within: 1)?.hasPrefix("has 2 entries"),
      true)
  }

  func testNotANumberNeverPasses() {
    XCTAssertEqual(
      difference(Double.nan, from: 1, within: 1), "is not a number (NaN), should be 1")
    XCTAssertNotNil(difference(1, from: Double.nan, within: 1))
    XCTAssertNotNil(difference(Double.nan, from: Double.nan, within: 1))
    XCTAssertEqual(
      difference([1e9, Double.nan], from: [0, 0], within: 1),
      "entry 1 is not a number (NaN), should be 0 (largest of 2 differences)")
  }

  func testInfinityPassesOnlyAsItself() {
    XCTAssertNil(difference(Double.infinity, from: .infinity, within: 0))
    XCTAssertEqual(
      difference(Double.infinity, from: -Double.infinity, within: .infinity),
      "is infinity, should be -infinity")
    XCTAssertEqual(
      difference(Double.infinity, from: 1, within: 1e300), "is infinity, should be 1")
    XCTAssertNotNil(difference(1, from: Double.infinity, within: 1e300))
  }

  func testTheToleranceIsRelativeToLargeNumbersAndAbsoluteToSmall() {
    XCTAssertNil(difference(1_000_000.5, from: 1_000_000, within: 1e-6))
    XCTAssertNotNil(difference(1_000_001.5, from: 1_000_000, within: 1e-6))
    XCTAssertNil(difference(1e-9, from: 0, within: 1e-8))
    XCTAssertNotNil(difference(1e-7, from: 0, within: 1e-8))
  }

  func testNumbersThatLookAlikeGetMoreDigits() {
    XCTAssertEqual(
      difference(0.123456, from: 0.123457, within: 1e-9), "is 0.123456, should be 0.123457")
    XCTAssertEqual(
      difference(0.1 + 0.2, from: 0.3, within: 0),
      "is 0.30000000000000004, should be 0.29999999999999999")
    XCTAssertEqual(difference(1e-300, from: 0, within: 0), "is 1e-300, should be 0")
    XCTAssertEqual(difference(-0.5, from: 2e20, within: 0), "is -0.5, should be 2e+20")
  }
}
