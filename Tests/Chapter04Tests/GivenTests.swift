import CourseTesting
import LSTMGates
import LinearAlgebra
import XCTest

/// What chapter 04 gives: the pre-activations and the bias that a cell starts with.
final class GivenTests: XCTestCase {
  func testPreactivationsMatchPlainLoops() {
    var generator = SeededGenerator(seed: 41)
    for (batch, inputs, units) in [(1, 1, 1), (3, 2, 4), (4, 5, 2)] {
      let cell = randomCell(inputSize: inputs, hiddenSize: units, using: &generator)
      let input = Matrix.normal(rows: batch, columns: inputs, using: &generator)
      let hidden = Matrix.normal(rows: batch, columns: units, using: &generator)
      let yours = cell.preactivations(input, from: hidden)
      let right = referencePreactivations(cell, input, hidden)
      XCTAssertEqual(yours.shape, right.shape)
      for (a, b) in zip(yours.values, right.values) { XCTAssertEqual(a, b, accuracy: 1e-9) }
    }
  }

  func testForgetBiasStandsInItsBlock() {
    XCTAssertEqual(LSTMCell.initialBias(hiddenSize: 2, forgetBias: 3), [[0, 0, 3, 3, 0, 0, 0, 0]])
    var generator = SeededGenerator(seed: 46)
    let cell = LSTMCell(inputSize: 2, hiddenSize: 3, using: &generator)
    XCTAssertEqual(cell.bias, [[0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]])
  }
}
