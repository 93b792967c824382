import LinearAlgebra
import XCTest

@testable import Layers

/// What weights and masks of targets do to losses, metrics and gradients, and what is said where they
/// do not fit.
final class SampleWeightTests: XCTestCase {
  private var generator = SeededGenerator(seed: 6)
  private var x: [[[Double]]] = []
  private var tags: [[Int]] = []
  private var kinds: [Int] = []

  override func setUp() {
    for _ in 0..<90 {
      let steps = 2 + generator.integer(below: 5)
      x.append((0..<steps).map { _ in [generator.normal(), generator.normal()] })
      tags.append((0..<steps).map { _ in generator.integer(below: 3) })
      kinds.append(generator.integer(below: 2))
    }
  }

  private func tagger(
    _ metrics: [Metric] = [.accuracy], weighted: [Metric] = []
  ) throws -> Sequential {
    let model = Sequential(layers: [
      .input(Input(features: 2)), .gru(GRU(4, returnSequences: true)),
      .dense(Dense(3, activation: .softmax)),
    ])
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.05),
      metrics: metrics, weightedMetrics: weighted)
    return model
  }

  private func twoOutputs() throws -> Model {
    let input = Input.sequence(features: 2)
    let states = GRU(4, returnSequences: true)(input)
    let model = try Model(
      inputs: [input],
      outputs: [
        Dense(3, activation: .softmax)(states).named("tags"),
        Dense(1, activation: .sigmoid)(LSTM(3)(states)).named("kind"),
      ])
    try model.compile(
      losses: [.sparseCategoricalCrossEntropy, .binaryCrossEntropy], weights: [1, 0.5],
      metrics: [[.accuracy, .perplexity], [.f1]],
      weightedMetrics: [[.accuracy, .perplexity], []])
    return model
  }

  // MARK: What is computed

  /// Σ w l / n, by hand from the probabilities; metrics without and with weights.
  func testTheMeanIsOverWhatCounts() throws {
    let model = try tagger([.accuracy, .perplexity], weighted: [.accuracy, .perplexity])
    let weights = tags.map { $0.map { _ in generator.uniform(in: 0...2) } }
    let counts = tags.map { $0.map { _ in generator.uniform() < 0.7 } }
    let classes = [1, 0.5, 3]
    let scores: Scores = try model.evaluate(
      x, tags, sampleWeights: .perStep(weights) * .mask(counts) * .perClass(classes))
    var (loss, plain, right, weightedRight, total, steps) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (example, vectors) in try model.predictSequences(x).enumerated() {
      for (step, p) in vectors.enumerated() where counts[example][step] {
        let tag = tags[example][step]
        let weight = weights[example][step] * classes[tag]
        let isRight = p[tag] == p.max() ? 1.0 : 0
        plain -= Double.log(Double(p[tag]))
        loss -= weight * Double.log(Double(p[tag]))
        right += isRight
        weightedRight += weight * isRight
        total += weight
        steps += 1
      }
    }
    XCTAssertEqual(
      scores.names,
      ["loss", "accuracy", "perplexity", "weighted_accuracy", "weighted_perplexity"])
    for (mine, wanted) in zip(
      scores,
      [
        loss / steps, right / steps, Double.exp(plain / steps), weightedRight / total,
        Double.exp(loss / total),
      ])
    {
      XCTAssertEqual(mine, wanted, accuracy: 1e-5 * wanted)
    }
  }

  /// A weight of 2 is an example twice, where both are divided by as many.
  func testAWeightOfTwoIsAnExampleTwice() throws {
    let (once, twice) = (try tagger(), try tagger())
    var (more, moreTags) = (x, tags)
    more += x.prefix(30)
    moreTags += tags.prefix(30)
    let weights = (0..<90).map { $0 < 30 ? 2.0 : 1 }
    let a: Scores = try once.evaluate(x, tags, sampleWeights: .perSample(weights))
    let b: Scores = try twice.evaluate(more, moreTags)
    let (steps, moreSteps) = (tags.joined().count, moreTags.joined().count)
    XCTAssertEqual(a.loss * Double(steps), b.loss * Double(moreSteps), accuracy: 1e-3)
  }

  /// What a mask leaves out could as well not be there, to the last bit.
  func testMaskedStepsCountForNothing() throws {
    let counts = tags.map { $0.indices.map { $0 % 3 != 1 } }
    var changed = tags
    for example in tags.indices {
      for step in tags[example].indices where !counts[example][step] { changed[example][step] = 0 }
    }
    var results: [([Tensor], [Double])] = []
    for targets in [tags, changed] {
      let model = try tagger([.accuracy, .f1, .rSquared, .topK(2)])
      let history = try model.fit(x, targets, epochs: 2, sampleWeights: .mask(counts))
      results.append((try model.tensors, history["loss"] + history["f1"] + history["r2"]))
    }
    XCTAssertEqual(results[0].0, results[1].0)
    XCTAssertEqual(results[0].1, results[1].1)
    // A weight of zero says the same of gradients, but is a step that is divided by.
    let (masked, silent) = (try tagger(), try tagger())
    let a: Scores = try masked.evaluate(x, tags, sampleWeights: .mask(counts))
    let b: Scores = try silent.evaluate(
      x, tags, sampleWeights: .perStep(counts.map { $0.map { $0 ? 1.0 : 0 } }))
    let (counted, all) = (counts.joined().count { $0 }, tags.joined().count)
    XCTAssertEqual(a.loss * Double(counted), b.loss * Double(all), accuracy: 1e-3)
    XCTAssertNotEqual(a["accuracy"], b["accuracy"])
  }

  func testAModelAndASequentialAgree() throws {
    let sequential = try tagger()
    let model = try Model(sequential)
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.05),
      metrics: [.accuracy])
    let weights: SampleWeights = .perSample((0..<90).map { Double($0 % 4) })
    let history = try sequential.fit(x, tags, epochs: 2, sampleWeights: weights)
    XCTAssertEqual(try model.fit(x, tags, epochs: 2, sampleWeights: weights), history)
    XCTAssertEqual(model.tensors.map(\.values), try sequential.tensors.map(\.values))
  }

  func testSeveralOutputsAndThreads() throws {
    let counts = tags.map { $0.indices.map { $0 % 2 == 0 } }
    let weights: SampleWeights = .perOutput(
      .mask(counts) * .perClass([1, 2, 3]), .perClass([0.5, 2]))
    var results: [([[Float]], [Double])] = []
    for threads in [1, 2, 5] {
      let model = try twoOutputs()
      let history = try model.fit(
        x, (tags, kinds), epochs: 2, batchSize: 64, sampleWeights: weights,
        validation: .split(0.3), threads: threads)
      let scores: Scores = try model.evaluate(
        x, (tags, kinds), sampleWeights: weights, threads: threads)
      XCTAssertEqual(
        scores.names,
        [
          "loss", "tags_loss", "tags_accuracy", "tags_perplexity", "tags_weighted_accuracy",
          "tags_weighted_perplexity", "kind_loss", "kind_f1",
        ])
      XCTAssertEqual(scores.loss, scores["tags_loss"]! + 0.5 * scores["kind_loss"]!, accuracy: 1e-9)
      results.append(
        (model.tensors.map(\.values), scores.values + history["val_kind_f1"] + history["loss"]))
    }
    for other in results.dropFirst() {
      XCTAssertEqual(other.0, results[0].0)
      XCTAssertEqual(other.1, results[0].1)
    }
  }

  func testStreamsAndLossesOfSequences() throws {
    let batches = stride(from: 0, to: 90, by: 30).map { start -> Batch in
      let rows = start..<start + 30
      return Batch(
        Array(x[rows]), Array(tags[rows]), sampleWeights: .perClass([1, 2.0, 0]))
    }
    let (streamed, whole) = (try tagger(), try tagger())
    try streamed.fit(batches, epochs: 2)
    try whole.fit(
      x, tags, epochs: 2, batchSize: 30, sampleWeights: .perClass([1, 2.0, 0]), shuffle: false)
    XCTAssertEqual(try streamed.tensors, try whole.tensors)

    let input = Input.sequence(features: 2)
    let model = try Model(
      inputs: input, outputs: Dense(1)(GRU(3, returnSequences: true)(input)))
    try model.compile(loss: .pointer, metrics: [.accuracy])
    let places = tags.map { _ in [1] }
    let weights = (0..<90).map { $0 < 45 ? 3.0 : 0 }
    let a: Scores = try model.evaluate(x, places, sampleWeights: .perSample(weights))
    let b: Scores = try model.evaluate(Array(x.prefix(45)), Array(places.prefix(45)))
    XCTAssertEqual(a.loss, 1.5 * b.loss, accuracy: 1e-5)
  }

  // MARK: Messages

  func testMessages() throws {
    let model = try tagger()
    let (x, tags) = (Array(x.prefix(3)), Array(tags.prefix(3)))
    let lengths = tags.map(\.count)
    let label = "sampleWeights"
    for (weights, sentence) in [
      ([1, 2], "\(label) expected a weight for each of 3 examples, got 2"),
      ([1, -1, 2], "\(label) are finite and at least 0, got -1.0 in example 1"),
      ([1, 1, .nan], "\(label) are finite and at least 0, got nan in example 2"),
      (.perClass([1, 2]), "\(label) expected a weight for each of 3 classes, got 2"),
      (
        .perClass([1, 2, Double.infinity]),
        "\(label) are finite and at least 0, got inf in class 2"
      ),
      (.mask([[true]]), "\(label) expected an array for each of 3 examples, got 1"),
      (
        .perStep(tags.map { _ in [1.0] }),
        "\(label) expected a weight for each time step: example 0 has \(lengths[0]) time steps and "
          + "1 weight"
      ),
      (
        .perStep(tags.map { $0.map { _ in -2.0 } }),
        "\(label) are finite and at least 0, got -2.0 in example 0, step 0"
      ),
      (.perOutput(nil, nil), "\(label) expected weights for each of 1 output, got 2"),
    ] as [(SampleWeights, String)] {
      XCTAssertEqual(message { try model.fit(x, tags, sampleWeights: weights) }, sentence)
    }
    let two = try twoOutputs()
    let kinds = Array(kinds.prefix(3))
    XCTAssertEqual(
      message {
        try two.fit(
          x, (tags, kinds), sampleWeights: .perOutput(nil, .mask([[true], [true], [true]])))
      },
      "output 1 (kind): sampleWeights expected a weight for each example, as the output has no time "
        + "steps; take perSample")
    let input = Input.sequence(features: 2)
    let numbers = try Model(
      inputs: input, outputs: Dense(1)(GRU(3, returnSequences: true)(input)))
    try numbers.compile(loss: .pointer)
    XCTAssertEqual(
      message {
        try numbers.fit(
          x, tags.map { _ in [0] }, sampleWeights: .perStep(x.map { $0.map { _ in 1.0 } }))
      },
      "sampleWeights are perStep, but pointer is a loss of whole sequences; take perSample or a mask"
    )
    try numbers.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message {
        try numbers.fit(
          x, x.map { $0.map { [$0[0]] } }, sampleWeights: .perClass([1.0, 2]))
      },
      "sampleWeights are perClass, but the targets of meanSquaredError are no classes; take perSample "
        + "or perStep")
  }
}
