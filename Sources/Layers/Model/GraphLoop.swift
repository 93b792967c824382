import Foundation
import Kernels

/// Steps on one model, with its validation.
final class GraphLoop {
  let model: any SetUpModel
  /// As the model had it, and as `finish` gives it back.
  var setup: TrainingSetup
  private let validation: HeldOut?
  private let batchSize: Int
  private let longest: [Int]?
  private let threads: Int?
  private var runner: GraphRunner?
  private var rules = ParameterRules()
  /// Of the batches of a stateful model, which all have as many.
  private var rows: Int?
  private var updates = GuardedUpdates()
  private var scores: GraphScores

  /// - Parameter longest: time steps of the longest batch that is known to come, for each input; nil
  ///   where none is.
  init(
    _ model: any SetUpModel, _ setup: TrainingSetup, validation: HeldOut?, batchSize: Int,
    longest: [Int]?, threads: Int?
  ) {
    self.model = model
    self.setup = setup
    self.validation = validation
    self.batchSize = batchSize
    self.longest = longest
    self.threads = threads
    scores = GraphScores(setup)
  }

  /// The names of the figures of an epoch's training.
  var figureNames: [String] { setup.figureNames { model.trainedGraph.graph.outputName($0) } }
  var isValidated: Bool { validation != nil }

  func beginEpoch() {
    scores = GraphScores(setup)
    guard let runner else { return }
    // A callback may have changed the weights.
    _ = model.trainedGraph.parameters
    runner.parametersChanged()
    runner.resetState()
  }

  /// One step of the optimiser.
  ///
  /// - Returns: the mean loss of the epoch so far, and the gradient's norm before clipping.
  /// - Throws: `TrainingDiverged`, after putting the last good weights back.
  func takeStep(_ window: GraphWindow<Float>) throws -> (loss: Double, norm: Double) {
    let graph = model.trainedGraph
    let state = setup.state ?? OptimizerState(graph.network, keepsUndo: true)
    let parameters = graph.parameters(for: state)
    let runner = try runner(graph, parameters, window)
    setup.state = state
    state.rules = rules
    if graph.network.isStateful, let rows, rows != window.rows {
      throw ModelError(
        "a stateful model carries the states of \(counted(rows, "row")), got a batch of "
          + "\(window.rows)")
    }
    rows = window.rows
    let (batch, outcome) = runner.learn(from: window, graph, setup, state)
    // Nothing but padding: nothing to learn.
    if outcome.allSatisfy({ $0.count == 0 }) { return (scores.loss, 0) }
    var scoresOfBatch = GraphScores(setup)
    let penalty = rules.penalty(parameters)
    scoresOfBatch.add(outcome, penalty: penalty, rows: window.rows)
    let norm = try updates.step(
      loss: scoresOfBatch.loss, parameters, from: graph.network.sparseCount, state,
      rate: setup.optimizer.learningRate.value(at: state.step)
    ) {
      state.update(batch, settings: setup.optimizer)
    }
    runner.parametersChanged()
    scores.add(outcome, penalty: penalty, rows: window.rows)
    return (scores.loss, norm)
  }

  /// What runs all batches, made for the first of them.
  private func runner(
    _ graph: Model, _ parameters: Buffer<Float>, _ window: GraphWindow<Float>
  ) throws(ModelError) -> GraphRunner {
    if let runner { return runner }
    rules = ParameterRules(graph.network.layout, frozen: graph.frozenLayers)
    let result = try GraphRunner(
      training: graph, setup, rules, parameters, longest: longest ?? window.parts.map(\.time),
      threads: threads)
    runner = result
    return result
  }

  /// The figures of the epoch so far; nil where it had nothing but padding.
  var figuresSoFar: [Double]? { scores.figures }

  /// The epoch's figures; nil where it had nothing but padding.
  func trainingFigures() -> [Double]? {
    model.trainedGraph.publish()
    return scores.figures
  }

  /// The same of the examples that training does not see; nil where there are none.
  func validationFigures() throws -> [Double]? {
    try validation.map { held in
      try model.trainedGraph.scores(held, setup, batchSize: batchSize, threads: threads)
    }
  }

  /// Keeps what the next call of `fit` goes on from.
  func finish() {
    model.builtGraph?.publish()
    model.training = setup
  }
}

/// Runs batches of changing size on one network and one buffer of parameters.
///
/// Memory is taken for the longest batch of each number of rows, of which a data set has two: the
/// full batch, and what is left at the end.
final class GraphRunner {
  private let network: GraphNetwork<Float>
  private let parameters: Buffer<Float>
  private let trains: Bool
  private let longest: [Int]
  private let threads: Int
  private var batches: [ShardedGraph<Float>] = []

