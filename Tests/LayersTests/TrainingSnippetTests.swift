import Foundation
import Layers
import LinearAlgebra
import XCTest

/// The snippets of the article on training, on generated data.
final class TrainingSnippetTests: XCTestCase {
  private var x: [[[Double]]] = []
  private var y: [Int] = []

  override func setUp() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<100 {
      let kind = generator.integer(below: 3)
      y.append(kind)
      x.append(
        (0..<2 + generator.integer(below: 3)).map { _ in
          [Double(kind) + 0.1 * generator.normal()]
        })
    }
  }

  private func compiled() throws -> Sequential {
    let model = Sequential(seed: 1) {
      GRU(16)
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    return model
  }

  func testFitting() throws {
    let model = Sequential(seed: 1) {
      GRU(16)
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    let history = try model.fit(
      x, y, epochs: 20, batchSize: 32, validation: .split(0.2))
    XCTAssertGreaterThan(history["val_accuracy"].last!, 0.9)
  }

  func testValidationOnAStream() throws {
    let model = try compiled()
    let (x, y) = (x, y)
    @Sendable func batch(_ number: Int) -> Batch {
      Batch(x[20 * number..<20 * (number + 1)], y[20 * number..<20 * (number + 1)])
    }
    let history = try model.fit(
      x, y, epochs: 2,
      validation: .stream((0..<4).lazy.map { batch($0) }, steps: 3))
    XCTAssertEqual(
      history["val_loss"].last!, try model.evaluate(x[..<60], y[..<60], batchSize: 20).loss)
  }

  /// Temperatures that follow the hour of the day, which the readings tell.
  func testWindowsOfASeries() throws {
    let readings = (0..<400).map { hour -> [Float] in
      let angle = 2 * Double.pi * Double(hour) / 24
      return [Float(sin(angle)), Float(cos(angle))]
    }
    let temperatures = readings.map { $0[0] * 0.5 + 0.2 }
    let forecaster = Sequential(seed: 1) {
      GRU(8)
      Dense(1)
    }
    try forecaster.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))

    let (windows, ahead) = try TimeSeries.windows(
      of: readings, targets: temperatures.dropFirst(24 + 12 - 1), length: 24)
    try forecaster.fit(windows, ahead, epochs: 5, validation: .split(0.2))
    let next = try forecaster.predict(
      TimeSeries.windows(of: readings.suffix(24), length: 24))
    XCTAssertEqual(windows.count, 400 - 35)
    XCTAssertEqual(next[0][0], temperatures[(399 + 12) % 24], accuracy: 0.2)
  }

  func testStreams() throws {
    let model = try compiled()
    func inputs(_ number: Int) -> ArraySlice<[[Double]]> { x[20 * number..<20 * (number + 1)] }
    func batch(_ number: Int) -> Batch {
      Batch(inputs(number), y[20 * number..<20 * (number + 1)])
    }
    let batches = (0..<4).lazy.map { batch($0) }
    try model.fit(batches, epochs: 2)
    let scores = try model.evaluate(batches)
    let likely = try model.predict(
      (0..<4).lazy.map { Batch(inputs: inputs($0)) })
    XCTAssertEqual(scores, try model.evaluate(x[..<80], y[..<80], batchSize: 20))
    XCTAssertEqual(likely, try model.predict(x[..<80]))
  }

  func testACallback() throws {
    struct Target: Callback {
      let loss: Double

      func epochEnded(
        _ epoch: EpochSummary, _ model: any TrainableModel
      ) throws -> Bool {
        epoch["loss"]! > loss  // Whether training goes on.
      }
    }
    let model = try compiled()
    let history = try model.fit(x, y, epochs: 100, callbacks: [Target(loss: 0.2)])
    XCTAssertLessThan(history.epochs.count, 100)
    XCTAssertLessThanOrEqual(history["loss"].last!, 0.2)
  }

  func testTheLearningRate() throws {
    let model = try compiled()
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(
        learningRate: .warmup(over: 20, then: .cosine(from: 0.01, over: 500))))
    let history = try model.fit(
      x, y, epochs: 10, validation: .split(0.2),
      callbacks: [
        ReduceLearningRateOnPlateau(factor: 0.5, patience: 3),
        LearningRateSchedule { epoch, rate in
          epoch == 8 ? rate / 10 : rate
        },
      ])
    let rates = history.epochs.map(\.learningRate)
    XCTAssertEqual(rates[7], rates[6] / 10, accuracy: 1e-9)
  }

  func testSavingAndGoingOn() throws {
    let path = NSTemporaryDirectory() + "training-snippets-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try compiled()
    try model.fit(x, y, epochs: 3)
    try model.save(to: path)

    let later = try Sequential(contentsOf: path)
    let history = try later.fit(x, y, epochs: 2)  // Epochs 4 and 5.
    XCTAssertEqual(history.epochs, try model.fit(x, y, epochs: 2).epochs)
    XCTAssertEqual(history.epochs.map(\.epoch), [4, 5])

    try model.save(to: path, includingTraining: false)
    XCTAssertThrowsError(try Sequential(contentsOf: path).fit(x, y))
  }

  func testFlatNumbers() throws {
    let other = Sequential {
      LSTM(4)
      Dense(2)
    }
    try other.compile(loss: .sparseCategoricalCrossEntropy)
    let readings = [Float](repeating: 0.5, count: 100 * 24 * 3)
    let labels = [UInt8](repeating: 1, count: 100)
    try other.fit(
      Examples(flat: readings, shape: [100, 24, 3]),
      Examples(flat: labels, shape: [100]))

    let reader = Sequential {
      LSTM(4)
      Dense(10, activation: .softmax)
    }
    let pixels = [UInt8](repeating: 128, count: 100 * 28 * 28)
    let pictures = Examples(
      flat: pixels, shape: [100, 28, 28], scale: 1.0 / 255)
    let likely = try reader.predict(pictures)
    XCTAssertEqual(likely.count, 100)
  }
}
