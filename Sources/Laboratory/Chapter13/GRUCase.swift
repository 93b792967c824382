import Cousins
import GradientChecking
import LSTMGates
import LinearAlgebra

/// One step of a GRU with everything that goes into its loss, a weighted sum of its hidden state.
struct GRUCase: Parameterised {
  private var cell: GRUCell
  /// x(t), batch × inputSize, and h(t-1), batch × hiddenSize.
  private var input, hidden: Matrix
  /// What each number of h(t) counts, batch × hiddenSize.
  private let lossWeights: Matrix

  /// Three rows of two inputs, all numbers random.
  init(_ form: GRUForm, hiddenSize: Int, using generator: inout SeededGenerator) {
    cell = GRUCell(form, inputSize: 2, hiddenSize: hiddenSize, using: &generator)
    cell.parameters = cell.parameters.map {
      .normal(rows: $0.rows, columns: $0.columns, standardDeviation: 0.7, using: &generator)
    }
    input = .normal(rows: 3, columns: 2, using: &generator)
    hidden = .uniform(rows: 3, columns: hiddenSize, in: -0.9...0.9, using: &generator)
    lossWeights = .normal(rows: 3, columns: hiddenSize, using: &generator)
  }

  var parameterNames: [String] { cell.parameterNames + ["x", "h"] }

  /// Those of the cell, then x(t), 3 × 2, and h(t-1), 3 × hiddenSize.
  var parameters: [Matrix] {
    get { cell.parameters + [input, hidden] }
    set {
      cell.parameters = Array(newValue.dropLast(2))
      (input, hidden) = (newValue[newValue.count - 2], newValue[newValue.count - 1])
    }
  }

  private var record: StepRecord<GRUValues> {
    cell.step(input, from: LSTMState(hidden: hidden, cell: hidden.filledWithZeros))
  }

  var loss: Double { (lossWeights .* record.state.hidden).sum }

  var gradients: [Matrix] {
    let found = cell.stepGradients(
      record, hiddenGradient: lossWeights, cellGradient: hidden.filledWithZeros)
    return found.parameters + [found.input, found.previous.hidden]
  }
}
