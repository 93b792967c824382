import LSTMGates
import LinearAlgebra

/// What a step of a wired cell computes before its state, each batch × hiddenSize.
public struct WiredValues: Equatable, Sendable {
  /// `i`: how much of the candidate is written; 1 everywhere where the wiring has no input gate.
  public var inputGate: Matrix
  /// `f`: how much of the old cell state is kept, whatever decides it.
  public var forgetGate: Matrix
  /// `g`, in (-1, 1): the new value on offer.
  public var candidate: Matrix
  /// `o`: how much of the cell state is shown; 1 everywhere where the wiring has no output gate.
  public var outputGate: Matrix
  /// The normalised sums; nil without layer norm.
  public var normalised: NormalisedSums?

  /// Creates the values from their parts.
  public init(
    inputGate: Matrix, forgetGate: Matrix, candidate: Matrix, outputGate: Matrix,
    normalised: NormalisedSums? = nil
  ) {
    (self.inputGate, self.forgetGate) = (inputGate, forgetGate)
    (self.candidate, self.outputGate) = (candidate, outputGate)
    self.normalised = normalised
  }
}

extension WiredCell: RecurrentCell {
  public func step(_ input: Matrix, from state: LSTMState) -> StepRecord<WiredValues> {
    var sums = input * inputWeights + state.hidden * recurrentWeights
    let normalised = wiring.layerNorm ? NormalisedSums(sums, width: hiddenSize) : nil
    if let normalised { sums = normalised.values * .diagonal(gains) }
    sums = sums + bias
    let ones = Matrix(rows: input.rows, columns: hiddenSize, repeating: 1)

    let i = gate(.input, sums, sees: state.cell) ?? ones
    let f =
      switch wiring.keeping {
      case .forgetGate: gate(.forget, sums, sees: state.cell) ?? ones
      case .coupled: 1 - i
      case .everything: ones
      }
    let g = tanh(block(.candidate, of: sums) ?? ones)
    let cell = f .* state.cell + i .* g
    let o = gate(.output, sums, sees: cell) ?? ones
    return StepRecord(
      input: input, previous: state,
      values: WiredValues(
        inputGate: i, forgetGate: f, candidate: g, outputGate: o, normalised: normalised),
      state: LSTMState(hidden: o .* tanh(cell), cell: cell))
  }

  /// A gate of its own weights; nil where the wiring has no such gate.
  private func gate(_ part: GatePart, _ sums: Matrix, sees cell: Matrix) -> Matrix? {
    guard let sum = block(part, of: sums) else { return nil }
    guard let peephole = peephole(of: part) else { return sigmoid(sum) }
    return sigmoid(sum + cell * .diagonal(peephole))
  }

  /// A part's columns of some sums; nil where the wiring has no such part.
  private func block(_ part: GatePart, of sums: Matrix) -> Matrix? {
    columns(of: part).map { sums.columns($0) }
  }
}
