import Foundation
import XCTest

@testable import Layers

final class CallbackTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "callbacks-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private let x: [[[Float]]] = (0..<20).map { [[Float($0) / 20], [1]] }
  private var y: [Float] { x.map { 2 * $0[0][0] - 1 } }

  /// A rate so large that the loss soon grows again.
  private func model(rate: LearningRate = 0.4) throws -> Sequential {
    let model = Sequential(seed: 5) {
      SimpleRNN(4)
      Dense(1)
    }
    try model.compile(
      loss: .meanSquaredError, optimizer: .adam(learningRate: rate), metrics: [.meanAbsoluteError])
    return model
  }

  func testEarlyStoppingRestoresTheBestWeights() throws {
    let model = try model()
    let history = try model.fit(
      x, y, epochs: 60, batchSize: 20, validation: .data(x, y),
      callbacks: [EarlyStopping(patience: 3)])
    let losses = history["val_loss"]
    XCTAssertLessThan(losses.count, 60)
    let best = try XCTUnwrap(losses.firstIndex(of: losses.min()!))
    XCTAssertEqual(best, losses.count - 4)
    XCTAssertEqual(try model.evaluate(x, y).loss, losses[best], accuracy: 1e-12)
  }

  func testEarlyStoppingWaitsWhereItGetsBetter() throws {
    let model = try model(rate: 0.001)
    let history = try model.fit(
      x, y, epochs: 8, callbacks: [EarlyStopping(monitor: "loss", patience: 1)])
    XCTAssertEqual(history.epochs.count, 8)
  }

  func testCheckpointsHoldTheBestModel() throws {
    let model = try model()
    let path = folder + "/best.safetensors"
    let history = try model.fit(
      x, y, epochs: 12, batchSize: 20, validation: .data(x, y),
      callbacks: [ModelCheckpoint(path, savesBestOnly: true)])
    let saved = try Sequential(contentsOf: path)
    try saved.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      try saved.evaluate(x, y).loss, try XCTUnwrap(history["val_loss"].min()), accuracy: 1e-12)
  }

  func testTheLogHasALineForEveryEpoch() throws {
    let path = folder + "/log.csv"
    let history = try model().fit(
      x, y, epochs: 3, validation: .split(0.5), callbacks: [CSVLog(path)])
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(lines[0], "epoch,learning_rate,loss,mae,val_loss,val_mae")
    XCTAssertEqual(lines.count, 4)
    let numbers = lines[3].split(separator: ",").compactMap { Double($0) }
    XCTAssertEqual(numbers[0], 3)
    XCTAssertEqual(numbers[1], 0.4)
    XCTAssertEqual(Array(numbers[2...]), history.epochs[2].figures.map(\.value))
  }

  func testALogThatCannotBeWrittenIsOneLine() throws {
    let model = try model()
    XCTAssertThrowsError(
      try model.fit(x, y, callbacks: [CSVLog("/proc/nowhere/log.csv")])
    ) { XCTAssertTrue("\($0)".contains("/proc/nowhere/log.csv"), "\($0)") }
  }

  func testTheProgressBar() throws {
    final class Text { var value = "" }
    for isLive in [true, false] {
      let text = Text()
      try model().fit(
        x, y, epochs: 2, batchSize: 10,
        callbacks: [ProgressBar(isLive: isLive) { text.value += $0 }])
      XCTAssertEqual(text.value.contains("\r"), isLive)
      XCTAssertEqual(text.value.contains("━ 2/2"), isLive)
      let lines = text.value.split(separator: "\n")
      XCTAssertEqual(lines.count, 2)
      XCTAssertTrue(lines[1].contains("Epoch 2/2"), text.value)
      XCTAssertTrue(lines[1].contains("  mae "), text.value)
    }
  }
}

final class LearningRateTests: XCTestCase {
  func testSchedules() {
    XCTAssertEqual(LearningRate.constant(0.1).value(at: 7), 0.1)
    XCTAssertEqual(LearningRate.linear(from: 1, to: 0, over: 4).value(at: 1), 0.75)
    XCTAssertEqual(LearningRate.linear(from: 1, to: 0.5, over: 4).value(at: 9), 0.5)
    let cosine = LearningRate.cosine(from: 2, to: 1, over: 6)
    for (step, expected) in [(0, 2), (2, 1.75), (3, 1.5), (4, 1.25), (6, 1), (9, 1)] {
      XCTAssertEqual(cosine.value(at: step), expected, accuracy: 1e-12)
    }
    let smooth = LearningRate.exponential(from: 1, rate: 0.25, every: 2)
    XCTAssertEqual(smooth.value(at: 1), 0.5, accuracy: 1e-12)
    let stairs = LearningRate.exponential(from: 1, rate: 0.25, every: 2, inSteps: true)
    XCTAssertEqual([0, 1, 2, 3, 4].map(stairs.value), [1, 1, 0.25, 0.25, 0.0625])
    let warm = LearningRate.warmup(over: 3, then: .linear(from: 1, to: 0, over: 2))
    XCTAssertEqual([0, 1, 2, 3, 4, 5].map(warm.value), [0.25, 0.5, 0.75, 1, 0.5, 0])
  }
}
