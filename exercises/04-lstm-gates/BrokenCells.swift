import ExerciseSupport

/// The eight cells whose states stand on the page.
public enum BrokenCell: String, CaseIterable, Sendable {
  case a = "A"
  case b = "B"
  case c = "C"
  case d = "D"
  case e = "E"
  case f = "F"
  case g = "G"
  case h = "H"
}

/// What may be wrong with a cell's step. Each of the eight has one of these ten.
public enum CellFault: String, CaseIterable, Sendable {
  /// The input gate scales the old cell state, and the forget gate the candidate.
  case gatesExchanged
  /// The candidate has been through σ.
  case candidateThroughSigmoid
  /// The last two blocks are read in the order o, g.
  case blocksExchanged
  /// 1 − f stands where the input gate should.
  case blend
  /// The old hidden state lies on the belt, in the old cell state's place.
  case hiddenOnTheBelt
  /// The belt is empty at the start of every step.
  case cellNotCarried
  /// The window shows the old cell state.
  case windowBehind
  /// The cell state is shown without its tanh.
  case windowWithoutTanh
  /// The gates and the candidate read the old cell state, in the old hidden state's place.
  case gatesReadTheCell
  /// The new cell state has been through tanh: c(t) itself is squashed.
  case beltSquashed
}

/// Your finding on one of the eight.
public func fault(of cell: BrokenCell) -> CellFault {
  // EXERCISE 4.10 (3 points): eight broken cells
  // Read chapters/04-lstm-gates.md, "What is broken?". Check with: swift run course check 4.10
  notWritten("4.10", .blend)
}
