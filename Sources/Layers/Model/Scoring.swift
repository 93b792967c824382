/// Batches that a model is measured on, one after the other, with the weights as they are now.
struct Scoring {
  private let setup: TrainingSetup
  private let runner: GraphRunner
  private let penalty: Double
  private var scores: GraphScores

  /// - Parameters:
  ///   - longest: time steps of the longest batch that is known to come, for each input.
  ///   - threads: nil for as many as the system has processors.
  init(_ model: Model, _ setup: TrainingSetup, longest: [Int], threads: Int?) throws(ModelError) {
    self.setup = setup
    let parameters = model.parameters
    runner = try GraphRunner(
      model.network.measured(by: setup.objectives.map(\.loss)), parameters, trains: false,
      longest: longest, threads: threads)
    penalty = ParameterRules(model.network.layout, frozen: model.frozenLayers).penalty(parameters)
    scores = GraphScores(setup)
  }

  mutating func add(_ window: GraphWindow<Float>) {
    scores.add(
      runner.batch(window).run(
        window, ShardedGraph.Task(objectives: setup.objectives, weights: setup.weights)),
      penalty: penalty, rows: window.rows)
  }

  /// The loss and the metrics of all batches together.
  var figures: [Double] {
    get throws(ModelError) {
      guard let figures = scores.figures else {
        throw ModelError("there is nothing but padding to evaluate on")
      }
      return figures
    }
  }
}
