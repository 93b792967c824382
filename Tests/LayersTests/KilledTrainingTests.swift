import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Trainings in processes of their own, which are really killed.
final class KilledTrainingTests: XCTestCase {
  private static let pathVariable = "LEARNLSTM_TRAIN_UNTIL_KILLED"

  /// What the killed processes run: a training that saves its model after every step. It is a test
  /// only because the program of the tests can start itself with nothing else.
  func testTrainingUntilKilled() throws {
    guard let path = ProcessInfo.processInfo.environment[Self.pathVariable] else { return }
    let model = Sequential(seed: 1) {
      Embedding(vocabularySize: 500, size: 32)
      LSTM(32)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(loss: .binaryCrossEntropy)
    // Bounded, should nobody come to kill it.
    try model.fit(
      [[1, 2, 3], [4, 5]], [0, 1], epochs: 20_000, callbacks: [ModelCheckpoint(path)], threads: 1)
  }

  func testKilledAtAnyMomentTheSavedModelLoads() throws {
    #if !os(Linux)
      throw XCTSkip("elsewhere the tests are no program that can start itself")
    #endif
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("killed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("model.safetensors").path
    var generator = SeededGenerator(seed: 30)
    var saved = Set<[Float]>()
    for trial in 0..<30 {
      let process = try start(path)
      // The first five moments may come before there is a file at all, the others are amid saving.
      if trial >= 5 { waitForChange(of: path) }
      Thread.sleep(forTimeInterval: generator.uniform(in: 0...(trial < 5 ? 0.2 : 0.03)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      XCTAssertEqual(process.terminationReason, .uncaughtSignal)
      if FileManager.default.fileExists(atPath: path) {
        saved.insert(try Sequential(contentsOf: path).tensors[0].values)
      }
    }
    XCTAssertGreaterThan(saved.count, 5, "most moments were before the first file")
    AtomicFile.removeLeftovers(of: path)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: folder.path), ["model.safetensors"])
  }

  private func start(_ path: String) throws -> Process {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["LayersTests.KilledTrainingTests/testTrainingUntilKilled"]
    process.environment = ProcessInfo.processInfo.environment
      .merging([Self.pathVariable: path]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until a new file stands at the path, for a minute at most.
  private func waitForChange(of path: String) {
    func date() -> Date? {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return attributes?[.modificationDate] as? Date
    }
    let before = date()
    for _ in 0..<6000 where date() == before { Thread.sleep(forTimeInterval: 0.01) }
  }
}
