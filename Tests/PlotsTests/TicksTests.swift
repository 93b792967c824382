import XCTest

@testable import Plots

final class TicksTests: XCTestCase {
  private func labels(
    _ lower: Double, _ upper: Double, _ scale: Axis.Scale = .linear, atMost count: Int = 6
  ) -> [String] {
    ResolvedAxis(scale: scale, lower: lower, upper: upper).ticks(atMost: count).map(\.label)
  }

  func testLinearTicksAreRound() {
    XCTAssertEqual(labels(0, 1), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    XCTAssertEqual(labels(-1, 1), ["−1.0", "−0.5", "0", "0.5", "1.0"])
    XCTAssertEqual(labels(0, 97), ["0", "20", "40", "60", "80"])
    XCTAssertEqual(labels(0, 20_000, atMost: 3), ["0", "10,000", "20,000"])
    XCTAssertEqual(labels(0, 4e6, atMost: 5), ["0", "10⁶", "2·10⁶", "3·10⁶", "4·10⁶"])
  }

  func testLogarithmicTicksArePowers() {
    XCTAssertEqual(labels(0.001, 100, .logarithmic), ["0.001", "0.01", "0.1", "1", "10", "100"])
    XCTAssertEqual(
      labels(1e-12, 1, .logarithmic), ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "1"])
    XCTAssertEqual(labels(1, 8, .logarithmic), ["1", "2", "5"])
    XCTAssertEqual(labels(3, 4, .logarithmic, atMost: 3), ["3.0", "3.5", "4.0"])
  }

  func testTicksLieInsideRiseAndAreNotTooMany() {
    var numbers = Numbers(seed: 1)
    for trial in 0..<2000 {
      let scale: Axis.Scale = trial % 2 == 0 ? .linear : .logarithmic
      let magnitude = pow(10, Double(numbers.integer(below: 40)) - 20)
      let lower = magnitude * (numbers.uniform() + (scale == .linear ? -0.5 : 0.01))
      let upper = lower + magnitude * pow(10, 6 * numbers.uniform() - 3)
      let count = 2 + numbers.integer(below: 9)
      let axis = ResolvedAxis(scale: scale, lower: lower, upper: upper)
      let ticks = axis.ticks(atMost: count)
      XCTAssertLessThanOrEqual(ticks.count, count)
      XCTAssertGreaterThanOrEqual(ticks.count, 1)
      XCTAssertEqual(ticks.map(\.value), ticks.map(\.value).sorted())
      XCTAssertEqual(Set(ticks.map(\.label)).count, ticks.count, "\(axis) \(ticks)")
      for tick in ticks {
        let fraction = axis.fraction(tick.value) ?? -1
        XCTAssert(fraction > -1e-6 && fraction < 1 + 1e-6, "\(axis) \(tick)")
      }
    }
  }

  func testAutomaticRangesHoldTheData() {
    let linear = Axis().resolved(for: [0.3, 7.2, .nan, .infinity], ends: .rounded)
    XCTAssertEqual([linear.lower, linear.upper], [0, 8])
    let logarithmic = Axis(scale: .logarithmic).resolved(
      for: [-1, 0, 0.003, 40], ends: .rounded)
    XCTAssertEqual([logarithmic.lower, logarithmic.upper], [0.001, 100])
    let exact = Axis().resolved(for: [0.3, 7.2], ends: .exact)
    XCTAssertEqual([exact.lower, exact.upper], [0.3, 7.2])
  }

  func testAGivenRangeIsKept() {
    let axis = Axis(range: 0.5...2.5).resolved(for: [-100, 100], ends: .rounded)
    XCTAssertEqual([axis.lower, axis.upper], [0.5, 2.5])
  }

  func testDegenerateRangesHaveLength() {
    let axes = [
      Axis().resolved(for: [], ends: .rounded),
      Axis().resolved(for: [0], ends: .exact),
      Axis().resolved(for: [1e300, 1e300], ends: .rounded),
      Axis().resolved(for: [-1e300, 1e300], ends: .rounded),
      Axis().resolved(for: [1e-300], ends: .rounded),
      Axis().resolved(for: [1e16, 1e16 + 2], ends: .rounded),
      Axis(range: 3...3).resolved(for: [], ends: .rounded),
      Axis(range: -5...(-5)).resolved(for: [100], ends: .exact),
      Axis(scale: .logarithmic).resolved(for: [0, -1], ends: .rounded),
      Axis(scale: .logarithmic).resolved(for: [1e-300], ends: .rounded),
      Axis(scale: .logarithmic).resolved(for: [1e300], ends: .rounded),
      Axis(scale: .logarithmic, range: 0...1).resolved(for: [0.5], ends: .rounded),
      Axis(scale: .logarithmic, range: -2...(-1)).resolved(for: [], ends: .rounded),
    ]
    for axis in axes {
      XCTAssertLessThan(axis.lower, axis.upper)
      XCTAssertFalse(axis.ticks(atMost: 5).isEmpty, "\(axis)")
      XCTAssertEqual(axis.fraction(axis.lower) ?? -1, 0, accuracy: 1e-9)
      XCTAssertEqual(axis.fraction(axis.upper) ?? -1, 1, accuracy: 1e-9)
    }
  }
}
