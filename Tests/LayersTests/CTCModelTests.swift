import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Models that are trained by CTC: what they learn, whatever the number of threads, what they say, and
/// what is said of examples that do not fit.
final class CTCModelTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func listener() throws -> Model {
    let sound = Input.sequence(features: 3)
    let states = Bidirectional(GRU(12, returnSequences: true))(sound)
    let model = try Model(inputs: sound, outputs: Dense(4, activation: .softmax)(states), seed: 1)
    try model.compile(
      loss: .ctc(), optimizer: .adam(learningRate: 0.02), metrics: [.accuracy, .labelErrorRate])
    return model
  }

  func testListening() throws {
    let (x, y) = generator.stretched(200)
    var weights: [[[Float]]] = []
    var last: Model?
    for threads in [1, 2, 5] {
      let model = try listener()
      let history = try model.fit(x, y, epochs: 12, batchSize: 40, threads: threads)
      XCTAssertLessThan(history["label_error_rate"].last!, 0.02)
      weights.append(model.tensors.map(\.values))
      last = model
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])

    let model = last!
    let (unseen, said) = generator.stretched(50)
    let labels = try model.predictLabels(unseen)
    let scores = try model.scores(unseen, said)
    XCTAssertEqual(
      scores[1], Double(zip(labels, said).count { $0 == $1 }) / 50, accuracy: 1e-12)
    let edits = zip(labels, said).reduce(0) { $0 + editDistance($1.0, $1.1) }
    XCTAssertEqual(
      scores[2], Double(edits) / Double(said.reduce(0) { $0 + $1.count }), accuracy: 1e-12)
    XCTAssertLessThan(scores[2], 0.05)
    // The loss is what the public function says of what the model gives.
    let given = try model.predictSequences(unseen)
    let mean =
      try zip(given, said).reduce(0) {
        try $0 - CTC.logProbability(of: $1.1, $1.0.map { row in row.map { log($0) } })
      } / 50
    XCTAssertEqual(scores[0], mean, accuracy: 1e-4 * mean)
    let beams = try model.predictLabels(unseen, decoding: .beam(width: 8))
    XCTAssertEqual(
      beams,
      try given.map { try CTC.beamSearch($0.map { $0.map { log($0) } }, width: 8)[0].labels })
  }

  func testTheBlankThatAModelWasCompiledWith() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(inputs: x, outputs: Dense(3)(x))
    // The class 2 is the likeliest everywhere, 0 the next.
    try model.setTensors([
      try Tensor(name: "0.dense.weights", shape: [1, 3], values: [0, 0, 0]),
      try Tensor(name: "0.dense.bias", shape: [3], values: [1, 0, 2]),
    ])
    let steps: [[[Float]]] = [[[1], [2]], [[1]]]
    XCTAssertEqual(try model.predictLabels(steps), [[2], [2]])
    try model.compile(loss: .ctc(blank: 2))
    XCTAssertEqual(try model.predictLabels(steps), [[], []])
    XCTAssertEqual(try model.predictLabels(steps, blank: 1), [[2], [2]])
  }

  func testWhatCTCCannotLearn() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(inputs: x, outputs: Dense(3)(x))
    XCTAssertEqual(
      message { try model.compile(loss: .ctc(blank: 3)) },
      "layer 0 (Dense) with ctc expected a blank from 0 to 2, got ctc(blank: 3)")
    XCTAssertEqual(
      message { try Model(inputs: x, outputs: Dense(3)(GRU(2)(x))).compile(loss: .ctc()) },
      "layer 1 (Dense) with ctc expected an output for each time step of a sequence, got one vector "
        + "of 3 numbers")
    XCTAssertEqual(
      message { try Model(inputs: x, outputs: Dense(1)(x)).compile(loss: .ctc()) },
      "layer 0 (Dense) with ctc expected an output for each label and one for the blank, got 1")
    XCTAssertEqual(
      message {
        try Model(inputs: x, outputs: Dense(3, activation: .tanh)(x)).compile(loss: .ctc())
      },
      "layer 0 (Dense) with ctc expected the activation softmax, or none for logits, got tanh")
    XCTAssertEqual(
      message { try model.compile(loss: .ctc(), metrics: [.perplexity]) },
      "ctc is measured by accuracy or labelErrorRate, not by perplexity")
    XCTAssertEqual(
      message { try model.compile(loss: .meanSquaredError, metrics: [.labelErrorRate]) },
      "labelErrorRate is for ctc, whose targets have other lengths, not meanSquaredError")
    try model.compile(loss: .ctc())
    let steps: [[Double]] = [[1, 2, 3], [4, 5]]
    let label = "layer 0 (Dense) with ctc expected"
    for (targets, sentence) in [
      ([[1, 2], [0]], "\(label) labels from 0 to 2 but for the blank, 0, got 0 in example 1"),
      ([[1, 3], [1]], "\(label) labels from 0 to 2 but for the blank, 0, got 3 in example 0"),
      ([[-1], [1]], "\(label) labels from 0 to 2 but for the blank, 0, got -1 in example 0"),
      ([[1], [1, 2, 1]], "\(label) at least 3 time steps for 3 labels, got 2 in example 1"),
      (
        [[1, 2, 2], []],
        "\(label) at least 4 time steps for 3 labels and a blank between each two alike, got 3 in "
          + "example 0"
      ),
      ([[1, 2, 1], [2]], "no error"),
    ] {
      XCTAssertEqual(message { try model.fit(steps, targets) }, sentence)
    }
    XCTAssertEqual(
      message { try model.fit(steps, [[1.0], [2]]) },
      "\(label) a sequence of integers for each example, got a sequence of numbers for "
        + "each example")
  }
}
