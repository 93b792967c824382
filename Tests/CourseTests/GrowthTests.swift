import Foundation
import XCTest

@testable import Authoring
@testable import Tasks

final class GrowthTests: XCTestCase {
  func testEverySizeWasMeasured() {
    for axis in GrowthAxis.allCases {
      XCTAssertEqual(axis.committed.map(\.value), axis.values)
      for point in axis.committed {
        XCTAssertGreaterThan(point.tokensPerSecond, 0)
        XCTAssertGreaterThan(point.megabytes, 0)
      }
    }
  }

  /// The committed file is what the command writes, so nobody edited a figure.
  func testTheFileIsAsTheCommandWritesIt() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent(growthDataPath), encoding: .utf8)
    let measured = Dictionary(
      uniqueKeysWithValues: GrowthAxis.allCases.map { ($0, $0.committed) })
    XCTAssertEqual(
      text, growthSource(measured, on: GrowthData.machine, date: GrowthData.date))
  }

  func testAPointIsTheMedianOfItsRounds() {
    let rounds = [3_456_789.0, 1, 123_456].map {
      BenchmarkResult(
        task: .train, hidden: 1, layers: 1, batch: 1, length: 1, vocabulary: 2, threads: 1,
        tokensPerSecond: $0, peakFraction: 0.256, peakBytes: 41_400_000)
    }
    XCTAssertEqual(GrowthPoint(7, rounds), GrowthPoint(7, 123_000, 26, 41))
    XCTAssertEqual(GrowthPoint(7, [rounds[0]]), GrowthPoint(7, 3_460_000, 26, 41))
  }

  func testThePanelsAreWhatWasMeasured() {
    let figure = GrowthFigures.growth()
    XCTAssertEqual(figure.panels.count, 4)
    XCTAssertFalse(figure.svg().contains("nan"))
  }
}
