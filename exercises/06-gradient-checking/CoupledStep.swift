import ExerciseSupport
import LSTMGates
import LinearAlgebra

/// One step of an LSTM with a gate fewer, with all that goes into it: what is not written is kept,
/// so that the input gate decides both.
public struct CoupledStep: Equatable, Sendable {
  /// `W`, inputSize × 3·hiddenSize, in the order i, g, o.
  public var inputWeights: Matrix
  /// `U`, hiddenSize × 3·hiddenSize.
  public var recurrentWeights: Matrix
  /// `b`, 1 × 3·hiddenSize.
  public var bias: Matrix
  /// `x(t)`, batch × inputSize.
  public var input: Matrix
  /// h(t-1) and c(t-1), each batch × hiddenSize.
  public var previous: LSTMState
  /// What each number of h(t) counts in the loss, and each of c(t): what arrives there on the way
  /// back from the steps that follow, batch × hiddenSize.
  public var hiddenGradient, cellGradient: Matrix
}

extension CoupledStep {
  /// The input gate, the candidate and the output gate, each batch × hiddenSize.
  public var gates: (input: Matrix, candidate: Matrix, output: Matrix) {
    let sums = input * inputWeights + previous.hidden * recurrentWeights + bias
    let size = previous.hidden.columns
    return (
      sigmoid(sums.columns(0..<size)), tanh(sums.columns(size..<2 * size)),
      sigmoid(sums.columns(2 * size..<3 * size))
    )
  }

  /// h(t) and c(t). There is no forget gate: it is 1 − i.
  public var state: LSTMState {
    let (i, g, o) = gates
    let cell = (1 - i) .* previous.cell + i .* g
    return LSTMState(hidden: o .* tanh(cell), cell: cell)
  }

  /// The weighted sum of both states.
  public var loss: Double {
    let state = state
    return (hiddenGradient .* state.hidden).sum + (cellGradient .* state.cell).sum
  }
}

extension CoupledStep: Parameterised {
  public var parameterNames: [String] { ["W", "U", "b", "x", "h", "c"] }

  /// W (inputSize × 3 hiddenSize), U (hiddenSize × 3 hiddenSize), b (1 × 3 hiddenSize), x(t) (batch ×
  /// inputSize), h(t-1) and c(t-1) (batch × hiddenSize).
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias, input, previous.hidden, previous.cell] }
    set {
      (inputWeights, recurrentWeights, bias) = (newValue[0], newValue[1], newValue[2])
      input = newValue[3]
      previous = LSTMState(hidden: newValue[4], cell: newValue[5])
    }
  }
}

extension CoupledStep {
  /// The gradients of the loss with respect to all that goes into the step.
  ///
  /// - Returns: those of W, U, b, x(t), h(t-1) and c(t-1), each of the shape of what it is the
  ///   gradient of.
  public func gradients() -> [Matrix] {
    // EXERCISE 6.10 (4 points): back through the coupled gate
    // Read chapters/06-gradient-checking.md, "Back through the coupled gate".
    // Check with: swift run course check 6.10
    notWritten("6.10", parameters.map { $0.filledWithNaN })
  }

  /// A step of random numbers, large enough for gates to be half open and tanh to bend.
  ///
  /// - Parameters:
  ///   - batch: rows of the input and of each state.
  ///   - inputSize: columns of the input.
  ///   - hiddenSize: columns of each state.
  ///   - generator: where the numbers come from.
  public init(
    batch: Int, inputSize: Int, hiddenSize: Int, using generator: inout SeededGenerator
  ) {
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
    }
    inputWeights = normal(inputSize, 3 * hiddenSize, 0.7)
    recurrentWeights = normal(hiddenSize, 3 * hiddenSize, 0.7)
    bias = normal(1, 3 * hiddenSize, 0.5)
    input = normal(batch, inputSize, 1)
    previous = LSTMState(
      hidden: normal(batch, hiddenSize, 0.5), cell: normal(batch, hiddenSize, 1))
    hiddenGradient = normal(batch, hiddenSize, 1)
    cellGradient = normal(batch, hiddenSize, 1)
  }
}
