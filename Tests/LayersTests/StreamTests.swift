import LinearAlgebra
import XCTest

@testable import Layers

/// Both kinds of model on streams of batches give what they give for arrays.
final class StreamTests: XCTestCase {
  private var x: [[[Double]]] = []
  private var tags: [[Int]] = []
  private var kinds: [Int] = []

  override func setUp() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<30 {
      let steps = 1 + generator.integer(below: 5)
      x.append((0..<steps).map { _ in [generator.normal(), generator.normal()] })
      tags.append((0..<steps).map { _ in generator.integer(below: 3) })
      kinds.append(generator.integer(below: 2))
    }
  }

  /// Batches of 8, the last of 6.
  private var parts: [Range<Int>] {
    stride(from: 0, to: 30, by: 8).map { $0..<min(30, $0 + 8) }
  }

  private func tagger(_ layer: Layer = .gru(GRU(4, returnSequences: true))) throws -> Sequential {
    let model = Sequential(layers: [layer, .dense(Dense(3, kernelL2: 0.1))])
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy, .perplexity])
    return model
  }

  private func twoOutputs() throws -> Model {
    let (left, right) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let states = GRU(4, returnSequences: true)(left)
    let model = try Model(
      inputs: [left, right],
      outputs: [
        Dense(3)(states).named("tag"), Dense(1)(Add()(LSTM(4)(states), LSTM(4)(right))),
      ])
    try model.compile(
      losses: [.sparseCategoricalCrossEntropy, .binaryCrossEntropy],
      metrics: [[.accuracy], [.f1]])
    return model
  }

  func testASequential() throws {
    let model = try tagger()
    // The first batch tells the inputs' size.
    let weights = tags.map { $0.map { Double($0) } }
    let batches = parts.lazy.map { [x, tags] in
      Batch(x[$0], tags[$0], sampleWeights: .perStep(Array(weights[$0])))
    }
    let scores = try model.evaluate(batches, threads: 1)
    XCTAssertEqual(scores.names, ["loss", "accuracy", "perplexity"])
    XCTAssertEqual(
      scores, try model.evaluate(x, tags, batchSize: 8, sampleWeights: .perStep(weights)))
    XCTAssertEqual(scores, try model.evaluate(batches, threads: 5))
    let inputs = parts.lazy.map { [x] in Batch(inputs: x[$0]) }
    XCTAssertEqual(
      try model.predictSequences(inputs), try model.predictSequences(x, batchSize: 8))
    XCTAssertEqual(try model.predictSequences(batches), try model.predictSequences(inputs))
    let reader = Sequential {
      LSTM(3)
      Dense(2)
    }
    XCTAssertEqual(try reader.predict(inputs), try reader.predict(x, batchSize: 8))
    XCTAssertEqual(try reader.predict([Batch]()), [])
  }

  func testAModelOfSeveralInputsAndOutputs() throws {
    let model = try twoOutputs()
    let other = x.map { Array($0.reversed()) }
    let batches = parts.lazy.map { [x, tags, kinds] in
      Batch(inputs: (x[$0], other[$0]), targets: (tags[$0], kinds[$0]))
    }
    XCTAssertEqual(
      try model.evaluate(batches), try model.evaluate((x, other), (tags, kinds), batchSize: 8))
    let inputs = parts.lazy.map { [x] in Batch(inputs: (x[$0], other[$0])) }
    XCTAssertEqual(try model.predictAll(inputs), try model.predictAll((x, other), batchSize: 8))
    XCTAssertEqual(try model.predictAll([Batch]()).map(\.name), ["tag", "output_1"])
    let single = try Model(tagger(.gru(GRU(3))).built(on: x))
    let read = parts.lazy.map { [x] in Batch(inputs: x[$0]) }
    XCTAssertEqual(try single.predict(read), try single.predict(x))
    XCTAssertEqual(try single.predictSequences(read), try single.predictSequences(x))
  }

  /// What stateful layers carry goes from batch to batch, as it does between calls.
  func testAStatefulModelGoesOn() throws {
    let model = try tagger(.gru(GRU(4, returnSequences: true, stateful: true)))
    let series = x.prefix(4).map { _ in x[0] }
    let batches = [Batch(inputs: series), Batch(inputs: series)]
    let given = try model.predictSequences(batches)
    model.resetStates()
    let first = try model.predictSequences(series)
    XCTAssertEqual(given, try first + model.predictSequences(series))
    XCTAssertNotEqual(given[0], given[4])
  }

  func testMessages() throws {
    let model = try tagger()
    let batches = [Batch(x, tags), Batch(x.prefix(1), [[Int](repeating: 3, count: x[0].count)])]
    XCTAssertEqual(
      message { _ = try model.evaluate(batches) },
      "batch 1 of the stream: layer 1 (Dense) with sparseCategoricalCrossEntropy expected classes "
        + "from 0 to 2, got 3 in example 0, step 0; classes are counted from 0")
    XCTAssertEqual(
      message { _ = try model.evaluate([Batch]()) }, "there are no batches to evaluate on")
    XCTAssertEqual(
      message { _ = try model.predict([Batch(inputs: x)]) },
      "the model gives a vector for each time step; call predictSequences, or give its last recurrent "
        + "layer returnSequences: false")
    XCTAssertEqual(
      message { _ = try model.predictSequences([Batch(inputs: (x, x))]) },
      "batch 0 of the stream: a Sequential has one input, got a batch for 2 inputs; a Model takes it"
    )
    XCTAssertEqual(
      message { _ = try model.predictSequences([Batch(inputs: [[[Double]]]())]) },
      "batch 0 of the stream: there are no examples")
    XCTAssertEqual(
      message { _ = try twoOutputs().predict([Batch]()) },
      "the model has 2 outputs; call predictAll")
    XCTAssertEqual(
      message { _ = try Sequential { GRU(2) }.evaluate(batches) },
      "the model does not know its loss; call compile(loss:) first")
  }
}

extension Sequential {
  /// The model, which has seen inputs.
  fileprivate func built(on x: [[[Double]]]) throws -> Sequential {
    _ = try predictSequences(x)
    return self
  }
}
