import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Layers over time among those of a `Sequential`.
final class SequentialConvolutionTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func series(_ count: Int) -> [[[Float]]] {
    (0..<count).map { _ in
      (0..<6 + generator.integer(below: 8)).map { _ in
        [Float(generator.normal()), Float(generator.normal())]
      }
    }
  }

  /// Trained from the same weights, both kinds of model have the same weights afterwards.
  func testIsTrainedAsAGraphIs() throws {
    let x = series(40)
    let y = x.map { $0[0][0] > 0 ? 1 : 0 }
    let (first, second, third) = (
      Conv1D(6, kernelSize: 3, stride: 2, padding: .same, activation: .relu), LSTM(5),
      Dense(1, activation: .sigmoid)
    )
    let sequential = Sequential(seed: 3) {
      Input(features: 2)
      first
      MaxPooling1D(2)
      second
      third
    }
    let input = Input.sequence(features: 2)
    let graph = try Model(
      inputs: input, outputs: third(second(MaxPooling1D(2)(first(input)))), seed: 3)
    graph.weights = try sequential.tensors.enumerated().map { index, tensor in
      try Tensor(
        name: graph.weights[index].name, shape: tensor.shape, values: tensor.values)
    }
    try sequential.compile(loss: .binaryCrossEntropy)
    try graph.compile(loss: .binaryCrossEntropy)
    for threads in [1, 2, 5] {
      try sequential.fit(x, y, epochs: 2, threads: threads)
      try graph.fit(x, y, epochs: 2, threads: 1)
      XCTAssertEqual(try sequential.tensors.map(\.values), graph.weights.map(\.values))
    }
    XCTAssertEqual(try sequential.predict(x), try graph.predict(x))
  }

  func testIsReadAgain() throws {
    let model = Sequential {
      Conv1D(4, kernelSize: 3, padding: .causal)
      UpSampling1D(2)
      AveragePooling1D(2)
      Conv1DTranspose(3, kernelSize: 2, stride: 2)
      GlobalMaxPooling1D()
      Dense(2)
    }
    let x = series(5)
    let given = try model.predict(x)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("convolutions-\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.save(to: path)
    XCTAssertEqual(try Sequential(contentsOf: path).predict(x), given)
    XCTAssertEqual(try Model(model).predict(x), given)
  }

  func testMessages() {
    XCTAssertEqual(
      message {
        try Sequential {
          LSTM(8)
          Conv1D(4, kernelSize: 3)
        }.compile(loss: .meanSquaredError)
      },
      "layer 1 (Conv1D) expected a sequence, got one vector of 8 numbers from layer 0 (LSTM): give "
        + "that one returnSequences: true")
    XCTAssertEqual(
      message {
        try Sequential {
          GlobalMaxPooling1D()
          LSTM(8)
        }.compile(loss: .meanSquaredError)
      },
      "layer 1 (LSTM) expected a sequence, got one vector of 2 numbers from layer 0 "
        + "(GlobalMaxPooling1D)")
  }

  /// Outputs are fewer than inputs, each with a target of its own.
  func testTargetsOfFewerSteps() throws {
    let x = series(4)
    let model = Sequential {
      Masking(value: .nan)
      Conv1D(1, kernelSize: 2, stride: 2, padding: .same)
    }
    try model.compile(loss: .meanSquaredError)
    func targets(_ last: Float) -> [[[Float]]] {
      x.map { Array(repeating: [Float(0)], count: ($0.count + 1) / 2 - 1) + [[last]] }
    }
    try model.fit(x, targets(1))
    XCTAssertEqual(
      message { try model.fit(x, targets(.nan)) },
      "layer 1 (Conv1D) with meanSquaredError expected finite targets, got nan in example 0, step "
        + "\(targets(0)[0].count - 1)")
    XCTAssertEqual(
      message { try model.fit(x, x.map { $0.map { _ in [Float(0)] } }) }.prefix(46),
      "layer 1 (Conv1D) expected a target for each ti")
  }

  /// What reads beyond a step cannot predict the next symbol of one long text.
  func testIsNoLanguageModel() throws {
    let layers = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      Conv1D(8, kernelSize: 3, padding: .causal)
      LSTM(8, returnSequences: true)
      Dense(5)
    }.layers
    XCTAssertNotNil(try GraphNetwork<Float>(layers).languageProblem)
    XCTAssertNil(try GraphNetwork<Float>([layers[0]] + layers[2...]).languageProblem)
  }
}
