import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

/// Chapter 04 works with single units; these tests hold the page to what they do. Its figures and
/// demos have `Chapter04FiguresTests`.
final class Chapter04PageTests: XCTestCase {
  private func power(_ base: Double, _ exponent: Int) -> Double {
    exp(Double(exponent) * log(base))
  }

  private func expect(_ value: Double, _ page: Double, within share: Double, line: UInt = #line) {
    XCTAssertEqual(value / page, 1, accuracy: share, line: line)
  }

  func testForgetBiasesKeepWhatThePageSays() {
    // REGION forget-bias
    let rows: [(bias: Double, gate: Double, twenty: Double, hundred: Double, half: Double)] = [
      (0, 0.5000, 0.00000095, 8e-31, 1), (1, 0.7311, 0.0019, 2e-14, 2.2),
      (3, 0.9526, 0.3784, 0.0078, 14.3), (5, 0.9933, 0.8743, 0.5109, 103),
    ]
    // END REGION forget-bias
    for row in rows {
      XCTAssertEqual(sigmoid(row.bias), row.gate, accuracy: 5e-5)
      expect(power(sigmoid(row.bias), 20), row.twenty, within: 0.03)
      expect(power(sigmoid(row.bias), 100), row.hundred, within: 0.25)
      expect(log(0.5) / log(sigmoid(row.bias)), row.half, within: 0.02)
    }
  }

  func testOpenGatesKeepForAThousandStepsWhatThePageSays() {
    // REGION thousand
    let rows = [5: 0.0012, 10: 0.9556, 12: 0.9939, 15: 0.9997, 20: 0.999998]
    let (nearlyOpen, left) = (0.99, 0.00004)
    // END REGION thousand
    for (sum, kept) in rows {
      XCTAssertEqual(power(sigmoid(Double(sum)), 1_000), kept, accuracy: 5e-5)
    }
    XCTAssertEqual(power(sigmoid(20), 1_000), rows[20]!, accuracy: 5e-7)
    XCTAssertEqual(power(nearlyOpen, 1_000), left, accuracy: 5e-6)
  }

  func testTheStubbornUnitPassesNothingBack() {
    // REGION stubborn
    let (weight, rest, slope, shown) = (3.0, 0.9949, 0.0305, 0.995)
    let afterTwenty = 5e-31
    // END REGION stubborn
    let hidden = (0..<100).reduce(0.5) { hidden, _ in tanh(weight * hidden) }
    let measured = weight * (1 - hidden * hidden)
    XCTAssertEqual(hidden, rest, accuracy: 5e-5)
    XCTAssertEqual(hidden, shown, accuracy: 5e-4)
    XCTAssertEqual(measured, slope, accuracy: 5e-5)
    expect(power(measured, 20), afterTwenty, within: 0.1)
  }

  func testAllPathsPassLessBackThanTheDirectOne() {
    let cell = LSTMCell(
      inputWeights: [[3, -2, 2, 1]], recurrentWeights: [[1, 2, -1, 0.5]], bias: [[-1.5, 3, 0, -1]])
    // REGION all-paths
    let (direct, all) = (0.7093, 0.6606)
    // END REGION all-paths
    func cellAfter(_ start: Double) -> Double {
      let state = LSTMState(hidden: [[0]], cell: [[start]])
      return cell.unrolled([[[1]], [[0]], [[-1]]], from: state)[2].cell[0, 0]
    }
    XCTAssertEqual((cellAfter(1e-5) - cellAfter(-1e-5)) / 2e-5, all, accuracy: 5e-5)
    XCTAssertEqual(0.9953 * 0.9748 * 0.7311, direct, accuracy: 1e-4)
  }
}
