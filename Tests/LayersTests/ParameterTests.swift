import LinearAlgebra
import XCTest

@testable import Layers

final class ParameterTests: XCTestCase {
  func testRecurrentWeightsBeginOrthogonal() {
    for size in [1, 2, 7, 33] {
      var generator = SeededGenerator(seed: 5)
      let matrix = Initialisation.orthogonalMatrix(size, using: &generator)
      for row in 0..<size {
        for other in 0..<size {
          let product = (0..<size).reduce(0) {
            $0 + matrix[row * size + $1] * matrix[other * size + $1]
          }
          XCTAssertEqual(product, row == other ? 1 : 0, accuracy: 1e-12)
        }
      }
    }
  }

  func testTheForgetBiasBeginsAtOneAndTheOthersAtZero() throws {
    let model = Sequential(seed: 1) {
      Embedding(vocabularySize: 3, size: 2)
      LSTM(4, returnSequences: true)
      Dense(3)
    }
    let bias = try XCTUnwrap(try model.tensors.first { $0.name == "1.lstm.bias" })
    XCTAssertEqual(bias.shape, [16])
    XCTAssertEqual(bias.values, [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  func testInputWeightsStayWithinGlorotsLimit() throws {
    let model = Sequential(seed: 2) {
      Embedding(vocabularySize: 3, size: 10)
      LSTM(14, returnSequences: true)
      Dense(3)
    }
    let weights = try XCTUnwrap(try model.tensors.first { $0.name == "1.lstm.inputWeights" }).values
    let limit = Float((6.0 / 24).squareRoot())
    XCTAssertTrue(weights.allSatisfy { abs($0) <= limit })
    XCTAssertGreaterThan(weights.map { abs($0) }.max()!, 0.95 * limit)
  }

  func testParametersAreCountedAndNamed() {
    let model = Sequential(seed: 1) {
      Embedding(vocabularySize: 65, size: 32)
      LSTM(128, returnSequences: true)
      SimpleRNN(10, returnSequences: true)
      Dense(65)
    }
    XCTAssertEqual(
      try model.parameterCount,
      65 * 32 + (32 + 128 + 1) * 4 * 128 + (128 + 10 + 1) * 10 + (10 + 1) * 65)
    XCTAssertEqual(
      try model.tensors.map(\.name),
      [
        "0.embedding.weights", "1.lstm.inputWeights", "1.lstm.recurrentWeights", "1.lstm.bias",
        "2.simpleRNN.inputWeights", "2.simpleRNN.recurrentWeights", "2.simpleRNN.bias",
        "3.dense.weights", "3.dense.bias",
      ])
  }

  func testTheSeedDecidesTheParameters() throws {
    func tensors(_ seed: UInt64) throws -> [Tensor] {
      try Sequential(seed: seed) {
        Embedding(vocabularySize: 3, size: 2)
        LSTM(4, returnSequences: true)
      }.tensors
    }
    XCTAssertEqual(try tensors(1), try tensors(1))
    XCTAssertNotEqual(try tensors(1), try tensors(2))
  }
}

final class AdamTests: XCTestCase {
  /// Against the algorithm as the paper writes it, entry by entry, over three shards.
  func testStepsFollowThePaper() {
    let count = 40_000  // more than two blocks
    var generator = SeededGenerator(seed: 9)
    let parameters = Buffer<Double>(count: count)
    for index in 0..<count { parameters.values[index] = generator.normal() }
    var expected = Array(parameters.values)
    var first = [Double](repeating: 0, count: count)
    var second = first
    let adam = OptimizerState<Double>(count: count)
    let settings = Adam(learningRate: 0.01)
    for step in 1...4 {
      let shards = (0..<3).map { _ in
        let shard = Buffer<Double>(count: count)
        for index in 0..<count { shard.values[index] = generator.normal() }
        return shard
      }
      let gradient = (0..<count).map { index in shards.reduce(0) { $0 + $1.values[index] } }
      let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let clip = step == 2 ? nil : 0.5
      let scale = clip.map { min(1, $0 / norm) } ?? 1
      for index in 0..<count {
        let g = gradient[index] * scale
        first[index] = 0.9 * first[index] + 0.1 * g
        second[index] = 0.999 * second[index] + 0.001 * g * g
        let m = first[index] / (1 - integerPower(0.9, step))
        let v = second[index] / (1 - integerPower(0.999, step))
        expected[index] -= 0.01 * m / (v.squareRoot() + 1e-8)
      }
      let reported = adam.update(
        parameters, gradients: shards, settings: Optimizer(settings, clipNorm: clip), threads: 2)
      XCTAssertEqual(reported, norm, accuracy: 1e-9 * norm)
      for index in 0..<count {
        XCTAssertEqual(parameters.values[index], expected[index], accuracy: 1e-12)
      }
    }
  }

  func testAGradientOfZerosLeavesTheParameters() {
    let parameters = Buffer<Float>(count: 3)
    parameters.values.update(repeating: 2)
    let norm = OptimizerState<Float>(count: 3).update(
      parameters, gradients: [Buffer(count: 3)], settings: Optimizer(Adam(), clipNorm: 1),
      threads: 1)
    XCTAssertEqual(norm, 0)
    XCTAssertEqual(Array(parameters.values), [2, 2, 2])
  }

  func testAGradientThatIsNoNumberIsNoStep() {
    let parameters = Buffer<Float>(count: 3)
    parameters.values.update(repeating: 2)
    let adam = OptimizerState<Float>(count: 3)
    for wrong in [Float.infinity, .nan] {
      let gradient = Buffer<Float>(count: 3)
      gradient.values.update(repeating: 1)
      gradient.values[1] = wrong
      let norm = adam.update(
        parameters, gradients: [gradient], settings: Optimizer(Adam(), clipNorm: 1), threads: 1)
      XCTAssertFalse(norm.isFinite)
      XCTAssertEqual(adam.step, 0)
      XCTAssertEqual(Array(parameters.values), [2, 2, 2])
      XCTAssertEqual(Array(adam.first.values) + Array(adam.second.values), [0, 0, 0, 0, 0, 0])
    }
  }

  func testPowersAreThoseOfRepeatedMultiplication() {
    XCTAssertEqual(integerPower(0.5, 10), 0x1p-10)
    XCTAssertEqual(integerPower(0.9, 0), 1)
    XCTAssertEqual(integerPower(0.9, 3), 0.729, accuracy: 1e-15)
  }
}

final class CrossEntropyTests: XCTestCase {
  func testTheWorkedExample() {
    var logits: [Double] = [0, log(3), 1e4, -1e4]
    let targets: [Int32] = [1, 0]
    let loss = logits.withUnsafeMutableBufferPointer { logits in
      CrossEntropy.forwardAndBackward(
        logits: logits.baseAddress!, targets: targets, rows: 2, columns: 2, scale: 0.5)
    }
    // softmax(0, log 3) = (1/4, 3/4); the second row is certain and right.
    XCTAssertEqual(loss, log(4 / 3.0), accuracy: 1e-14)
    for (value, expected) in zip(logits, [0.125, -0.125, 0, 0]) {
      XCTAssertEqual(value, expected, accuracy: 1e-14)
    }
  }
}
