import Foundation
import Layers
import LinearAlgebra
import XCTest

/// Small programs of Keras, ported by the articles.
final class PortedKerasTests: XCTestCase {
  private var generator = SeededGenerator(seed: 6)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }
  private func noise() -> Float { Float(generator.normal()) }

  /// A perceptron of 20 numbers: validation split, evaluation, classes.
  func testPerceptronOfTabularData() throws {
    let x: [[Float]] = (0..<400).map { _ in (0..<20).map { _ in noise() } }
    let y: [Int] = x.map { $0[0] + $0[1] > 0 ? ($0[2] > 0 ? 1 : 2) : 0 }
    let model = Sequential {
      Input(vector: 20)
      Dense(32, activation: .relu)
      Dropout(0.1)
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    try model.fit(x[..<300], y[..<300], epochs: 30, batchSize: 32, validation: .split(0.1))
    let (_, accuracy) = try model.evaluate(x[300...], y[300...])
    XCTAssertGreaterThan(accuracy, 0.7)
    let classes = try model.predictClasses(x[300...])
    XCTAssertEqual(classes.count, 100)
  }

  /// Four steps ahead at once, of two series.
  func testMultiStepForecast() throws {
    let series: [[Float]] = (0..<300).map { t in [sin(Float(t) * 0.3), cos(Float(t) * 0.3)] }
    let x = try TimeSeries.windows(of: series.dropLast(4), length: 12)
    let y = try TimeSeries.windows(of: series.dropFirst(12), length: 4)
    let model = Sequential {
      LSTM(16)
      Dense(4 * 2)
      Reshape(4, 2)
    }
    try model.compile(
      loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01), metrics: [.meanAbsoluteError])
    let history = try model.fit(x, y, epochs: 10)
    XCTAssertLessThan(history["mae"].last!, 0.4)
    XCTAssertEqual(try model.predictSequences([x[0]])[0].count, 4)
  }

  /// Sentiment of padded texts: class weights, early stopping, a checkpoint.
  func testSentiment() throws {
    let texts = (0..<300).map { _ in (0..<3 + below(8)).map { _ in 1 + below(50) } }
    let padded = texts.map { Array(($0 + [Int](repeating: 0, count: 12)).prefix(12)) }
    let labels = texts.map { $0.contains { $0 < 8 } ? 1 : 0 }
    let path = NSTemporaryDirectory() + "ported-\(UUID()).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = Sequential {
      Embedding(vocabularySize: 51, size: 16, masksZero: true)
      Bidirectional(LSTM(16, dropout: 0.2))
      Dense(16, activation: .relu)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy, .precision, .recall])
    let history = try model.fit(
      padded, labels, epochs: 12, batchSize: 32, sampleWeights: .perClass([1, 1.5]),
      validation: .split(0.2),
      callbacks: [
        EarlyStopping(monitor: "val_loss", patience: 3, restoresBest: true),
        ModelCheckpoint(path, savesBestOnly: true),
      ])
    XCTAssertGreaterThan(history["val_accuracy"].max()!, 0.8)
    let again = try Sequential(contentsOf: path)
    _ = try again.predictClasses(padded)
  }

  /// Images given as their rows.
  func testConvNet() throws {
    let y = (0..<200).map { _ in below(2) }
    let x: [[[Float]]] = y.map { k in
      (0..<12).map { row in
        (0..<12 * 3).map { c in noise() * 0.2 + ((k == 0 ? row : c / 3) == 5 ? 1 : 0) }
      }
    }
    let model = Sequential {
      Input(height: 12, width: 12, channels: 3)
      Conv2D(8, kernelSize: 3, activation: .relu)
      MaxPooling2D(2)
      Conv2D(16, kernelSize: (3, 3), padding: .same, activation: .relu)
      GlobalAveragePooling2D()
      Dropout(0.2)
      Dense(2, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    let history = try model.fit(x, y, epochs: 15)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.9)
  }

  /// A Siamese network: one encoder, and the difference of what it says.
  func testSiamese() throws {
    let left: [[Float]] = (0..<300).map { _ in (0..<6).map { _ in noise() } }
    let same = left.map { _ in below(2) }
    let right = zip(left, same).map { x, s in
      s == 1 ? x.map { $0 + noise() * 0.1 } : x.map { _ in noise() }
    }
    let (a, b) = (Input.vector(6), Input.vector(6))
    let encode = Dense(8, activation: .tanh)
    let distance = Subtract()(encode(a), encode(b))
    let squared = Multiply()(distance, distance)
    let model = try Model(inputs: [a, b], outputs: [Dense(1, activation: .sigmoid)(squared)])
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let history = try model.fit((left, right), same, epochs: 30)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.85)
    XCTAssertEqual(try model.predictClasses((left, right)).count, 300)
  }

  /// A title and numbers, a priority and a department.
  func testMixedInputs() throws {
    let title = Input.symbols(named: "title")
    let tags = Input.vector(4, named: "tags")
    let words = GRU(8)(Embedding(vocabularySize: 30, size: 8)(title))
    let both = Concatenate()(words, tags)
    let priority = Dense(1, activation: .sigmoid)(both).named("priority")
    let department = Dense(3, activation: .softmax)(both).named("department")
    let model = try Model(inputs: [title, tags], outputs: [priority, department])
    try model.compile(
      losses: [.binaryCrossEntropy, .sparseCategoricalCrossEntropy], weights: [1, 0.2],
      metrics: [[.accuracy], [.accuracy]])
    let titles = (0..<64).map { _ in (0..<3 + below(4)).map { _ in below(30) } }
    let features: [[Float]] = titles.map { _ in (0..<4).map { _ in noise() } }
    try model.fit(
      (titles, features), (titles.map { $0[0] < 15 ? 1 : 0 }, titles.map { $0[0] % 3 }), epochs: 2,
      batchSize: 16)
    let predictions = try model.predictAll((titles, features))
    XCTAssertEqual(predictions.map(\.name), ["priority", "department"])
  }

  /// A callback that remembers.
  private final class Losses: Callback {
    var losses: [Double] = []
    func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) throws -> Bool {
      losses.append(epoch["loss"]!)
      return true
    }
  }
  func testCallbacks() throws {
    let x: [[Float]] = (0..<100).map { _ in (0..<5).map { _ in noise() } }
    let y: [[Float]] = x.map { [$0[0] * 2, $0[1]] }
    let model = Sequential {
      Input(vector: 5)
      Dense(16, activation: .tanh, kernelL2: 1e-4)
      Dense(2)
    }
    let path = NSTemporaryDirectory() + "ported-\(UUID()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.compile(loss: .huber(), optimizer: .rmsProp(learningRate: 0.01), metrics: [.rSquared])
    let mine = Losses()
    try model.fit(
      x, y, epochs: 5,
      callbacks: [
        mine, CSVLog(path), LearningRateSchedule { epoch, rate in epoch < 3 ? rate : rate * 0.5 },
      ])
    XCTAssertEqual(mine.losses.count, 5)
    XCTAssertTrue(try String(contentsOfFile: path, encoding: .utf8).contains("loss"))
  }

  /// Windows of several widths over a text, and classes as one-hot rows.
  func testTextCNN() throws {
    let words = Input.symbols()
    let vectors = Embedding(vocabularySize: 40, size: 8)(words)
    let branches = [2, 3].map {
      GlobalMaxPooling1D()(Conv1D(8, kernelSize: $0, padding: .same, activation: .relu)(vectors))
    }
    let model = try Model(
      inputs: words, outputs: Dense(4, activation: .softmax)(Concatenate()(branches)))
    try model.compile(loss: .categoricalCrossEntropy, metrics: [.accuracy, .topK(2)])
    let x = (0..<80).map { _ in (0..<2 + below(6)).map { _ in below(40) } }
    let y: [[Float]] = x.map { s in (0..<4).map { $0 == s[0] % 4 ? 1 : 0 } }
    try model.fit(x, y, epochs: 3)
    let scores: Scores = try model.evaluate(x, y)
    XCTAssertEqual(scores.names, ["loss", "accuracy", "top_2_accuracy"])
  }
}
