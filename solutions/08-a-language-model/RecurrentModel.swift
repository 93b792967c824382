import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Sequences
import VanillaRNN

// REGION recurrent-model
/// A model that reads a text one symbol at a time, carries a state, and predicts the next symbol.
///
/// Your RNN and your LSTM are such models, and what follows in this chapter is written
/// once for both. A state has one row for each text that is read side by side.
public protocol RecurrentModel: Parameterised, Sendable {
  /// What the model carries from symbol to symbol.
  associatedtype State: Equatable & Sendable

  /// V, how many symbols the model knows.
  var vocabularySize: Int { get }

  /// The state before the first symbol, rows × hiddenSize: one row for each text.
  func initialState(rows: Int) -> State

  /// Reads one symbol a row: the logits of what comes next, rows × V, and the state after it.
  func predict(_ symbols: [Int], from state: State) -> (logits: Matrix, state: State)

  /// Reads a window forwards and goes back through it.
  ///
  /// - Parameters:
  ///   - inputs: for each step, one one-hot row for each text, rows × V.
  ///   - targets: for each step, the symbol that each row should predict.
  ///   - state: what the model remembers from before the window.
  /// - Returns: the mean cross-entropy of the window's predictions, in nats; its gradient with
  ///   respect to each of the model's `parameters`, in their order; and the state after the last
  ///   step.
  func lossAndGradients(
    _ inputs: [Matrix], targets: [[Int]], from state: State
  ) -> (loss: Double, gradients: [Matrix], finalState: State)
}
// END REGION recurrent-model

// MARK: - The RNN of chapter 02

extension RNNModel: RecurrentModel {
  public var vocabularySize: Int { output.bias.columns }

  public func initialState(rows: Int) -> Matrix {
    Matrix(rows: rows, columns: cell.hiddenSize)
  }

  public func predict(_ symbols: [Int], from state: Matrix) -> (logits: Matrix, state: Matrix) {
    let next = cell.step(oneHot(symbols, vocabularySize: vocabularySize), from: state)
    return (output.logits(next), next)
  }

  public func lossAndGradients(
    _ inputs: [Matrix], targets: [[Int]], from state: Matrix
  ) -> (loss: Double, gradients: [Matrix], finalState: Matrix) {
    let result = gradients(inputs, targets: targets, from: state)
    return (result.loss, result.parameters, result.finalHidden)
  }
}

// MARK: - The LSTM of chapters 04 and 05

// REGION lstm-model
extension LSTMModel: RecurrentModel {
  public var vocabularySize: Int { output.bias.columns }

  public func initialState(rows: Int) -> LSTMState {
    .zeros(batch: rows, hiddenSize: cell.hiddenSize)
  }

  public func predict(
    _ symbols: [Int], from state: LSTMState
  ) -> (logits: Matrix, state: LSTMState) {
    let next = cell.step(oneHot(symbols, vocabularySize: vocabularySize), from: state)
    return (output.logits(next.hidden), next)
  }

  public func lossAndGradients(
    _ inputs: [Matrix], targets: [[Int]], from state: LSTMState
  ) -> (loss: Double, gradients: [Matrix], finalState: LSTMState) {
    let result = gradients(inputs, targets: targets, from: state)
    return (result.loss, result.parameters, result.finalState)
  }
}
// END REGION lstm-model

// MARK: - As learning starts

extension RNNModel {
  /// A model as learning starts with it: weights drawn evenly from ±1/√hiddenSize, biases 0.
  public init(vocabularySize: Int, hiddenSize: Int, using generator: inout SeededGenerator) {
    self.init(
      cell: RNNCell(inputSize: vocabularySize, hiddenSize: hiddenSize, using: &generator),
      output: OutputLayer(hiddenSize: hiddenSize, outputs: vocabularySize, using: &generator))
  }
}

extension LSTMModel {
  /// A model as learning starts with it: the cell of chapter 04, with a forget bias of 1, and output
  /// weights drawn evenly from ±1/√hiddenSize.
  public init(vocabularySize: Int, hiddenSize: Int, using generator: inout SeededGenerator) {
    self.init(
      cell: LSTMCell(inputSize: vocabularySize, hiddenSize: hiddenSize, using: &generator),
      output: OutputLayer(hiddenSize: hiddenSize, outputs: vocabularySize, using: &generator))
  }
}
