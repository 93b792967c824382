import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Weights that go to PyTorch and Keras and come back, and what is said where they do not fit.
/// Tests/Peers/interchange.py loads the same files into both.
final class ForeignWeightsTests: XCTestCase {
  private var path = ""

  override func setUp() {
    path = NSTemporaryDirectory() + "weights-\(UUID().uuidString).safetensors"
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: path)
  }

  private func sequential(seed: UInt64) -> Sequential {
    Sequential(seed: seed) {
      Embedding(vocabularySize: 7, size: 5)
      LSTM(4, returnSequences: true)
      LSTM(4, returnSequences: true)
      LayerNorm()
      Bidirectional(GRU(3, returnSequences: true))
      Bidirectional(SimpleRNN(3), merge: .sum)
      Dense(2)
      Dense(1)
    }
  }

  private func graph(seed: UInt64) throws -> Model {
    let (words, numbers) = (Input.symbols(), Input.sequence(features: 3))
    let read = LSTM(4)
    let both = Concatenate()(
      read(Dense(5)(numbers)), read(Embedding(vocabularySize: 6, size: 5)(words)))
    return try Model(inputs: [words, numbers], outputs: [Dense(2)(both)], seed: seed)
  }

  /// Weights of which no two are equal, biases too.
  private func scattered(_ tensors: [Tensor]) throws -> [Tensor] {
    var generator = SeededGenerator(seed: 3)
    return try tensors.map { tensor in
      try Tensor(
        name: tensor.name, shape: tensor.shape,
        values: tensor.values.map { _ in Float(generator.normal()) })
    }
  }

  func testWhatIsWrittenIsReadBack() throws {
    for source in [WeightSource.pyTorch, .keras] {
      let (first, second) = (sequential(seed: 1), sequential(seed: 2))
      try first.setTensors(scattered(first.tensors))
      try first.writeWeights(to: path, as: source)
      let report = try second.readWeights(Safetensors(contentsOf: path).tensors, from: source)
      XCTAssertEqual(report, WeightReport(skipped: [], zeros: []))
      XCTAssertEqual(report.description, "all weights were read")
      XCTAssertEqual(try second.tensors, try first.tensors, "\(source)")

      let (one, other) = (try graph(seed: 1), try graph(seed: 2))
      try one.setTensors(scattered(one.tensors))
      try one.writeWeights(to: path, as: source)
      try other.readWeights(Safetensors(contentsOf: path).tensors, from: source)
      XCTAssertEqual(other.tensors, one.tensors, "\(source)")
    }
  }

  func testNamesAndShapesAreTheirs() throws {
    let model = sequential(seed: 1)
    try model.writeWeights(to: path, as: .pyTorch)
    var shapes = Dictionary(
      uniqueKeysWithValues: try Safetensors(contentsOf: path).tensors.map { ($0.name, $0.shape) })
    XCTAssertEqual(shapes.count, 1 + 4 + 4 + 2 + 8 + 8 + 2 + 2)
    XCTAssertEqual(shapes["embedding.weight"], [7, 5])
    XCTAssertEqual(shapes["lstm_1.weight_ih_l0"], [16, 4])
    XCTAssertEqual(shapes["layer_norm.weight"], [4])
    XCTAssertEqual(shapes["gru.weight_ih_l0_reverse"], [9, 4])
    XCTAssertEqual(shapes["gru.bias_hh_l0"], [9])
    XCTAssertEqual(shapes["rnn.weight_hh_l0_reverse"], [3, 3])
    XCTAssertEqual(shapes["linear_1.weight"], [1, 2])

    // Two layers of one module.
    try model.writeWeights(
      to: path, as: .pyTorch, modules: ["table", "lstm", "lstm", "norm", "gru", "rnn", "a", "b"])
    shapes = Dictionary(
      uniqueKeysWithValues: try Safetensors(contentsOf: path).tensors.map { ($0.name, $0.shape) })
    XCTAssertEqual(shapes["lstm.weight_ih_l1"], [16, 4])
    XCTAssertEqual(shapes["b.bias"], [1])

    try model.writeWeights(to: path, as: .keras)
    let file = try Safetensors(contentsOf: path)
    XCTAssertEqual(
      file.tensors.map(\.name).filter { $0.hasPrefix("bidirectional/") },
      [
        "bidirectional/0/forward_gru/kernel", "bidirectional/1/forward_gru/recurrent_kernel",
        "bidirectional/2/forward_gru/bias", "bidirectional/3/backward_gru/kernel",
        "bidirectional/4/backward_gru/recurrent_kernel", "bidirectional/5/backward_gru/bias",
      ])
    shapes = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.shape) })
    XCTAssertEqual(shapes["bidirectional/2/forward_gru/bias"], [2, 9])
    XCTAssertEqual(shapes["layer_normalization/1/beta"], [4])
    XCTAssertEqual(shapes["embedding/0/embeddings"], [7, 5])
  }

  /// Gate by gate: PyTorch's GRU begins with the reset gate, and matrices are transposed.
  func testGatesStandInPyTorchsOrder() throws {
    let model = Sequential {
      Input(features: 1)
      GRU(1)
    }
    let values: [[Float]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
    try model.setTensors(
      zip(model.tensors, values).map { try Tensor(name: $0.name, shape: $0.shape, values: $1) })
    try model.writeWeights(to: path, as: .pyTorch)
    let written = try Safetensors(contentsOf: path).tensors.map { ($0.name, $0.values) }
    let named = Dictionary(uniqueKeysWithValues: written)
    XCTAssertEqual(named["gru.weight_ih_l0"], [2, 1, 3])
    XCTAssertEqual(named["gru.weight_hh_l0"], [5, 4, 6])
    XCTAssertEqual(named["gru.bias_ih_l0"], [8, 7, 9])
    XCTAssertEqual(named["gru.bias_hh_l0"], [11, 10, 12])
  }

  // MARK: Reading

  private func small() -> Sequential {
    Sequential {
      Input(features: 2)
      LSTM(3)
      Dense(1)
    }
  }

  private func zeros(_ shapes: [String: [Int]]) throws -> [Tensor] {
    try shapes.map { name, shape in
      try Tensor(
        name: name, shape: shape, values: [Float](repeating: 0.5, count: shape.reduce(1, *)))
    }
  }

  private let state = [
    "lstm.weight_ih_l0": [12, 2], "lstm.weight_hh_l0": [12, 3], "lstm.bias_ih_l0": [12],
    "lstm.bias_hh_l0": [12], "linear.weight": [1, 3], "linear.bias": [1],
  ]

  private func message(
    _ shapes: [String: [Int]], _ model: Sequential, _ source: WeightSource = .pyTorch,
    _ modules: [String]? = nil
  ) -> String {
    do {
      let before = try model.tensors
      do {
        return try model.readWeights(zeros(shapes), from: source, modules: modules).description
      } catch {
        XCTAssertEqual(try model.tensors, before)
        return "\(error)"
      }
    } catch { return "\(error)" }
  }

  func testWhatIsNotAskedForIsSkippedWithANote() throws {
    var more = state
    more["decoder.bias"] = [4]
    more["attention.weight"] = [2, 2]
    XCTAssertEqual(message(more, small()), "skipped: attention.weight, decoder.bias")
  }

  func testModulesWithoutBiasesAreRead() throws {
    let model = small()
    let matrices = state.filter { !$0.key.contains("bias") }
    XCTAssertEqual(message(matrices, model), "zeros for: lstm.bias_ih_l0, linear.bias")
    XCTAssertEqual(try model.tensors[2].values, [Float](repeating: 0, count: 12))
    XCTAssertEqual(try model.tensors[0].values.first, 0.5)
    let variables = [
      "lstm/lstm_cell/kernel": [2, 12], "lstm/lstm_cell/recurrent_kernel": [3, 12],
    ]
    XCTAssertEqual(
      message(
        variables.merging(["dense/kernel": [3, 1], "dense/bias": [1]]) { $1 }, model, .keras),
      "zeros for: lstm/…/bias")
  }

  func testMessages() throws {
    func with(_ name: String, _ shape: [Int]) -> [String: [Int]] {
      state.merging([name: shape]) { $1 }
    }
    XCTAssertEqual(
      message(state.filter { $0.key != "lstm.bias_hh_l0" }, small()),
      "layer 1 (LSTM) expected a tensor lstm.bias_hh_l0, got none; there are linear.bias, "
        + "linear.weight, lstm.bias_ih_l0 and 2 more")
    XCTAssertEqual(
      message(with("lstm.weight_ih_l1", [12, 3]), small()),
      "layer 1 (LSTM) has no place for lstm.weight_ih_l1: name lstm once for each of its layers")
    XCTAssertEqual(
      message(with("lstm.weight_ih_l0_reverse", [12, 2]), small()),
      "layer 1 (LSTM) has no place for lstm.weight_ih_l0_reverse: make it Bidirectional")
    XCTAssertEqual(
      message(with("linear.running_mean", [1]), small()),
      "layer 2 (Dense) has no place for linear.running_mean: it is of another kind of layer")
    XCTAssertEqual(
      message(state, small(), .pyTorch, ["lstm"]), "1 module named for the 2 layers with parameters"
    )
    let twice = Sequential {
      Input(features: 2)
      Dense(2)
      Dense(2)
    }
    XCTAssertEqual(
      message(state, twice, .pyTorch, ["head", "head"]),
      "layer 2 (Dense) has the name head of another layer; give each its own")
    XCTAssertThrowsError(try small().readWeights(zeros(state) + zeros(state), from: .pyTorch)) {
      XCTAssertTrue("\($0)".hasPrefix("two tensors have the name "), "\($0)")
    }
  }

  func testSettingsThatPyTorchDoesNotHaveAreRefused() throws {
    func message(_ layer: Layer, _ source: WeightSource) -> String {
      let model = Sequential(layers: [.input(Input(features: 2)), layer])
      do {
        try model.writeWeights(to: path, as: source)
        return "no error"
      } catch { return "\(error)" }
    }
    let original = Layer.gru(GRU(2, resetAfter: false))
    XCTAssertEqual(
      message(original, .pyTorch),
      "layer 1 (GRU) resets before the product, which PyTorch's GRU does not; write it for Keras")
    XCTAssertEqual(message(original, .keras), "no error")
    XCTAssertEqual(
      message(.lstm(LSTM(2, activation: .relu)), .pyTorch),
      "layer 1 (LSTM) has the activation relu, which PyTorch's module has not; write it for Keras")
    XCTAssertEqual(
      message(.lstm(LSTM(2, recurrentActivation: .hardSigmoid)), .pyTorch),
      "layer 1 (LSTM) has the activation hardSigmoid, which PyTorch's module has not; write it for "
        + "Keras")
    XCTAssertEqual(message(.simpleRNN(SimpleRNN(2, activation: .relu)), .pyTorch), "no error")
    XCTAssertEqual(
      message(.crf(CRF(2)), .pyTorch),
      "layer 1 (CRF) has weights that are not exchanged with PyTorch; those of Embedding, LSTM, GRU, "
        + "SimpleRNN, Bidirectional, Dense and LayerNorm are: exchange those of a Model without it")
  }

  /// A file has a bias and the layer none: other numbers would come out.
  func testABiasWithoutAPlaceIsRefused() {
    let model = Sequential {
      Input(features: 2)
      LSTM(3, useBias: false)
      Dense(1)
    }
    XCTAssertEqual(
      message(state, model),
      "layer 1 (LSTM) has no place for lstm.bias_hh_l0: the layer has no such bias")
    XCTAssertEqual(
      message(state.filter { !$0.key.hasPrefix("lstm.bias") }, model), "all weights were read")
  }

  /// Keras's files hold the state of its random numbers beside the weights.
  func testSeedsOfDropoutAreSkipped() {
    XCTAssertEqual(
      message(
        [
          "lstm/lstm_cell/kernel": [2, 12], "lstm/lstm_cell/recurrent_kernel": [3, 12],
          "lstm/lstm_cell/bias": [12], "lstm/lstm_cell/seed_generator/seed_generator_state": [2],
          "dense/kernel": [3, 1], "dense/bias": [1],
        ], small(), .keras),
      "skipped: lstm/lstm_cell/seed_generator/seed_generator_state")
  }
}
