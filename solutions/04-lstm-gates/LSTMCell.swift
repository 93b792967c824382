import ExerciseSupport
import LinearAlgebra

/// A long short-term memory cell: the weights of one layer, and what one time step does.
///
/// Three gates and a candidate stand side by side in one matrix, in the order i, f, g, o: columns
/// 0..<H are the input gate's, the next H the forget gate's, then the candidate's, then the output
/// gate's.
///
/// - Note: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; the forget gate is Gers,
///   Schmidhuber and Cummins (2000), "Learning to Forget".
public struct LSTMCell: Equatable, Sendable {
  /// `W`, inputSize × 4·hiddenSize.
  public var inputWeights: Matrix
  /// `U`, hiddenSize × 4·hiddenSize.
  public var recurrentWeights: Matrix
  /// `b`, 1 × 4·hiddenSize.
  public var bias: Matrix

  /// Creates a cell from its weights.
  ///
  /// - Precondition: the three shapes belong together.
  public init(inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix) {
    stop(
      if: Self.shapeProblem(
        inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: bias))
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.bias = bias
  }

  /// `D`, the number of columns of an input.
  public var inputSize: Int { inputWeights.rows }

  /// `H`, the number of units, and of columns of each state.
  public var hiddenSize: Int { recurrentWeights.rows }

  // REGION preactivations
  /// The pre-activations of the three gates and the candidate, side by side.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize.
  ///   - hidden: `h(t-1)`, batch × hiddenSize.
  /// - Returns: batch × 4·hiddenSize, in the order i, f, g, o.
  public func preactivations(_ input: Matrix, from hidden: Matrix) -> Matrix {
    input * inputWeights + hidden * recurrentWeights + bias
  }
  // END REGION preactivations

  /// Cuts the pre-activations into gates and candidate, and lets each through its activation.
  ///
  /// - Parameter preactivations: batch × 4·hiddenSize, in the order i, f, g, o.
  /// - Returns: four matrices, each batch × hiddenSize.
  public func gates(_ preactivations: Matrix) -> GateValues {
    // EXERCISE 4.2 (3 points): the gates and the candidate
    let size = hiddenSize
    return GateValues(
      inputGate: sigmoid(preactivations.columns(0..<size)),
      forgetGate: sigmoid(preactivations.columns(size..<2 * size)),
      candidate: tanh(preactivations.columns(2 * size..<3 * size)),
      outputGate: sigmoid(preactivations.columns(3 * size..<4 * size)))
    // PLACEHOLDER let empty = Matrix(rows: preactivations.rows, columns: hiddenSize, repeating: .nan)
    // PLACEHOLDER return notWritten(
    // PLACEHOLDER   "4.2",
    // PLACEHOLDER   GateValues(inputGate: empty, forgetGate: empty, candidate: empty, outputGate: empty))
    // END
  }

  /// The cell state after a step: what is kept of the old one, and what is written.
  ///
  /// - Parameters:
  ///   - cell: `c(t-1)`, batch × hiddenSize.
  ///   - gates: the gates and the candidate of step t.
  /// - Returns: `c(t)`, batch × hiddenSize; no value is larger than |c(t-1)| + 1.
  public func nextCell(from cell: Matrix, gates: GateValues) -> Matrix {
    // EXERCISE 4.3 (2 points): the conveyor
    gates.forgetGate .* cell + gates.inputGate .* gates.candidate
    // PLACEHOLDER notWritten("4.3", rows: cell.rows, columns: cell.columns)
    // END
  }

  /// Advances both states by one time step.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize.
  ///   - state: `h(t-1)` and `c(t-1)`, each batch × hiddenSize.
  /// - Returns: `h(t)` and `c(t)`, each batch × hiddenSize.
  /// - Precondition: the input and the state have the same number of rows.
  /// - Complexity: O(batch · hiddenSize · (inputSize + hiddenSize)).
  public func step(_ input: Matrix, from state: LSTMState) -> LSTMState {
    // EXERCISE 4.4 (3 points): the whole step
    let gates = gates(preactivations(input, from: state.hidden))
    let cell = nextCell(from: state.cell, gates: gates)
    return LSTMState(hidden: gates.outputGate .* tanh(cell), cell: cell)
    // PLACEHOLDER notWritten("4.4", state.filledWithNaN)
    // END
  }

  /// Runs a sequence, each step from the state that the step before left.
  ///
  /// - Parameters:
  ///   - inputs: one matrix a time step, each batch × inputSize.
  ///   - state: both states before the first step.
  /// - Returns: both states after each step, the initial one not included.
  public func unrolled(_ inputs: [Matrix], from state: LSTMState) -> [LSTMState] {
    // EXERCISE 4.5 (2 points): two states through time
    var state = state
    return inputs.map { input in
      state = step(input, from: state)
      return state
    }
    // PLACEHOLDER notWritten("4.5", inputs.map { _ in state.filledWithNaN })
    // END
  }

  static func shapeProblem(
    inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix
  ) -> String? {
    let size = recurrentWeights.rows
    let fits =
      recurrentWeights.columns == 4 * size && inputWeights.columns == 4 * size
      && bias.rows == 1 && bias.columns == 4 * size
    return fits
      ? nil
      : "an LSTM cell cannot have input weights of \(inputWeights.shape), recurrent weights of "
        + "\(recurrentWeights.shape) and a bias of \(bias.shape): with H units they are D×4H, "
        + "H×4H and 1×4H"
  }
}

extension LSTMState {
  /// A state of the same shape for exercises that are still to be written.
  var filledWithNaN: LSTMState {
    LSTMState(hidden: hidden.filledWithNaN, cell: cell.filledWithNaN)
  }
}
