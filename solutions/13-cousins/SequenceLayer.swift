import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

/// What goes back through a layer that has read a sequence.
public struct SequenceGradients: Equatable, Sendable {
  /// One for each of the layer's parameters, in their order and of their shapes: sums over all
  /// steps.
  public var parameters: [Matrix]
  /// dx(1) to dx(T), each batch × inputSize: what the layer below is told.
  public var inputs: [Matrix]

  /// Creates gradients from their parts, each of the shape of what it is the gradient of.
  public init(parameters: [Matrix], inputs: [Matrix]) {
    (self.parameters, self.inputs) = (parameters, inputs)
  }
}

// REGION sequence-layer
/// A reader of chapter 07 that other layers can be built on: it also tells what reaches its inputs.
public protocol SequenceLayer: SequenceReader {
  /// How many columns each of its hidden states has.
  var outputSize: Int { get }
  /// The gradients of everything that went in.
  ///
  /// - Parameters:
  ///   - reading: what `read` returned.
  ///   - hiddenGradients: for each step what arrives at its hidden state from above, batch ×
  ///     outputSize.
  func gradients(_ reading: Reading<Record>, hiddenGradients: [Matrix]) -> SequenceGradients
}
// END REGION sequence-layer

extension SequenceLayer {
  public func parameterGradients(
    _ reading: Reading<Record>, hiddenGradients: [Matrix]
  ) -> [Matrix] {
    gradients(reading, hiddenGradients: hiddenGradients).parameters
  }

  /// How many numbers there are to learn.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.values.count } }
}

// MARK: - The cells of chapters 02 and 04

extension RNNCell: SequenceLayer {
  public var outputSize: Int { hiddenSize }

  public func gradients(
    _ reading: Reading<[Matrix]>, hiddenGradients: [Matrix]
  ) -> SequenceGradients {
    let start = Matrix(rows: hiddenGradients.first?.rows ?? 0, columns: hiddenSize)
    let result = gradients(
      inputs: reading.record, from: start, states: reading.hidden,
      hiddenGradients: hiddenGradients)
    return SequenceGradients(parameters: result.parameters, inputs: result.inputs)
  }
}

extension LSTMCell: SequenceLayer {
  public var outputSize: Int { hiddenSize }

  public func gradients(
    _ reading: Reading<[LSTMStepRecord]>, hiddenGradients: [Matrix]
  ) -> SequenceGradients {
    let start = LSTMState.zeros(batch: hiddenGradients.first?.rows ?? 0, hiddenSize: hiddenSize)
    let result = gradients(reading.record, from: start, hiddenGradients: hiddenGradients)
    return SequenceGradients(parameters: result.parameters, inputs: result.inputs)
  }
}
