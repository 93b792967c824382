import Foundation
import XCTest

@testable import Layers

/// `RepeatVector` among the layers of a `Sequential`: an encoder and a decoder, one under the other.
final class SequentialRepeatTests: XCTestCase {
  private let x = (0..<20).map { index in (0..<2 + index % 5).map { [Float($0 * index % 7) / 7] } }
  private let y = (0..<20).map { index in (0..<3).map { [Float($0 + index) / 20] } }

  func testIsTrainedAsAGraphIs() throws {
    let (first, second, third) = (LSTM(4), GRU(5, returnSequences: true), Dense(1))
    let sequential = Sequential(seed: 3) {
      Input(features: 1)
      first
      RepeatVector(3)
      second
      third
    }
    let input = Input.sequence(features: 1)
    let graph = try Model(
      inputs: input, outputs: third(second(RepeatVector(3)(first(input)))), seed: 3)
    graph.weights = try sequential.tensors.enumerated().map { index, tensor in
      try Tensor(name: graph.weights[index].name, shape: tensor.shape, values: tensor.values)
    }
    try sequential.compile(loss: .meanSquaredError)
    try graph.compile(loss: .meanSquaredError)
    for threads in [1, 2, 5] {
      try sequential.fit(x, y, epochs: 2, validation: .split(0.2), threads: threads)
      try graph.fit(x, y, epochs: 2, validation: .split(0.2), threads: 1)
      XCTAssertEqual(try sequential.tensors.map(\.values), graph.weights.map(\.values))
    }
    XCTAssertEqual(try sequential.predictSequences(x), try graph.predictSequences(x))
    XCTAssertEqual(try sequential.predictSequences(x).map(\.count), x.map { _ in 3 })
  }

  func testIsReadAgain() throws {
    let model = Sequential {
      LSTM(4)
      RepeatVector(3)
      LSTM(4, returnSequences: true)
    }
    let given = try model.predictSequences(x)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("repeat-\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.save(to: path)
    XCTAssertEqual(try Sequential(contentsOf: path).predictSequences(x), given)
    XCTAssertEqual(try Model(model).predictSequences(x), given)
    XCTAssertTrue(model.summaryTable.contains("RepeatVector"))
  }

  func testMessages() {
    XCTAssertEqual(
      message {
        try Sequential {
          LSTM(8, returnSequences: true)
          RepeatVector(3)
        }.compile(loss: .meanSquaredError)
      },
      "layer 1 (RepeatVector) expected one vector, got 8 numbers a time step from layer 0 (LSTM); a "
        + "recurrent layer without returnSequences gives one")
    XCTAssertEqual(
      message {
        try Sequential {
          LSTM(8)
          RepeatVector(0)
        }.compile(loss: .meanSquaredError)
      },
      "layer 1 (RepeatVector) has a size of 0; sizes are positive and at most 16,777,216")
    XCTAssertEqual(
      message {
        let model = Sequential {
          LSTM(8)
          RepeatVector(3)
          Dense(1)
        }
        try model.compile(loss: .meanSquaredError)
        try model.fit(x, x)
      },
      "layer 2 (Dense) expected a target for each time step: example 0 has 3 time steps and 2 targets"
    )
  }
}
