import Kernels

// The gates of an LSTM whose activations are not the usual ones, one row of a step at a time.

extension LSTMCode {
  /// Turns pre-activations into gates, and writes the states after the step.
  ///
  ///     c = φ(f) ⊙ c(t-1) + φ(i) ⊙ ψ(g)        h = φ(o) ⊙ ψ(c)
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forwardGates(
    _ gates: UnsafeMutablePointer<Scalar>, previousCell: UnsafePointer<Scalar>,
    cell: UnsafeMutablePointer<Scalar>, hidden: UnsafeMutablePointer<Scalar>
  ) {
    let units = weights.units
    let (forget, candidate, output) = (gates + units, gates + 2 * units, gates + 3 * units)
    recurrentActivation.apply(gates, into: gates, rows: 1, columns: 2 * units)
    activation.apply(candidate, into: candidate, rows: 1, columns: units)
    recurrentActivation.apply(output, into: output, rows: 1, columns: units)
    for unit in 0..<units {
      cell[unit] = forget[unit] * previousCell[unit] + gates[unit] * candidate[unit]
    }
    activation.apply(cell, into: hidden, rows: 1, columns: units)
    for unit in 0..<units { hidden[unit] *= output[unit] }
  }

  /// The backward pass of `forwardGates`: turns the gates into the gradients of the pre-activations,
  /// and the gradient of c into that of c(t-1).
  ///
  ///     do = dh ⊙ ψ(c) ⊙ φ′        dc += dh ⊙ φ(o) ⊙ ψ′(c)
  ///     di = dc ⊙ ψ(g) ⊙ φ′        df = dc ⊙ c(t-1) ⊙ φ′        dg = dc ⊙ φ(i) ⊙ ψ′
  ///
  /// - Parameter squashed: room for ψ(c).
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backwardGates(
    _ gates: UnsafeMutablePointer<Scalar>, previousCell: UnsafePointer<Scalar>,
    cell: UnsafePointer<Scalar>, hiddenGradient: UnsafePointer<Scalar>,
    cellGradient: UnsafeMutablePointer<Scalar>, squashed: UnsafeMutablePointer<Scalar>
  ) {
    let units = weights.units
    activation.apply(cell, into: squashed, rows: 1, columns: units)
    for unit in 0..<units {
      let (i, f, g, o) = (
        gates[unit], gates[units + unit], gates[2 * units + unit], gates[3 * units + unit]
      )
      let dh = hiddenGradient[unit]
      let dc = cellGradient[unit] + dh * o * activation.slope(squashed[unit])
      gates[unit] = dc * g * recurrentActivation.slope(i)
      gates[units + unit] = dc * previousCell[unit] * recurrentActivation.slope(f)
      gates[2 * units + unit] = dc * i * activation.slope(g)
      gates[3 * units + unit] = dh * squashed[unit] * recurrentActivation.slope(o)
      cellGradient[unit] = dc * f
    }
  }
}
