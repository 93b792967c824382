import LinearAlgebra
import XCTest

@testable import Layers

/// What the engine spares itself, in graphs: products of symbols that come again, rows of large
/// embeddings that no batch reads, logits of all steps at once; and states from batch to batch.
final class GraphEngineTests: XCTestCase {
  // MARK: States

  private func reader(stateful: Bool) throws -> Model {
    let x = Input.sequence(features: 2)
    let memory = LSTM(4, returnSequences: true, stateful: stateful)(x)
    let other = GRU(3, stateful: stateful)(x)
    return try Model(inputs: [x], outputs: [Dense(2)(memory), Dense(1)(other)], seed: 4)
  }

  func testAStatefulGraphReadsOn() throws {
    var generator = SeededGenerator(seed: 2)
    let x = (0..<3).map { _ in
      (0..<6).map { _ in (0..<2).map { _ in Float(generator.normal()) } }
    }
    let whole = try reader(stateful: false).predictAll(x)
    let model = try reader(stateful: true)
    for _ in 1...2 {
      let first = try model.predictAll(x.map { Array($0[..<2]) })
      let second = try model.predictAll(x.map { Array($0[2...]) })
      for row in 0..<3 {
        XCTAssertEqual(
          first[0].sequences[row] + second[0].sequences[row], whole[0].sequences[row])
      }
      XCTAssertEqual(second[1].vectors, whole[1].vectors)
      XCTAssertThrowsError(try model.predictAll(Array(x[..<2]))) {
        XCTAssertEqual(
          ($0 as? ModelError)?.message,
          "a stateful model carries the states of 3 rows, got a batch of 2; call resetStates() "
            + "before another kind of batch")
      }
      model.resetStates()
    }
  }

  /// Windows of a text, in their order, through `fit`: what a `Sequential` makes of them.
  func testAStatefulGraphLearnsAsASequentialDoes() throws {
    var generator = SeededGenerator(seed: 6)
    let x = (0..<12).map { _ in (0..<5).map { _ in generator.integer(below: 7) } }
    let y = x.map { $0.map { ($0 + 1) % 7 } }
    let sequential = Sequential(seed: 8) {
      Embedding(vocabularySize: 7, size: 3)
      LSTM(5, returnSequences: true, stateful: true, dropout: 0.2)
      Dense(7)
    }
    let graph = try Model(sequential)
    try sequential.compile(loss: .sparseCategoricalCrossEntropy)
    try graph.compile(loss: .sparseCategoricalCrossEntropy)
    let one = try sequential.fit(x, y, epochs: 3, batchSize: 4, threads: 1)
    let other = try graph.fit(x, y, epochs: 3, batchSize: 4, threads: 2)
    XCTAssertEqual(one, other)
    XCTAssertEqual(try sequential.tensors, graph.tensors)
    XCTAssertThrowsError(try graph.fit(x, y, batchSize: 5)) {
      XCTAssertEqual(
        ($0 as? ModelError)?.message,
        "a stateful model needs batches of one size: 12 examples do not divide into batches of 5")
    }
  }

  // MARK: Symbols that come again

  /// Two texts under one embedding, each read by a layer of its own; and one read twice.
  func testDistinctSymbolsAreShared() throws {
    let (a, b) = (Input.symbols(), Input.symbols())
    let embed = Embedding(vocabularySize: 9, size: 3)
    let outputs = [LSTM(2)(embed(a)), GRU(2)(embed(b))]
    let graph = try BuiltGraph(inputs: [a, b], outputs: outputs).graph
    let network = try GraphNetwork<Double>(graph)
    XCTAssertEqual(network.shortcuts.lookups.map(\.input), [0, 1])
    let vectors = embed(a)
    let twice = try BuiltGraph(
      inputs: [a], outputs: [LSTM(2)(vectors), GRU(2)(vectors)]
    ).graph
    XCTAssertTrue(try GraphNetwork<Double>(twice).shortcuts.lookups.isEmpty)
    try checkGradients(network, rows: 3, time: 6)
  }

