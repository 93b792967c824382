extension Batch {
  /// A batch for a model of several inputs or outputs: an array of examples for each, in their order.
  ///
  ///     Batch(inputs: (questions, stories), targets: answers)
  public init<each X: ExampleSource, each Y: ExampleSource>(
    inputs: (repeat each X), targets: (repeat each Y)
  ) {
    var (all, wanted): ([Examples], [Examples]) = ([], [])
    for part in repeat each inputs { all.append(part.makeExamples()) }
    for part in repeat each targets { wanted.append(part.makeExamples()) }
    self.init(all, wanted)
  }
}

extension Validation {
  /// Inputs and targets of their own, an array for each input and output of a graph.
  public static func data<each X: ExampleSource, each Y: ExampleSource>(
    inputs: (repeat each X), targets: (repeat each Y)
  ) -> Validation {
    .examples(Batch(inputs: (repeat each inputs), targets: (repeat each targets)))
  }
}

extension Model {
  /// Trains the model on examples: one array for each input, and one for each output.
  ///
  ///     try model.fit((questions, stories), answers, epochs: 20)
  ///
  /// Sequences may have any lengths, of each input its own: a batch is padded to its longest, and each
  /// example gives exactly what it gives alone. The weights that come out depend on the model's seed
  /// and the arguments, and not on the number of threads. All models that contain the layers have them.
  ///
  /// - Parameters:
  ///   - inputs: for each input an array of examples; see `NestedNumbers`. For a vector input each
  ///     example is an array of its numbers.
  ///   - targets: for each output classes or numbers, for each example or for each of its time steps.
  ///   - epochs: how often the examples are read.
  ///   - batchSize: examples in each step; the last of an epoch may have fewer.
  ///   - validation: what the model is watched with; nil for nothing.
  ///   - shuffle: whether every epoch has an order of its own.
  ///   - callbacks: what watches the training, called in this order.
  ///   - progress: what is shown on standard output; by default a bar where that is a terminal.
  ///   - threads: nil for as many as the system has processors.
  /// - Returns: the loss, in nats, and the metrics of each epoch. Where there are several outputs, also
  ///   `NAME_loss` and the metrics of each, by the names that they were given, or `output_0` and so on.
  /// - Throws: `ModelError` where examples or settings do not fit the model, before the first step: it
  ///   names the input, the example, counted from 0, and the time step. `TrainingDiverged` where the
  ///   loss stops being a number; whatever a callback throws.
  @discardableResult
  public func fit<each X: ExampleSource, each Y: ExampleSource>(
    _ inputs: (repeat each X), _ targets: (repeat each Y), epochs: Int = 1,
    batchSize: Int = 32, validation: Validation? = nil, shuffle: Bool = true,
    callbacks: [any Callback] = [], progress: ProgressDisplay = .automatic, threads: Int? = nil
  ) throws -> History {
    let setup = try compiled(trains: true)
    let data = try data(
      Batch(inputs: (repeat each inputs), targets: (repeat each targets)), setup)
    let held = try HeldOut(validation, of: data) { batch throws(ModelError) in
      try self.data(batch, setup)
    }
    let used = Array(0..<data.count - (held?.taken ?? 0))
    if used.isEmpty { throw ModelError("there are no examples to train on") }
    let steps = try batches(used, size: batchSize).count
    let loop = GraphLoop(
      self, setup, validation: held, batchSize: batchSize, longest: data.longest(used),
      threads: threads)
    return try loop.run(epochs: epochs, steps: steps, callbacks: progress.added(to: callbacks)) {
      epoch, takeStep in
      let order = shuffle ? shuffled(used, seed: self.seed, epoch: epoch) : used
      for rows in try batches(order, size: batchSize) { try takeStep(data.window(rows)) }
    }
  }

  /// Trains the model on a stream of batches, which every epoch reads from its beginning.
  ///
  /// - Parameters:
  ///   - batches: of any sizes; each is padded to its longest sequences.
  ///   - epochs: how often the stream is read.
  ///   - validation: what the model is watched with; nil for nothing. A stream cannot be split.
  ///   - callbacks: what watches the training, called in this order.
  ///   - progress: what is shown on standard output; by default a bar where that is a terminal.
  ///   - threads: nil for as many as the system has processors.
  /// - Returns: the loss, in nats, and the metrics of each epoch.
  /// - Throws: as `fit` with arrays; each batch is looked at before its own step, and named, counted
  ///   from 0.
  @discardableResult
  public func fit(
    _ batches: some Sequence<Batch>, epochs: Int = 1, validation: Validation? = nil,
    callbacks: [any Callback] = [], progress: ProgressDisplay = .automatic, threads: Int? = nil
  ) throws -> History {
    let setup = try compiled(trains: true)
    let held = try HeldOut(validation, of: nil) { batch throws(ModelError) in
      try self.data(batch, setup)
    }
    let loop = GraphLoop(
      self, setup, validation: held, batchSize: 32, longest: graph.inputs.map { _ in 1 },
      threads: threads)
    return try loop.run(on: batches, epochs: epochs, callbacks: progress.added(to: callbacks)) {
      batch throws(ModelError) in
      try self.data(batch, setup)
    }
  }

  private func data(_ batch: Batch, _ setup: GraphTraining) throws(ModelError) -> GraphData {
    try GraphData(
      inputs: batch.allInputs, targets: batch.allTargets, for: network,
      losses: setup.objectives.map(\.loss))
  }
}
