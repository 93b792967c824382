import Foundation
import LinearAlgebra
import XCTest

@testable import Tasks

/// Real processes that are really killed.
final class KilledTrainingTests: ModelTestCase {
  /// The program that was built together with these tests.
  private var executable: URL {
    #if os(macOS)
      let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!
      return tests.bundleURL.deletingLastPathComponent().appendingPathComponent("course-lab")
    #else
      return Bundle.main.bundleURL.appendingPathComponent("course-lab")
    #endif
  }

  private func start(_ arguments: [String], errors: Pipe = Pipe()) throws -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    return process
  }

  /// Some 280 steps and 40 files.
  private let long = [
    "--hidden", "16", "--embedding", "4", "--batch", "5", "--length", "80", "--epochs", "40",
  ]

  func testKilledAtAnyMomentTheFileLoadsAndResumesToTheSameBits() throws {
    XCTAssertEqual(run(["train", text, "--model", model] + long).status, 0)
    let whole = try Checkpoint(contentsOf: model)
    try FileManager.default.removeItem(atPath: model)

    var generator = SeededGenerator(seed: 2)
    for _ in 0..<30 {
      let isBegun = FileManager.default.fileExists(atPath: model)
      let process = try start(
        ["train", "--model", model] + (isBegun ? ["--resume"] : [text] + long))
      Thread.sleep(forTimeInterval: generator.uniform(in: 0.01...0.2))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if FileManager.default.fileExists(atPath: model) { _ = try Checkpoint(contentsOf: model) }
    }
    let isBegun = FileManager.default.fileExists(atPath: model)
    let last = run(["train", "--model", model] + (isBegun ? ["--resume"] : [text] + long))
    XCTAssertEqual(last.status, 0, last.errors)
    XCTAssertEqual(try Checkpoint(contentsOf: model), whole)
    let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder)
    XCTAssertEqual(leftovers.sorted(), ["model.safetensors", "text.txt"])
  }

  func testAnInterruptFinishesTheStepSavesAndSaysHowToGoOn() throws {
    let endless = ["--hidden", "16", "--embedding", "4", "--batch", "5", "--epochs", "1000000"]
    let errors = Pipe()
    let process = try start(["train", text, "--model", model] + endless, errors: errors)
    // Signals are caught before the first file is written.
    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: model) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(process.processIdentifier, SIGINT)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .exit)
    XCTAssertEqual(process.terminationStatus, 130)
    XCTAssertTrue(said.hasPrefix("Stopped after step "), said)
    XCTAssertTrue(said.hasSuffix("course train --resume --model \(model)\n"), said)
    XCTAssertLessThan(try Checkpoint(contentsOf: model).progress.epoch, 1_000_000)
  }
}
