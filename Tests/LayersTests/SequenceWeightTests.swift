import LinearAlgebra
import XCTest

@testable import Layers

/// Weights and masks of targets with losses of whole sequences: what they do, and what is said of targets
/// that a mask makes impossible.
final class SequenceWeightTests: XCTestCase {
  private let x: [[[Float]]] = [[[1], [2], [3]], [[4], [5]]]
  private let onlyFirst = SampleWeights.mask([[true, false, false], [true, true]])

  private func listener() throws -> Model {
    let sound = Input.sequence(features: 1)
    let model = try Model(inputs: sound, outputs: Dense(3)(sound))
    try model.compile(loss: .ctc(), metrics: [.labelErrorRate])
    return model
  }

  func testATargetThatAMaskMakesImpossible() throws {
    let model = try listener()
    let sentence =
      "layer 0 (Dense) with ctc expected at least 2 time steps for 2 labels, got 1 in example 0, of "
      + "which sampleWeights mask steps; mask fewer, or all of it"
    XCTAssertEqual(
      message { try model.fit(x, [[1, 2], [1, 2]], sampleWeights: onlyFirst) }, sentence)
    XCTAssertEqual(
      message {
        try model.fit(
          x, [[2], [1]], validation: .data(x, [[1, 2], [1, 2]], sampleWeights: onlyFirst))
      }, "validation: " + sentence)
    XCTAssertEqual(
      message {
        try model.fit([Batch(x, [[1, 2], [1, 2]], sampleWeights: onlyFirst)])
      }, "batch 0 of the stream: " + sentence)
    // Without a mask the target is what is wrong.
    XCTAssertEqual(
      message { try model.fit(x, [[1], [1, 2, 1]], sampleWeights: onlyFirst) },
      "layer 0 (Dense) with ctc expected at least 3 time steps for 3 labels, got 2 in example 1")
    let places = Input.sequence(features: 1)
    let pointer = try Model(inputs: places, outputs: Dense(1)(places))
    try pointer.compile(loss: .pointer)
    XCTAssertEqual(
      message { try pointer.fit(x, [[2], [0]], sampleWeights: onlyFirst) },
      "layer 0 (Dense) with pointer expected places that are not padding, got 2 in example 0, of which "
        + "sampleWeights mask steps; mask fewer, or all of it")
  }

  func testAnExampleThatIsMaskedAsAWholeCountsForNothing() throws {
    let model = try listener()
    let whole = SampleWeights.mask([[false, false, false], [true, true]])
    let scores = try model.evaluate(x, [[1, 2, 1, 2, 1, 2], [1, 2]], sampleWeights: whole)
    XCTAssertEqual(scores.values, try model.evaluate([x[1]], [[1, 2]]).values)
    XCTAssertTrue(scores.loss.isFinite)
  }

  /// A mask's step of a chain asks for no tag, whatever stands there.
  func testTagsThatAMaskLeavesOut() throws {
    let letters = Input.sequence(features: 1)
    let model = try Model(inputs: letters, outputs: CRF(2)(Dense(2)(letters)))
    try model.compile(loss: .crf, metrics: [.accuracy])
    let left = try model.evaluate(x, [[1, -1, -1], [0, 1]], sampleWeights: onlyFirst)
    let short = try model.evaluate([[[1]], x[1]] as [[[Float]]], [[1], [0, 1]])
    XCTAssertEqual(left.loss, short.loss, accuracy: 1e-6)
    XCTAssertEqual(left["accuracy"], short["accuracy"])
    XCTAssertEqual(
      message { try model.fit(x, [[-1, 0, 0], [0, 1]], sampleWeights: onlyFirst) },
      "layer 1 (CRF) with crf expected tags from 0 to 1, got -1 for step 0 in example 0, of which "
        + "sampleWeights mask steps; mask fewer, or all of it")
  }

  func testWeightsThatHaveNoMeaning() throws {
    let model = try listener()
    XCTAssertEqual(
      message { try model.fit(x, [[1], [2]], sampleWeights: .perClass([1.0, 2, 3])) },
      "sampleWeights are perClass, but ctc is a loss of whole sequences; take perSample or a mask")
    XCTAssertEqual(
      message {
        try model.fit(x, [[1], [2]], sampleWeights: .perStep(x.map { $0.map { _ in 1.0 } }))
      },
      "sampleWeights are perStep, but ctc is a loss of whole sequences; take perSample or a mask")
    let letters = Input.symbols()
    let states = Embedding(vocabularySize: 5, size: 4, masksZero: true)(letters)
    let (_, pointing) = Attention().withWeights(query: states, value: states, key: states)
    let pointer = try Model(inputs: letters, outputs: pointing)
    try pointer.compile(loss: .pointer)
    let words = [[1, 2], [3]]
    XCTAssertEqual(
      message {
        try pointer.fit(words, [[0, 1], [0]], sampleWeights: .mask([[true, false], [true]]))
      },
      "sampleWeights cannot mask weights of attention; mask its queries, by Masking or "
        + "Embedding(masksZero: true)")
    // The cure: a 0 asks for nothing.
    XCTAssertEqual(
      try pointer.evaluate([[1, 0], [3]], [[0, 0], [0]]).loss,
      try pointer.evaluate([[1], [3]], [[0], [0]]).loss, accuracy: 1e-6)
  }

  /// What is said where nothing should be, counted; never a division of 0 by 0.
  func testLabelErrorRatesWithoutLabels() throws {
    let model = try listener()
    try model.setTensors([
      try Tensor(name: "0.dense.weights", shape: [1, 3], values: [0, 0, 0]),
      try Tensor(name: "0.dense.bias", shape: [3], values: [2, 1, 0]),
    ])
    XCTAssertEqual(try model.evaluate(x, [[Int](), []])["label_error_rate"], 0)
    try model.setTensors([
      try Tensor(name: "0.dense.weights", shape: [1, 3], values: [0, 0, 0]),
      try Tensor(name: "0.dense.bias", shape: [3], values: [0, 1, 0]),
    ])
    // One label in each of two examples.
    XCTAssertEqual(try model.evaluate(x, [[Int](), []])["label_error_rate"], 2)
    XCTAssertEqual(try model.evaluate(x, [[], [1]])["label_error_rate"], 1)
    let history = try model.fit(x, [[Int](), []], epochs: 1)
    XCTAssertEqual(history["label_error_rate"], [2])
  }
}
