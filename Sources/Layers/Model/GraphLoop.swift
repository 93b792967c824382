import Foundation
import Kernels

/// Steps on one graph, with its validation.
final class GraphLoop: EpochTrainer {
  private let graph: Model
  var setup: GraphTraining
  private let validation: HeldOut<GraphData>?
  private let batchSize: Int
  private let threads: Int?
  private let runner: GraphRunner
  private let rules: ParameterRules
  private var updates = GuardedUpdates()
  private var scores: GraphScores

  /// - Parameter longest: time steps of the longest batch that is known to come, for each input.
  init(
    _ model: Model, _ setup: GraphTraining, validation: HeldOut<GraphData>?,
    batchSize: Int, longest: [Int], threads: Int?
  ) {
    graph = model
    self.setup = setup
    self.validation = validation
    self.batchSize = batchSize
    self.threads = threads
    scores = GraphScores(setup)
    rules = ParameterRules(model.network.layout, frozen: model.frozenLayers)
    runner = GraphRunner(
      model.network.measured(by: setup.objectives.map(\.loss)).freezing(rules),
      model.parameters, trains: true,
      longest: longest, threads: threads)
  }

  var model: Model { graph }
  var figureNames: [String] { graph.figureNames(setup) }
  var isValidated: Bool { validation != nil }

  func beginEpoch() {
    scores = GraphScores(setup)
    // A callback may have changed the weights.
    _ = graph.parameters
    runner.parametersChanged()
  }

  func takeStep(_ window: GraphWindow<Float>) throws -> (loss: Double, norm: Double) {
    let state = setup.state ?? OptimizerState(count: graph.network.layout.count)
    setup.state = state
    state.rules = rules
    let batch = runner.batch(window)
    let outcome = batch.run(
      window,
      ShardedGraph.Task(
        objectives: setup.objectives, weights: setup.weights, backward: true,
        dropoutSeed: mixed(graph.seed, state.step)))
    if outcome.allSatisfy({ $0.count == 0 }) { return (scores.loss, 0) }
    var scoresOfBatch = GraphScores(setup)
    let penalty = rules.penalty(batch.parameters)
    scoresOfBatch.add(outcome, penalty: penalty, rows: window.rows)
    let norm = try updates.step(
      loss: scoresOfBatch.loss, batch.parameters, from: 0, state,
      rate: setup.optimizer.learningRate.value(at: state.step)
    ) {
      state.update(
        batch.parameters, gradients: batch.shards.map(\.gradients), settings: setup.optimizer,
        threads: batch.threads)
    }
    runner.parametersChanged()
    scores.add(outcome, penalty: penalty, rows: window.rows)
    return (scores.loss, norm)
  }

  var figuresSoFar: [Double]? { scores.figures }

  func trainingFigures() -> [Double]? {
    graph.publish()
    return scores.figures
  }

  func validationFigures() throws -> [Double]? {
    try validation.map { held in
      try graph.scores(held, setup, batchSize: batchSize, threads: threads)
    }
  }

  func finish() {
    graph.publish()
    graph.training = setup
  }
}

/// Runs batches of changing size on one graph; see `BatchRunner`.
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
  ) {
    self.network = network
    self.parameters = parameters
    self.trains = trains
    self.longest = longest
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// The memory for a batch, with the packed weights as they are now.
  func batch(_ window: GraphWindow<Float>) -> ShardedGraph<Float> {
    let lengths = zip(longest, window.parts).map { max($0, $1.time) }
    if let index = batches.firstIndex(where: { $0.rows == window.rows }) {
      if zip(batches[index].lengths, lengths).allSatisfy({ $0 >= $1 }) { return batches[index] }
      batches.remove(at: index)
    }
    if batches.count == 2 { batches.removeLast() }
    let batch = ShardedGraph(
      network, parameters: parameters, rows: window.rows, lengths: lengths, training: trains,
      threads: threads)
    batches.append(batch)
    return batch
  }

  /// Call after every change of the parameters.
  func parametersChanged() {
    for batch in batches { batch.parametersChanged() }
  }
}

/// The loss and figures of every output over many batches.
struct GraphScores {
  private let objectives: [Objective]
  private let weights: [Double]
  private var outputs: [RunningScores]
  /// The penalties of the weights, summed over all rows.
  private var penalties = (sum: 0.0, rows: 0)

  init(_ setup: GraphTraining) {
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
    zip(weights, outputs).reduce(0) { $0 + $1.0 * $1.1.values([])[0] }
      + penalties.sum / Double(max(1, penalties.rows))
  }

  /// The loss, then for each output, where there are several, its own, and its metrics; nil where
  /// there was nothing but padding.
  var figures: [Double]? {
    if outputs.allSatisfy({ $0.count == 0 }) { return nil }
    let each = zip(outputs, objectives).map { $0.values($1.metrics) }
    return [loss] + (each.count == 1 ? Array(each[0].dropFirst()) : each.flatMap { $0 })
  }
}

extension Model {
  /// The names of figures: `loss`, the metrics; with several outputs `loss`, and `NAME_loss` and the
  /// metrics of each.
  func figureNames(_ setup: GraphTraining) -> [String] {
    if setup.objectives.count == 1 { return ["loss"] + setup.objectives[0].metrics.map(\.name) }
    return ["loss"]
      + setup.objectives.enumerated().flatMap { index, objective in
        (["loss"] + objective.metrics.map(\.name)).map { "\(graph.outputName(index))_\($0)" }
      }
  }
}
