import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Files that are whole, with a checksum that is right, and describe what no program should have
/// written. Each is read and works, or is refused in one line.
final class HostileDescriptionTests: XCTestCase {
  private var path = ""

  override func setUp() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("hostile-\(UUID().uuidString).safetensors").path
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

  private let x = [[1, 2, 3], [4, 5]]
  private let y = [0, 2]

  private func sequential() throws -> Sequential {
    let model = Sequential(seed: 77) {
      Embedding(vocabularySize: 9, size: 2)
      Bidirectional(GRU(2, returnSequences: true, dropout: 0.1))
      LSTM(2, recurrentDropout: 0.2)
      LayerNorm()
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adamW(
        learningRate: .warmup(over: 5, then: .cosineRestarts(from: 0.1, first: 3, growth: 2)),
        clipping: .norm(1)), metrics: [.accuracy])
    try model.fit(x, y)
    try model.freeze(3)
    return model
  }

  private func graph() throws -> Model {
    let words = Input.symbols(named: "words")
    let embedded = Embedding(vocabularySize: 9, size: 2)(words)
    let read = LSTM(2, returnSequences: true)(embedded)
    let seen = Attention()(query: LSTM(2)(embedded), value: read)
    let both = Concatenate()(seen, Reshape(2)(LSTM(2)(RepeatVector(2)(seen))))
    let model = try Model(inputs: [words], outputs: [Dense(3)(both).named("class")], seed: 5)
    try model.compile(loss: .sparseCategoricalCrossEntropy, optimizer: .sgd(momentum: 0.9))
    try model.fit(x, y)
    return model
  }

  /// What is said of a file, or nil where it is read and works.
  private func answer(_ file: Safetensors, isGraph: Bool, line: UInt = #line) throws -> String? {
    try file.write(to: path, withChecksum: true)
    do {
      if isGraph {
        let model = try Model(contentsOf: path)
        _ = try model.predict(x)
        if model.training != nil { try model.fit(x, y) }
      } else {
        let model = try Sequential(contentsOf: path)
        _ = try model.predict(x)
        if model.training != nil { try model.fit(x, y) }
      }
      return nil
    } catch {
      XCTAssertTrue(
        error is ModelFileError || error is ModelError || error is TrainingDiverged, "\(error)",
        line: line)
      XCTAssertFalse("\(error)".contains("\n"), "\(error)", line: line)
      XCTAssertLessThan("\(error)".utf8.count, 5000, line: line)
      return "\(error)"
    }
  }

  /// Numbers, words and keys of every description, replaced by what they should not be.
  func testNothingInADescriptionTraps() throws {
    let values = [
      "-1", "0", "1", "2", "1e400", "1e308", "0.5", "9223372036854775807", "-9223372036854775808",
      "281474976710656", "16777216", "16777217", "\"nan\"", "\"inf\"", "null", "[]", "{}", "true",
      "\"new\"",
    ]
    var generator = SeededGenerator(seed: 4)
    for isGraph in [false, true] {
      if isGraph { try graph().save(to: path) } else { try sequential().save(to: path) }
      let file = try Safetensors(contentsOf: path)
      for key in [isGraph ? "graph" : "layers", "training", "features", "frozen"] {
        guard let text = file.metadata[key] else { continue }
        let tokens = text.matches(of: /"[^"]*"|-?[0-9][0-9.e+-]*|true|false|null/).map(\.range)
        for token in tokens {
          for _ in 0..<2 {
            let value = values[generator.integer(below: values.count)]
            var changed = file
            changed.metadata[key] = text.replacingCharacters(in: token, with: value)
            _ = try answer(changed, isGraph: isGraph)
          }
        }
      }
    }
  }

  // MARK: Newer versions

