import Backpropagation
import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra

extension GRUCell {
  /// Back through one step, in either form.
  ///
  /// - Parameters:
  ///   - record: what the step left behind.
  ///   - hiddenGradient: everything that arrives at h(t), batch × hiddenSize.
  ///   - cellGradient: a GRU has no cell state; it is handed on as it comes.
  public func stepGradients(
    _ record: StepRecord<GRUValues>, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> StepGradients {
    // EXERCISE 13.3 (6 points): back through one step of a GRU
    let (h, values, size) = (record.previous.hidden, record.values, hiddenSize)
    let (r, z) = (values.reset, values.update)
    let (g, q) = (values.candidate, values.product)
    let update = hiddenGradient .* (h - g) .* z .* (1 - z)
    let candidate = hiddenGradient .* (1 - z) .* (1 - g .* g)
    let gateWeights = recurrentWeights.columns(0..<2 * size)
    let weights = recurrentWeights.columns(2 * size..<3 * size)
    let seen: Matrix
    let product: Matrix
    let reset: Matrix
    let direct: Matrix
    switch form {
    case .resetBefore:
      let arriving = candidate.timesTransposed(weights)
      seen = (r .* h)
      product = candidate
      reset = (arriving .* h .* r .* (1 - r))
      direct = (arriving .* r)
    case .resetAfter:
      seen = h
      product = (candidate .* r)
      reset = (candidate .* q .* r .* (1 - r))
      direct = product.timesTransposed(weights)
    }
    let gates = Matrix.sideBySide([reset, update])
    let sums = Matrix.sideBySide([gates, candidate])
    let hidden = hiddenGradient .* z + direct + gates.timesTransposed(gateWeights)
    return StepGradients(
      parameters: [
        record.input.transposedTimes(sums),
        .sideBySide([h.transposedTimes(gates), seen.transposedTimes(product)]),
        sums.columnSums,
      ] + (form == .resetAfter ? [product.columnSums] : []),
      input: sums.timesTransposed(inputWeights),
      previous: LSTMState(hidden: hidden, cell: cellGradient))
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "13.3",
    // PLACEHOLDER   StepGradients(
    // PLACEHOLDER     parameters: parameters.map { $0.filledWithNaN },
    // PLACEHOLDER     input: record.input.filledWithNaN,
    // PLACEHOLDER     previous: LSTMState(
    // PLACEHOLDER       hidden: hiddenGradient.filledWithNaN, cell: cellGradient.filledWithNaN)))
    // END
  }
}
