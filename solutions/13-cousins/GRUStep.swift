import ExerciseSupport
import LSTMGates
import LinearAlgebra

/// What a step of a GRU computes before its state, each batch × hiddenSize.
public struct GRUValues: Equatable, Sendable {
  /// `r`, in (0, 1): how much of the old hidden state the candidate sees.
  public var reset: Matrix
  /// `z`, in (0, 1): how much of the old hidden state is kept.
  public var update: Matrix
  /// `g`, in (-1, 1): what takes the place of the rest.
  public var candidate: Matrix
  /// `q`, the product that the reset gate multiplies, with its bias: h(t-1) U + v, of the
  /// candidate's block of U. Where the reset gate acts before, 0.
  public var product: Matrix

  /// Creates the values from their parts.
  public init(reset: Matrix, update: Matrix, candidate: Matrix, product: Matrix) {
    (self.reset, self.update) = (reset, update)
    (self.candidate, self.product) = (candidate, product)
  }
}

extension GRUCell: RecurrentCell {
  public func step(_ input: Matrix, from state: LSTMState) -> StepRecord<GRUValues> {
    let values = values(input, from: state.hidden)
    let hidden = values.update .* state.hidden + (1 - values.update) .* values.candidate
    return StepRecord(
      input: input, previous: state, values: values,
      state: LSTMState(hidden: hidden, cell: state.cell))
  }

  /// Both gates, the candidate, and the product that the reset gate multiplies.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize.
  ///   - hidden: `h(t-1)`, batch × hiddenSize.
  /// - Returns: the values of the cell's form.
  public func values(_ input: Matrix, from hidden: Matrix) -> GRUValues {
    // EXERCISE 13.2 (3 points): a GRU in both forms
    let size = hiddenSize
    let sums = input * inputWeights + bias
    let gates = sigmoid(
      sums.columns(0..<2 * size) + hidden * recurrentWeights.columns(0..<2 * size))
    let (r, z) = (gates.columns(0..<size), gates.columns(size..<2 * size))
    let (own, weights) = (
      sums.columns(2 * size..<3 * size), recurrentWeights.columns(2 * size..<3 * size)
    )
    switch form {
    case .resetBefore:
      let g = tanh(own + (r .* hidden) * weights)
      return GRUValues(reset: r, update: z, candidate: g, product: g.filledWithZeros)
    case .resetAfter:
      let q = hidden * weights + resetBias
      return GRUValues(reset: r, update: z, candidate: tanh(own + r .* q), product: q)
    }
    // PLACEHOLDER let empty = hidden.filledWithNaN
    // PLACEHOLDER return notWritten(
    // PLACEHOLDER   "13.2",
    // PLACEHOLDER   GRUValues(reset: empty, update: empty, candidate: empty, product: empty))
    // END
  }
}
