/// A batch of a stream: inputs and their targets.
public struct Batch: Sendable {
  /// One for each input, and for each output.
  let allInputs: [Examples]
  let allTargets: [Examples]
  /// What the targets count; nil if all count 1.
  var sampleWeights: SampleWeights?

  /// A batch of examples; there is one target for each input, or for each of its time steps.
  ///
  /// - Parameters:
  ///   - inputs: arrays in arrays, see ``NestedNumbers``, or flat numbers, see ``Examples``.
  ///   - targets: as `fit` takes them.
  ///   - sampleWeights: what the targets count in the loss; nil for 1.
  public init<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, sampleWeights: SampleWeights? = nil
  ) {
    self.sampleWeights = sampleWeights
    allInputs = [inputs.makeExamples()]
    allTargets = [targets.makeExamples()]
  }

  init(_ inputs: [Examples], _ targets: [Examples]) {
    allInputs = inputs
    allTargets = targets
  }

  /// A batch of examples to predict from, an array for each input: it has no targets.
  ///
  ///     Batch(inputs: (questions, stories))
  public init<each X: ExampleSource>(inputs: (repeat each X)) {
    self.init(inputs: (repeat each inputs), targets: ())
  }

  /// The only input's examples and the only output's.
  ///
  /// - Throws: `ModelError` if there are several.
  var single: (inputs: Examples, targets: Examples) {
    get throws(ModelError) {
      if allInputs.count != 1 || allTargets.count != 1 {
        throw ModelError(
          "a Sequential has one input and one output, got a batch for "
            + "\(counted(allInputs.count, "input")) and \(counted(allTargets.count, "output")); a Model "
            + "takes it")
      }
      return (allInputs[0], allTargets[0])
    }
  }
}
