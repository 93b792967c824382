import ExerciseSupport
import LSTMGates
import LinearAlgebra
import Sequences
import VanillaRNN

/// A model of one unit that is right about aⁿbⁿ for every n from 1 to 100, with weights set by
/// hand.
///
/// Its columns are those of `Counting`: a, b, end. The wiring is yours to choose.
public func handCounter() -> SymbolModel<WiredCell> {
  // EXERCISE 13.6 (3 points): a counter by hand
  // Everything is written, kept and shown; an a adds what a b takes away.
  SymbolModel(
    cell: WiredCell(
      wiring: Wiring(inputGate: false, keeping: .everything, outputGate: false),
      inputWeights: [[1], [-1], [0]], recurrentWeights: [[0]], bias: [[0]]),
    output: OutputLayer(weights: [[0, 20, -20]], bias: [[0, -5, 5]]))
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "13.6",
  // PLACEHOLDER   SymbolModel(
  // PLACEHOLDER     cell: WiredCell(
  // PLACEHOLDER       wiring: .lstm, inputWeights: Matrix(rows: 3, columns: 4, repeating: .nan),
  // PLACEHOLDER       recurrentWeights: Matrix(rows: 1, columns: 4, repeating: .nan),
  // PLACEHOLDER       bias: Matrix(rows: 1, columns: 4, repeating: .nan)),
  // PLACEHOLDER     output: OutputLayer(
  // PLACEHOLDER       weights: Matrix(rows: 1, columns: 3, repeating: .nan),
  // PLACEHOLDER       bias: Matrix(rows: 1, columns: 3, repeating: .nan))))
  // END
}
