import Foundation
import XCTest

@testable import Authoring
@testable import Course
@testable import Tasks

final class GrowthTests: XCTestCase {
  private func measured() throws -> Measurements { try Measurements(growthFile, in: .containing()) }

  func testEverySizeWasMeasured() throws {
    for axis in GrowthAxis.allCases {
      let points = axis.points(in: try measured())
      XCTAssertEqual(points.map(\.value), axis.values)
      for point in points {
        XCTAssertGreaterThan(point.tokensPerSecond, 0)
        XCTAssertGreaterThan(point.megabytes, 0)
      }
    }
  }

  /// The committed file is what the command writes, so nobody edited a figure.
  func testTheFileIsAsTheCommandWritesIt() throws {
    let file = try measured()
    let points = Dictionary(
      uniqueKeysWithValues: GrowthAxis.allCases.map { ($0, $0.points(in: file)) })
    XCTAssertEqual(
      try Measurements.text(growthFile, in: .containing()),
      growthText(
        points, on: try XCTUnwrap(file.texts["processor"]), date: try XCTUnwrap(file.texts["date"]))
    )
  }

  func testAPointIsTheMedianOfItsRounds() {
    let rounds = [3_456_789.0, 1, 123_456].map {
      BenchmarkResult(
        task: .train, hidden: 1, layers: 1, batch: 1, length: 1, vocabulary: 2, threads: 1,
        bits: 32,
        tokensPerSecond: $0, peakFraction: 0.256, peakBytes: 41_400_000)
    }
    func point(_ rate: Int) -> GrowthPoint {
      GrowthPoint(value: 7, tokensPerSecond: rate, percentOfPeak: 26, megabytes: 41)
    }
    XCTAssertEqual(GrowthPoint(7, rounds), point(123_000))
    XCTAssertEqual(GrowthPoint(7, [rounds[0]]), point(3_460_000))
  }

  func testThePanelsAreWhatWasMeasured() throws {
    let figure = GrowthFigures.growth(try measured())
    XCTAssertEqual(figure.panels.count, 4)
    XCTAssertFalse(figure.svg().contains("nan"))
  }
}
