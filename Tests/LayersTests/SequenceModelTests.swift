import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// What losses of whole sequences have in common: both kinds of model, masks, and files.
final class SequenceModelTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  /// Bit for bit what the graph of the same layers learns and says.
  func testSequentialsAreGraphs() throws {
    let (x, y) = generator.tagged(60)
    let tagger = Sequential(seed: 1) {
      Embedding(vocabularySize: 4, size: 6, masksZero: true)
      Bidirectional(LSTM(8, returnSequences: true))
      Dense(3)
      CRF(3)
    }
    let (sounds, said) = generator.stretched(60)
    let listener = Sequential(seed: 1) {
      Bidirectional(GRU(12, returnSequences: true))
      Dense(4, activation: .softmax)
    }
    try tagger.compile(loss: .crf, metrics: [.accuracy])
    try listener.compile(loss: .ctc(blank: 0), metrics: [.labelErrorRate])
    let input = try Model(tagger)
    try input.compile(loss: .crf, metrics: [.accuracy])
    XCTAssertEqual(try tagger.fit(x, y, epochs: 3), try input.fit(x, y, epochs: 3))
    XCTAssertEqual(try tagger.predictTags(x), try input.predictTags(x))
    let scores = try tagger.evaluate(x, y, batchSize: 60)
    XCTAssertEqual(scores, try input.evaluate(x, y, batchSize: 60))
    XCTAssertEqual(scores, try tagger.evaluate([Batch(x, y)]))
    XCTAssertEqual(try tagger.linearChain(), try input.linearChain())
    try listener.fit(sounds, said, epochs: 3)
    let heard = try listener.predictLabels(sounds)
    XCTAssertEqual(heard, try Model(listener).predictLabels(sounds))
    XCTAssertEqual(
      heard, try listener.predictSequences(sounds).map { try CTC.bestPath($0) })
    XCTAssertEqual(
      message { try listener.compile(loss: .crf) },
      "layer 1 (Dense) with crf expected a CRF to hold the transitions; put CRF(4) behind it")
    XCTAssertEqual(
      message { try tagger.compile(loss: .sparseCategoricalCrossEntropy) },
      "layer 3 (CRF) expected the loss crf, which its transitions learn by, got "
        + "sparseCategoricalCrossEntropy; take that, or leave the CRF out")
    XCTAssertEqual(
      message { try Sequential { GRU(3) }.compile(loss: .ctc()) },
      "layer 0 (GRU) with ctc expected an output for each time step of a sequence, got one vector of "
        + "3 numbers")
  }

  /// Of four steps, a mask leaves two.
  func testStepsThatAMaskLeavesOutDoNotCount() throws {
    let x = Input.symbols()
    let embedded = Embedding(vocabularySize: 4, size: 2, masksZero: true)(x)
    let model = try Model(inputs: x, outputs: Dense(3)(embedded))
    try model.compile(loss: .ctc())
    XCTAssertEqual(
      message { try model.fit([[1, 0, 0, 2]], [[1, 2, 1]]) },
      "layer 1 (Dense) with ctc expected at least 3 time steps for 3 labels, got 2 in example 0")
    let pointer = try Model(inputs: x, outputs: Dense(1)(embedded))
    try pointer.compile(loss: .pointer)
    XCTAssertEqual(
      message { try pointer.fit([[1, 0, 0, 2]], [[2, 3]]) },
      "layer 1 (Dense) with pointer expected places that are not padding, got 2 in example 0")
    XCTAssertEqual(
      message { try pointer.fit([[1, 2]], [[Int]()]) },
      "layer 1 (Dense) with pointer expected at least one place, got none in example 0")
    XCTAssertEqual(
      message { try pointer.fit([[1, 2]], [[1, 1]]) },
      "layer 1 (Dense) with pointer expected places that differ in example 0")
  }

  func testLossesInFiles() throws {
    let losses: [Loss] = [.ctc(), .ctc(blank: 3), .crf]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(losses)
    XCTAssertEqual(
      String(decoding: data, as: UTF8.self), #"["ctc",{"blank":3,"name":"ctc"},"crf"]"#)
    XCTAssertEqual(try JSONDecoder().decode([Loss].self, from: data), losses)
  }
}
