import ExerciseSupport
import GradientChecking
import LinearAlgebra
import Optimizers

/// Two layers that read the same sequence, one from its beginning and one from its end.
///
/// - Note: Schuster and Paliwal (1997), "Bidirectional Recurrent Neural Networks"; with LSTMs,
///   Graves and Schmidhuber (2005).
public struct Bidirectional<Layer: SequenceLayer>: Equatable, Sendable {
  /// Reads from the first step to the last.
  public var forwards: Layer
  /// Reads from the last step to the first.
  public var backwards: Layer

  /// Creates a layer from two that read inputs of one size.
  public init(forwards: Layer, backwards: Layer) {
    (self.forwards, self.backwards) = (forwards, backwards)
  }

  /// What each direction left behind, in the order in which it read.
  public struct Record: Sendable {
    public var forwards, backwards: Reading<Layer.Record>
  }
}

extension Bidirectional: Parameterised {
  public var parameterNames: [String] {
    forwards.parameterNames.map { $0 + " forwards" }
      + backwards.parameterNames.map { $0 + " backwards" }
  }

  /// Those of the layer that reads forwards, then those of the other, each of its shape there.
  public var parameters: [Matrix] {
    get { forwards.parameters + backwards.parameters }
    set {
      let count = forwards.parameters.count
      forwards.parameters = Array(newValue.prefix(count))
      backwards.parameters = Array(newValue.dropFirst(count))
    }
  }
}

extension Bidirectional: SequenceLayer {
  /// Both layers' hidden states stand side by side.
  public var outputSize: Int { forwards.outputSize + backwards.outputSize }

  // REGION read
  public func read(_ inputs: [Matrix]) -> Reading<Record> {
    let ahead = forwards.read(inputs)
    let back = backwards.read(inputs.reversed())
    return Reading(
      hidden: zip(ahead.hidden, back.hidden.reversed()).map { .sideBySide([$0, $1]) },
      record: Record(forwards: ahead, backwards: back))
  }
  // END REGION read

  /// - Returns: the parameters' gradients in the order of `parameters`; and for each input what
  ///   reaches it from both directions, batch × inputSize.
  public func gradients(
    _ reading: Reading<Record>, hiddenGradients: [Matrix]
  ) -> SequenceGradients {
    // EXERCISE 13.7 (4 points): back through two directions
    let size = forwards.outputSize
    let ahead = forwards.gradients(
      reading.record.forwards, hiddenGradients: hiddenGradients.map { $0.columns(0..<size) })
    let back = backwards.gradients(
      reading.record.backwards,
      hiddenGradients: hiddenGradients.reversed().map { $0.columns(size..<outputSize) })
    return SequenceGradients(
      parameters: ahead.parameters + back.parameters,
      inputs: zip(ahead.inputs, back.inputs.reversed()).map { $0 + $1 })
    // PLACEHOLDER notWritten(
    // PLACEHOLDER   "13.7",
    // PLACEHOLDER   SequenceGradients(
    // PLACEHOLDER     parameters: parameters.map { $0.filledWithNaN },
    // PLACEHOLDER     inputs: hiddenGradients.map {
    // PLACEHOLDER       Matrix(
    // PLACEHOLDER         rows: $0.rows, columns: parameters.first?.rows ?? 0, repeating: .nan)
    // PLACEHOLDER     }))
    // END
  }
}
