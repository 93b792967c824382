import Layers
import LinearAlgebra
import XCTest

/// The snippets of the article on unequal lengths, and what it says about them.
final class UnequalLengthsSnippetTests: XCTestCase {
  func testSequencesAsTheyAre() throws {
    let x: [[[Float]]] = [
      [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]],
      [[0.7, 0.8]],
    ]
    let model = Sequential {
      Input(features: 2)
      GRU(8, returnSequences: true)
      Dense(1)
    }
    let outputs = try model.predictSequences(x)
    XCTAssertEqual(outputs.map(\.count), [3, 1])
    for (sequence, output) in zip(x, outputs) {
      XCTAssertEqual(try model.predictSequences([sequence])[0], output)
    }
    XCTAssertThrowsError(try model.predictSequences([x[0], []]))
    XCTAssertThrowsError(try model.predictSequences([[[0.1, 0.2], [0.3]]]))
  }

  func testPaddedSymbols() throws {
    let sentiment = Sequential {
      Embedding(vocabularySize: 1_000, size: 16, masksZero: true)
      Bidirectional(LSTM(8))
      Dense(1, activation: .sigmoid)
    }
    let likely = try sentiment.predict(
      [[7, 21, 4], [7, 21, 4, 0, 0], [0, 0, 7, 21, 4]])
    XCTAssertEqual(likely[1], likely[0])
    XCTAssertEqual(likely[2], likely[0])
    XCTAssertEqual(try sentiment.predict([[7, 0, 21, 0, 4]])[0], likely[0])
    XCTAssertThrowsError(try sentiment.predict([[7], [0, 0]]))
  }

  func testPaddedNumbers() throws {
    let readings: [Float] = [
      0.1, 0.2, 0.3, 0.4, -1, -1,  // Two steps.
      0.5, 0.6, 0.7, 0.8, 0.9, 1.0,  // Three steps.
    ]
    let masked = Sequential {
      Masking(value: -1)
      LSTM(4)
      Dense(1)
    }
    let forecast = try masked.predict(
      Examples(flat: readings, shape: [2, 3, 2]))
    XCTAssertEqual(forecast[0], try masked.predict([[[Float(0.1), 0.2], [0.3, 0.4]]])[0])
  }

  /// A padded step repeats the state, and what it gives stays beside its input.
  func testAPaddedStepKeepsTheState() throws {
    let model = Sequential {
      Embedding(vocabularySize: 9, size: 4, masksZero: true)
      GRU(3, returnSequences: true)
    }
    let states = try model.predictSequences([[0, 1, 0, 2, 0]])[0]
    XCTAssertEqual(states[0], [0, 0, 0])
    XCTAssertEqual(states[2], states[1])
    XCTAssertEqual(states[4], states[3])
    XCTAssertNotEqual(states[3], states[1])
  }

  func testLossesAndMetrics() throws {
    let tagger = Sequential {
      Masking(value: -1)
      GRU(4, returnSequences: true)
      Dense(1)
    }
    try tagger.compile(
      loss: .meanSquaredError, metrics: [.meanAbsoluteError])
    let inputs: [[Float]] = [[0.1, 0.2, -1], [0.3]]
    let targets: [[Float]] = [[1, 0, 0], [1]]
    let (loss, error) = try tagger.evaluate(inputs, targets)

    let outputs = try tagger.predictSequences(inputs)
    let gaps = [outputs[0][0][0] - 1, outputs[0][1][0], outputs[1][0][0] - 1].map { Double($0) }
    XCTAssertEqual(loss, gaps.reduce(0) { $0 + $1 * $1 } / 3, accuracy: 1e-6)
    XCTAssertEqual(error, gaps.reduce(0) { $0 + abs($1) } / 3, accuracy: 1e-6)
    let others: [[Float]] = [[1, 0, 99], [1]]
    XCTAssertEqual(try tagger.evaluate(inputs, others).loss, loss)
    XCTAssertThrowsError(try tagger.evaluate(inputs, [[1, 0], [1]] as [[Float]]))
  }

  func testBatchesOfSimilarLengths() throws {
    var generator = SeededGenerator(seed: 1)
    let sentences = (0..<100).map { _ in
      (0..<1 + generator.integer(below: 20)).map { _ in 1 + generator.integer(below: 999) }
    }
    let labels = sentences.map { $0[0] % 2 }
    let sentiment = Sequential {
      Embedding(vocabularySize: 1_000, size: 16, masksZero: true)
      Bidirectional(LSTM(8))
      Dense(1, activation: .sigmoid)
    }
    try sentiment.compile(loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01))
    let before = try sentiment.evaluate(sentences, labels).loss

    let order = sentences.indices.sorted {
      sentences[$0].count < sentences[$1].count
    }
    var batches = stride(from: 0, to: order.count, by: 32).map { first in
      let rows = order[first..<min(first + 32, order.count)]
      return Batch(rows.map { sentences[$0] }, rows.map { labels[$0] })
    }
    for _ in 0..<5 {
      batches.shuffle(using: &generator)
      try sentiment.fit(batches)
    }
    XCTAssertLessThan(try sentiment.evaluate(sentences, labels).loss, before)
  }
}
