/// What `compile` set, and how far training has come since.
struct TrainingSetup: TrainingProgress {
  var objective: Objective
  var optimizer: Optimizer
  /// Kept from one `fit` to the next, as in Keras; nil before the first step.
  var state: OptimizerState<Float>?
  /// Epochs of all calls of `fit`.
  var epochs = 0
}

/// How far a training has come, and how it goes on.
protocol TrainingProgress {
  var optimizer: Optimizer { get set }
  var state: OptimizerState<Float>? { get }
  var epochs: Int { get set }
}

extension TrainingProgress {
  /// Of the last step.
  var learningRate: Double { optimizer.learningRate.value(at: max(0, (state?.step ?? 1) - 1)) }
  /// Of the next step.
  var nextLearningRate: Double { optimizer.learningRate.value(at: state?.step ?? 0) }
}
