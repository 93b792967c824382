import ExerciseSupport
import LinearAlgebra
import Sequences

/// The recurrent network of Elman: one layer whose state after a step is an input of the next.
///
/// One set of weights serves every step and every sequence of a batch.
///
/// - Note: Elman (1990), "Finding Structure in Time".
public struct RNNCell: Equatable, Sendable {
  // REGION weights
  /// W, inputSize × hiddenSize: what the new input contributes.
  public var inputWeights: Matrix
  /// U, hiddenSize × hiddenSize: element (i, j) is what unit i's old value contributes to unit j.
  public var recurrentWeights: Matrix
  /// b, 1 × hiddenSize, added to each row.
  public var bias: Matrix
  // END REGION weights

  /// The number of columns of an input.
  public var inputSize: Int { inputWeights.rows }
  /// The number of hidden units, which is the number of columns of a hidden state.
  public var hiddenSize: Int { inputWeights.columns }
  /// How many numbers there are to learn: those of W, U and b.
  public var parameterCount: Int {
    inputWeights.values.count + recurrentWeights.values.count + bias.values.count
  }

  /// Creates a cell from its weights.
  ///
  /// - Precondition: with W of D × H, U is H × H and b is 1 × H.
  public init(inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix) {
    stop(
      if: Self.shapeProblem(
        inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: bias))
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.bias = bias
  }

  // REGION random-weights
  /// Creates a cell with random weights, drawn evenly from ±1/√hiddenSize, and a bias of zeros.
  ///
  /// With this range a unit's sum of H old values stays of the order of 1, whatever H is.
  public init(inputSize: Int, hiddenSize: Int, using generator: inout SeededGenerator) {
    let bound = 1 / Double(hiddenSize).squareRoot()
    self.init(
      inputWeights: .uniform(
        rows: inputSize, columns: hiddenSize, in: -bound...bound, using: &generator),
      recurrentWeights: .uniform(
        rows: hiddenSize, columns: hiddenSize, in: -bound...bound, using: &generator),
      bias: Matrix(rows: 1, columns: hiddenSize))
  }
  // END REGION random-weights

  /// Advances the hidden state by one time step, for all rows of a batch at once.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize.
  ///   - hidden: `h(t-1)`, batch × hiddenSize.
  /// - Returns: `h(t)`, batch × hiddenSize, every value in [-1, 1].
  /// - Precondition: both arguments have the same number of rows.
  /// - Complexity: O(batch · hiddenSize · (inputSize + hiddenSize)).
  public func step(_ input: Matrix, from hidden: Matrix) -> Matrix {
    // EXERCISE 2.1 (3 points): one step of the recurrence
    tanh(input * inputWeights + hidden * recurrentWeights + bias)
    // PLACEHOLDER notWritten("2.1", rows: hidden.rows, columns: hidden.columns)
    // END
  }

  /// Runs the cell over a sequence and keeps every hidden state.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize; T may be 0.
  ///   - hidden: h(0), batch × hiddenSize.
  /// - Returns: h(1) to h(T), one for each input. h(0) is not among them.
  public func unrolled(_ inputs: [Matrix], from hidden: Matrix) -> [Matrix] {
    // EXERCISE 2.2 (3 points): the hidden states of a whole sequence
    var hidden = hidden
    var states: [Matrix] = []
    for input in inputs {
      hidden = step(input, from: hidden)
      states.append(hidden)
    }
    return states
    // PLACEHOLDER notWritten("2.2", inputs.map { _ in hidden.filledWithNaN })
    // END
  }
}

extension RNNCell {
  static func shapeProblem(
    inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix
  ) -> String? {
    let units = inputWeights.columns
    if recurrentWeights.rows != units || recurrentWeights.columns != units {
      return "recurrent weights of \(recurrentWeights.shape) do not fit input weights of "
        + "\(inputWeights.shape): they must be \(units)×\(units)"
    }
    if bias.rows != 1 || bias.columns != units {
      return "a bias of \(bias.shape) does not fit input weights of "
        + "\(inputWeights.shape): it must be 1×\(units)"
    }
    return nil
  }
}
