import CourseTesting
import XCTest

@testable import Layers

/// Attention against Keras, masks included, before and after three steps of training, and against
/// PyTorch's `scaled_dot_product_attention`. Tests/Peers/attention.py made the numbers.
final class AttentionGoldenTests: XCTestCase {
  private struct Fixture: Decodable {
    let cases: [Case]
    let torch: Torch
    let heads: Heads
  }

  private struct Case: Decodable {
    let name: String
    let target, output, weights, losses: [Float]
    let before, after: [[Float]]
  }

  private struct Torch: Decodable {
    let query, key, value, masked, causal: [Float]
    let lengths: [Int]
  }

  private struct Heads: Decodable {
    let query, value, output, scores: [Float]
    let lengths: [Int]
    let weights: [String: [Float]]

    /// The columns that a head has of a matrix of so many for each.
    func weights(_ name: String, head: Int, size: Int) -> [Float] {
      let all = weights[name]!
      return stride(from: head * size, to: all.count, by: 2 * size).flatMap {
        all[$0..<$0 + size]
      }
    }
  }

  // Those of Tests/Peers/graphs.py.
  private let first = [[3, 1, 2, 4, 0], [0, 2, 5, 0, 1], [1, 1, 0, 0, 3]]
  private let second = [[1, 0, 2, 4, 3], [2, 3, 0, 0, 4], [5, 1, 0, 2, 2]]

  func testAttentionAgreesWithKeras() throws {
    let fixture: Fixture = try Fixtures.decoded("keras-attention")
    XCTAssertEqual(fixture.cases.count, 5)
    for golden in fixture.cases {
      switch golden.name {
      case "dot":
        try check(golden, hasKeys: false) {
          Attention(scale: .one).withWeights(query: $0, value: $1, key: $2)
        }
      case "learnt scale":
        try check(golden, hasKeys: true) {
          Attention(scale: .learnt).withWeights(query: $0, value: $1, key: $2)
        }
      case "additive":
        try check(golden, hasKeys: true) {
          AdditiveAttention().withWeights(query: $0, value: $1, key: $2)
        }
      case "additive, causal":
        try check(golden, hasKeys: false) { query, value, _ in
          AdditiveAttention(causal: true).withWeights(query: query, value: value, key: nil)
        }
      case "causal":
        try check(golden, hasKeys: false) {
          Attention(scale: .learnt, causal: true).withWeights(query: $0, value: $1, key: $2)
        }
      default: XCTFail("no graph for \(golden.name)")
      }
    }
  }

