import LinearAlgebra
import XCTest

@testable import Layers

/// Models whose weights are kept in 8 bits.
final class EightBitModelTests: XCTestCase {
  private func model(_ seed: UInt64 = 1) -> Sequential {
    Sequential(seed: seed) {
      Embedding(vocabularySize: 7, size: 5)
      LSTM(12, returnSequences: true, stateful: true)
      GRU(9, returnSequences: true, stateful: true)
      SimpleRNN(6, returnSequences: true, stateful: true)
      Dense(7)
    }
  }

  /// A model whose weights were rounded beforehand gives the same, but for the sums' rounding.
  func testAPredictorComputesWithTheRoundedWeights() throws {
    let rounded = model()
    try rounded.setTensors(
      rounded.tensors.map { tensor in
        guard tensor.shape.count == 2, !tensor.name.contains("embedding") else { return tensor }
        return try Tensor(
          name: tensor.name, shape: tensor.shape,
          values: roundedColumns(tensor.values, columns: tensor.shape[1]))
      })
    let eight = try Predictor(model: model(), weights: .eightBits)
    let single = try Predictor(model: rounded)
    let whole = try Predictor(model: model())
    var differs = false
    for symbol in [0, 3, 6, 3, 1, 1, 5, 2] {
      let (found, wanted) = (eight.logits(after: symbol), single.logits(after: symbol))
      for (a, b) in zip(found, wanted) { XCTAssertEqual(a, b, accuracy: 2e-5) }
      differs = differs || zip(found, whole.logits(after: symbol)).contains { abs($0 - $1) > 1e-4 }
    }
    XCTAssertTrue(differs, "8 bits are not single precision")
  }

  private func roundedColumns(_ values: [Float], columns: Int) -> [Float] {
    var result = values
    for column in 0..<columns {
      let entries = Array(stride(from: column, to: values.count, by: columns))
      let scale = entries.reduce(0) { max($0, abs(values[$1])) } / 127
      for entry in entries where scale > 0 {
        result[entry] = (values[entry] / scale).rounded() * scale
      }
    }
    return result
  }

  func testAnEvaluatorGivesTheSameOnAnyNumberOfThreads() throws {
    var generator = SeededGenerator(seed: 4)
    let symbols = (0..<40 * 6).map { _ in Int32(generator.integer(below: 7)) }
    let losses = try [1, 2, 5].map { threads in
      try Evaluator(model: model(), rows: 40, length: 6, threads: threads, weights: .eightBits)
        .loss(inputs: symbols, targets: symbols.reversed(), time: 6)
    }
    XCTAssertEqual(losses[1], losses[0])
    XCTAssertEqual(losses[2], losses[0])
    let single = try Evaluator(model: model(), rows: 40, length: 6, threads: 1)
      .loss(inputs: symbols, targets: symbols.reversed(), time: 6)
    XCTAssertEqual(losses[0] / 240, single / 240, accuracy: 0.005)
  }
}