  /// - Parameters:
  ///   - longest: time steps of the longest batch that is known to come, for each input.
  ///   - threads: nil for as many as the system has processors.
  init(
    _ network: GraphNetwork<Float>, _ parameters: Buffer<Float>, trains: Bool, longest: [Int],
    threads: Int?
  ) throws(ModelError) {
    if let threads, threads < 1 {
      throw ModelError("\(counted(threads, "thread")); there is at least 1, or nil for all")
    }
    self.network = network
    self.parameters = parameters
    self.trains = trains
    self.longest = longest
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// What trains a model: its losses are measured, and what is frozen has no gradient.
  convenience init(
    training model: Model, _ setup: TrainingSetup, _ rules: ParameterRules,
    _ parameters: Buffer<Float>, longest: [Int], threads: Int?
  ) throws(ModelError) {
    try self.init(
      model.network.measured(by: setup.objectives.map(\.loss)).freezing(rules), parameters,
      trains: true, longest: longest, threads: threads)
  }

  /// Goes through a batch forward and back.
  ///
  /// - Returns: the batch's memory, in which the gradients stand, and what each shard measured.
  func learn(
    from window: GraphWindow<Float>, _ model: Model, _ setup: TrainingSetup,
    _ state: OptimizerState<Float>
  ) -> (batch: ShardedGraph<Float>, outcome: [(loss: Double, sums: MetricSums, count: Int)]) {
    let batch = batch(window)
    state.prepare(window, batch)
    let outcome = batch.run(
      window,
      ShardedGraph.Task(
        objectives: setup.objectives, weights: setup.weights, backward: true,
        dropoutSeed: mixed(model.seed, state.step)))
    return (batch, outcome)
  }

  /// The memory for a batch, with the packed weights as they are now.
  func batch(_ window: GraphWindow<Float>) -> ShardedGraph<Float> {
    let lengths = zip(longest, window.parts).map { max($0, $1.time) }
    var carried: [[Float]]?
    if let index = batches.firstIndex(where: { $0.rows == window.rows }) {
      if zip(batches[index].lengths, lengths).allSatisfy({ $0 >= $1 }) { return batches[index] }
      let batch = batches.remove(at: index)
      if network.isStateful { carried = batch.state }
    }
    if batches.count == 2 { batches.removeLast() }
    let batch = ShardedGraph(
      network, parameters: parameters, rows: window.rows, lengths: lengths, training: trains,
      threads: threads)
    if let carried { batch.setState(carried) }
    batches.append(batch)
    return batch
  }

  /// Call after every change of the parameters.
  func parametersChanged() {
    for batch in batches { batch.parametersChanged() }
  }

  func resetState() {
    for batch in batches { batch.resetState() }
  }
}

/// The loss and figures of every output over many batches.
struct GraphScores {
  private let objectives: [Objective]
  private let weights: [Double]
  private var outputs: [RunningScores]
  /// The penalties of the weights, summed over all rows.
  private var penalties = (sum: 0.0, rows: 0)

  init(_ setup: TrainingSetup) {
    objectives = setup.objectives
    weights = setup.weights
    outputs = objectives.map { _ in RunningScores() }
  }

  /// - Parameters:
  ///   - penalty: that of the weights, which counts like a loss of every row.
  ///   - rows: of the batch.
  mutating func add(
    _ batch: [(loss: Double, sums: MetricSums, count: Int)], penalty: Double = 0, rows: Int = 0
  ) {
    penalties.sum += penalty * Double(rows)
    penalties.rows += rows
    for (index, output) in batch.enumerated() { outputs[index].add(output) }
  }

  /// The weighted sum of the mean losses, and the mean penalty.
  var loss: Double {
    zip(weights, outputs).reduce(0) { $0 + $1.0 * $1.1.mean }
      + penalties.sum / Double(max(1, penalties.rows))
  }

  /// The loss, then for each output, where there are several, its own, and its metrics; nil where
  /// there was nothing but padding.
  var figures: [Double]? {
    if outputs.allSatisfy({ $0.count == 0 }) { return nil }
    let each = zip(outputs, objectives).map { $0.values($1) }
    return [loss] + (each.count == 1 ? Array(each[0].dropFirst()) : each.flatMap { $0 })
  }
}

/// Loss and figures over many batches.
struct RunningScores {
  private(set) var loss = 0.0
  private(set) var count = 0
  private(set) var sums = MetricSums()

  mutating func add(_ batch: (loss: Double, sums: MetricSums, count: Int)) {
    loss += batch.loss
    count += batch.count
    sums += batch.sums
  }

  /// The mean loss.
  var mean: Double { loss / Double(max(1, count)) }

  /// The mean loss, then each metric.
  func values(_ objective: Objective) -> [Double] { [mean] + sums.values(objective) }
}