  private func check(
    _ golden: Case, hasKeys: Bool,
    _ attend: (Value, Value, Value?) -> (output: Value, weights: Value)
  ) throws {
    let (a, b) = (Input.symbols(), Input.symbols())
    let embed = Embedding(vocabularySize: 6, size: 3, masksZero: true)
    let queries = LSTM(4, returnSequences: true)(embed(a))
    let values = LSTM(4, returnSequences: true)(embed(b))
    let (found, scores) = attend(queries, values, hasKeys ? Dense(4)(values) : nil)
    let output = Dense(2)(LSTM(3)(found))
    let model = try Model(inputs: [a, b], outputs: [output])
    let shown = try Model(inputs: [a, b], outputs: [scores])
    try model.setTensors(
      zip(model.tensors, golden.before).map {
        try Tensor(name: $0.name, shape: $0.shape, values: $1)
      })
    expect(try model.predict((first, second)).flatMap { $0 }, golden.output, golden.name)
    for (row, weights) in try shown.predictSequences((first, second)).enumerated() {
      // Of a query that is padding, Keras hands on weights that it does not use.
      for (t, vector) in weights.enumerated() where first[row][t] != 0 {
        let start = (row * 5 + t) * 5
        expect(vector, Array(golden.weights[start..<start + 5]), "\(golden.name): weights")
      }
    }
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 0.1))
    let targets = stride(from: 0, to: 6, by: 2).map { Array(golden.target[$0..<$0 + 2]) }
    let history = try model.fit((first, second), targets, epochs: 3, shuffle: false, threads: 1)
    expect(history["loss"].map { Float($0) }, golden.losses, "\(golden.name): losses")
    for (mine, wanted) in zip(model.tensors, golden.after) {
      expect(mine.values, wanted, "\(golden.name): \(mine.name) after training")
    }
  }

  func testScaledDotProductsAgreeWithPyTorch() throws {
    let golden = (try Fixtures.decoded("keras-attention") as Fixture).torch
    let query = Input.sequence(steps: 3, features: 4)
    let (key, value) = (Input.sequence(features: 4), Input.sequence(features: 2))
    let masked = Attention()(query: query, value: value, key: key)
    let causal = Attention(causal: true)(query: query, value: value, key: key)
    let (q, k, v) = (
      sequences(golden.query, 3, 4), sequences(golden.key, 5, 4), sequences(golden.value, 5, 2)
    )
    func cut(_ x: [[[Float]]]) -> [[[Float]]] {
      zip(x, golden.lengths).map { Array($0.prefix($1)) }
    }
    let inputs = [query, key, value]
    let outputs = try Model(inputs: inputs, outputs: [masked]).predictSequences((q, cut(k), cut(v)))
    expect(outputs.flatMap { $0.flatMap { $0 } }, golden.masked, "masked")
    let others = try Model(inputs: inputs, outputs: [causal]).predictSequences((q, k, v))
    expect(others.flatMap { $0.flatMap { $0 } }, golden.causal, "causal")
  }

  func testHeadsAgreeWithKeras() throws {
    let golden = (try Fixtures.decoded("keras-attention") as Fixture).heads
    let query = Input.sequence(steps: 4, features: 5)
    let value = Input.sequence(features: 5)
    let layer = MultiHeadAttention(heads: 2, keySize: 3, valueSize: 4, units: 7)
    let (output, weights) = layer.withWeights(query: query, value: value)
    let model = try Model(inputs: [query, value], outputs: [output] + weights)
    let parts = (0..<2).flatMap { head in
      [("query", 3), ("value", 4), ("key", 3)].flatMap { name, size in
        ["kernel", "bias"].map { golden.weights("\(name)/\($0)", head: head, size: size) }
      }
    }
    let last = ["kernel", "bias"].map { golden.weights["attention_output/\($0)"]! }
    try model.setTensors(
      zip(model.tensors, parts + last).map {
        try Tensor(name: $0.name, shape: $0.shape, values: $1)
      })
    let values = zip(sequences(golden.value, 6, 5), golden.lengths).map { Array($0.prefix($1)) }
    let outputs = try model.predictAll((sequences(golden.query, 4, 5), values))
    expect(outputs[0].sequences.flatMap { $0.flatMap { $0 } }, golden.output, "heads")
    for row in 0..<3 {
      for head in 0..<2 {
        for t in 0..<4 {
          let start = ((row * 2 + head) * 4 + t) * 6
          expect(
            outputs[1 + head].sequences[row][t],
            Array(golden.scores[start..<start + golden.lengths[row]]), "weights of head \(head)")
        }
      }
    }
  }

  private func sequences(_ values: [Float], _ time: Int, _ size: Int) -> [[[Float]]] {
    stride(from: 0, to: values.count, by: time * size).map { start in
      (0..<time).map { Array(values[start + $0 * size..<start + ($0 + 1) * size]) }
    }
  }

  private func expect(_ yours: [Float], _ expected: [Float], _ what: String) {
    XCTAssertEqual(yours.count, expected.count, what)
    let worst = zip(yours, expected).map { abs($0 - $1) / max(1, abs($1)) }
    XCTAssertTrue(worst.allSatisfy { $0 <= 1e-5 }, "\(what): off by \(worst.max() ?? 0)")
  }
}
