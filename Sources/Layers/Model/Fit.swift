extension Sequential {
  /// Trains the model on examples.
  ///
  /// Sequences may have any lengths: a batch is padded to its longest, and each sequence gives
  /// exactly what it gives alone. The weights that come out depend on the model's seed and the
  /// arguments, and not on the number of threads.
  ///
  /// - Parameters:
  ///   - inputs: arrays in arrays, see ``NestedNumbers``, or flat numbers, see ``Examples``.
  ///   - targets: classes or numbers, for each example or for each of its time steps, as the loss and
  ///     the last layer want them.
  ///   - epochs: how many times the examples are read.
  ///   - batchSize: examples in each step; the last of an epoch may have fewer.
  ///   - sampleWeights: what examples, classes or time steps count in the loss; nil for 1. Keras's
  ///     `sample_weight` is `.perSample(…)` or `.perStep(…)`, its `class_weight` is `.perClass(…)`.
  ///   - validation: what the model is watched with; nil for nothing.
  ///   - shuffle: whether every epoch has an order of its own; never if the model is stateful.
  ///   - callbacks: what watches the training, called in this order.
  ///   - progress: what is shown on standard output; by default a bar if that is a terminal.
  ///   - threads: nil for as many as the system has processors.
  /// - Returns: the loss, in nats, and the metrics of each epoch.
  /// - Throws: `ModelError` if examples or settings do not fit the model, before the first step: it
  ///   names the example, counted from 0, the time step and the number if that is out of range,
  ///   infinite or NaN. `TrainingDiverged` if the loss stops being a number; whatever a callback throws.
  @discardableResult
  public func fit<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, epochs: Int = 1, batchSize: Int = 32,
    sampleWeights: SampleWeights? = nil, validation: Validation? = nil, shuffle: Bool = true,
    callbacks: [any Callback] = [],
    progress: ProgressDisplay = .automatic, threads: Int? = nil
  ) throws -> History {
    try train(
      on: Batch(inputs, targets, sampleWeights: sampleWeights), epochs: epochs,
      batchSize: batchSize, validation: validation, shuffle: shuffle,
      callbacks: progress.added(to: callbacks), threads: threads)
  }

  /// Trains the model on a stream of batches, which every epoch reads from its beginning.
  ///
  /// - Parameters:
  ///   - batches: of any sizes; each is padded to its longest sequence.
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
