import Foundation
import XCTest

@testable import Layers

/// Graphs in files, and their table.
final class GraphFileTests: XCTestCase {
  private var path = ""

  override func setUp() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("graph-\(ProcessInfo.processInfo.processIdentifier).safetensors").path
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

  private func model() throws -> Model {
    let (a, b) = (Input.symbols(named: "words"), Input.sequence(steps: 4, features: 6))
    let parts = TimeDistributed(Reshape(3, 2))(Masking(value: .nan)(b))
    let memory = LSTM(3)
    let read = TimeDistributed(memory)(parts)
    let embedded = Embedding(vocabularySize: 5, size: 2, masksZero: true)(a)
    let both = Concatenate()(memory(embedded), GRU(2)(RepeatVector(2)(memory(embedded))))
    return try Model(
      inputs: [a, b], outputs: [Dense(2)(both).named("first"), Dense(1)(Multiply()(read, read))])
  }

  func testAGraphComesBackFromAFile() throws {
    let model = try model()
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    XCTAssertEqual(read.tensors, model.tensors)
    let b = [[[Float]]](repeating: [[Float]](repeating: [1, 2, 3, 4, 5, 6], count: 4), count: 2)
    let x = ([[1, 2], [3]], b)
    XCTAssertEqual(try read.predictAll(x), try model.predictAll(x))
    XCTAssertEqual(read.summaryTable, model.summaryTable)
  }

  func testCallbacksWriteFilesOfGraphs() throws {
    let table = path + ".csv"
    defer { try? FileManager.default.removeItem(atPath: table) }
    let input = Input.vector(2)
    let model = try Model(inputs: input, outputs: Dense(1)(input))
    try model.compile(loss: .meanSquaredError)
    let x: [[Float]] = [[1, 2], [3, 4]]
    try model.fit(
      x, [1.0, 2], epochs: 2, callbacks: [ModelCheckpoint(path), CSVLog(table)])
    XCTAssertEqual(try Model(contentsOf: path).tensors, model.tensors)
    let lines = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(lines.map { $0.split(separator: ",")[0] }, ["epoch", "1", "2"])
  }

