import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Models that end in a CRF: what they learn, whatever the number of threads, what they say, and what is
/// said of examples that do not fit.
final class CRFModelTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func tagger() throws -> Model {
    let letters = Input.symbols()
    let embed = Embedding(vocabularySize: 4, size: 6, masksZero: true)
    let states = Bidirectional(LSTM(8, returnSequences: true))(embed(letters))
    let model = try Model(inputs: letters, outputs: CRF(3)(Dense(3)(states)), seed: 1)
    try model.compile(loss: .crf, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    return model
  }

  func testTagging() throws {
    let (x, y) = generator.tagged(200)
    var weights: [[[Float]]] = []
    var last: Model?
    for threads in [1, 2, 5] {
      let model = try tagger()
      let history = try model.fit(x, y, epochs: 8, batchSize: 40, threads: threads)
      XCTAssertGreaterThan(history["accuracy"].last!, 0.99)
      weights.append(model.tensors.map(\.values))
      last = model
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])

    let model = last!
    let (unseen, wanted) = generator.tagged(50)
    let tags = try model.predictTags(unseen)
    let right = zip(tags.joined(), wanted.joined()).count { $0 == $1 }
    let scores = try model.scores(unseen, wanted)
    XCTAssertEqual(scores[1], Double(right) / Double(wanted.joined().count), accuracy: 1e-12)
    XCTAssertGreaterThan(scores[1], 0.97)
    // The loss and the tags are those of the chain on the emissions.
    let (chain, emissions) = (try model.linearChain(), try model.predictSequences(unseen))
    XCTAssertEqual(tags, try emissions.map { try chain.bestTags($0).tags })
    let mean =
      try zip(emissions, wanted).reduce(0) { try $0 - chain.logProbability(of: $1.1, $1.0) } / 50
    XCTAssertEqual(scores[0], mean, accuracy: 1e-4)
    // What was learnt: the 1 before a 2 is never followed by another tag than 0.
    XCTAssertGreaterThan(chain.transitions[2][0], chain.transitions[2][1])
  }

  /// A mask's steps get no tag, and a tag that stands there is not looked at.
  func testTagsOfStepsThatCount() throws {
    let model = try tagger()
    XCTAssertEqual(
      try model.predictTags([[1, 2, 0, 3, 0], [1]]), try model.predictTags([[1, 2, 3], [1]]))
    XCTAssertEqual(
      try model.evaluate([[1, 2, 0, 3]], [[2, 0, -100, 0]]).loss,
      try model.evaluate([[1, 2, 3]], [[2, 0, 0]]).loss, accuracy: 1e-6)
  }

  func testATaggerComesBackFromAFile() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("tagger-\(ProcessInfo.processInfo.processIdentifier).safetensors")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try tagger()
    let (x, y) = generator.tagged(40)
    try model.fit(x, y, epochs: 2)
    XCTAssertEqual(
      model.tensors.suffix(3).map(\.name), ["3.crf.transitions", "3.crf.start", "3.crf.end"])
    XCTAssertEqual(model.tensors.suffix(3).map(\.shape), [[3, 3], [3], [3]])
    XCTAssertTrue(model.tensors.suffix(3).allSatisfy { $0.values.contains { $0 != 0 } })
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    XCTAssertEqual(read.tensors, model.tensors)
    XCTAssertEqual(try read.predictTags(x), try model.predictTags(x))
    XCTAssertEqual(read.summaryTable, model.summaryTable)
  }

  func testWhatACRFCannotLearn() throws {
    let x = Input.sequence(features: 2)
    let plain = try Model(inputs: x, outputs: Dense(3)(x))
    XCTAssertEqual(
      message { try plain.compile(loss: .crf) },
      "layer 0 (Dense) with crf expected a CRF to hold the transitions; put CRF(3) behind it")
    let model = try Model(inputs: x, outputs: CRF(3)(Dense(3)(x)))
    XCTAssertEqual(
      message { try model.compile(loss: .sparseCategoricalCrossEntropy) },
      "layer 1 (CRF) expected the loss crf, which its transitions learn by, got "
        + "sparseCategoricalCrossEntropy; take that, or leave the CRF out")
    XCTAssertEqual(
      message { try model.compile(loss: .crf, metrics: [.meanAbsoluteError]) },
      "crf is measured by accuracy, not by mae")
    try model.compile(loss: .crf)
    let steps: [[[Double]]] = [[[1, 2], [3, 4]], [[5, 6]]]
    XCTAssertEqual(
      message { try model.fit(steps, [[0, 1], [3]]) },
      "layer 1 (CRF) with crf expected tags from 0 to 2, got 3 for step 0 in example 1")
    XCTAssertEqual(
      message { try model.fit(steps, [[0], [1]]) },
      "layer 1 (CRF) expected a target for each time step: example 0 has 2 time steps and 1 target")
    XCTAssertEqual(
      message { _ = try plain.predictTags(steps) },
      "the model has 0 outputs from a CRF, and one is needed; let it end in CRF(…)")
    XCTAssertEqual(
      message { _ = try Model(inputs: x, outputs: CRF(3)(Dense(4)(x))) },
      "layer 1 (CRF) expected 3 numbers a time step, got 4 numbers a time step from layer 0 (Dense); "
        + "put Dense(3) before it")
    XCTAssertEqual(
      message { _ = try Model(inputs: x, outputs: CRF(3)(GRU(3)(x))) },
      "layer 1 (CRF) expected 3 numbers a time step, got one vector of 3 numbers from layer 0 (GRU): "
        + "give that one returnSequences: true")
    XCTAssertEqual(
      message { _ = try Model(inputs: x, outputs: CRF(0)(x)) },
      "layer 0 (CRF) has a size of 0; sizes are positive and at most 16,777,216")
  }
}
