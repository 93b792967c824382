import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Attention: gradients of all parameters and inputs against central differences, padding, weights as a
/// value, threads, files and messages.
final class AttentionTests: XCTestCase {
  private typealias Layer = (_ query: Value, _ value: Value, _ key: Value?) -> (
    output: Value, weights: Value
  )

  private func layers(causal: Bool, dropout: Double) -> [Layer] {
    let dots = [AttentionScale.rootOfSize, .one, .learnt].map { scale -> Layer in
      let layer = Attention(scale: scale, causal: causal, dropout: dropout)
      return { layer.withWeights(query: $0, value: $1, key: $2) }
    }
    let sums = [nil, 4].map { units -> Layer in
      let layer = AdditiveAttention(units, causal: causal, dropout: dropout)
      return { layer.withWeights(query: $0, value: $1, key: $2) }
    }
    return dots + sums
  }

  // MARK: Gradients

  /// Queries, values and keys come of layers with weights, so that a wrong gradient of an input is a wrong
  /// gradient of those.
  func testGradientsOfAllInputs() throws {
    for (causal, dropout) in [(false, 0.0), (true, 0.3)] {
      for attend in layers(causal: causal, dropout: dropout) {
        let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 3))
        let queries = Dense(3, activation: .tanh)(x)
        let values = LSTM(2, returnSequences: true)(y)
        let keys = Dense(3)(y)
        let output = attend(queries, values, keys).output
        try expectGraphGradients([x, y], [Dense(2)(output), GRU(2)(output)])
      }
    }
  }

  func testGradientsOfOneQueryAndOfWeights() throws {
    for attend in layers(causal: false, dropout: 0.3) {
      let (x, v) = (Input.sequence(features: 3), Input.vector(2))
      let memory = GRU(3, returnSequences: true)(x)
      let (output, weights) = attend(Dense(3)(v), memory, nil)
      // The weights gate what they weigh, and are read as a sequence.
      let gated = Multiply()(weights, memory)
      try expectGraphGradients([x, v], [output, LSTM(2)(gated), Dense(1)(weights)])
    }
  }

  func testGradientsOfTheWeightsOfManyQueries() throws {
    for attend in layers(causal: true, dropout: 0) {
      let (x, y) = (Input.sequence(features: 3), Input.sequence(features: 3))
      let (output, weights) = attend(Dense(3)(x), Dense(3)(y), y)
      // Of each target step the sequence of its weights, read by a layer.
      let read = TimeDistributed(LSTM(2))(weights)
      try expectGraphGradients([x, y], [Dense(1)(read), output])
    }
  }

  func testGradientsOfSelfAttentionAndOfSharedLayers() throws {
    let (x, words) = (Input.sequence(features: 3), Input.symbols())
    let embed = Embedding(vocabularySize: 4, size: 3, masksZero: true)
    for layer in [AdditiveAttention(2), AdditiveAttention()] {
      let once = layer(query: embed(words), value: embed(words))
      let again = layer(query: Dense(3)(x), value: once, key: embed(words))
      try expectGraphGradients([x, words], [Dense(2)(again), GRU(2)(once)])
    }
    let dot = Attention(scale: .learnt)
    let seen = dot(query: embed(words), value: embed(words))
    try expectGraphGradients([x, words], [dot(query: Dense(3)(x), value: seen), seen])
  }

  func testGradientsOfSeveralHeads() throws {
    let (x, words) = (Input.sequence(features: 3), Input.symbols())
    let embed = Embedding(vocabularySize: 4, size: 3, masksZero: true)
    let layer = MultiHeadAttention(heads: 2, keySize: 2, valueSize: 3, units: 4, dropout: 0.2)
    let (found, weights) = layer.withWeights(query: embed(words), value: x, key: Dense(2)(x))
    XCTAssertEqual(weights.count, 2)
    try expectGraphGradients([x, words], [found])
    let causal = MultiHeadAttention(heads: 1, keySize: 2, units: 2, causal: true)
    try expectGraphGradients([x], [GRU(2)(causal(query: x, value: x))])
  }

  func testGradientsAtEachTimeStep() throws {
    let row = Input.sequence(steps: 3, features: 2)
    let states = Dense(2)(row)
    let part = try Model(
      inputs: row,
      outputs: AdditiveAttention(3)(
        query: LSTM(3)(row), value: Attention()(query: row, value: states)))
    let x = Input.sequence(features: 6)
    let read = TimeDistributed(part)(TimeDistributed(Reshape(3, 2))(x))
    try expectGraphGradients([x], [GRU(2)(read)])
  }

  /// Random shapes: steps, sizes and padding.
  func testGradientsOfRandomShapes() throws {
    var generator = SeededGenerator(seed: 5)
    func below(_ bound: Int) -> Int { 1 + generator.integer(below: bound) }
    for seed in 1...8 as ClosedRange<UInt64> {
      let (size, width) = (below(4), below(4))
      let x = Input.sequence(steps: below(5), features: below(3))
      let y = Input.sequence(features: below(3))
      let queries = Dense(size)(x)
      let (values, keys) = (Dense(width)(y), Dense(size)(y))
      let outputs = [
        Attention()(query: queries, value: values, key: keys),
        AdditiveAttention(below(5))(query: x, value: values, key: keys),
      ]
      try expectGraphGradients([x, y], outputs, seed: seed)
    }
  }

  // MARK: Padding

  func testPaddingHasNoWeight() throws {
    let (x, words) = (Input.sequence(features: 2), Input.symbols())
    let embed = Embedding(vocabularySize: 5, size: 2, masksZero: true)
    let masked = Masking(value: 9)(x)
    for attend in layers(causal: false, dropout: 0) {
      let (output, weights) = attend(masked, embed(words), nil)
      let model = try Model(inputs: [x, words], outputs: [output, weights])
      let queries: [[[Float]]] = [[[1, 2], [9, 9], [3, 1]], [[0, 1]]]
      let outputs = try model.predictAll((queries, [[1, 0, 4, 2], [3, 0]]))
      XCTAssertEqual(outputs[1].sequences.map { $0.map(\.count) }, [[4, 4, 4], [2]])
      for step in [outputs[1].sequences[0][0], outputs[1].sequences[0][2]] {
        XCTAssertEqual(step[1], 0)
        XCTAssertEqual(step.reduce(0, +), 1, accuracy: 1e-6)
        XCTAssertTrue(step[0] > 0 && step[2] > 0 && step[3] > 0)
      }
      XCTAssertEqual(outputs[1].sequences[1], [[1, 0]])
      // A query that is padding finds nothing.
      XCTAssertEqual(outputs[1].sequences[0][1], [0, 0, 0, 0])
      XCTAssertEqual(outputs[0].sequences[0][1], [0, 0])
      // Each example gives what it gives alone, and without its padding.
      for (index, words) in [[1, 0, 4, 2], [3, 0]].enumerated() {
        let alone = try model.predictAll(([queries[index]], [words.filter { $0 != 0 }]))
        XCTAssertEqual(alone[0].sequences[0], outputs[0].sequences[index])
      }
    }
  }

  /// Nothing but padding gives zeros, and neither do gradients go astray.
  func testASourceOfPaddingGivesZeros() throws {
    let (v, words) = (Input.vector(2), Input.symbols())
    let embed = Embedding(vocabularySize: 5, size: 2, masksZero: true)
    for attend in layers(causal: false, dropout: 0) {
      let (output, weights) = attend(v, embed(words), nil)
      let graph = try BuiltGraph(inputs: [v, words], outputs: [output, Dense(1)(weights)]).graph
      let network = try GraphNetwork<Double>(graph)
      let parameters = network.initialParameters(seed: 1)
      var parts = [GraphWindow<Double>.Part(time: 1), GraphWindow<Double>.Part(time: 3)]
      parts[0].numbers = [1, 2, 3, 4]
      (parts[1].symbols, parts[1].lengths) = ([0, 0, 0, 1, 2, 0], [2, 3])
      var window = GraphWindow<Double>(rows: 2, parts: parts)
      window.targets = [.values([1, 1, 1, 1]), .values([1, 1, 1, 1, 1, 1])]
      let batch = ShardedGraph(
        network, parameters: parameters, rows: 2, lengths: [1, 3], training: true, threads: 1)
      XCTAssertEqual(Array(batch.outputs(window)[0].prefix(2)), [0, 0])
      let task = ShardedGraph<Double>.Task(
        objectives: [Objective(loss: .meanSquaredError), Objective(loss: .meanSquaredError)],
        weights: [1, 1], backward: true)
      _ = batch.run(window, task)
      XCTAssertTrue(batch.shards[0].gradients.values.allSatisfy(\.isFinite))
    }
  }

  func testCausalStepsSeeThePastAlone() throws {
    let x = Input.sequence(features: 3)
    let (output, weights) = Attention(causal: true).withWeights(query: x, value: x)
    let model = try Model(inputs: [x], outputs: [output, weights])
    let steps: [[Float]] = [[1, 0, 2], [0, 1, 1], [2, 2, 0], [1, 1, 1]]
    let whole = try model.predictAll([steps])
    for t in 1...4 {
      let prefix = try model.predictAll([Array(steps.prefix(t))])
      XCTAssertEqual(prefix[0].sequences[0], Array(whole[0].sequences[0].prefix(t)))
      XCTAssertEqual(
        Array(whole[1].sequences[0][t - 1].dropFirst(t)), Array(repeating: 0, count: 4 - t))
    }
    XCTAssertEqual(whole[0].sequences[0][0], steps[0])
  }

  // MARK: Training, files, messages

  func testTheThreadsChangeNothing() throws {
    var generator = SeededGenerator(seed: 3)
    let examples = (0..<70).map { index -> [[Float]] in
      (0..<1 + index % 7).map { _ in [Float(generator.normal()), Float(generator.normal())] }
    }
    let results = try [1, 2, 5].map { threads in
      let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
      let states = LSTM(5, returnSequences: true)(y)
      let found = AdditiveAttention(6, dropout: 0.2)(
        query: GRU(4, returnSequences: true)(x), value: states)
      let seen = Attention(scale: .learnt)(query: Dense(5)(found), value: states)
      let model = try Model(inputs: [x, y], outputs: [Dense(1)(LSTM(3)(seen))], seed: 4)
      try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
      let targets = examples.map { Double($0.count) }
      try model.fit(
        (examples, Array(examples.reversed())), targets, epochs: 2, batchSize: 70, threads: threads)
      return model.tensors
    }
    XCTAssertEqual(results[0], results[1])
    XCTAssertEqual(results[0], results[2])
  }

  func testFiles() throws {
    let path = NSTemporaryDirectory() + "attention-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for attend in layers(causal: true, dropout: 0.1) {
      let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
      let (output, weights) = attend(x, y, Dense(2)(y))
      let model = try Model(inputs: [x, y], outputs: [output, weights])
      try model.save(to: path)
      let read = try Model(contentsOf: path)
      let data: ([[[Float]]], [[[Float]]]) = ([[[1, 2], [3, 4]]], [[[1, 0], [0, 1], [1, 1]]])
      XCTAssertEqual(try read.predictAll(data), try model.predictAll(data))
      XCTAssertEqual(read.summaryTable, model.summaryTable)
    }
  }

  func testMessages() throws {
    func message(_ inputs: [Value], _ outputs: Value...) -> String {
      do {
        _ = try Model(inputs: inputs, outputs: outputs)
        return "no error"
      } catch { return "\(error)" }
    }
    let (x, y, v) = (
      Input.sequence(features: 2, named: "asked"), Input.sequence(features: 3), Input.vector(3)
    )
    XCTAssertEqual(
      message([x, y], Attention()(query: x, value: y)),
      "layer 0 (Attention) expected queries and keys of one size, got 2 numbers a time step from input 0 "
        + "(asked) and 3 numbers a time step from input 1; a Dense layer gives one of them the size of the "
        + "other, and AdditiveAttention(units) takes any")
    XCTAssertEqual(
      message([y, v], AdditiveAttention(4)(query: y, value: v)),
      "layer 0 (AdditiveAttention) expected a sequence as its value, got one vector of 3 numbers from "
        + "input 1; weights go to its time steps")
    XCTAssertEqual(
      message([y, v], Attention(causal: true)(query: v, value: y)),
      "layer 0 (Attention) is causal, got one vector of 3 numbers from input 1 as its query; only the "
        + "steps of a sequence have a place in time")
    let (a, b) = (RepeatVector(2)(v), RepeatVector(3)(v))
    XCTAssertEqual(
      message([v], Attention()(query: v, value: a, key: b)),
      "layer 2 (Attention) expected a key for each value, got 2 time steps of 3 numbers from layer 0 "
        + "(RepeatVector) and 3 time steps of 3 numbers from layer 1 (RepeatVector)")
    let words = Input.symbols()
    XCTAssertEqual(
      message([words, y], Attention()(query: y, value: words)),
      "layer 0 (Attention) expected numbers, got symbols from input 0; put an Embedding between them"
    )
    XCTAssertEqual(
      message([y], Attention(dropout: 1)(query: y, value: y)),
      "layer 0 (Attention) drops with the probability 1.0; it must be at least 0 and below 1")
    XCTAssertEqual(
      message([y], AdditiveAttention(0)(query: y, value: y)),
      "layer 0 (AdditiveAttention) has a size of 0; sizes are positive and at most 16,777,216")
    let shared = AdditiveAttention(2)
    XCTAssertEqual(
      message([x, y], shared(query: x, value: y), shared(query: y, value: y)),
      "layer 0 (AdditiveAttention) expected 2 numbers in the last axis as in its first call, got 3 from "
        + "input 1; a layer of its own has weights of its own")
    let fixed = Input.sequence(steps: 4, features: 3)
    XCTAssertEqual(
      message([fixed], Attention()(query: Reshape(2, 2, 3)(fixed), value: fixed)),
      "layer 1 (Attention) expected a sequence, got a sequence of 2 time steps of 3 numbers for each of 2 "
        + "time steps from layer 0 (Reshape); a model of it goes into TimeDistributed")
    XCTAssertEqual(
      message([y], MultiHeadAttention(heads: 0, keySize: 2, units: 2)(query: y, value: y)),
      "a MultiHeadAttention has no heads; it has at least 1")
    let (output, weights) = Attention().withWeights(query: y, value: y)
    let model = try Model(inputs: [y], outputs: [Dense(1)(output), weights.named("weights")])
    XCTAssertThrowsError(try model.compile(loss: .meanSquaredError)) { error in
      XCTAssertEqual(
        "\(error)",
        "output 1 (weights) gives a sequence of 1 number a step for each time step, which only the loss pointer measures;"
          + " leave it out of the model that learns, and make another one of the same layers that shows it"
      )
    }
    // Lengths that differ only in the examples.
    let (keys, z) = (Input.sequence(features: 3), Input.sequence(features: 2))
    let other = try Model(
      inputs: [y, keys, z], outputs: [Attention()(query: y, value: z, key: keys)])
    let one: [[[Float]]] = [[[1, 2, 3]]]
    XCTAssertThrowsError(try other.predictAll((one, one, [[[1, 2], [3, 4]]] as [[[Float]]]))) {
      error in
      XCTAssertEqual(
        "\(error)",
        "layer 0 (Attention) expected sequences of one length, got 2 and 1 time step in example 0")
    }
  }
}
