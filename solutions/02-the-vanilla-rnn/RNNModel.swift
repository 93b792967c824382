import ExerciseSupport
import LinearAlgebra
import Sequences

/// Turns hidden states into logits, one for each symbol that may come next.
public struct OutputLayer: Equatable, Sendable {
  /// hiddenSize × vocabularySize.
  public var weights: Matrix
  /// 1 × vocabularySize, added to each row.
  public var bias: Matrix

  /// Creates a layer from its weights, hiddenSize × vocabularySize, and its bias, 1 ×
  /// vocabularySize.
  ///
  /// - Precondition: the bias is one row, as wide as the weights.
  public init(weights: Matrix, bias: Matrix) {
    stop(if: Self.shapeProblem(weights: weights, bias: bias))
    self.weights = weights
    self.bias = bias
  }

  /// Creates a layer with random weights, drawn evenly from ±1/√hiddenSize, and a bias of zeros.
  public init(hiddenSize: Int, outputs: Int, using generator: inout SeededGenerator) {
    let bound = 1 / Double(hiddenSize).squareRoot()
    self.init(
      weights: .uniform(
        rows: hiddenSize, columns: outputs, in: -bound...bound, using: &generator),
      bias: Matrix(rows: 1, columns: outputs))
  }

  // REGION logits
  /// The logits of each row's hidden state: batch × hiddenSize gives batch × vocabularySize.
  public func logits(_ hidden: Matrix) -> Matrix {
    affine(hidden, weights: weights, bias: bias)
  }
  // END REGION logits

  static func shapeProblem(weights: Matrix, bias: Matrix) -> String? {
    bias.rows == 1 && bias.columns == weights.columns
      ? nil
      : "an output bias of \(bias.shape) does not fit output weights of \(weights.shape): "
        + "it must be 1×\(weights.columns)"
  }
}

/// A recurrent cell with an output layer on its hidden state: a model of sequences of symbols.
public struct RNNModel: Equatable, Sendable {
  /// What carries the hidden state from step to step.
  public var cell: RNNCell
  /// What turns each hidden state into logits.
  public var output: OutputLayer

  /// Creates a model from its parts. The output layer has a row of weights for each hidden unit.
  public init(cell: RNNCell, output: OutputLayer) {
    self.cell = cell
    self.output = output
  }

  /// The mean cross-entropy, in nats, of all the predictions that the model makes in a batch of
  /// sequences; 0 where there is none.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize.
  ///   - targets: for each step, the symbol that each row should predict.
  ///   - hidden: h(0), batch × hiddenSize.
  /// - Precondition: there is one list of targets for each input, with one target for each row.
  public func loss(_ inputs: [Matrix], targets: [[Int]], from hidden: Matrix) -> Double {
    stop(if: Self.targetsProblem(inputs, targets: targets))
    // EXERCISE 2.3 (3 points): the loss of a sequence
    if inputs.isEmpty { return 0 }
    let states = cell.unrolled(inputs, from: hidden)
    var total = 0.0
    for (state, symbols) in zip(states, targets) {
      total += crossEntropy(output.logits(state), targets: symbols)
    }
    return total / Double(inputs.count)
    // PLACEHOLDER return notWritten("2.3")
    // END
  }

  static func targetsProblem(_ inputs: [Matrix], targets: [[Int]]) -> String? {
    if inputs.count != targets.count {
      return "\(inputs.count) inputs with targets for \(targets.count) steps: "
        + "each step needs its targets"
    }
    for (step, (input, symbols)) in zip(inputs, targets).enumerated()
    where input.rows != symbols.count {
      return "step \(step + 1) has \(input.rows) rows and \(symbols.count) targets: "
        + "each row needs one"
    }
    return nil
  }
}
