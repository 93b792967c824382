/// Something that watches a training and may end it.
///
/// Every requirement has an implementation that does nothing. What is given a model is there twice, for
/// a ``Sequential`` and for a ``Model``: write it for whichever you train.
public protocol Callback {
  /// Before the first step of a call of `fit`.
  ///
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func trainingBegins(_ model: Sequential, _ plan: TrainingPlan) throws
  /// After every step of the optimiser.
  mutating func stepEnded(_ step: StepSummary)
  /// After every epoch and its validation.
  ///
  /// - Returns: whether training goes on.
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func epochEnded(_ epoch: EpochSummary, _ model: Sequential) throws -> Bool
  /// After the last epoch; not where training ended in an error.
  ///
  /// - Throws: what `fit` is to pass on.
  mutating func trainingEnded(_ model: Sequential) throws
  /// In place of `trainingEnded` where training ended in an error: it diverged, a batch of a stream
  /// did not fit, or a callback threw.
  ///
  /// - Returns: the error that `fit` throws, as a rule the one that was given.
  mutating func trainingFailed(_ model: Sequential, _ error: any Error) -> any Error

  /// Before the first step of a call of `fit` of a graph.
  ///
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func trainingBegins(_ model: Model, _ plan: TrainingPlan) throws
  /// After every epoch of a graph and its validation.
  ///
  /// - Returns: whether training goes on.
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func epochEnded(_ epoch: EpochSummary, _ model: Model) throws -> Bool
  /// After the last epoch of a graph; not where training ended in an error.
  ///
  /// - Throws: what `fit` is to pass on.
  mutating func trainingEnded(_ model: Model) throws
  /// In place of `trainingEnded` where the training of a graph ended in an error.
  ///
  /// - Returns: the error that `fit` throws, as a rule the one that was given.
  mutating func trainingFailed(_ model: Model, _ error: any Error) -> any Error
}

extension Callback {
  public mutating func trainingBegins(_ model: Sequential, _ plan: TrainingPlan) throws {}
  public mutating func stepEnded(_ step: StepSummary) {}
  public mutating func epochEnded(_ epoch: EpochSummary, _ model: Sequential) throws -> Bool {
    true
  }
  public mutating func trainingEnded(_ model: Sequential) throws {}
  public mutating func trainingFailed(_ model: Sequential, _ error: any Error) -> any Error {
    error
  }

  public mutating func trainingBegins(_ model: Model, _ plan: TrainingPlan) throws {}
  public mutating func epochEnded(_ epoch: EpochSummary, _ model: Model) throws -> Bool { true }
  public mutating func trainingEnded(_ model: Model) throws {}
  public mutating func trainingFailed(_ model: Model, _ error: any Error) -> any Error { error }
}

/// What a call of `fit` is going to do.
public struct TrainingPlan: Equatable, Sendable {
  /// How often the examples are read.
  public let epochs: Int
  /// Steps of each epoch, or nil where a stream does not say.
  public let steps: Int?
  /// The names that the figures of every epoch will have, in their order.
  public let figures: [String]
}

/// What a step ended with.
public struct StepSummary: Equatable, Sendable {
  /// Counted from 1 over this call of `fit`.
  public let epoch: Int
  /// Counted from 1 in its epoch.
  public let step: Int
  /// The mean over the epoch so far.
  public let loss: Double
  /// Before clipping.
  public let gradientNorm: Double
}

/// Ends a training when a figure has not become better for some epochs.
public struct EarlyStopping: Callback {
  /// The name of the figure, as histories have it.
  public let monitor: String
  /// Epochs without a better figure that are put up with.
  public let patience: Int
  /// How much better counts.
  public let minimumChange: Double
  /// Whether the model gets the weights of its best epoch back, however training ends.
  public let restoresBest: Bool
  private var best: Double?
  private var bestWeights: (epoch: Int, tensors: [Tensor])?
  private var waited = 0

  /// Ends a training when the figure `monitor` has not become better.
  ///
  /// - Parameters:
  ///   - monitor: accuracies are to grow, all else to shrink.
  ///   - patience: epochs without a better figure that are put up with.
  ///   - minimumChange: how much better counts.
  ///   - restoresBest: whether the model gets the weights of its best epoch back, however training
  ///     ends.
  public init(
    monitor: String = "val_loss", patience: Int = 0, minimumChange: Double = 0,
    restoresBest: Bool = true
  ) {
    self.monitor = monitor
    self.patience = patience
    self.minimumChange = minimumChange
    self.restoresBest = restoresBest
  }

  public mutating func trainingBegins(_ model: Sequential, _ plan: TrainingPlan) throws {
    try begin(plan)
  }

  public mutating func trainingBegins(_ model: Model, _ plan: TrainingPlan) throws {
    try begin(plan)
  }

  private mutating func begin(_ plan: TrainingPlan) throws {
    try checkMonitor(monitor, plan)
    if minimumChange.isNaN { throw ModelError("EarlyStopping has a minimum change of nan") }
    (best, bestWeights, waited) = (nil, nil, 0)
  }

  public mutating func epochEnded(_ epoch: EpochSummary, _ model: Sequential) throws -> Bool {
    goesOn(after: epoch) { model.weights }
  }

  public mutating func epochEnded(_ epoch: EpochSummary, _ model: Model) throws -> Bool {
    goesOn(after: epoch) { model.weights }
  }

  private mutating func goesOn(after epoch: EpochSummary, _ weights: () -> [Tensor]) -> Bool {
    guard let value = epoch[monitor] else { return true }
    if isBetter(value, than: best, monitor, by: minimumChange) {
      best = value
      waited = 0
      if restoresBest { bestWeights = (epoch.epoch, weights()) }
    } else {
      waited += 1
    }
    return waited < max(1, patience)
  }

  public mutating func trainingEnded(_ model: Sequential) throws {
    if let bestWeights { model.weights = bestWeights.tensors }
  }

  public mutating func trainingEnded(_ model: Model) throws {
    if let bestWeights { model.weights = bestWeights.tensors }
  }

  public mutating func trainingFailed(_ model: Sequential, _ error: any Error) -> any Error {
    if let bestWeights { model.weights = bestWeights.tensors }
    return marked(error)
  }

  public mutating func trainingFailed(_ model: Model, _ error: any Error) -> any Error {
    if let bestWeights { model.weights = bestWeights.tensors }
    return marked(error)
  }

  /// The error, with the epoch whose weights the model got back.
  private func marked(_ error: any Error) -> any Error {
    guard let bestWeights else { return error }
    guard var error = error as? TrainingDiverged else { return error }
    error.restoredEpoch = bestWeights.epoch
    return error
  }
}

/// Whether a figure is better than the best before it; NaN never is.
func isBetter(
  _ value: Double, than best: Double?, _ monitor: String, by change: Double = 0
) -> Bool {
  guard let best else { return !value.isNaN }
  return monitor.hasSuffix(Metric.accuracy.name) ? value > best + change : value < best - change
}

func checkMonitor(_ monitor: String, _ plan: TrainingPlan) throws(ModelError) {
  if plan.figures.contains(monitor) { return }
  let isValidated = plan.figures.contains { $0.hasPrefix("val_") }
  throw ModelError(
    "there is no figure \(monitor) to watch, only \(plan.figures.joined(separator: ", "))"
      + (monitor.hasPrefix("val_") && !isValidated ? "; give fit a validation" : ""))
}
