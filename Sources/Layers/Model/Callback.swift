/// Watches a training, changes its course, or ends it.
///
///     struct Stopwatch: Callback {
///       mutating func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) -> Bool {
///         print(epoch.epoch, epoch["loss"]!)
///         return epoch["loss"]! > 0.01
///       }
///     }
///
/// The same methods work for every kind of model. Each has an implementation that does nothing.
public protocol Callback {
  /// The models that the callback can watch: all, where its methods take `any TrainableModel`. Methods
  /// that take a ``Sequential`` or a ``Model`` watch no other; `fit` refuses such a callback for another
  /// kind of model with a `ModelError` before the first step.
  associatedtype Watched = any TrainableModel
  /// Before the first step of a call of `fit`.
  ///
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func trainingBegins(_ model: Watched, _ plan: TrainingPlan) throws
  /// Before the first step of an epoch.
  ///
  /// - Parameters:
  ///   - epoch: counted from 1 over all calls of `fit`, as summaries count.
  ///   - model: the model that is trained.
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func epochBegins(_ epoch: Int, _ model: Watched) throws
  /// After every step of the optimiser.
  mutating func stepEnded(_ step: StepSummary)
  /// After every epoch and its validation.
  ///
  /// - Returns: whether training goes on.
  /// - Throws: whatever is to end the training; `fit` passes it on.
  mutating func epochEnded(_ epoch: EpochSummary, _ model: Watched) throws -> Bool
  /// After the last epoch; not where training ended in an error.
  ///
  /// - Throws: what `fit` is to pass on.
  mutating func trainingEnded(_ model: Watched) throws
  /// In place of `trainingEnded` where training ended in an error: it diverged, a batch of a stream
  /// did not fit, or a callback threw.
  ///
  /// - Returns: the error that `fit` throws, as a rule the one that was given.
  mutating func trainingFailed(_ model: Watched, _ error: any Error) -> any Error
}

extension Callback {
  public mutating func trainingBegins(_ model: Watched, _ plan: TrainingPlan) throws {}
  public mutating func epochBegins(_ epoch: Int, _ model: Watched) throws {}
  public mutating func stepEnded(_ step: StepSummary) {}
  public mutating func epochEnded(
    _ epoch: EpochSummary, _ model: Watched
  ) throws -> Bool {
    true
  }
  public mutating func trainingEnded(_ model: Watched) throws {}
  public mutating func trainingFailed(
    _ model: Watched, _ error: any Error
  ) -> any Error {
    error
  }
}

extension Callback {
  /// The model as the callback takes it.
  ///
  /// - Throws: `ModelError` if it takes another kind of model.
  func watched(_ model: some TrainableModel) throws(ModelError) -> Watched {
    if let model = model as? Watched { return model }
    throw ModelError(
      "\(Self.self) can only watch a \(Watched.self), and a \(type(of: model)) is trained; let its "
        + "methods take any TrainableModel")
  }

  mutating func begin(_ model: some TrainableModel, _ plan: TrainingPlan) throws {
    try trainingBegins(watched(model), plan)
  }

  mutating func beginEpoch(_ epoch: Int, _ model: some TrainableModel) throws {
    try epochBegins(epoch, watched(model))
  }

  mutating func endEpoch(_ epoch: EpochSummary, _ model: some TrainableModel) throws -> Bool {
    try epochEnded(epoch, watched(model))
  }

  mutating func end(_ model: some TrainableModel) throws { try trainingEnded(watched(model)) }

  mutating func fail(_ model: some TrainableModel, _ error: any Error) -> any Error {
    (try? watched(model)).map { trainingFailed($0, error) } ?? error
  }
}

/// What a call of `fit` is going to do.
public struct TrainingPlan: Equatable, Sendable {
  /// How many times the examples are read.
  public let epochs: Int
  /// Steps of each epoch, or nil if a stream does not say.
  public let steps: Int?
  /// The names that the figures of every epoch will have, in their order.
  public let figures: [String]
}

/// The figures after a step.
public struct StepSummary: Equatable, Sendable {
  /// Counted from 1 over this call of `fit`.
  public let epoch: Int
  /// Counted from 1 in its epoch.
  public let step: Int
  /// The mean over the epoch so far.
  public let loss: Double
  /// Before clipping.
  public let gradientNorm: Double
  /// The loss and the metrics over the epoch so far, by their names.
  public let figures: [EpochSummary.Figure]
}

func checkMonitor(_ monitor: String, _ plan: TrainingPlan) throws(ModelError) {
  if plan.figures.contains(monitor) { return }
  let isValidated = plan.figures.contains { $0.hasPrefix("val_") }
  throw ModelError(
    "there is no figure \(monitor) to watch, only \(plan.figures.joined(separator: ", "))"
      + (monitor.hasPrefix("val_") && !isValidated ? "; give fit a validation" : ""))
}