  /// Weights of a file are its own: training the one model leaves the other alone.
  func testAFileHasWeightsOfItsOwn() throws {
    let model = try model()
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    try read.setTensors(
      read.tensors.map {
        try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { _ in 0 })
      })
    XCTAssertNotEqual(model.tensors, read.tensors)
  }

  func testASequentialsFileIsReadAsAGraph() throws {
    let sequential = Sequential {
      Input(features: 2)
      GRU(3)
    }
    try sequential.save(to: path)
    let x: [[[Float]]] = [[[1, 2], [3, 4]]]
    XCTAssertEqual(try Model(contentsOf: path).predict(x), try sequential.predict(x))
    XCTAssertThrowsError(
      try {
        try model().save(to: path)
        _ = try Sequential(contentsOf: path)
      }()
    ) {
      XCTAssertEqual("\($0)", "\(path) holds a graph; read it with Model(contentsOf:)")
    }
  }

  /// Bit for bit what the `Sequential` would have gone on to, with its frozen layers.
  func testTheTrainingOfASequentialGoesOnInAGraph() throws {
    let x: [[[Float]]] = (0..<20).map { row in
      (0..<1 + row % 4).map { [Float($0), Float(row % 3)] }
    }
    let y = (0..<20).map { Float($0 % 5) }
    for optimizer: Optimizer in [
      .adam(learningRate: 0.01), .sgd(learningRate: 0.01, momentum: 0.9),
    ] {
      let sequential = Sequential(seed: 7) {
        Input(features: 2)
        Dense(3, activation: .tanh)
        GRU(3)
        Dense(1)
      }
      try sequential.compile(
        loss: .meanSquaredError, optimizer: optimizer, metrics: [.meanAbsoluteError])
      try sequential.freeze(1)
      try sequential.fit(x, y, epochs: 2, batchSize: 8)
      try sequential.save(to: path)
      let graph = try Model(contentsOf: path)
      XCTAssertEqual(graph.seed, 7)
      XCTAssertEqual(graph.frozenLayers, [0])
      XCTAssertEqual(graph.currentLearningRate, sequential.currentLearningRate)
      XCTAssertEqual(
        try graph.fit(x, y, epochs: 2, batchSize: 8),
        try sequential.fit(x, y, epochs: 2, batchSize: 8))
      XCTAssertEqual(graph.tensors.map(\.values), try sequential.tensors.map(\.values))
      // And from the graph's own file.
      try graph.save(to: path)
      XCTAssertEqual(
        try Model(contentsOf: path).fit(x, y, epochs: 1), try sequential.fit(x, y, epochs: 1))
    }
    let plain = Sequential { [.input(Input(features: 2)), .dense(Dense(1))] }
    try plain.save(to: path)
    XCTAssertNil(try Model(contentsOf: path).currentLearningRate)
    XCTAssertEqual(try Model(contentsOf: path, seed: 5).seed, 5)
  }

  func testDamagedGraphsAreRefused() throws {
    let cases = [
      (#"{"inputs":[2],"#, #"{"inputs":[9],"#, "its graph is not a model: layer"),
      (#""inputs":[0]"#, #""inputs":[-1]"#, "its graph is not a model: layer"),
      (#""layer":0"#, #""layer":99"#, "its graph is not a model: a call of layer 99 is no call"),
      (#""calls""#, #""cells""#, "its graph cannot be read"),
      (#""units":3"#, #""units":4"#, "these are not this model's parameters"),
    ]
    for (from, to, wanted) in cases {
      try model().save(to: path)
      let file = try Safetensors(contentsOf: path)
      var metadata = file.metadata
      let graph = try XCTUnwrap(metadata["graph"])
      XCTAssertTrue(graph.contains(from), "\(from) in \(graph)")
      metadata["graph"] = graph.replacingOccurrences(of: from, with: to)
      try Safetensors(metadata: metadata, tensors: file.tensors).write(to: path, withChecksum: true)
      XCTAssertThrowsError(try Model(contentsOf: path), to) {
        XCTAssertTrue("\($0)".hasPrefix("\(path) is damaged: \(wanted)"), "\($0)")
      }
    }
  }

  /// Nobody can write a circle with values; a file could hold one.
  func testACircleIsRefused() {
    var graph = Graph(inputs: [GraphInput(kind: .vector(2))])
    let dense = graph.add(.single(.dense(Dense(2))))
    let add = graph.add(.add)
    _ = graph.add(Graph.Call(layer: add, inputs: [0, 2], isDistributed: false))
    _ = graph.add(Graph.Call(layer: dense, inputs: [1], isDistributed: false))
    graph.add(Graph.Output(value: 2, name: nil))
    XCTAssertThrowsError(try graph.shapes()) {
      XCTAssertEqual("\($0)", "layer 1 (Add) reads what comes of itself; a graph has no circle")
    }
  }

  func testTheTableNamesWhatEachLayerReads() throws {
    let words = Input.symbols(named: "words")
    let (embed, memory) = (Embedding(vocabularySize: 1000, size: 4), LSTM(3, returnSequences: true))
    let both = Add()(memory(embed(words)), TimeDistributed(Dense(3))(embed(words)))
    let model = try Model(inputs: words, outputs: both)
    XCTAssertEqual(
      model.summaryTable,
      """
      Layer                      Output shape      Reads    Parameters
      ────────────────────────────────────────────────────────────────
      input 0  words             (batch, time)                       0
      0  Embedding               (batch, time, 4)  input 0       4,000
      1  LSTM                    (batch, time, 3)  0                96
      0  Embedding               (batch, time, 4)  input 0      shared
      2  TimeDistributed(Dense)  (batch, time, 3)  0                15
      3  Add                     (batch, time, 3)  1, 2              0
      ────────────────────────────────────────────────────────────────
      Total parameters: 4,111 (16,444 bytes)
      """)
  }
}
