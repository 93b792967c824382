import LSTMGates
import LinearAlgebra
import Sequences
import VanillaRNN

/// The loss of a model with an RNN, and the gradients of all that it learns.
public struct RNNModelGradients: Equatable, Sendable {
  /// The mean cross-entropy, in nats.
  public var loss: Double
  public var cell: RNNGradients
  public var output: OutputGradients
  /// h(T), batch × hiddenSize, from which the next piece of the sequence starts.
  public var finalHidden: Matrix
}

extension RNNModel {
  // REGION rnn-model
  /// The loss as in chapter 02, and its gradient with respect to every parameter.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize.
  ///   - targets: for each step, the symbol that each row should predict.
  ///   - hidden: h(0), batch × hiddenSize.
  public func gradients(
    _ inputs: [Matrix], targets: [[Int]], from hidden: Matrix
  ) -> RNNModelGradients {
    let states = cell.unrolled(inputs, from: hidden)
    let output = self.output.gradients(states, targets: targets)
    return RNNModelGradients(
      loss: output.loss,
      cell: cell.gradients(
        inputs: inputs, from: hidden, states: states, hiddenGradients: output.hidden),
      output: output, finalHidden: states.last ?? hidden)
  }
  // END REGION rnn-model
}

/// The loss of a model with an LSTM, and the gradients of all that it learns.
public struct LSTMModelGradients: Equatable, Sendable {
  /// The mean cross-entropy, in nats.
  public var loss: Double
  public var cell: LSTMGradients
  public var output: OutputGradients
  /// h(T) and c(T), each batch × hiddenSize, from which the next piece of the sequence starts.
  public var finalState: LSTMState
}

/// An LSTM with an output layer on its hidden state: a model of sequences of symbols.
public struct LSTMModel: Equatable, Sendable {
  /// What carries the two states from step to step.
  public var cell: LSTMCell
  /// What turns each hidden state into logits.
  public var output: OutputLayer

  /// Creates a model from its parts. The output layer has a row of weights for each hidden unit.
  public init(cell: LSTMCell, output: OutputLayer) {
    self.cell = cell
    self.output = output
  }

  /// The mean cross-entropy, in nats, of all the predictions that the model makes in a batch of
  /// sequences; 0 where there is none.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize.
  ///   - targets: for each step, the symbol that each row should predict.
  ///   - state: h(0) and c(0), each batch × hiddenSize.
  /// - Precondition: there is one list of targets for each input, with one target for each row.
  public func loss(_ inputs: [Matrix], targets: [[Int]], from state: LSTMState) -> Double {
    stop(if: targetsProblem(inputs, targets: targets))
    let states = cell.unrolled(inputs, from: state)
    return zip(states, targets).reduce(0) { sum, step in
      sum + crossEntropy(output.logits(step.0.hidden), targets: step.1) / Double(inputs.count)
    }
  }

  /// The loss, and its gradient with respect to every parameter.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize.
  ///   - targets: for each step, the symbol that each row should predict.
  ///   - state: h(0) and c(0), each batch × hiddenSize.
  public func gradients(
    _ inputs: [Matrix], targets: [[Int]], from state: LSTMState
  ) -> LSTMModelGradients {
    let records = cell.recorded(inputs, from: state)
    let output = self.output.gradients(records.map { $0.state.hidden }, targets: targets)
    return LSTMModelGradients(
      loss: output.loss,
      cell: cell.gradients(records, from: state, hiddenGradients: output.hidden),
      output: output, finalState: records.last?.state ?? state)
  }
}
