import Foundation
import Layers
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
    try killAndResume(["train"], long, times: 30)
  }

  func testAClassifierKilledAtAnyMomentResumesToTheSameBits() throws {
    try write(ClassifierTestCase.reviews(count: 400, seed: 1), to: text)
    let flags = ["--hidden", "16", "--batch", "4", "--epochs", "12", "--patience", "12"]
    try killAndResume(["train", "--task", "classify"], flags, times: 10)
  }

  /// Kills a training at drawn moments and goes on with it: the last file is that of one that ran through.
  private func killAndResume(_ command: [String], _ flags: [String], times: Int) throws {
    let begin = command + [text, "--model", model] + flags
    let file = URL(fileURLWithPath: model)
    XCTAssertEqual(run(begin).status, 0)
    let whole = try Data(contentsOf: file)
    try FileManager.default.removeItem(at: file)

    func isBegun() -> Bool { FileManager.default.fileExists(atPath: model) }
    func next() -> [String] { isBegun() ? command + ["--resume", "--model", model] : begin }
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<times {
      let process = try start(next())
      Thread.sleep(forTimeInterval: generator.uniform(in: 0.01...0.2))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // It has a checksum.
      if isBegun() { _ = try Safetensors(contentsOf: model) }
    }
    let last = run(next())
    XCTAssertEqual(last.status, 0, last.errors)
    XCTAssertEqual(try Data(contentsOf: file), whole)
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
