/// Epochs of steps on one model, with validation and callbacks.
final class TrainingLoop {
  private let model: Sequential
  private var setup: TrainingSetup
  private let validation: (data: DataSet, examples: [Int])?
  private let batchSize: Int
  private let longest: Int
  private let threads: Int?
  private var runner: BatchRunner?
  /// Of the batches of a stateful model, which all have as many.
  private var rows: Int?
  /// The weights of the last loss that was a number, but for those of a sparse table, which the
  /// optimiser remembers.
  private var good: Buffer<Float>?
  /// Whether the weights were changed since, so that their own loss is not known yet.
  private var isUntried = false

  init(
    _ model: Sequential, _ setup: TrainingSetup, validation: (data: DataSet, examples: [Int])?,
    batchSize: Int, longest: Int, threads: Int?
  ) {
    self.model = model
    self.setup = setup
    self.validation = validation
    self.batchSize = batchSize
    self.longest = longest
    self.threads = threads
  }

  /// - Parameters:
  ///   - steps: of each epoch, where they are known.
  ///   - epochBatches: calls what it is given with every batch of an epoch.
  func run(
    epochs: Int, steps: Int?, callbacks given: [any Callback],
    epochBatches: (Int, (Window<Float>) throws -> Void) throws -> Void
  ) throws -> History {
    if epochs < 0 { throw ModelError("\(epochs) epochs; there are at least 0") }
    var callbacks = given
    let names = ["loss"] + setup.objective.metrics.map(\.name)
    let plan = TrainingPlan(
      epochs: epochs, steps: steps,
      figures: names + (validation == nil ? [] : names.map { "val_" + $0 }))
    for index in callbacks.indices { try callbacks[index].trainingBegins(model, plan) }
    defer { model.training = setup }
    let history: History
    do {
      history = try run(epochs: epochs, &callbacks, epochBatches: epochBatches)
    } catch {
      var error = error
      for index in callbacks.indices { error = callbacks[index].trainingFailed(model, error) }
      throw error
    }
    for index in callbacks.indices { try callbacks[index].trainingEnded(model) }
    return history
  }

  private func run(
    epochs: Int, _ callbacks: inout [any Callback],
    epochBatches: (Int, (Window<Float>) throws -> Void) throws -> Void
  ) throws -> History {
    let metrics = setup.objective.metrics
    var history = History()
    for epoch in 1...max(1, epochs) where epoch <= epochs {
      var scores = RunningScores()
      var step = 0
      runner?.resetState()
      try epochBatches(setup.epochs + 1) { window in
        step += 1
        let norm = try takeStep(window, &scores)
        let summary = StepSummary(
          epoch: epoch, step: step, loss: scores.values([])[0], gradientNorm: norm)
        for index in callbacks.indices { callbacks[index].stepEnded(summary) }
      }
      if step == 0 { throw ModelError("epoch \(epoch) had no batch to train on") }
      if scores.count == 0 {
        throw ModelError("epoch \(epoch) had nothing but padding to train on")
      }
      let validated = try validation.map { held in
        try model.scores(
          held.data, held.examples, setup.objective, batchSize: batchSize, threads: threads)
      }
      setup.epochs += 1
      let lastStep = max(0, (setup.state?.step ?? 1) - 1)
      let summary = EpochSummary(
        epoch: setup.epochs, learningRate: setup.optimizer.learningRate.value(at: lastStep),
        metrics: metrics, training: scores.values(metrics), validation: validated)
      history.epochs.append(summary)
      var goesOn = true
      for index in callbacks.indices {
        goesOn = try callbacks[index].epochEnded(summary, model) && goesOn
      }
      if !goesOn { break }
    }
    return history
  }

  /// One step of the optimiser.
  ///
  /// - Returns: the gradient's norm before clipping.
  /// - Throws: `TrainingDiverged`, after putting the last good weights back.
  private func takeStep(_ window: Window<Float>, _ scores: inout RunningScores) throws -> Double {
    let network = runner?.network ?? model.network.forLoss(setup.objective.loss)
    let state = setup.state ?? OptimizerState(network, keepsUndo: true)
    let parameters = model.parameters(for: state)
    let runner =
      runner
      ?? BatchRunner(
        network, parameters, trains: true, longest: longest, threads: threads)
    let dense = parameters.count - network.sparseCount
    let good = good ?? Buffer(count: dense)
    (self.runner, setup.state, self.good) = (runner, state, good)
    if model.network.isStateful, let rows, rows != window.rows {
      throw ModelError(
        "a stateful model carries the states of \(counted(rows, "row")), got a batch of "
          + "\(window.rows)")
    }
    rows = window.rows
    let batch = runner.batch(window)
    batch.resetStatelessLayers()
    if window.outputCount(outputTime: batch.network.outputTime(window.time)) == 0 {
      return 0  // Nothing but padding: nothing to learn.
    }
    state.prepare(window.symbols, time: window.time, batch)
    let outcome = batch.run(
      window,
      ShardedBatch.Task(
        objective: setup.objective, backward: true, dropoutSeed: mixed(model.seed, state.step)))
    let rate = setup.optimizer.learningRate.value(at: state.step)
    let loss = outcome.loss / Double(outcome.count)
    func diverged(_ norm: Double) -> TrainingDiverged {
      TrainingDiverged(
        step: state.step + 1, loss: loss, learningRate: rate, gradientNorm: norm)
    }
    guard loss.isFinite else {
      if isUntried {
        (parameters.base + network.sparseCount).update(from: good.base, count: dense)
        state.rollBack(parameters, steps: 1)
      }
      throw diverged(.nan)
    }
    good.base.update(from: parameters.base + network.sparseCount, count: dense)
    state.markGood()
    isUntried = false
    let norm = state.update(batch, settings: setup.optimizer)
    guard norm.isFinite else { throw diverged(norm) }
    isUntried = true
    runner.parametersChanged()
    scores.add(outcome)
    return norm
  }
}
