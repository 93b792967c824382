import Layers
import LinearAlgebra
import XCTest

/// The two models that everybody who knows Keras has written, on generated data.
final class KerasSnippetTests: XCTestCase {
  /// Reviews of 5 to 20 words among neutral ones, where the last word of feeling decides.
  private func reviews(_ count: Int, seed: UInt64) -> (words: [[Int]], labels: [Int]) {
    var generator = SeededGenerator(seed: seed)
    var words: [[Int]] = []
    var labels: [Int] = []
    for _ in 0..<count {
      var review = (0..<5 + generator.integer(below: 16)).map { _ in
        20 + generator.integer(below: 80)
      }
      var label = 0
      for index in review.indices where index == 0 || generator.uniform() < 0.2 {
        label = generator.integer(below: 2)
        review[index] = label * 10 + generator.integer(below: 10)
      }
      words.append(review)
      labels.append(label)
    }
    return (words, labels)
  }

  func testSentiment() throws {
    let (xTrain, yTrain) = reviews(2000, seed: 1)
    let (xTest, yTest) = reviews(500, seed: 2)
    let model = Sequential {
      Embedding(vocabularySize: 100, size: 16)
      LSTM(24)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01), metrics: [.accuracy])
    let history = try model.fit(
      xTrain, yTrain, epochs: 10, batchSize: 32, validation: .split(0.1))
    let (loss, accuracy) = try model.evaluate(xTest, yTest)
    XCTAssertGreaterThanOrEqual(accuracy, 0.95, "loss \(loss)")
    XCTAssertEqual(history["val_accuracy"].count, 10)
    XCTAssertLessThan(try XCTUnwrap(history["loss"].last), history["loss"][0])
    let right = zip(try model.predict(xTest), yTest).filter { ($0[0] > 0.5) == ($1 == 1) }.count
    XCTAssertEqual(Double(right) / 500, accuracy, accuracy: 1e-12)
  }

  /// Two channels of noise on a wave whose frequency is its class.
  private func waves(_ count: Int, seed: UInt64) -> (signals: [[[Float]]], classes: [[Float]]) {
    var generator = SeededGenerator(seed: seed)
    var signals: [[[Float]]] = []
    var classes: [[Float]] = []
    for _ in 0..<count {
      let label = generator.integer(below: 3)
      let phase = generator.uniform(in: 0...6.28)
      let rate = [0.25, 0.5, 1.0][label]
      signals.append(
        (0..<24).map { t in
          let angle = phase + rate * Double(t)
          return [sin(angle), cos(angle)].map { Float($0 + 0.2 * generator.normal()) }
        })
      classes.append((0..<3).map { $0 == label ? 1 : 0 })
    }
    return (signals, classes)
  }

  func testSequenceClassification() throws {
    let (xTrain, yTrain) = waves(900, seed: 3)
    let (xTest, yTest) = waves(300, seed: 4)
    let model = Sequential {
      LSTM(32)
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .categoricalCrossEntropy, optimizer: .adam(learningRate: 0.01), metrics: [.accuracy])
    try model.fit(xTrain, yTrain, epochs: 8, batchSize: 32)
    let (_, accuracy) = try model.evaluate(xTest, yTest)
    XCTAssertGreaterThanOrEqual(accuracy, 0.95)
    for row in try model.predict(xTest) { XCTAssertEqual(row.reduce(0, +), 1, accuracy: 1e-5) }
  }
}
