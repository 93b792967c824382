/// What `compile` set, and how far training has come since.
struct TrainingSetup {
  /// One for each output.
  var objectives: [Objective]
  /// What each output's loss counts for.
  var weights: [Double]
  var optimizer: Optimizer
  /// Kept from one `fit` to the next, as in Keras; nil before the first step.
  var state: OptimizerState<Float>?
  /// Epochs of all calls of `fit`.
  var epochs = 0

  /// Of the last step.
  var learningRate: Double { optimizer.learningRate.value(at: max(0, (state?.step ?? 1) - 1)) }
  /// Of the next step.
  var nextLearningRate: Double { optimizer.learningRate.value(at: state?.step ?? 0) }

  /// For each figure whether a larger value is the better one.
  var largerIsBetter: [Bool] {
    if objectives.count == 1 { return objectives[0].largerIsBetter }
    return [false] + objectives.flatMap(\.largerIsBetter)
  }

  /// The names of figures: `loss`, the metrics; with several outputs `loss`, and `NAME_loss` and the
  /// metrics of each.
  func figureNames(_ outputName: (Int) -> String) -> [String] {
    if objectives.count == 1 { return objectives[0].names }
    return ["loss"]
      + objectives.enumerated().flatMap { index, objective in
        objective.names.map { "\(outputName(index))_\($0)" }
      }
  }
}
