import LinearAlgebra

/// What an LSTM carries from one time step to the next: a hidden state, which the layer above
/// reads, and a cell state, which only the LSTM itself reads. Both are batch × hiddenSize.
public struct LSTMState: Equatable, Sendable {
  /// `h`, batch × hiddenSize, every value in (-1, 1).
  public var hidden: Matrix
  /// `c`, batch × hiddenSize, any size of number.
  public var cell: Matrix

  /// Creates a state from its two parts.
  ///
  /// - Precondition: both have one shape.
  public init(hidden: Matrix, cell: Matrix) {
    stop(if: Self.shapeProblem(hidden: hidden, cell: cell))
    self.hidden = hidden
    self.cell = cell
  }

  /// The state before the first step: zeros, batch × hiddenSize.
  public static func zeros(batch: Int, hiddenSize: Int) -> LSTMState {
    let zeros = Matrix(rows: batch, columns: hiddenSize)
    return LSTMState(hidden: zeros, cell: zeros)
  }

  static func shapeProblem(hidden: Matrix, cell: Matrix) -> String? {
    hidden.shape == cell.shape
      ? nil : "a hidden state of \(hidden.shape) and a cell state of \(cell.shape) do not match"
  }
}

/// The three gates and the candidate of one time step, each batch × hiddenSize.
public struct GateValues: Equatable, Sendable {
  /// `i`, in (0, 1): how much of the candidate is written.
  public var inputGate: Matrix
  /// `f`, in (0, 1): how much of the old cell state is kept.
  public var forgetGate: Matrix
  /// `g`, in (-1, 1): the new value on offer.
  public var candidate: Matrix
  /// `o`, in (0, 1): how much of the cell state is shown.
  public var outputGate: Matrix
}
