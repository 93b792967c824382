import Foundation
import XCTest

@testable import Tasks

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
      "task", "hidden", "layers", "batch", "length", "vocabulary", "threads", "bits",
      "tokensPerSecond",
      "peakFraction", "peakBytes",
    ]
    XCTAssertEqual(Set(objects[0].keys), Set(keys))
    XCTAssertEqual(objects[0]["task"] as? String, "train")
    XCTAssertEqual(objects[0]["batch"] as? Int, 3)
    let rate = try XCTUnwrap(objects[0]["tokensPerSecond"] as? Double)
    XCTAssertTrue(rate.isFinite && rate > 0)
  }

  /// By hand for one token, 2 units and 3 symbols: 2 · 8 products with U and 2 · 3 for the logits, an
  /// addition with each, and 64 · 8 with W where they are computed.
  func testOperationsAreThoseOfTheProducts() {
    let (inputs, others) = (2.0 * 64 * 8, 2.0 * (2 * 8 + 2 * 3))
    XCTAssertEqual(
      BenchmarkCase(task: .generate, hidden: 2, vocabulary: 3).operationsPerToken, others)
    // A thread reads 16 rows of 64 steps at a time: 1,024 symbols, of which 3 are distinct.
    let shared = inputs * 3 / 1024
    XCTAssertEqual(
      BenchmarkCase(hidden: 2, vocabulary: 3).operationsPerToken, 3 * (shared + others))
    XCTAssertEqual(
      BenchmarkCase(hidden: 2, layers: 3, vocabulary: 3).operationsPerToken,
      3 * (shared + others + 2 * 2 * (4.0 * 8)))
    // Where most symbols differ, each is multiplied.
    XCTAssertEqual(
      BenchmarkCase(hidden: 2, batch: 1, length: 2, vocabulary: 3).operationsPerToken,
      3 * (inputs + others))
  }

  func testTheTableFitsTheTerminal() {
    let result = BenchmarkResult(
      task: .generate, hidden: 1024, layers: 2, batch: 256, length: 1024, vocabulary: 50_000,
      threads: 2, bits: 32, tokensPerSecond: 1_234_567, peakFraction: 0.987,
      peakBytes: 12_345_678_901)
    for line in benchmarkTable([result]) { XCTAssertLessThanOrEqual(line.count, 80, line) }
    XCTAssertTrue(benchmarkTable([result])[1].contains("98.7 %"))
  }

  func testReadingIsMeasuredInBothDirections() throws {
    let run = course(
      "bench", "--json", "--quick", "--task", "read", "--hidden", "4", "--batch", "3",
      "--vocabulary", "5", "--threads", "1")
    XCTAssertEqual(run.status, 0, run.errors)
    let result = try JSONDecoder().decode([BenchmarkResult].self, from: Data(run.output.utf8))[0]
    XCTAssertEqual(result.task, .read)
    XCTAssertTrue(result.tokensPerSecond.isFinite && result.tokensPerSecond > 0)
    // Two directions, whose products with W and U appear three times in training.
    XCTAssertEqual(
      BenchmarkCase(task: .read, hidden: 2).operationsPerToken, 3 * 2 * 2 * (64 + 2) * 8)
    let wrong = course("bench", "--task", "read", "--length", "9")
    XCTAssertTrue(wrong.errors.contains("--length is for train; read has one LSTM"), wrong.errors)
  }

  func testGeneratingIsMeasuredWithWeightsOfEightBits() throws {
    let run = course(
      "bench", "--json", "--quick", "--task", "generate", "--hidden", "8", "--vocabulary", "5",
      "--bits", "8")
    XCTAssertEqual(run.status, 0, run.errors)
    let result = try JSONDecoder().decode([BenchmarkResult].self, from: Data(run.output.utf8))[0]
    XCTAssertEqual(result.bits, 8)
    XCTAssertTrue(result.tokensPerSecond.isFinite && result.tokensPerSecond > 0)
    XCTAssertTrue(
      course("bench", "--hidden", "8", "--bits", "8").errors.contains("--bits is for --task"))
  }

  func testGeneratingTakesNoBatch() {
    let run = course("bench", "--task", "generate", "--batch", "4")
    XCTAssertNotEqual(run.status, 0)
    XCTAssertTrue(run.errors.contains("--batch is for training"), run.errors)
  }
}
