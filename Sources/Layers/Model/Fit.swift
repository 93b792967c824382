import LinearAlgebra

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
  ///   - epochs: how often the examples are read.
  ///   - batchSize: examples in each step; the last of an epoch may have fewer.
  ///   - validation: what the model is watched with; nil for nothing.
  ///   - shuffle: whether every epoch has an order of its own; never so where the model is stateful.
  ///   - callbacks: what watches the training, called in this order.
  ///   - progress: what is shown on standard output; by default a bar where that is a terminal.
  ///   - threads: nil for as many as the system has processors.
  /// - Returns: the loss, in nats, and the metrics of each epoch.
  /// - Throws: `ModelError` where examples or settings do not fit the model, before the first step: it
  ///   names the example, counted from 0, the time step and the number, be it out of range, infinite
  ///   or NaN. `TrainingDiverged` where the loss stops being a number; whatever a callback throws.
  @discardableResult
  public func fit<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, epochs: Int = 1, batchSize: Int = 32,
    validation: Validation? = nil, shuffle: Bool = true, callbacks: [any Callback] = [],
    progress: ProgressDisplay = .automatic, threads: Int? = nil
  ) throws -> History {
    let batch = Batch(inputs, targets)
    let setup = try compiled(trains: true)
    try build(features: batch.single.inputs.features)
    let data = try dataSet(batch, setup)
    let held = try HeldOut(validation, of: data) { batch throws(ModelError) in
      try self.dataSet(batch, setup)
    }
    let used = Array(0..<data.count - (held?.taken ?? 0))
    if used.isEmpty { throw ModelError("there are no examples to train on") }
    let steps = try batches(used, size: batchSize).count
    let loop = TrainingLoop(
      self, setup, validation: held, batchSize: batchSize, longest: data.longest(used),
      threads: threads)
    return try loop.run(epochs: epochs, steps: steps, callbacks: progress.added(to: callbacks)) {
      epoch, takeStep in
      let order =
        shuffle && !self.network.isStateful ? shuffled(used, seed: self.seed, epoch: epoch) : used
      for rows in try self.batches(order, size: batchSize) { try takeStep(data.window(rows)) }
    }
  }

  /// Trains the model on a stream of batches, which every epoch reads from its beginning.
  ///
  /// - Parameters:
  ///   - batches: of any sizes; each is padded to its longest sequence.
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
      try self.build(features: batch.single.inputs.features)
      return try self.dataSet(batch, setup)
    }
    let loop = TrainingLoop(
      self, setup, validation: held, batchSize: 32, longest: 1, threads: threads)
    return try loop.run(on: batches, epochs: epochs, callbacks: progress.added(to: callbacks)) {
      batch throws(ModelError) in
      try self.build(features: batch.single.inputs.features)
      return try self.dataSet(batch, setup)
    }
  }

  private func dataSet(_ batch: Batch, _ setup: TrainingSetup) throws(ModelError) -> DataSet {
    let (inputs, targets) = try batch.single
    return try DataSet(
      inputs: inputs, targets: targets, for: network, layers, loss: setup.objective.loss)
  }
}

/// The order in which an epoch reads examples.
func shuffled(_ examples: [Int], seed: UInt64, epoch: Int) -> [Int] {
  var order = examples
  var generator = SeededGenerator(seed: mixed(seed ^ 0x0DE5, epoch))
  for index in stride(from: order.count - 1, to: 0, by: -1) {
    order.swapAt(index, generator.integer(below: index + 1))
  }
  return order
}
