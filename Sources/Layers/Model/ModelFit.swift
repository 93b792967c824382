extension Batch {
  /// A batch for a model of several inputs or outputs: an array of examples for each, in their order.
  ///
  ///     Batch(inputs: (questions, stories), targets: answers)
  ///
  /// - Parameters:
  ///   - inputs: for each input an array of examples; see `NestedNumbers`.
  ///   - targets: for each output classes or numbers, as `fit` takes them.
  ///   - sampleWeights: what the targets count in the losses; nil for 1.
  public init<each X: ExampleSource, each Y: ExampleSource>(
    inputs: (repeat each X), targets: (repeat each Y), sampleWeights: SampleWeights? = nil
  ) {
    var (all, wanted): ([Examples], [Examples]) = ([], [])
    for part in repeat each inputs { all.append(part.makeExamples()) }
    for part in repeat each targets { wanted.append(part.makeExamples()) }
    self.init(all, wanted)
    self.sampleWeights = sampleWeights
  }
}

extension Validation {
  /// Inputs and targets of their own, an array for each input and output of a graph.
  public static func data<each X: ExampleSource, each Y: ExampleSource>(
    inputs: (repeat each X), targets: (repeat each Y), sampleWeights: SampleWeights? = nil
  ) -> Validation {
    .examples(
      Batch(
        inputs: (repeat each inputs), targets: (repeat each targets), sampleWeights: sampleWeights))
  }
}

extension Model {
  /// Trains the model on examples: one array for each input, and one for each output.
  ///
  ///     try model.fit((questions, stories), answers, epochs: 20)
  ///
  /// Sequences may have any lengths, which may differ from input to input. A batch is padded to its
  /// longest, and each example gives exactly what it gives alone. The new weights depend on the model's
  /// seed and the arguments, not on the number of threads. All models with these layers share them.
  ///
  /// - Parameters:
  ///   - inputs: for each input an array of examples; see `NestedNumbers`. For a vector input each
  ///     example is an array of its numbers.
  ///   - targets: for each output classes or numbers, for each example or for each of its time steps.
  ///   - epochs: how many times the examples are read.
  ///   - batchSize: examples in each step; the last of an epoch may have fewer.
  ///   - sampleWeights: what examples, classes or time steps count in the losses; nil for 1. Keras's
  ///     `sample_weight` is `.perSample(…)` or `.perStep(…)`, its `class_weight` is `.perClass(…)`.
  ///   - validation: what the model is watched with; nil for nothing.
  ///   - shuffle: whether every epoch has an order of its own; never if the model is stateful.
  ///   - callbacks: what watches the training, called in this order.
  ///   - progress: what is shown on standard output; by default a bar if that is a terminal.
  ///   - threads: nil for as many as the system has processors.
  /// - Returns: the loss, in nats, and the metrics of each epoch. If there are several outputs, also
  ///   `NAME_loss` and the metrics of each, by its name, or `output_0` and so on.
  /// - Throws: `ModelError` if examples or settings do not fit the model, before the first step: it
  ///   names the input, the example, counted from 0, and the time step. `TrainingDiverged` if the
  ///   loss stops being a number; whatever a callback throws.
  @discardableResult
  public func fit<each X: ExampleSource, each Y: ExampleSource>(
    _ inputs: (repeat each X), _ targets: (repeat each Y), epochs: Int = 1,
    batchSize: Int = 32, sampleWeights: SampleWeights? = nil, validation: Validation? = nil,
    shuffle: Bool = true, callbacks: [any Callback] = [], progress: ProgressDisplay = .automatic,
    threads: Int? = nil
  ) throws -> History {
    try train(
      on: Batch(
        inputs: (repeat each inputs), targets: (repeat each targets), sampleWeights: sampleWeights),
      epochs: epochs, batchSize: batchSize, validation: validation, shuffle: shuffle,
      callbacks: progress.added(to: callbacks), threads: threads)
  }

  /// Trains the model on a stream of batches, which every epoch reads from its beginning.
  ///
  /// - Parameters:
  ///   - batches: of any sizes; each is padded to its longest sequences.
  ///   - epochs: how often the stream is read.
  ///   - validation: what the model is watched with; nil for nothing. A stream cannot be split.
  ///   - callbacks: what watches the training, called in this order.
  ///   - progress: what is shown on standard output; by default a bar if that is a terminal.
  ///   - threads: nil for as many as the system has processors.
  /// - Returns: the loss, in nats, and the metrics of each epoch.
  /// - Throws: as `fit` with arrays; each batch is looked at before its own step, and named, counted
  ///   from 0.
  @discardableResult
  public func fit(
    _ batches: some Sequence<Batch>, epochs: Int = 1, validation: Validation? = nil,
    callbacks: [any Callback] = [], progress: ProgressDisplay = .automatic, threads: Int? = nil
  ) throws -> History {
    try train(
      onStream: batches, epochs: epochs, validation: validation,
      callbacks: progress.added(to: callbacks), threads: threads)
  }
}
