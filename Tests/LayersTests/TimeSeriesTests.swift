import XCTest

@testable import Layers

/// Windows of series, as many as Keras's formula has: steps − (length − 1) · rate, over the stride.
final class TimeSeriesTests: XCTestCase {
  private let series = Array(0..<10)

  func testWindowsAndTargets() throws {
    let (x, y) = try TimeSeries.windows(of: series, targets: series.dropFirst(3), length: 3)
    XCTAssertEqual(x.count, 7)
    XCTAssertEqual(x[0], [0, 1, 2])
    XCTAssertEqual(x[6], [6, 7, 8])
    XCTAssertEqual(y, Array(3...9))
  }

  func testStridesAndRates() throws {
    let (x, y) = try TimeSeries.windows(
      of: series, targets: series, length: 3, stride: 2, rate: 3)
    XCTAssertEqual(x, [[0, 3, 6], [2, 5, 8]])
    XCTAssertEqual(y, [0, 2])
    XCTAssertEqual(
      try TimeSeries.windows(of: series, length: 4, stride: 3),
      [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]])
  }

  /// A target of its own for each window, from as many as there are.
  func testFewTargetsAndSlices() throws {
    let (x, y) = try TimeSeries.windows(
      of: series[4...].map { [Float($0)] }, targets: ["a", "b"], length: 2)
    XCTAssertEqual(x, [[[4], [5]], [[5], [6]]])
    XCTAssertEqual(y, ["a", "b"])
  }

  func testAModelReadsThem() throws {
    let wave = (0..<80).map { [Float(($0 % 8 < 4) ? 1 : 0)] }
    let (x, y) = try TimeSeries.windows(of: wave, targets: wave.dropFirst(8), length: 8)
    let model = Sequential {
      GRU(8)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.02))
    XCTAssertLessThan(try model.fit(x, y, epochs: 30)["loss"].last!, 0.05)
  }

  func testMessages() {
    func expect(
      _ sentence: String, length: Int = 3, stride: Int = 1, rate: Int = 1, line: UInt = #line
    ) {
      let said = message {
        _ = try TimeSeries.windows(of: series, length: length, stride: stride, rate: rate)
      }
      XCTAssertEqual(said, sentence, line: line)
    }
    expect("windows have a length of 0; it is at least 1", length: 0)
    expect("windows have a stride of 0; it is at least 1", stride: 0)
    expect("windows have a rate of -1; it is at least 1", rate: -1)
    expect("10 time steps are too few for a window of 11", length: 11)
    expect("10 time steps are too few for a window of 3, every 5 steps", rate: 5)
    expect("10 time steps are too few for a window of 3, every \(Int.max) steps", rate: .max)
    XCTAssertEqual(
      message { _ = try TimeSeries.windows(of: series, targets: [Int](), length: 3) },
      "there are no targets for windows")
  }
}
