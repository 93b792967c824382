import Layers
import LinearAlgebra
import XCTest

/// What the article on recurrent layers shows, on generated data.
final class RecurrentSnippetTests: XCTestCase {
  /// Sequences whose class is their first symbol.
  private func examples() -> (x: [[Int]], y: [Int]) {
    var generator = SeededGenerator(seed: 1)
    let x = (0..<60).map { _ in
      (0..<3 + generator.integer(below: 5)).map { _ in 1 + generator.integer(below: 6) }
    }
    return (x, x.map { $0[0] - 1 })
  }

  func testOptionsAndRestingLayers() throws {
    let model = Sequential {
      Embedding(vocabularySize: 2_000, size: 32, masksZero: true)
      GRU(
        32, dropout: 0.2, recurrentDropout: 0.2,
        recurrentDropoutMask: .step, kernelL2: 1e-5)
      Dense(6, activation: .softmax)
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
    let (xTrain, yTrain) = examples()
    try model.freeze(0)
    let before = try model.tensors[0]
    try model.fit(xTrain, yTrain, epochs: 5)
    XCTAssertEqual(try model.tensors[0], before)
    try model.unfreeze(0)
    try model.fit(xTrain, yTrain, epochs: 1)
    XCTAssertNotEqual(try model.tensors[0], before)
  }

  func testAnIRNNAndDirections() throws {
    let irnn = SimpleRNN(
      100, activation: .relu, kernelInitializer: .normal(0.001),
      recurrentInitializer: .identity())
    let x = Input.sequence(features: 8)
    let (forward, backward) = Bidirectional(
      LSTM(32, returnSequences: true)
    ).separately(x)
    let model = try Model(inputs: x, outputs: Dense(1)(irnn(Concatenate()(forward, backward))))
    XCTAssertEqual(
      model.parameterCount, 2 * 4 * 32 * (8 + 32 + 1) + 100 * (64 + 100 + 1) + 101)
  }

  func testPyTorchsFirstWeights() throws {
    let model = Sequential {
      Embedding(
        vocabularySize: 2_000, size: 32, initializer: .pyTorch)
      LSTM(
        32, kernelInitializer: .pyTorch,
        recurrentInitializer: .pyTorch,
        biasInitializer: .pyTorch, forgetBias: nil)
      Dense(
        6, kernelInitializer: .pyTorch, biasInitializer: .pyTorch)
    }
    let largest = try model.tensors.map { $0.values.map { abs($0) }.max()! }
    XCTAssertGreaterThan(largest[0], 3)
    for value in largest.dropFirst() {
      XCTAssertLessThanOrEqual(value, 1 / Float(32).squareRoot())
      XCTAssertGreaterThan(value, 0.1)
    }
  }
}
