import ExerciseSupport
import GradientChecking
import LinearAlgebra
import Optimizers

/// Two layers, one on top of the other: the upper one reads the hidden states of the lower one.
///
/// - Note: Graves, Mohamed and Hinton (2013), "Speech Recognition with Deep Recurrent Neural
///   Networks".
public struct Stacked<Lower: SequenceLayer, Upper: SequenceLayer>: Equatable, Sendable {
  /// Reads the inputs.
  public var lower: Lower
  /// Reads what `lower` shows.
  public var upper: Upper

  /// Creates a layer from two; the upper one's inputs are as wide as what the lower one shows.
  public init(lower: Lower, upper: Upper) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// What each layer left behind.
  public struct Record: Sendable {
    public var lower: Reading<Lower.Record>
    public var upper: Reading<Upper.Record>
  }
}

extension Stacked: Parameterised {
  public var parameterNames: [String] {
    lower.parameterNames.map { $0 + " below" } + upper.parameterNames.map { $0 + " above" }
  }

  /// Those of the lower layer, then those of the upper one, each of its shape there.
  public var parameters: [Matrix] {
    get { lower.parameters + upper.parameters }
    set {
      let count = lower.parameters.count
      lower.parameters = Array(newValue.prefix(count))
      upper.parameters = Array(newValue.dropFirst(count))
    }
  }
}

extension Stacked: SequenceLayer {
  /// That of the upper layer.
  public var outputSize: Int { upper.outputSize }

  public func read(_ inputs: [Matrix]) -> Reading<Record> {
    let below = lower.read(inputs)
    let above = upper.read(below.hidden)
    return Reading(hidden: above.hidden, record: Record(lower: below, upper: above))
  }

  /// - Returns: the parameters' gradients in the order of `parameters`, and what reaches the
  ///   inputs of the lower layer, each batch × inputSize.
  public func gradients(
    _ reading: Reading<Record>, hiddenGradients: [Matrix]
  ) -> SequenceGradients {
    // EXERCISE 13.8 (3 points): back through two layers
    // Read chapters/13-cousins.md, "Back through two layers".
    // Check with: swift run course check 13.8
    notWritten(
      "13.8",
      SequenceGradients(
        parameters: parameters.map { $0.filledWithNaN },
        inputs: hiddenGradients.map {
          Matrix(
            rows: $0.rows, columns: parameters.first?.rows ?? 0, repeating: .nan)
        }))
  }
}
