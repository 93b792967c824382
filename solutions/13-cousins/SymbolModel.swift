import Backpropagation
import GradientChecking
import LSTMGates
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN

/// Any cell with an output layer on its hidden state: a model of sequences of symbols, which
/// chapter 08's `train(on:from:maximumNorm:with:)` teaches and chapter 09 lets write.
public struct SymbolModel<Cell: RecurrentCell>: CellWithOutput, Equatable, Sendable {
  /// What carries the state from step to step.
  public var cell: Cell
  /// What turns each hidden state into logits.
  public var output: OutputLayer

  /// Creates a model from its parts. The output layer has a row of weights for each hidden unit.
  public init(cell: Cell, output: OutputLayer) {
    (self.cell, self.output) = (cell, output)
  }

  /// Puts a fresh output layer on a cell, with a column for each symbol that the cell can read.
  public init(_ cell: Cell, symbols: Int, using generator: inout SeededGenerator) {
    self.init(
      cell: cell,
      output: OutputLayer(hiddenSize: cell.hiddenSize, outputs: symbols, using: &generator))
  }
}

extension SymbolModel: RecurrentModel {
  public var vocabularySize: Int { output.bias.columns }

  public func initialState(rows: Int) -> LSTMState {
    .zeros(batch: rows, hiddenSize: cell.hiddenSize)
  }

  public func predict(
    _ symbols: [Int], from state: LSTMState
  ) -> (logits: Matrix, state: LSTMState) {
    let next = cell.step(oneHot(symbols, vocabularySize: vocabularySize), from: state).state
    return (output.logits(next.hidden), next)
  }

  public func lossAndGradients(
    _ inputs: [Matrix], targets: [[Int]], from state: LSTMState
  ) -> (loss: Double, gradients: [Matrix], finalState: LSTMState) {
    let records = cell.recorded(inputs, from: state)
    let hidden = records.map { $0.state.hidden }
    let shown = output.gradients(hidden, targets: targets)
    let below = cell.gradients(
      Reading(hidden: hidden, record: records), hiddenGradients: shown.hidden)
    return (shown.loss, below.parameters + shown.parameters, records.last?.state ?? state)
  }
}

extension SymbolModel {
  /// The same model with other numbers.
  ///
  /// - Parameter numbers: those of all parameters, matrix by matrix and row by row.
  public func filled(from numbers: [Double]) -> SymbolModel {
    var model = self
    var start = 0
    model.parameters = parameters.map { parameter in
      defer { start += parameter.values.count }
      return Matrix(
        rows: parameter.rows, columns: parameter.columns,
        values: Array(numbers[start..<start + parameter.values.count]))
    }
    return model
  }
}

/// The column of the largest number of a row.
func mostProbable(_ logits: Matrix, row: Int) -> Int {
  (0..<logits.columns).max { logits[row, $0] < logits[row, $1] } ?? 0
}
