import Foundation
import Layers
import LinearAlgebra
import XCTest

@testable import Course
@testable import Tasks

extension ModelTestCase {
  /// A training from its beginning to its end.
  func finished<Content: ExampleContent>(
    _ run: ExampleTraining<Content>
  ) throws -> ModelFile<Content> {
    while !run.isFinished { _ = try run.advance() }
    return run.checkpoint
  }

  /// A training that is stopped and resumed from its file at drawn places, with another number of
  /// threads each time.
  ///
  /// - Returns: what it ends with, and how often it was stopped.
  func stopped<Content: ExampleContent>(
    _ flags: [String], seed: UInt64, _ request: ([String]) throws -> TrainingRequest<Content>
  ) throws -> (end: ModelFile<Content>, stops: Int) {
    var generator = SeededGenerator(seed: seed)
    var (run, stops) = (try request(flags).begin().run, 0)
    while !run.isFinished {
      _ = try run.advance()
      if !run.isSettled || run.isFinished || generator.integer(below: 2) > 0 { continue }
      try run.checkpoint.write(to: model)
      let threads = "\(1 + generator.integer(below: 3))"
      run = try request(["--resume", "--threads", threads]).begin().run
      stops += 1
    }
    try? FileManager.default.removeItem(atPath: model)
    return (run.checkpoint, stops)
  }

  /// Refusals of the model's file with other metadata, and with another configuration.
  ///
  /// - Parameters:
  ///   - keys: entries, each of which is left out and has each of the values.
  ///   - changes: what stands in the configuration, and what in its place.
  func expectDamaged(
    _ keys: [String], values: [String] = ["", "{}", "[1", "null", "[]"],
    _ changes: [(from: String, to: String)], line: UInt = #line
  ) throws {
    let good = try Safetensors(contentsOf: model)
    func expect(_ file: Safetensors) throws {
      XCTAssertNotEqual(file, good, line: line)
      try file.write(to: model)
      expectRefusal(run(["predict", text, "--model", model]), "is damaged", line: line)
    }
    for key in keys {
      for value in [nil] + values {
        var other = good
        other.metadata[key] = value
        try expect(other)
      }
    }
    for (from, to) in changes {
      var other = good
      other.metadata["configuration"] = good.metadata["configuration"]?.replacing(from, with: to)
      try expect(other)
    }
    try good.write(to: model)
  }
}