  /// Against central differences, on windows in which each symbol stands more than once.
  private func checkGradients(
    _ network: GraphNetwork<Double>, rows: Int, time: Int, largestOutput: Int? = nil
  ) throws {
    var generator = SeededGenerator(seed: 3)
    let parameters = network.initialParameters(seed: 5)
    for index in parameters.values.indices {
      parameters.values[index] += generator.uniform(in: -0.3...0.3)
    }
    let (window, task) = batch(network, rows: rows, time: time)
    let sharded = ShardedGraph(
      network, parameters: parameters, rows: rows, lengths: window.parts.map(\.time),
      training: true, threads: 1)
    func loss(backward: Bool) -> Double {
      var task = task
      task.backward = backward
      sharded.parametersChanged()
      return sharded.run(window, task).reduce(0) { $0 + $1.loss / Double($1.count) }
    }
    _ = loss(backward: true)
    expectGradients(
      Array(sharded.shards[0].gradients.values), of: parameters, network.layout, "",
      file: #filePath, line: #line
    ) { loss(backward: false) }
  }

  private func batch(
    _ network: GraphNetwork<Double>, rows: Int, time: Int
  ) -> (GraphWindow<Double>, ShardedGraph<Double>.Task) {
    var generator = SeededGenerator(seed: 7)
    let parts = network.graph.inputs.indices.map { _ in
      GraphWindow<Double>.Part(
        time: time, symbols: (0..<rows * time).map { _ in Int32(generator.integer(below: 4)) })
    }
    var window = GraphWindow<Double>(rows: rows, parts: parts)
    window.targets = network.outputShapes.map { shape in
      .values((0..<rows * window.time(of: shape) * shape.size).map { _ in generator.uniform() })
    }
    let objective = Objective(loss: .meanSquaredError)
    return (
      window,
      ShardedGraph.Task(
        objectives: network.ends.map { _ in objective }, weights: network.ends.map { _ in 1 })
    )
  }

  // MARK: Outputs in parts

  /// Two outputs over one memory, of which each computes its logits some steps at a time.
  func testOutputsInPartsGiveWhatTheWholeGives() throws {
    let x = Input.symbols()
    let memory = LSTM(4, returnSequences: true)(Embedding(vocabularySize: 5, size: 3)(x))
    let graph = try BuiltGraph(
      inputs: [x], outputs: [Dense(6)(memory), Dense(11)(memory), Dense(2)(GRU(3)(memory))]
    ).graph
    let whole = try GraphNetwork<Double>(graph)
    let parameters = whole.initialParameters(seed: 3)
    func results(_ limit: Int, threads: Int) throws -> ([Double], [Double], [[Double]]) {
      let network = try GraphNetwork<Double>(graph, largestOutput: limit)
      var (window, task) = batch(network, rows: 20, time: 5)
      task.backward = true
      let sharded = ShardedGraph(
        network, parameters: parameters, rows: 20, lengths: [5], training: true, threads: threads)
      let losses = sharded.run(window, task).map(\.loss)
      let gradients = sharded.shards.flatMap { Array($0.gradients.values) }
      window.targets = []
      return (losses, gradients, sharded.outputs(window))
    }
    let expected = try results(.max, threads: 1)
    for (limit, threads) in [(70, 1), (70, 2), (25, 2), (1, 1)] {
      let parts = try results(limit, threads: threads)
      for (x, y) in zip(parts.0, expected.0) { XCTAssertEqual(x, y, accuracy: 1e-10) }
      XCTAssertEqual(parts.1.count, expected.1.count)
      for (x, y) in zip(parts.1, expected.1) { XCTAssertEqual(x, y, accuracy: 1e-12) }
      XCTAssertEqual(parts.2, expected.2)
    }
    try checkGradients(GraphNetwork(graph, largestOutput: 25), rows: 3, time: 4)
  }

  // MARK: Large embeddings

  private func twoTables(vocabulary: Int) throws -> Graph {
    let (a, b) = (Input.symbols(), Input.symbols())
    let told = LSTM(3)(Embedding(vocabularySize: vocabulary, size: 3)(a))
    let asked = GRU(2)(Embedding(vocabularySize: 2 * vocabulary, size: 2)(b))
    return try BuiltGraph(
      inputs: [a, b], outputs: [Dense(2)(Concatenate()(told, asked))]
    ).graph
  }

