import CourseTesting
import Foundation
import LinearAlgebra

@testable import LSTMGates

// The same mathematics in plain loops over single numbers, and the same mistakes as readers make.
// Nothing here calls the code under test; an `LSTMCell` is only read for its weights.

/// The four blocks of the pre-activations, as places in the order i, f, g, o.
enum Gate: Int, CaseIterable {
  case input, forget, candidate, output
}

/// What a reader may have done instead of a step. The default is right.
struct Variant {
  /// Where each of i, f, g, o is looked for.
  var order = [0, 1, 2, 3]
  /// Columns dealt out to the gates in turn, instead of one block after another.
  var isInterleaved = false
  var addsBias = true
  var addsRecurrence = true
  /// What each of i, f, g, o goes through.
  var activations: [(Double) -> Double] = [logistic, logistic, Foundation.tanh, logistic]
  /// c' from c, i, f, g, o.
  var nextCell: (Double, Double, Double, Double, Double) -> Double = { c, i, f, g, _ in
    f * c + i * g
  }
  /// h' from the old cell state, the new one, and o.
  var nextHidden: (Double, Double, Double) -> Double = { _, c, o in o * Foundation.tanh(c) }
  var readsCellForGates = false
  var keepsHiddenForCell = false
  var swapsStates = false

  init(_ change: (inout Variant) -> Void = { _ in }) { change(&self) }
}

func logistic(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }

func referencePreactivations(
  _ cell: LSTMCell, _ input: Matrix, _ hidden: Matrix, _ variant: Variant = Variant()
) -> Matrix {
  build(rows: input.rows, columns: cell.recurrentWeights.columns) { row, column in
    var sum = variant.addsBias ? cell.bias[0, column] : 0
    for k in 0..<input.columns { sum += input[row, k] * cell.inputWeights[k, column] }
    if variant.addsRecurrence {
      for k in 0..<hidden.columns { sum += hidden[row, k] * cell.recurrentWeights[k, column] }
    }
    return sum
  }
}

func referenceGates(
  _ preactivations: Matrix, hiddenSize: Int, _ variant: Variant = Variant()
) -> GateValues {
  func gate(_ gate: Gate) -> Matrix {
    let block = variant.order[gate.rawValue]
    let activation = variant.activations[gate.rawValue]
    return build(rows: preactivations.rows, columns: hiddenSize) { row, unit in
      let column = variant.isInterleaved ? 4 * unit + block : block * hiddenSize + unit
      return activation(preactivations[row, column])
    }
  }
  return GateValues(
    inputGate: gate(.input), forgetGate: gate(.forget), candidate: gate(.candidate),
    outputGate: gate(.output))
}

func referenceNextCell(
  _ cell: Matrix, _ gates: GateValues, _ variant: Variant = Variant()
) -> Matrix {
  build(rows: cell.rows, columns: cell.columns) { row, unit in
    variant.nextCell(
      cell[row, unit], gates.inputGate[row, unit], gates.forgetGate[row, unit],
      gates.candidate[row, unit], gates.outputGate[row, unit])
  }
}

/// What a result would be with other weights or another bias.
func suppositions<Value: Checkable>(
  _ cell: LSTMCell, _ result: (LSTMCell) -> Value
) -> [Supposition<Value>] {
  suppose(
    ["W": \.inputWeights, "U": \.recurrentWeights, "b": \.bias], of: cell, result)
}

func referenceStep(
  _ cell: LSTMCell, _ input: Matrix, _ state: LSTMState, _ variant: Variant = Variant()
) -> LSTMState {
  let recurrent = variant.readsCellForGates ? state.cell : state.hidden
  let gates = referenceGates(
    referencePreactivations(cell, input, recurrent, variant), hiddenSize: cell.hiddenSize, variant)
  let next = referenceNextCell(
    variant.keepsHiddenForCell ? state.hidden : state.cell, gates, variant)
  let hidden = build(rows: next.rows, columns: next.columns) { row, unit in
    variant.nextHidden(state.cell[row, unit], next[row, unit], gates.outputGate[row, unit])
  }
  return variant.swapsStates
    ? LSTMState(hidden: next, cell: hidden) : LSTMState(hidden: hidden, cell: next)
}

/// The states after each step. `carry` makes the state that the next step starts from, out of the
/// one that this step left.
func referenceUnrolled(
  _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState,
  carry: (LSTMState) -> LSTMState = { $0 }
) -> [LSTMState] {
  var start = state
  var states: [LSTMState] = []
  for input in inputs {
    states.append(referenceStep(cell, input, start))
    start = carry(states[states.count - 1])
  }
  return states
}

/// The gates of each step of a sequence.
func referenceForgetGates(
  _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState
) -> [Matrix] {
  let before = [state] + referenceUnrolled(cell, inputs, from: state).dropLast()
  return zip(inputs, before).map { input, state in
    referenceGates(
      referencePreactivations(cell, input, state.hidden), hiddenSize: cell.hiddenSize
    ).forgetGate
  }
}

func build(rows: Int, columns: Int, _ number: (Int, Int) -> Double) -> Matrix {
  var result = Matrix(rows: rows, columns: columns)
  for row in 0..<rows {
    for column in 0..<columns { result[row, column] = number(row, column) }
  }
  return result
}

/// The product of matrices, for those who wrote `*` in place of `.*`; NaN, which matches nothing,
/// where the shapes do not allow it.
func matrixProduct(_ left: Matrix, _ right: Matrix) -> Matrix {
  if left.columns != right.rows { return left * Double.nan }
  return build(rows: left.rows, columns: right.columns) { row, column in
    (0..<left.columns).reduce(0) { $0 + left[row, $1] * right[$1, column] }
  }
}

// MARK: - Random cells

/// A cell whose every number is random: a bias of zeros would hide mistakes about it.
func randomCell(
  inputSize: Int, hiddenSize: Int, using generator: inout SeededGenerator
) -> LSTMCell {
  LSTMCell(
    inputWeights: .normal(rows: inputSize, columns: 4 * hiddenSize, using: &generator),
    recurrentWeights: .normal(rows: hiddenSize, columns: 4 * hiddenSize, using: &generator),
    bias: .normal(rows: 1, columns: 4 * hiddenSize, using: &generator))
}

func randomState(
  batch: Int, hiddenSize: Int, using generator: inout SeededGenerator
) -> LSTMState {
  LSTMState(
    hidden: .uniform(rows: batch, columns: hiddenSize, in: -1...1, using: &generator),
    cell: .normal(rows: batch, columns: hiddenSize, standardDeviation: 2, using: &generator))
}

func randomInputs(
  _ count: Int, batch: Int, inputSize: Int, using generator: inout SeededGenerator
) -> [Matrix] {
  (0..<count).map { _ in .normal(rows: batch, columns: inputSize, using: &generator) }
}

// MARK: - The unit of the page

/// The unit that chapter 04 works by hand.
let handUnit = LSTMCell(
  inputWeights: [[3, -2, 2, 1]], recurrentWeights: [[1, 2, -1, 0.5]], bias: [[-1.5, 3, 0, -1]])
let handInputs: [Matrix] = [[[1]], [[0]], [[-1]]]
