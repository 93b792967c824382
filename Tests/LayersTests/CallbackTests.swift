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

  /// Takes down what it sees, and where it is told to throws once the loss is above the first.
  private final class Watcher: Callback {
    struct Failure: Error {}
    var steps = 0
    var figures: [EpochSummary] = []
    var weights: [[Tensor]] = []
    let failsWhereWorse: Bool

    init(failsWhereWorse: Bool = false) { self.failsWhereWorse = failsWhereWorse }

    func stepEnded(_ step: StepSummary) { steps += 1 }

    func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) throws -> Bool {
      figures.append(epoch)
      weights.append(try model.tensors)
      if failsWhereWorse, epoch["loss"]! > figures[0]["loss"]! { throw Failure() }
      return true
    }
  }

  /// The rate grows tenfold with every epoch.
  private func diverging() throws -> Sequential {
    let model = Sequential(seed: 5) {
      LSTM(4)
      Dense(1)
    }
    try model.compile(
      loss: .meanSquaredError,
      optimizer: .sgd(learningRate: .exponential(from: 0.001, rate: 10, every: 1)))
    return model
  }

  func testTheBestWeightsComeBackWhenTrainingDiverges() throws {
    let (model, watcher) = (try diverging(), Watcher())
    XCTAssertThrowsError(
      try model.fit(
        x, y, epochs: 100, batchSize: 20, validation: .data(x, y),
        callbacks: [EarlyStopping(patience: 100), watcher])
    ) { error in
      let losses = watcher.figures.map { $0["val_loss"]! }
      let best = losses.firstIndex(of: losses.min()!)! + 1
      XCTAssertLessThan(best, losses.count)
      XCTAssertEqual((error as? TrainingDiverged)?.restoredEpoch, best)
      XCTAssertTrue(
        "\(error)".contains("The model has the weights of epoch \(best), its best; "), "\(error)")
      XCTAssertEqual(try? model.evaluate(x, y).loss, losses.min())
    }
  }

  func testWithoutACallbackTheLastWeightsOfAFiniteLossStay() throws {
    for callbacks in [[], [EarlyStopping(monitor: "loss", patience: 100, restoresBest: false)]] {
      let model = try diverging()
      XCTAssertThrowsError(try model.fit(x, y, epochs: 100, batchSize: 20, callbacks: callbacks)) {
        XCTAssertNil(($0 as? TrainingDiverged)?.restoredEpoch)
        XCTAssertTrue(
          "\($0)".contains("The model has the last weights with a loss that is a number; "), "\($0)"
        )
      }
      XCTAssertTrue(try model.evaluate(x, y).loss.isFinite)
    }
  }

  func testTheBestWeightsComeBackWhenACallbackFails() throws {
    let (model, watcher) = (try diverging(), Watcher(failsWhereWorse: true))
    XCTAssertThrowsError(
      try model.fit(
        x, y, epochs: 100, batchSize: 20,
        callbacks: [EarlyStopping(monitor: "loss", patience: 100), watcher])
    ) { XCTAssertTrue($0 is Watcher.Failure, "\($0)") }
    let losses = watcher.figures.map { $0["loss"]! }
    let best = try XCTUnwrap(losses.firstIndex(of: losses.min()!))
    XCTAssertLessThan(best, losses.count - 1)
    XCTAssertEqual(model.weights, watcher.weights[best])
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

  func testAPathThatCannotBeWrittenIsFoundBeforeTheFirstStep() throws {
    mkfifo(folder + "/pipe", 0o600)
    for bad in ["/proc/none/x", folder, folder + "/pipe", "/proc/{epoch}/x"] {
      for callback in [ModelCheckpoint(bad), CSVLog(bad)] as [any Callback] {
        let watcher = Watcher()
        XCTAssertThrowsError(try model().fit(x, y, callbacks: [watcher, callback])) {
          XCTAssertTrue($0 is ModelFileError, "\($0)")
        }
        XCTAssertEqual(watcher.steps, 0, bad)
      }
    }
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["pipe"])
  }

  func testFiguresInAPathAreFilledIn() throws {
    let model = try model()
    let history = try model.fit(
      x, y, epochs: 2, batchSize: 20, validation: .data(x, y),
      callbacks: [
        ModelCheckpoint(folder + "/a-{epoch}-{val_loss}"),
        ModelCheckpoint(folder + "/{epoch:03d}/{loss:.1f}-{val_mae:.2f}.safetensors"),
      ])
    let wanted = history.epochs.flatMap { epoch in
      [
        "a-\(epoch.epoch)-" + String(format: "%.4g", epoch["val_loss"]!), "00\(epoch.epoch)",
        String(
          format: "00\(epoch.epoch)/%.1f-%.2f.safetensors", epoch["loss"]!, epoch["val_mae"]!),
      ]
    }
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder)
    XCTAssertEqual(found.sorted(), wanted.sorted())
    let last = try XCTUnwrap(wanted.last)
    XCTAssertEqual(try Sequential(contentsOf: folder + "/" + last).tensors, try model.tensors)
  }

  func testAPathWithFiguresThatAreNotThere() throws {
    for name in ["{val_loss}", "{epoch:.2f}", "{loss:d}", "{}", "{loss:.2f:.2f}"] {
      let path = folder + "/" + name
      XCTAssertThrowsError(try model().fit(x, y, callbacks: [ModelCheckpoint(path)])) {
        XCTAssertEqual(
          "\($0)",
          "\(path) has \(name), which stands for nothing: name a file by epoch, loss, mae, as "
            + "{epoch:02d} or {loss:.2f}")
      }
    }
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
        callbacks: [ProgressBar(isLive: isLive, clock: { 0 }) { text.value += $0 }])
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
