/// What `compile` set, and how far training has come since.
struct TrainingSetup {
  var objective: Objective
  var optimizer: Optimizer
  /// Kept from one `fit` to the next, as in Keras; nil before the first step.
  var state: OptimizerState<Float>?
  /// Epochs of all calls of `fit`.
  var epochs = 0
}
