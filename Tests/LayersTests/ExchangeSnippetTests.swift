import CourseTesting
import Foundation
import Layers
import XCTest

/// What the article on exchange shows, compiled and run.
final class ExchangeSnippetTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "exchange-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func testFromAndToPyTorch() throws {
    let model = Sequential {
      Embedding(vocabularySize: 20, size: 6)
      LSTM(8, returnSequences: true)
      LSTM(8)
      Dense(3, activation: .softmax)
    }
    let file = try Safetensors(contentsOf: Fixtures.file("torch-model.safetensors").path)
    let report = try model.readWeights(
      file.tensors, from: .pyTorch,
      modules: ["embedding", "lstm", "lstm", "head"])
    XCTAssertEqual("\(report)", "all weights were read")

    let path = folder + "/for-torch.safetensors"
    try model.writeWeights(
      to: path, as: .pyTorch,
      modules: ["embedding", "lstm", "lstm", "head"])
    let names = try Safetensors(contentsOf: path).tensors.map(\.name)
    XCTAssertEqual(Set(names), Set(file.tensors.map(\.name)))
  }

  func testFromAndToKeras() throws {
    let model = Sequential {
      Embedding(vocabularySize: 20, size: 6)
      LSTM(8)
      Dense(3, activation: .softmax)
    }
    let path = folder + "/for-keras.safetensors"
    try model.writeWeights(
      to: path, as: .keras,
      modules: ["words", "memory", "class"])
    let names = try Safetensors(contentsOf: path).tensors.map(\.name)
    XCTAssertEqual(
      names,
      [
        "words/0/embeddings", "memory/0/kernel", "memory/1/recurrent_kernel", "memory/2/bias",
        "class/0/kernel", "class/1/bias",
      ])

    let both = Sequential {
      Input(features: 1)
      Bidirectional(LSTM(1))
      Dense(1)
    }
    func variable(_ name: String, _ shape: Int...) throws -> Tensor {
      let count = shape.reduce(1, *)
      return try Tensor(name: name, shape: shape, values: [Float](repeating: 0.1, count: count))
    }
    let cells = try ["forward_lstm_1", "backward_lstm_1"].flatMap { cell in
      let path = "sequential/both/\(cell)/lstm_cell/"
      return [
        try variable(path + "kernel", 1, 4), try variable(path + "recurrent_kernel", 1, 4),
        try variable(path + "bias", 4),
      ]
    }
    let head = [
      try variable("sequential/head/kernel", 2, 1), try variable("sequential/head/bias", 1),
    ]
    try Safetensors(metadata: [:], tensors: cells + head).write(to: folder + "/keras.safetensors")

    let file = try Safetensors(contentsOf: folder + "/keras.safetensors")
    try both.readWeights(
      file.tensors, from: .keras,
      modules: ["sequential/both", "sequential/head"])
    XCTAssertTrue(try both.tensors.flatMap(\.values).allSatisfy { $0 == 0.1 })
  }

  func testToONNX() throws {
    let words = Input.symbols(named: "words")
    let embed = Embedding(
      vocabularySize: 20, size: 6, masksZero: true)
    let opinion = Dense(1, activation: .sigmoid)(
      Bidirectional(LSTM(8))(embed(words)))
    let model = try Model(
      inputs: words, outputs: opinion.named("opinion"))
    try model.writeONNX(to: folder + "/opinion.onnx", lengths: true)

    let sequential = Sequential {
      Embedding(vocabularySize: 20, size: 6)
      LSTM(8)
      Dense(3, activation: .softmax)
    }
    try sequential.writeONNX(to: folder + "/model.onnx")
    for (name, output) in [("opinion", "opinion"), ("model", "output_0")] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).onnx"))
      XCTAssertNotNil(data.range(of: Data(output.utf8)))
    }
  }
}
