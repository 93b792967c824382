/// Trains a compiled model of either kind batch by batch. Between any two of them it can be saved, and
/// goes on from there as it would have.
///
/// The numbers that come out do not depend on the number of threads.
package final class BatchTrainer {
  private let model: any SetUpModel
  private let setup: TrainingSetup
  private let state: OptimizerState<Float>
  private let rules: ParameterRules
  private let runner: GraphRunner

  /// A trainer before its first step.
  ///
  /// - Parameters:
  ///   - model: has its parameters already.
  ///   - longest: time steps of the longest sequence that is known to come, for each input.
  /// - Throws: `ModelError` where the model was not compiled.
  package init<Trained: TrainableModel>(
    _ model: Trained, longest: [Int], threads: Int
  ) throws {
    guard let model = model as? any SetUpModel, let graph = model.builtGraph else {
      throw ModelError("the model does not know its inputs' size")
    }
    self.model = model
    setup = try model.compiled(trains: true)
    state = OptimizerState(graph.network)
    rules = ParameterRules(graph.network.layout, frozen: graph.frozenLayers)
    runner = try GraphRunner(
      training: graph, setup, rules, graph.parameters(for: state), longest: longest,
      threads: threads)
    state.rules = rules
  }

  /// One step of the optimiser.
  ///
  /// - Returns: the batch's mean loss before the step, penalties included, and the gradient's norm
  ///   before clipping. Where either is not finite, the parameters are left as they were.
  /// - Throws: `ModelError` where the batch does not fit the model.
  package func step(
    _ batch: Batch, learningRate: Double
  ) throws -> (loss: Double, gradientNorm: Double) {
    let graph = model.trainedGraph
    let parameters = graph.parameters(for: state)
    let data = try model.data(batch, setup)
    let window = data.window(data.dealt(Array(0..<data.count)))
    let (shards, outcome) = runner.learn(from: window, graph, setup, state)
    var scores = GraphScores(setup)
    scores.add(outcome, penalty: rules.penalty(parameters), rows: window.rows)
    guard scores.loss.isFinite else { return (scores.loss, .nan) }
    var optimizer = setup.optimizer
    optimizer.learningRate = .constant(learningRate)
    let norm = state.update(shards, settings: optimizer)
    runner.parametersChanged()
    return (scores.loss, norm)
  }

  // MARK: Saving and going on

  /// Brings all parameters up to date; see ``Trainer/settle()``.
  package func settle() { _ = model.trainedGraph.parameters }

  /// Everything besides the parameters that the next step depends on, but for the count of steps.
  package var tensors: [Tensor] {
    settle()
    return state.tensors(model.trainedGraph.network.layout, of: setup.optimizer.algorithm)
  }

  /// Goes on from a saved state. The parameters are the model's own affair.
  ///
  /// - Throws: `ModelFileError` where it is another model's.
  package func restore(_ tensors: [Tensor], stepCount: Int) throws {
    try state.restore(
      tensors, model.trainedGraph.network.layout, of: setup.optimizer.algorithm, steps: stepCount)
    runner.parametersChanged()
  }
}
