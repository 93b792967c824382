import Foundation
import Layers
import LinearAlgebra
import XCTest

/// Public Keras examples with windows over time: phrases of a text, and what is unusual in a series.
final class WindowExampleTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// keras.io, "imdb_cnn_lstm": phrases by a convolution, their order by an LSTM. Keras 13 statements with
  /// its padding, here 10.
  ///
  /// Of a good phrase (1 2) and a bad one (2 1) the later one decides; each word stands in both.
  func testPhrasesInOrder() throws {
    func reviews(_ count: Int) -> (words: [[Int]], labels: [Int]) {
      let labels = (0..<count).map { _ in below(2) }
      let words = labels.map { label -> [Int] in
        func others() -> [Int] { (0..<2 + below(6)).map { _ in 3 + below(20) } }
        let phrases = label == 1 ? [[2, 1], [1, 2]] : [[1, 2], [2, 1]]
        return others() + phrases[0] + others() + phrases[1] + others()
      }
      return (words, labels)
    }
    let (xTrain, yTrain) = reviews(600)
    let (xTest, yTest) = reviews(200)

    let model = Sequential {
      Embedding(vocabularySize: 23, size: 16)
      Dropout(0.1)
      Conv1D(32, kernelSize: 3, activation: .relu)
      MaxPooling1D(2)
      LSTM(24)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01), metrics: [.accuracy])
    try model.fit(xTrain, yTrain, epochs: 10)
    let (_, accuracy) = try model.evaluate(xTest, yTest)

    XCTAssertGreaterThan(accuracy, 0.9)
  }

  /// A wave and a little noise, with a beat in it where that is asked for.
  private func wave(beatAt place: Int? = nil) -> [[Float]] {
    let phase = generator.uniform(in: 0...6)
    return (0..<48).map { t in
      let beat = place.map { abs($0 - t) < 2 ? 1.0 : 0 } ?? 0
      return [Float(sin(0.4 * Double(t) + phase) + 0.05 * generator.normal() + beat)]
    }
  }

  private func errors(_ x: [[[Float]]], _ y: [[[Float]]]) -> [Float] {
    zip(x, y).map { x, y in
      zip(x, y).reduce(0) { $0 + abs($1.0[0] - $1.1[0]) } / Float(x.count)
    }
  }

  /// keras.io, "Timeseries anomaly detection using an autoencoder": whatever it gives back worse than the
  /// worst of what it has learnt is unusual. Keras 18 statements, here 16.
  func testAnomalies() throws {
    let x = (0..<200).map { _ in wave() }
    let unusual = (0..<50).map { _ in wave(beatAt: 4 + below(40)) }

    let model = Sequential {
      Conv1D(32, kernelSize: 7, stride: 2, padding: .same, activation: .relu)
      Dropout(0.1)
      Conv1D(16, kernelSize: 7, stride: 2, padding: .same, activation: .relu)
      Conv1DTranspose(16, kernelSize: 7, stride: 2, padding: .same, activation: .relu)
      Dropout(0.1)
      Conv1DTranspose(32, kernelSize: 7, stride: 2, padding: .same, activation: .relu)
      Conv1DTranspose(1, kernelSize: 7, padding: .same)
    }
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.003))
    try model.fit(
      x, x, epochs: 20, validation: .split(0.1), callbacks: [EarlyStopping(patience: 5)])
    let threshold = errors(x, try model.predictSequences(x)).max()!
    let found = errors(unusual, try model.predictSequences(unusual)).map { $0 > threshold }

    XCTAssertGreaterThan(found.count { $0 }, 40)  // Of 50.
    let usual = (0..<50).map { _ in wave() }
    let wrong = errors(usual, try model.predictSequences(usual)).count { $0 > threshold }
    XCTAssertLessThan(wrong, 5)
  }
}
