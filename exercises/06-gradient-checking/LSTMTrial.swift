import Backpropagation
import LSTMGates
import LinearAlgebra

/// One LSTM with everything that it reads: a case to try a backward pass on.
///
/// All that goes into the loss is a parameter here, also the inputs and the initial states, and
/// each gate's weights stand by themselves. So a report says which gate is wrong, and at which step.
public struct LSTMTrial: Equatable, Sendable {
  /// What the case is, in a few words.
  public var title: String
  /// The weights to try the backward pass on.
  public var cell: LSTMCell
  /// x(1) to x(T), each batch × inputSize.
  public var inputs: [Matrix]
  /// h(0) and c(0), each batch × hiddenSize.
  public var initialState: LSTMState
  /// What each number of h(1) to h(T) counts in the loss, each batch × hiddenSize: the
  /// `hiddenGradients` of chapter 5.
  public let lossWeights: [Matrix]
  /// The number of steps after which the gradient is cut; as many as inputs, or more, for never.
  public let window: Int
  /// The states from which the windows after the first start: fixed, so that no gradient passes.
  let laterStarts: [LSTMState]

  /// A case of random numbers, large enough for gates to be half closed and tanh to bend.
  ///
  /// - Parameters:
  ///   - title: what the case is, in a few words.
  ///   - batch: rows of each input and state.
  ///   - length: T, the number of steps.
  ///   - inputSize: columns of each input.
  ///   - hiddenSize: columns of each state.
  ///   - window: steps after which the gradient is cut; nil for the whole sequence.
  ///   - generator: where the numbers come from.
  public init(
    title: String = "", batch: Int, length: Int, inputSize: Int, hiddenSize: Int,
    window: Int? = nil, using generator: inout SeededGenerator
  ) {
    func normal(_ rows: Int, by columns: Int, deviation: Double) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
    }
    let spread = 1 / Double(hiddenSize).squareRoot()
    self.title = title
    cell = LSTMCell(
      inputWeights: normal(inputSize, by: 4 * hiddenSize, deviation: 0.7),
      recurrentWeights: normal(hiddenSize, by: 4 * hiddenSize, deviation: spread),
      bias: normal(1, by: 4 * hiddenSize, deviation: 0.5))
    inputs = (0..<length).map { _ in normal(batch, by: inputSize, deviation: 1) }
    initialState = LSTMState(
      hidden: normal(batch, by: hiddenSize, deviation: 0.5),
      cell: normal(batch, by: hiddenSize, deviation: 1))
    lossWeights = (0..<length).map { _ in normal(batch, by: hiddenSize, deviation: 1) }
    let window = window ?? max(1, length)
    self.window = window
    let states = cell.unrolled(inputs, from: initialState)
    laterStarts = stride(from: window, to: length, by: window).map { states[$0 - 1] }
  }

  /// The weighted sum of all hidden states. A window after the first starts
  /// from the state that the original weights gave, whatever they are now.
  public var loss: Double {
    var sum = 0.0
    var state = initialState
    for t in inputs.indices {
      if t > 0 && t % window == 0 { state = laterStarts[t / window - 1] }
      state = cell.step(inputs[t], from: state)
      sum += (lossWeights[t] .* state.hidden).sum
    }
    return sum
  }
}

extension LSTMTrial: Parameterised {
  /// Wi, Wf, Wg, Wo, Ui, …, bo, then x(1) to x(T), h(0) and c(0).
  public var parameterNames: [String] {
    var names: [String] = []
    for parameter in ["W", "U", "b"] {
      for gate in ["i", "f", "g", "o"] { names.append(parameter + gate) }
    }
    return names + inputs.indices.map { "x(\($0 + 1))" } + ["h(0)", "c(0)"]
  }

  /// All that goes into the loss: the gates' weights, inputSize × hiddenSize, hiddenSize ×
  /// hiddenSize and 1 × hiddenSize, then inputs and initial states, as the properties have them.
  public var parameters: [Matrix] {
    get {
      gates(of: cell.inputWeights) + gates(of: cell.recurrentWeights) + gates(of: cell.bias)
        + inputs + [initialState.hidden, initialState.cell]
    }
    set {
      cell = LSTMCell(
        inputWeights: .sideBySide(Array(newValue[0..<4])),
        recurrentWeights: .sideBySide(Array(newValue[4..<8])),
        bias: .sideBySide(Array(newValue[8..<12])))
      inputs = Array(newValue[12..<12 + inputs.count])
      initialState = LSTMState(
        hidden: newValue[newValue.count - 2], cell: newValue[newValue.count - 1])
    }
  }

  /// Gradients as chapter 5 computes them, in the order and the shapes of a trial's parameters.
  public func parameters(of gradients: LSTMGradients) -> [Matrix] {
    gates(of: gradients.inputWeights) + gates(of: gradients.recurrentWeights)
      + gates(of: gradients.bias) + gradients.inputs
      + [gradients.initialHidden, gradients.initialCell]
  }
}

/// The four blocks of a matrix that holds the gates i, f, g and o side by side.
private func gates(of matrix: Matrix) -> [Matrix] {
  let size = matrix.columns / 4
  return (0..<4).map { matrix.columns($0 * size..<($0 + 1) * size) }
}

extension LSTMTrial {
  /// Four cases, each with one thing more than the one before.
  public static let hunt: [LSTMTrial] = {
    var generator = SeededGenerator(seed: 1997)
    func trial(_ title: String, rows: Int, steps: Int, window: Int? = nil) -> LSTMTrial {
      LSTMTrial(
        title: title, batch: rows, length: steps, inputSize: 2, hiddenSize: 3, window: window,
        using: &generator)
    }
    return [
      trial("one row, one step", rows: 1, steps: 1),
      trial("three rows, one step", rows: 3, steps: 1),
      trial("three rows, three steps", rows: 3, steps: 3),
      trial("three rows, five steps in windows of two", rows: 3, steps: 5, window: 2),
    ]
  }()
}
