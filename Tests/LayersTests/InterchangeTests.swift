import CourseTesting
import Foundation
import XCTest

@testable import Layers

/// Models that go to PyTorch and come from it in safetensors files. Tests/Peers/interchange.py is
/// the other side.
final class InterchangeTests: XCTestCase {
  private struct Example: Codable {
    let inputs: [[Int]]
    let outputs: [[Float]]
  }

  private let inputs = [[3, 1, 4, 1, 5, 9, 2, 6], [19, 0, 7], [11], [8, 8, 8, 8, 8, 2]]

  private func model() -> Sequential {
    Sequential(seed: 2026) {
      Embedding(vocabularySize: 20, size: 6)
      LSTM(8, returnSequences: true)
      LSTM(8)
      Dense(3, activation: .softmax)
    }
  }

  func testPyTorchsWeightsGivePyTorchsOutputs() throws {
    let model = model()
    let file = try Safetensors(contentsOf: Fixtures.file("torch-model.safetensors").path)
    try model.readWeights(
      file.tensors, from: .pyTorch, modules: ["embedding", "lstm", "lstm", "head"])
    let example: Example = try Fixtures.decoded("torch-model")
    XCTAssertEqual(example.inputs, inputs)
    expect(try model.predict(example.inputs), example.outputs)
  }

  /// The file that interchange.py holds PyTorch to is the one that `save` writes.
  func testTheFileForPyTorchIsUpToDate() throws {
    let model = model()
    // Weights large enough that a mistake would show.
    try model.setTensors(
      model.tensors.map { tensor in
        try Tensor(name: tensor.name, shape: tensor.shape, values: tensor.values.map { 1.5 * $0 })
      })
    let example = Example(inputs: inputs, outputs: try model.predict(inputs))
    if ProcessInfo.processInfo.environment["LEARNLSTM_WRITE_FIXTURES"] != nil {
      try model.save(to: Fixtures.file("swift-model.safetensors").path)
      try (JSONEncoder().encode(example) + Data("\n".utf8)).write(
        to: Fixtures.file("swift-model.json"))
    }
    let saved = try Sequential(contentsOf: Fixtures.file("swift-model.safetensors").path)
    XCTAssertEqual(saved.layers, model.layers)
    XCTAssertEqual(try saved.tensors, try model.tensors)
    let written: Example = try Fixtures.decoded("swift-model")
    expect(example.outputs, written.outputs)
  }

  private func expect(_ yours: [[Float]], _ expected: [[Float]]) {
    XCTAssertEqual(yours.count, expected.count)
    for (x, y) in zip(yours.joined(), expected.joined()) { XCTAssertEqual(x, y, accuracy: 1e-5) }
  }
}
