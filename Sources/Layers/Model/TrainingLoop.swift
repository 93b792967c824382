/// Steps on one `Sequential`, with its validation.
final class TrainingLoop: EpochTrainer {
  private let sequential: Sequential
  var setup: TrainingSetup
  private let validation: HeldOut<DataSet>?
  private let batchSize: Int
  private let longest: Int
  private let threads: Int?
  private var runner: BatchRunner?
  /// Of the batches of a stateful model, which all have as many.
  private var rows: Int?
  private var updates = GuardedUpdates()
  private var scores = RunningScores()
  /// The penalties of the weights, summed over all rows.
  private var penalties = (sum: 0.0, rows: 0)
  private var penalty: Double { penalties.sum / Double(max(1, penalties.rows)) }

  init(
    _ model: Sequential, _ setup: TrainingSetup, validation: HeldOut<DataSet>?,
    batchSize: Int, longest: Int, threads: Int?
  ) {
    sequential = model
    self.setup = setup
    self.validation = validation
    self.batchSize = batchSize
    self.longest = longest
    self.threads = threads
  }

  var model: Sequential { sequential }
  var figureNames: [String] { ["loss"] + setup.objective.metrics.map(\.name) }
  var isValidated: Bool { validation != nil }

  func beginEpoch() {
    scores = RunningScores()
    penalties = (0, 0)
    runner?.resetState()
    // A callback may have changed the weights.
    runner?.parametersChanged()
  }

  var figuresSoFar: [Double]? {
    if scores.count == 0 { return nil }
    var figures = scores.values(setup.objective.metrics)
    figures[0] += penalty
    return figures
  }

  func trainingFigures() -> [Double]? { figuresSoFar }

  func validationFigures() throws -> [Double]? {
    try validation.map { held in
      try sequential.scores(held, setup.objective, batchSize: batchSize, threads: threads)
    }
  }

  func finish() { sequential.training = setup }

  func takeStep(_ window: Window<Float>) throws -> (loss: Double, norm: Double) {
    let norm = try update(window)
    return (scores.values([])[0] + penalty, norm)
  }

  private func update(_ window: Window<Float>) throws -> Double {
    let network = runner?.network ?? sequential.network.forLoss(setup.objective.loss)
    let state = setup.state ?? OptimizerState(network, keepsUndo: true)
    let parameters = sequential.parameters(for: state)
    let runner =
      runner
      ?? BatchRunner(
        network, parameters, trains: true, longest: longest, threads: threads)
    (self.runner, setup.state) = (runner, state)
    state.rules = ParameterRules(network.layout, frozen: sequential.frozenLayers)
    if sequential.network.isStateful, let rows, rows != window.rows {
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
        objective: setup.objective, backward: true,
        dropoutSeed: mixed(sequential.seed, state.step)))
    let penalty = state.rules.penalty(parameters)
    let norm = try updates.step(
      loss: outcome.loss / Double(outcome.count) + penalty, parameters, from: network.sparseCount,
      state,
      rate: setup.optimizer.learningRate.value(at: state.step)
    ) {
      state.update(batch, settings: setup.optimizer)
    }
    runner.parametersChanged()
    scores.add(outcome)
    penalties.sum += penalty * Double(window.rows)
    penalties.rows += window.rows
    return norm
  }
}