  func testWhatANewerVersionWroteIsSaidToBe() throws {
    try sequential().save(to: path)
    let file = try Safetensors(contentsOf: path)
    for (key, old, new, place) in [
      ("layers", #""softmax""#, #""gelu""#, "layers[4].dense.activation"),
      ("layers", #"{"layerNorm""#, #"{"groupNorm""#, "layers[3]"),
      ("layers", #"{"epsilon""#, #"{"centres":true,"epsilon""#, "layers[3].layerNorm.centres"),
      ("training", #""accuracy""#, #""bleu""#, "training.metrics[0][0]"),
      ("training", #""sparseCategoricalCrossEntropy""#, #""focal""#, "training.losses[0]"),
      ("training", #"{"adam""#, #"{"lion""#, "training.optimizer.algorithm"),
    ] {
      var changed = file
      let text = try XCTUnwrap(file.metadata[key])
      XCTAssertTrue(text.contains(old), text)
      changed.metadata[key] = text.replacingOccurrences(of: old, with: new)
      XCTAssertEqual(
        try answer(changed, isGraph: false),
        "\(path) has something at \(place) that this version of the library does not know; a newer one "
          + "wrote it, read it with that")
    }
  }

  // MARK: Trainings

  private func answer(after change: (inout Safetensors) throws -> Void) throws -> String? {
    try sequential().save(to: path)
    var file = try Safetensors(contentsOf: path)
    try change(&file)
    return try answer(file, isGraph: false)
  }

  func testRunningMeansThatAreNoneAreRefused() throws {
    func said(_ name: String, _ value: Float) throws -> String? {
      try answer(after: { file in
        let index = file.tensors.firstIndex { $0.name == name }!
        var values = file.tensors[index].values
        values[1] = value
        file.tensors[index] = try Tensor(
          name: name, shape: file.tensors[index].shape, values: values)
      })
    }
    let damaged = "\(path) is damaged: its optimiser cannot go on: optimizer."
    XCTAssertEqual(
      try said("optimizer.first.0.embedding.weights", .nan),
      damaged + "first.0.embedding.weights holds nan, and what a training goes on from is finite")
    XCTAssertEqual(
      try said("optimizer.second.0.embedding.weights", -1),
      damaged
        + "second.0.embedding.weights holds -1.0, and running means of squares are finite and at "
        + "least 0")
    XCTAssertNil(try said("optimizer.first.0.embedding.weights", -1))
  }

  func testCountsOfATrainingAreHeldToABound() throws {
    for (old, new, wanted) in [
      (#""steps":1"#, #""steps":9223372036854775807"#, "9223372036854775807 steps"),
      (#""steps":1"#, #""steps":-1"#, "-1 steps"),
      (#""epochs":1"#, #""epochs":9223372036854775807"#, "9223372036854775807 epochs"),
    ] {
      let said = try answer(after: {
        $0.metadata["training"] = $0.metadata["training"]!.replacingOccurrences(of: old, with: new)
      })
      XCTAssertEqual(said, "\(path) is damaged: its training has taken \(wanted)")
    }
  }

  func testSchedulesNeitherOverflowNorRunBackwards() throws {
    let restarts = LearningRate.cosineRestarts(from: 1, first: 2, growth: .max)
    XCTAssertEqual(restarts.value(at: 2), 1)
    XCTAssertEqual(restarts.value(at: .max), 0.5, accuracy: 0.6)
    XCTAssertEqual(LearningRate.warmup(over: .max, then: 1.0).value(at: 0), 0x1p-63)
    XCTAssertEqual(
      LearningRate.warmup(over: .min, then: 1.0).problem,
      "a learning rate that changes over -9223372036854775808 steps; it is at least 0")
    XCTAssertNotNil(LearningRate.linear(from: 1, to: 0, over: -1).problem)
    XCTAssertNil(LearningRate.cosine(from: 1, over: 0).problem)
  }

  // MARK: Graphs

  /// A million of anything is refused before it is worked out.
  func testGraphsOfAMillionAreRefused() throws {
    let many = 100_000
    let ends = (0..<many).map { #"{"value":\#($0 + 1)}"# }.joined(separator: ",")
    let inputs = (0..<many).map { _ in #"{"kind":{"vector":{"_0":1}}}"# }.joined(separator: ",")
    let call = #"{"inputs":[0],"isDistributed":false,"layer":0}"#
    let calls = [String](repeating: call, count: many).joined(separator: ",")
    let numbers = (0..<many).map { "\($0)" }.joined(separator: ",")
    let wide = #"{"inputs":[\#(numbers)],"isDistributed":false,"layer":0}"#
    let dense = #"{"single":{"_0":{"dense":{"_0":{"activation":"linear","units":1}}}}}"#
    let one = #"{"kind":{"vector":{"_0":1}}}"#
    for (inputs, layer, calls, outputs) in [
      (one, dense, calls, ends), (one, dense, call, ends),
      (inputs, #"{"add":{}}"#, wide, "{\"value\":1}"),
      (one, dense, calls, #"{"value":1}"#),
    ] {
      let json =
        #"{"calls":[\#(calls)],"inputs":[\#(inputs)],"layers":[\#(layer)],"outputs":[\#(outputs)]}"#
      let file = Safetensors(
        metadata: ["format": "LearnLSTM graph", "version": "1", "graph": json], tensors: [])
      let said = try XCTUnwrap(try answer(file, isGraph: true))
      XCTAssertTrue(said.contains("has at most 1,000"), said)
    }
  }

  func testNamesThatONNXTakesForOthersAreRefused() throws {
    for name in ["", "/1.Dense/sum"] {
      let input = Input.vector(2, named: name)
      let model = try Model(inputs: input, outputs: Dense(1)(input))
      XCTAssertThrowsError(try model.writeONNX(to: path)) {
        XCTAssertTrue("\($0)".hasPrefix("an input or output has the name \"\(name)\""), "\($0)")
      }
    }
  }
}
