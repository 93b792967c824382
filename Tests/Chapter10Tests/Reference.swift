import CourseTesting
import Foundation
import LinearAlgebra

@testable import Backpropagation
@testable import LSTMGates
@testable import UnequalLengths

// The judge of this chapter: LSTMs in plain loops, one number at a time. Of a reader's code they use
// nothing.

typealias Named = NamedMatrices

extension NamedMatrices {
  init(_ state: LSTMState) { self.init(["hidden state": state.hidden, "cell state": state.cell]) }

  init(_ gradients: LSTMStepGradients) {
    self.init([
      "input": gradients.input, "previous hidden state": gradients.previousHidden,
      "previous cell state": gradients.previousCell, "input weights": gradients.inputWeights,
      "recurrent weights": gradients.recurrentWeights, "bias": gradients.bias,
    ])
  }
}

/// The rows of the second where the mask is 1, those of the first where it is 0.
func chosen(_ old: Matrix, _ new: Matrix, _ mask: Matrix) -> Matrix {
  build(old.rows, old.columns) { mask[$0, 0] == 1 ? new[$0, $1] : old[$0, $1] }
}

enum Plain {
  /// One step as chapter 5 records it.
  static func step(_ cell: LSTMCell, _ input: Matrix, from state: LSTMState) -> LSTMStepRecord {
    let step = PlainLSTMStep(
      input, from: (state.hidden, state.cell),
      by: (cell.inputWeights, cell.recurrentWeights, cell.bias))
    return LSTMStepRecord(
      input: input, previous: state,
      gates: GateValues(
        inputGate: step.inputGate, forgetGate: step.forgetGate, candidate: step.candidate,
        outputGate: step.outputGate),
      state: LSTMState(hidden: step.hidden, cell: step.cell))
  }

  static func maskedStep(
    _ cell: LSTMCell, _ input: Matrix, from state: LSTMState, mask: Matrix
  ) -> MaskedStepRecord {
    let step = step(cell, input, from: state)
    return MaskedStepRecord(
      step: step, mask: mask,
      state: LSTMState(
        hidden: chosen(state.hidden, step.state.hidden, mask),
        cell: chosen(state.cell, step.state.cell, mask)))
  }

  /// The states of one sequence after its last input, as it is alone: from zeros.
  static func alone(_ cell: LSTMCell, _ inputs: [Matrix]) -> LSTMState {
    inputs.reduce(.zeros(batch: 1, hiddenSize: cell.recurrentWeights.rows)) {
      step(cell, $1, from: $0).state
    }
  }

  /// The surprise at a symbol, in nats, and its slope for each logit of a row.
  static func surprise(_ logits: Matrix, _ row: Int, _ target: Int) -> (Double, [Double]) {
    let z = (0..<logits.columns).map { logits[row, $0] }
    let largest = z.max() ?? 0
    let sum = z.reduce(0) { $0 + Foundation.exp($1 - largest) }
    return (
      largest + Foundation.log(sum) - z[target],
      z.indices.map { Foundation.exp(z[$0] - largest) / sum - ($0 == target ? 1 : 0) }
    )
  }
}

func weightedSum(_ left: Matrix, _ right: Matrix) -> Double {
  zip(left.values, right.values).reduce(0) { $0 + $1.0 * $1.1 }
}

extension SeededGenerator {
  /// From 1 to `largest`.
  mutating func size(_ largest: Int) -> Int { 1 + integer(below: largest) }

  mutating func normal(_ rows: Int, _ columns: Int, _ standardDeviation: Double = 1) -> Matrix {
    .normal(rows: rows, columns: columns, standardDeviation: standardDeviation, using: &self)
  }

  /// All its biases are other than 0.
  mutating func lstmCell(_ inputSize: Int, _ units: Int) -> LSTMCell {
    LSTMCell(
      inputWeights: normal(inputSize, 4 * units, 0.7),
      recurrentWeights: normal(units, 4 * units, 0.7), bias: normal(1, 4 * units, 0.7))
  }

  mutating func state(_ rows: Int, _ units: Int) -> LSTMState {
    LSTMState(hidden: normal(rows, units, 0.5), cell: normal(rows, units))
  }

  /// One column of 1 and 0.
  mutating func mask(_ rows: Int) -> Matrix {
    Matrix(column: (0..<rows).map { _ in Double(integer(below: 2)) })
  }

  /// Sequences of symbols of `lengths`, each symbol below `size`.
  mutating func sequences(_ lengths: [Int], below size: Int) -> [[Int]] {
    lengths.map { length in (0..<length).map { _ in integer(below: size) } }
  }
}
