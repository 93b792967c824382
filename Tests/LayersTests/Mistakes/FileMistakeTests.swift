import Foundation
import Layers
import XCTest

/// Files of other libraries, weights of other models, and places where there can be no file.
final class FileMistakeTests: MistakeCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "mistakes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

  func testFilesOfOtherLibraries() throws {
    let advice =
      "; save the weights as safetensors there, and read them with readWeights."
    for (bytes, kind) in [
      ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "it is HDF5, which Keras writes"),
      (
        [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x00, 0x08],
        "it is a zip archive, as .keras and .pt files are"
      ),
    ] as [([UInt8], String)] {
      let path = folder + "/model"
      try Data(bytes + [UInt8](repeating: 0, count: 16)).write(to: URL(fileURLWithPath: path))
      expect("\(path) is not a model that can be read: \(kind)\(advice)") {
        _ = try Sequential(contentsOf: path)
      }
    }
  }

  func testFilesThatAreNone() throws {
    expect("there is no model \(folder)/none.") { _ = try Sequential(contentsOf: folder + "/none") }
    expect("\(folder) is a directory, not a model.") { _ = try Sequential(contentsOf: folder) }
    expect("\(folder) is a directory. Name a regular file.") { try classifier().save(to: folder) }
    expect("\(folder) is a directory. Name a regular file.") {
      try classifier().fit(symbols, [0, 1, 2, 0], callbacks: [ModelCheckpoint(folder)])
    }
  }

  func testModelsOfAnotherKind() throws {
    let x = Input.vector(3)
    let path = folder + "/graph"
    try Model(inputs: x, outputs: Dense(1)(x)).save(to: path)
    expect("\(path) holds a graph; read it with Model(contentsOf:)") {
      _ = try Sequential(contentsOf: path)
    }
    _ = try Model(contentsOf: path)
    let weights = folder + "/weights"
    try classifier().writeWeights(to: weights, as: .pyTorch)
    expect(
      "\(weights) holds tensors, but not a model with its layers; read its weights with "
        + "readWeights(_:from:modules:)"
    ) { _ = try Sequential(contentsOf: weights) }
  }

  func testWeightsOfAnotherModel() throws {
    let other = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(6)
      Dense(2, activation: .softmax)
    }
    expect("2.dense.weights has the shape [6, 3], should have [6, 2]") {
      try other.setTensors(try classifier().tensors)
    }
    expect("5 tensors for a model of 6") {
      try classifier().setTensors(Array(try classifier().tensors.dropLast()))
    }
  }

  func testNamesThatAreNotThere() throws {
    let path = folder + "/torch"
    try classifier().writeWeights(to: path, as: .pyTorch)
    let tensors = try Safetensors(contentsOf: path).tensors
    let there =
      "; there are embedding.weight, linear.bias, linear.weight and 4 more"
    expect("layer 2 (Dense) expected a tensor head.weight, got none" + there) {
      try classifier().readWeights(
        tensors, from: .pyTorch, modules: ["embedding", "lstm", "head"])
    }
    try classifier().readWeights(
      tensors, from: .pyTorch, modules: ["embedding", "lstm", "linear"])
    expect("layer 0 (Embedding) expected one tensor embedding/…/embeddings, got 0" + there) {
      try classifier().readWeights(tensors, from: .keras, modules: ["embedding", "lstm", "dense"])
    }
    expect("1 module named for the 3 layers with parameters") {
      try classifier().readWeights(tensors, from: .pyTorch, modules: ["embedding"])
    }
    expect("layer 0 (Embedding) expected a tensor embedding.weight, got none; there are no tensors")
    {
      try classifier().readWeights([], from: .pyTorch, modules: ["embedding", "lstm", "linear"])
    }
  }

  func testMasksInONNX() throws {
    let model = Sequential {
      Embedding(vocabularySize: 5, size: 3, masksZero: true)
      LSTM(3)
    }
    expect(
      "layer 0 (Embedding) masks padding, and ONNX knows lengths alone; write with lengths: true and "
        + "give each row's length, its padding behind it"
    ) { try model.writeONNX(to: folder + "/model.onnx") }
    try model.writeONNX(to: folder + "/model.onnx", lengths: true)
  }

  func testATrainingThatWasLeftOut() throws {
    let path = folder + "/model"
    try classifier().save(to: path, includingTraining: false)
    let model = try Sequential(contentsOf: path)
    expect("the model does not know its loss; call compile(loss:) first") {
      try model.fit(symbols, [0, 1, 2, 0])
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    try model.fit(symbols, [0, 1, 2, 0])
  }
}
