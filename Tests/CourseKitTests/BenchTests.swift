import Foundation
import XCTest

@testable import CourseKit

final class BenchTests: XCTestCase {
  func testOneCaseIsMeasuredAsJSON() throws {
    let run = course(
      "bench", "--json", "--quick", "--hidden", "8", "--batch", "3", "--length", "4",
      "--vocabulary", "5", "--threads", "1")
    XCTAssertEqual(run.status, 0, run.errors)
    let objects = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    XCTAssertEqual(objects.count, 1)
    let keys = [
      "task", "hidden", "layers", "batch", "length", "vocabulary", "threads", "tokensPerSecond",
      "peakFraction", "peakBytes",
    ]
    XCTAssertEqual(Set(objects[0].keys), Set(keys))
    XCTAssertEqual(objects[0]["task"] as? String, "train")
    XCTAssertEqual(objects[0]["batch"] as? Int, 3)
    let rate = try XCTUnwrap(objects[0]["tokensPerSecond"] as? Double)
    XCTAssertTrue(rate.isFinite && rate > 0)
  }

  /// By hand for one token, 2 units and 3 symbols: (64 + 2) · 8 and 2 · 3 products, an addition
  /// with each.
  func testOperationsAreThoseOfTheProducts() {
    let forward = 2.0 * (66 * 8 + 2 * 3)
    XCTAssertEqual(
      BenchmarkCase(task: .generate, hidden: 2, vocabulary: 3).operationsPerToken, forward)
    XCTAssertEqual(BenchmarkCase(hidden: 2, vocabulary: 3).operationsPerToken, 3 * forward)
    XCTAssertEqual(
      BenchmarkCase(hidden: 2, layers: 3, vocabulary: 3).operationsPerToken,
      3 * (forward + 2 * 2 * (4.0 * 8)))
  }

  func testTheTableFitsTheTerminal() {
    let result = BenchmarkResult(
      task: .generate, hidden: 1024, layers: 2, batch: 256, length: 1024, vocabulary: 50_000,
      threads: 2, tokensPerSecond: 1_234_567, peakFraction: 0.987, peakBytes: 12_345_678_901)
    for line in benchmarkTable([result]) { XCTAssertLessThanOrEqual(line.count, 80, line) }
    XCTAssertTrue(benchmarkTable([result])[1].contains("98.7 %"))
  }

  func testGeneratingTakesNoBatch() {
    let run = course("bench", "--task", "generate", "--batch", "4")
    XCTAssertNotEqual(run.status, 0)
    XCTAssertTrue(run.errors.contains("--batch is for training"), run.errors)
  }
}
