/// The examples that a training is watched with.
public enum Validation: Sendable {
  /// The last part of the examples, before they are shuffled; training does not see it.
  case split(Double)
  /// Examples that training does not see.
  case examples(Batch)
  /// Batches that training does not see; see ``stream(_:steps:)``.
  case batches(ValidationBatches)

  /// Inputs and targets of their own, and what the targets count in the loss.
  public static func data<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, sampleWeights: SampleWeights? = nil
  ) -> Validation {
    .examples(Batch(inputs, targets, sampleWeights: sampleWeights))
  }

  /// A stream of batches, which is read from its beginning after every epoch.
  ///
  ///     validation: .stream(text.validation.lazy.map { batch(of: $0) }, steps: 20)
  ///
  /// - Parameters:
  ///   - batches: of any sizes. The expression is evaluated after every epoch, so that a sequence which
  ///     can be read only once serves too.
  ///   - steps: batches to read of it; nil for all. A stream that has fewer ends the training with a
  ///     `ModelError`.
  public static func stream<Batches: Sequence<Batch> & SendableMetatype>(
    _ batches: @autoclosure @escaping @Sendable () -> Batches, steps: Int? = nil
  ) -> Validation where Batches.Iterator: SendableMetatype {
    .batches(ValidationBatches(steps: steps) { AnyIterator(batches().makeIterator()) })
  }
}

/// A stream of batches that a training is watched with.
public struct ValidationBatches: Sendable {
  /// Batches to read; nil for all.
  public let steps: Int?
  let begin: @Sendable () -> AnyIterator<Batch>

  init(steps: Int?, begin: @escaping @Sendable () -> AnyIterator<Batch>) {
    self.steps = steps
    self.begin = begin
  }
}
