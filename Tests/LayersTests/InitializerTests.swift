import LinearAlgebra
import XCTest

@testable import Layers

/// What weights begin with.
final class InitializerTests: XCTestCase {
  private let initializers: [Initializer] = [
    .zeros, .ones, .constant(-0.25), .uniform(0.3), .normal(0.2), .glorotUniform, .glorotNormal,
    .heUniform, .heNormal, .lecunUniform, .lecunNormal, .orthogonal(gain: 2), .identity(gain: 0.5),
    .unitRows, .pyTorch,
  ]

  func testFirstWeightsAreOfTheirDistributions() throws {
    let (inputs, units) = (60, 80)
    for initializer in initializers {
      let model = Sequential(seed: 4) {
        Input(features: inputs)
        GRU(units, kernelInitializer: initializer, recurrentInitializer: initializer)
      }
      let tensors = try model.tensors
      for (tensor, fanIn) in zip(tensors, [inputs, units]) {
        let wanted = spread(initializer, inputs: fanIn, outputs: units, units: units)
        let mean = tensor.values.reduce(0.0) { $0 + Double($1) } / Double(tensor.values.count)
        let square = tensor.values.reduce(0.0) { $0 + Double($1 * $1) }
        let root = (square / Double(tensor.values.count)).squareRoot()
        XCTAssertEqual(root, wanted.root, accuracy: 0.04 * wanted.root, "\(initializer)")
        XCTAssertEqual(mean, wanted.mean, accuracy: 0.04 * max(0.1, wanted.root), "\(initializer)")
        let largest = Double(tensor.values.map { abs($0) }.max()!)
        if let limit = wanted.limit { XCTAssertLessThanOrEqual(largest, limit * 1.000001) }
      }
    }
  }

  /// The mean, the root of the mean square, and the largest number where there is one.
  private func spread(
    _ initializer: Initializer, inputs: Int, outputs: Int, units: Int
  ) -> (mean: Double, root: Double, limit: Double?) {
    func uniform(_ limit: Double) -> (Double, Double, Double?) {
      (0, limit / 3.0.squareRoot(), limit)
    }
    let (fanIn, both) = (Double(inputs), Double(inputs + outputs))
    switch initializer {
    case .zeros: return (0, 0, 0)
    case .ones: return (1, 1, 1)
    case .constant(let value): return (value, abs(value), abs(value))
    case .uniform(let limit): return uniform(limit)
    case .normal(let deviation): return (0, deviation, nil)
    case .glorotUniform: return uniform((6 / both).squareRoot())
    case .glorotNormal: return (0, (2 / both).squareRoot(), nil)
    case .heUniform: return uniform((6 / fanIn).squareRoot())
    case .heNormal: return (0, (2 / fanIn).squareRoot(), nil)
    case .lecunUniform: return uniform((3 / fanIn).squareRoot())
    case .lecunNormal: return (0, (1 / fanIn).squareRoot(), nil)
    case .orthogonal(let gain):
      return (0, gain / Double(max(inputs, outputs)).squareRoot(), nil)
    case .identity(let gain):
      let share = Double(min(inputs, outputs)) / Double(inputs * outputs)
      return (gain * share, gain * share.squareRoot(), gain)
    case .unitRows: return (0, 1 / Double(outputs).squareRoot(), nil)
    case .pyTorch: return uniform(1 / Double(units).squareRoot())
    }
  }

  func testTheShorterSideIsOrthonormal() {
    var generator = SeededGenerator(seed: 8)
    for (rows, columns) in [(5, 5), (3, 7), (7, 3), (1, 4), (4, 1)] {
      let matrix = Initialisation.orthogonalMatrix(
        rows: rows, columns: columns, using: &generator)
      let isWide = rows <= columns
      for i in 0..<min(rows, columns) {
        for j in 0..<min(rows, columns) {
          let product = (0..<max(rows, columns)).reduce(0.0) { sum, k in
            isWide
              ? sum + matrix[i * columns + k] * matrix[j * columns + k]
              : sum + matrix[k * columns + i] * matrix[k * columns + j]
          }
          XCTAssertEqual(product, i == j ? 1 : 0, accuracy: 1e-12)
        }
      }
    }
  }

  func testBiasesAndTheForgetGate() throws {
    func bias(_ layer: LSTM) throws -> [Float] {
      try Sequential {
        Input(features: 2)
        layer
      }.tensors[2].values
    }
    XCTAssertEqual(try bias(LSTM(2)), [0, 0, 1, 1, 0, 0, 0, 0])
    XCTAssertEqual(
      try bias(LSTM(2, biasInitializer: .constant(0.5), forgetBias: 2)),
      [0.5, 0.5, 2, 2, 0.5, 0.5, 0.5, 0.5])
    XCTAssertEqual(
      try bias(LSTM(2, biasInitializer: .ones, forgetBias: nil)), .init(repeating: 1, count: 8))
    let drawn = try bias(LSTM(2, biasInitializer: .pyTorch, forgetBias: nil))
    XCTAssertEqual(Set(drawn).count, 8)
    XCTAssertTrue(drawn.allSatisfy { abs($0) <= Float(0.5).squareRoot() })
  }

  /// An RNN of rectified units with the identity keeps what it is given for a thousand steps.
  func testAnIRNNAddsUpWhatItReads() throws {
    let model = Sequential {
      SimpleRNN(
        2, activation: .relu, useBias: false, kernelInitializer: .ones,
        recurrentInitializer: .identity())
    }
    let steps = (0..<1000).map { [Float($0 % 3)] }
    XCTAssertEqual(try model.predict([steps]), [[999, 999]])
  }

  func testLayersWithoutBiasesHaveNone() throws {
    let model = Sequential {
      Input(features: 2)
      GRU(3, returnSequences: true, useBias: false)
      Bidirectional(LSTM(2, useBias: false))
      Dense(1, useBias: false)
    }
    XCTAssertEqual(
      try model.tensors.map(\.name),
      [
        "1.gru.inputWeights", "1.gru.recurrentWeights", "2.bidirectional.forward.inputWeights",
        "2.bidirectional.forward.recurrentWeights", "2.bidirectional.backward.inputWeights",
        "2.bidirectional.backward.recurrentWeights", "3.dense.weights",
      ])
  }
}
