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
  // Read chapters/13-cousins.md, "A counter by hand". Check with: swift run course check 13.6
  notWritten(
    "13.6",
    SymbolModel(
      cell: WiredCell(
        wiring: .lstm, inputWeights: Matrix(rows: 3, columns: 4, repeating: .nan),
        recurrentWeights: Matrix(rows: 1, columns: 4, repeating: .nan),
        bias: Matrix(rows: 1, columns: 4, repeating: .nan)),
      output: OutputLayer(
        weights: Matrix(rows: 1, columns: 3, repeating: .nan),
        bias: Matrix(rows: 1, columns: 3, repeating: .nan))))
}
