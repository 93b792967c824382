import XCTest

@testable import Plots

final class NumberTextTests: XCTestCase {
  func testCompactNumbers() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (1, "1"), (0.001, "0.001"), (12.5, "12.5"), (-0.25, "−0.25"),
      (9.996, "10"), (1234, "1234"), (12345, "12,345"), (999_999, "999,999"), (1e6, "10⁶"),
      (1.5e6, "1.5·10⁶"), (3e-7, "3·10⁻⁷"), (-2e-12, "−2·10⁻¹²"), (9.999e9, "10¹⁰"),
      (1.0 / 3, "0.333"), (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"), (1e300, "10³⁰⁰"),
      (.leastNonzeroMagnitude, "4.94·10⁻³²⁴"),
    ]
    for (value, text) in cases { XCTAssertEqual(NumberText.compact(value), text, "\(value)") }
  }

  func testFixedDecimals() {
    XCTAssertEqual(NumberText.fixed(0.1 + 0.2, decimals: 1), "0.3")
    XCTAssertEqual(NumberText.fixed(-0.04, decimals: 1), "0.0")
    XCTAssertEqual(NumberText.fixed(1_234_567, decimals: 0), "1,234,567")
    XCTAssertEqual(NumberText.fixed(2, decimals: 3), "2.000")
  }

  func testCoordinatesHaveTwoDecimalsAtMost() {
    XCTAssertEqual(NumberText.coordinate(1.005), "1")
    XCTAssertEqual(NumberText.coordinate(-0.5), "-0.5")
    XCTAssertEqual(NumberText.coordinate(12.3456), "12.35")
    XCTAssertEqual(NumberText.coordinate(0.04), "0.04")
    XCTAssertEqual(NumberText.coordinate(-0.001), "0")
    XCTAssertEqual(NumberText.coordinate(.nan), "0")
  }

  func testExponentIsThePowerAtOrBelow() {
    for exponent in -300...300 {
      let power = NumberText.powerOfTen(exponent)
      XCTAssertEqual(NumberText.exponent(of: power), exponent)
      XCTAssertEqual(NumberText.exponent(of: power.nextDown), exponent - 1)
      XCTAssertEqual(NumberText.exponent(of: power * 9.99), exponent)
    }
  }
}