  /// The tables come first among the parameters, and shards hold no gradient of them.
  func testOnlyTablesOfOneCallAreSparse() throws {
    let network = try GraphNetwork<Double>(twoTables(vocabulary: 20), sparseFrom: 60)
    XCTAssertEqual(network.shortcuts.tables.map(\.slot.offset), [0, 64])
    XCTAssertEqual(network.sparseCount, 64 + 80)
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 20, size: 3)
    let shared = try BuiltGraph(
      inputs: [x], outputs: [Add()(LSTM(2)(embed(x)), GRU(2)(embed(x)))]
    ).graph
    XCTAssertEqual(try GraphNetwork<Double>(shared, sparseFrom: 0).sparseCount, 0)
  }

  func testSparseTablesLearnWhatDenseOnesDo() throws {
    let graph = try twoTables(vocabulary: 40)
    func trained(sparseFrom: Int, threads: Int) throws -> (values: [Double], moved: Int) {
      let network = try GraphNetwork<Double>(graph, sparseFrom: sparseFrom)
      let parameters = network.initialParameters(seed: 4)
      let batch = ShardedGraph(
        network, parameters: parameters, rows: 20, lengths: [3, 2], training: true,
        threads: threads)
      let state = OptimizerState(network)
      var generator = SeededGenerator(seed: 5)
      func symbols(_ count: Int, _ bound: Int) -> [Int32] {
        (0..<count).map { _ in Int32(generator.integer(below: 1 + generator.integer(below: bound)))
        }
      }
      for _ in 1...60 {
        var window = GraphWindow<Double>(
          rows: 20,
          parts: [
            GraphWindow.Part(time: 3, symbols: symbols(60, 40)),
            GraphWindow.Part(time: 2, symbols: symbols(40, 80)),
          ])
        window.targets = [.values((0..<40).map { Double($0 % 3) })]
        state.prepare(window, batch)
        _ = batch.run(
          window,
          ShardedGraph.Task(objective: Objective(loss: .meanSquaredError), backward: true))
        XCTAssertTrue(state.update(batch, settings: .adam(learningRate: 0.01)).isFinite)
        batch.parametersChanged()
      }
      state.settle(parameters)
      let values = network.layout.slots.flatMap { slot in
        Array(UnsafeBufferPointer(start: parameters.base + slot.offset, count: slot.count))
      }
      return (values, state.movedRows)
    }
    let dense = try trained(sparseFrom: .max, threads: 1)
    let sparse = try trained(sparseFrom: 0, threads: 1)
    XCTAssertEqual(dense.values.count, sparse.values.count)
    for (x, y) in zip(sparse.values, dense.values) { XCTAssertEqual(x, y, accuracy: 1e-6) }
    XCTAssertEqual(dense.moved, 0)
    XCTAssertGreaterThan(sparse.moved, 0)
    for threads in [2, 5] {
      XCTAssertEqual(try trained(sparseFrom: 0, threads: threads).values, sparse.values)
    }
  }

  /// A `Model` over 20,000 words trains as a `Sequential` does; whoever reads its weights, or those of
  /// another model with its layers, sees them up to date.
  func testAModelWithALargeVocabulary() throws {
    let sequential = Sequential(seed: 1) {
      Embedding(vocabularySize: 20_000, size: 4)
      LSTM(6)
      Dense(1, activation: .sigmoid)
    }
    let model = try Model(sequential)
    try sequential.compile(loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.03))
    try model.compile(loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.03))
    XCTAssertEqual(model.network.sparseCount, 80_000)
    var generator = SeededGenerator(seed: 4)
    let x = (0..<60).map { _ in (0..<4).map { _ in generator.integer(below: 20_000) } }
    let y = x.map { $0[0] < 10_000 ? 1 : 0 }
    let one = try sequential.fit(x, y, epochs: 3, batchSize: 20, validation: .split(0.2))
    let other = try model.fit(x, y, epochs: 3, batchSize: 20, validation: .split(0.2))
    XCTAssertEqual(one, other)
    XCTAssertEqual(try sequential.tensors, model.tensors)

    let input = Input.symbols()
    let memory = GRU(3)(Embedding(vocabularySize: 20_000, size: 4)(input))
    let whole = try Model(inputs: input, outputs: Dense(1)(memory))
    let part = try Model(inputs: input, outputs: memory)
    try whole.compile(loss: .meanSquaredError)
    try whole.fit(x, y, epochs: 2, batchSize: 20)
    XCTAssertEqual(part.tensors, Array(whole.tensors.prefix(part.tensors.count)))
  }
}
