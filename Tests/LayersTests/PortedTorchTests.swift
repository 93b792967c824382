import Foundation
import Layers
import LinearAlgebra
import XCTest

/// Small programs of PyTorch, ported by the articles.
final class PortedTorchTests: XCTestCase {
  private var generator = SeededGenerator(seed: 6)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }
  private func noise() -> Float { Float(generator.normal()) }

  /// Packed sequences, and targets of -100 that are ignored.
  func testTagger() throws {
    let x = (0..<120).map { _ in (0..<3 + below(6)).map { _ in below(20) } }
    let tags = x.map { s in s.enumerated().map { $0.offset % 4 == 3 ? -100 : $0.element % 3 } }
    let model = Sequential {
      Embedding(vocabularySize: 20, size: 8)
      Bidirectional(LSTM(8, returnSequences: true))
      Dense(3)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(learningRate: 0.02, clipping: .norm(1)), metrics: [.accuracy])
    let history = try model.fit(
      x, tags, epochs: 8, sampleWeights: .mask(tags.map { $0.map { $0 != -100 } }))
    XCTAssertGreaterThan(history["accuracy"].last!, 0.95)
    XCTAssertEqual(try model.predictClassSequences(x).map(\.count), x.map(\.count))
  }

  /// Characters, with the state carried from one to the next.
  func testCharRNN() throws {
    let text = Array(String(repeating: "hello world. ", count: 60))
    let vocabulary = Array(Set(text)).sorted()
    let symbols = text.map { vocabulary.firstIndex(of: $0)! }
    let (x, y) = (
      try TimeSeries.windows(of: symbols.dropLast(), length: 20, stride: 5),
      try TimeSeries.windows(of: symbols.dropFirst(), length: 20, stride: 5)
    )
    let model = Sequential(seed: 1) {
      Embedding(vocabularySize: vocabulary.count, size: 8)
      LSTM(32, returnSequences: true)
      Dense(vocabulary.count)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.perplexity])
    try model.fit(x, y, epochs: 6)
    let stepper = try model.stepper()
    var sampler = Sampler(temperature: 0.3, seed: 1)
    var symbol = symbols[0]
    var written = ""
    for _ in 0..<40 {
      written.append(vocabulary[symbol])
      symbol = try sampler.next(logits: stepper.step([symbol])[0])
    }
    XCTAssertTrue(written.contains("world"), written)
  }

  /// A loop of one's own over shuffled batches, with a step in the learning rate.
  func testLoopOfMyOwn() throws {
    let x: [[[Float]]] = (0..<96).map { _ in (0..<5).map { _ in [noise(), noise()] } }
    let y: [Float] = x.map { $0.reduce(0) { $0 + $1[0] } }
    let model = Sequential {
      Input(features: 2)
      GRU(16)
      Dense(1)
    }
    try model.compile(
      loss: .meanSquaredError,
      optimizer: .adamW(learningRate: 0.01, weightDecay: 0.01, clipping: .norm(1)))
    var order = Array(x.indices)
    var best = Double.infinity
    for epoch in 0..<12 {
      if epoch == 8 { try model.setLearningRate(0.001) }
      order.shuffle(using: &generator)
      let batches = stride(from: 0, to: 80, by: 16).map { start in
        let rows = order[start..<start + 16]
        return Batch(rows.map { x[$0] }, rows.map { y[$0] })
      }
      let loss = try model.fit(batches)["loss"].last!
      let held = try model.evaluate(x[80...], y[80...]).loss
      best = min(best, held)
      XCTAssertTrue(loss.isFinite)
    }
    XCTAssertLessThan(best, 2)
  }

  /// A bag of embeddings, and several labels for each text.
  func testMultilabel() throws {
    let x = (0..<150).map { _ in (0..<3 + below(6)).map { _ in below(20) } }
    let y: [[Float]] = x.map { s in [3, 7, 11].map { s.contains($0) ? 1 : 0 } }
    let model = Sequential {
      Embedding(vocabularySize: 20, size: 16)
      GlobalAveragePooling1D()
      Dense(3)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.05), metrics: [.f1])
    let history = try model.fit(x, y, epochs: 30)
    XCTAssertGreaterThan(history["f1"].last!, 0.6)
    let logits = try model.predict(x)
    _ = logits.map { $0.map { $0 > 0 ? 1 : 0 } }
  }

  /// Two layers of both directions, whose last states are read; weights there and back.
  func testStackedBidirectional() throws {
    let x = Input.sequence(features: 3)
    let first = Dropout(0.3)(Bidirectional(GRU(8, returnSequences: true))(x))
    let (_, state) = Bidirectional(GRU(8, returnSequences: true)).withState(first)
    let model = try Model(inputs: x, outputs: Dense(2)(Concatenate()(state)))
    let path = NSTemporaryDirectory() + "ported-\(UUID()).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.writeWeights(to: path, as: .pyTorch, modules: ["gru", "gru", "fc"])
    let report = try model.readWeights(
      Safetensors(contentsOf: path).tensors, from: .pyTorch, modules: ["gru", "gru", "fc"])
    XCTAssertFalse("\(report)".isEmpty)
  }

  /// The output after the last step of each sequence.
  func testLastOutput() throws {
    let x = Input.sequence(features: 3)
    let out = LSTM(8, returnSequences: true)(x)
    let model = try Model(inputs: x, outputs: Dense(1)(out[step: -1]))
    try model.compile(loss: .meanAbsoluteError)
    let data: [[[Float]]] = (0..<20).map { _ in
      (0..<2 + below(4)).map { _ in [noise(), noise(), noise()] }
    }
    try model.fit(data, data.map { $0.last![0] }, epochs: 2)
  }

  /// A causal transformer block with learnt places.
  func testTransformerBlock() throws {
    let (tokens, positions) = (Input.symbols(named: "tokens"), Input.symbols(named: "positions"))
    let x = Add()(
      Embedding(vocabularySize: 20, size: 16)(tokens),
      Embedding(vocabularySize: 12, size: 16)(positions))
    let attended = MultiHeadAttention(heads: 2, keySize: 8, units: 16, causal: true)(
      query: x, value: x)
    let h = LayerNorm()(Add()(x, Dropout(0.1)(attended)))
    let y = LayerNorm()(Add()(h, Dense(16)(Dense(32, activation: .relu)(h))))
    let model = try Model(inputs: [tokens, positions], outputs: [Dense(20)(y)])
    try model.compile(loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01))
    let text = (0..<100).map { i in (0..<12).map { (i + $0 * 3) % 20 } }
    let places = text.map { Array($0.indices) }
    let history = try model.fit(
      (text.map { Array($0.dropLast()) }, places.map { Array($0.dropLast()) }),
      text.map { Array($0.dropFirst()) }, epochs: 10)
    XCTAssertLessThan(history["loss"].last!, 1)
  }

  /// A frozen layer.
  func testFineTuning() throws {
    let model = Sequential {
      Input(vector: 4)
      Dense(8, activation: .relu)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    try model.freeze(1)
    let before = try model.tensors
    let x: [[Float]] = (0..<30).map { _ in [noise(), noise(), noise(), noise()] }
    try model.fit(x, x.map { $0[0] }, epochs: 2)
    let after = try model.tensors
    XCTAssertEqual(before[0], after[0])
    XCTAssertNotEqual(before[2], after[2])
  }
}
