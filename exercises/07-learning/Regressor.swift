import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import VanillaRNN

/// What a recurrent cell leaves behind after a sequence: its hidden states, and whatever else its
/// way back needs.
public struct Reading<Record: Sendable>: Sendable {
  /// h(1) to h(T), each batch × hiddenSize.
  public var hidden: [Matrix]
  /// What the cell's way back needs besides.
  public var record: Record

  /// Creates a reading from its parts; the hidden states are each batch × hiddenSize.
  public init(hidden: [Matrix], record: Record) {
    (self.hidden, self.record) = (hidden, record)
  }
}

/// A cell that reads a sequence and can go back through it: the same two calls for the RNN and
/// for the LSTM.
public protocol SequenceReader: Parameterised, Equatable, Sendable {
  /// What the way back needs besides the hidden states.
  associatedtype Record: Sendable
  /// Reads x(1) to x(T), each batch × inputSize, from states of zeros.
  func read(_ inputs: [Matrix]) -> Reading<Record>
  /// dW, dU and db, by your functions of chapter 5.
  ///
  /// - Parameters:
  ///   - reading: what `read` returned.
  ///   - hiddenGradients: for each step what arrives at h(t) from the output of that step,
  ///     batch × hiddenSize.
  func parameterGradients(_ reading: Reading<Record>, hiddenGradients: [Matrix]) -> [Matrix]
}

extension RNNCell: SequenceReader {
  public func read(_ inputs: [Matrix]) -> Reading<[Matrix]> {
    Reading(hidden: unrolled(inputs, from: zeros(for: inputs)), record: inputs)
  }

  public func parameterGradients(
    _ reading: Reading<[Matrix]>, hiddenGradients: [Matrix]
  ) -> [Matrix] {
    gradients(
      inputs: reading.record, from: zeros(for: reading.record), states: reading.hidden,
      hiddenGradients: hiddenGradients
    ).parameters
  }

  /// h(0).
  private func zeros(for inputs: [Matrix]) -> Matrix {
    Matrix(rows: inputs.first?.rows ?? 0, columns: hiddenSize)
  }
}

extension LSTMCell: SequenceReader {
  public func read(_ inputs: [Matrix]) -> Reading<[LSTMStepRecord]> {
    let start = LSTMState.zeros(batch: inputs.first?.rows ?? 0, hiddenSize: hiddenSize)
    let records = recorded(inputs, from: start)
    return Reading(hidden: records.map { $0.state.hidden }, record: records)
  }

  public func parameterGradients(
    _ reading: Reading<[LSTMStepRecord]>, hiddenGradients: [Matrix]
  ) -> [Matrix] {
    let start = LSTMState.zeros(batch: hiddenGradients.first?.rows ?? 0, hiddenSize: hiddenSize)
    return gradients(reading.record, from: start, hiddenGradients: hiddenGradients).parameters
  }
}
/// A recurrent cell that answers a whole sequence with one number: an affine map of the last
/// hidden state.
public struct Regressor<Cell: SequenceReader>: Parameterised, Equatable, Sendable {
  /// What reads the sequence.
  public var cell: Cell
  /// Wy, hiddenSize × 1, and by, 1 × 1. Its "logits" are the answers.
  public var output: OutputLayer

  /// Creates a model from its parts.
  public init(cell: Cell, output: OutputLayer) {
    self.cell = cell
    self.output = output
  }

  /// The answers to a batch of sequences, batch × 1.
  public func answers(_ inputs: [Matrix]) -> Matrix {
    output.logits(cell.read(inputs).hidden[inputs.count - 1])
  }

  /// The mean squared error of the answers, in squared units of the targets.
  public func loss(on batch: AddingBatch) -> Double {
    let error = answers(batch.inputs) - batch.targets
    return (error .* error).mean
  }
}

/// A regressor with the RNN of chapter 2.
public typealias RNNRegressor = Regressor<RNNCell>
/// A regressor with the LSTM of chapter 4.
public typealias LSTMRegressor = Regressor<LSTMCell>

extension Regressor: CellWithOutput {}

// MARK: - As learning starts

extension Regressor where Cell == RNNCell {
  /// Random weights, drawn evenly from ±1/√hiddenSize, and biases of 0.
  public init(inputSize: Int = 2, hiddenSize: Int, using generator: inout SeededGenerator) {
    let cell = RNNCell(inputSize: inputSize, hiddenSize: hiddenSize, using: &generator)
    self.init(
      cell: cell, output: OutputLayer(hiddenSize: hiddenSize, outputs: 1, using: &generator))
  }
}

extension Regressor where Cell == LSTMCell {
  /// Random weights, drawn evenly from ±1/√hiddenSize, and biases of 0 but for the forget gate's.
  public init(
    inputSize: Int = 2, hiddenSize: Int, forgetBias: Double = 1,
    using generator: inout SeededGenerator
  ) {
    let cell = LSTMCell(
      inputSize: inputSize, hiddenSize: hiddenSize, forgetBias: forgetBias, using: &generator)
    self.init(
      cell: cell, output: OutputLayer(hiddenSize: hiddenSize, outputs: 1, using: &generator))
  }
}
