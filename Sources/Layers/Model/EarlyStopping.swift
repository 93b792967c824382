/// Ends a training when a figure has not become better for some epochs.
public struct EarlyStopping: Callback {
  /// The name of the figure, as in histories.
  public let monitor: String
  /// How many epochs without a better figure are tolerated.
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
  ///   - monitor: the name of the figure, as in histories.
  ///   - patience: how many epochs without a better figure are tolerated.
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

  public mutating func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) throws {
    try checkMonitor(monitor, plan)
    if patience < 0 {
      throw ModelError("EarlyStopping has a patience of \(patience); it is at least 0")
    }
    if minimumChange.isNaN { throw ModelError("EarlyStopping has a minimum change of nan") }
    (best, bestWeights, waited) = (nil, nil, 0)
  }

  public mutating func epochEnded(
    _ epoch: EpochSummary, _ model: any TrainableModel
  ) throws -> Bool {
    guard let value = epoch[monitor] else { return true }
    if epoch.isBetter(monitor, than: best, by: minimumChange) {
      best = value
      waited = 0
      if restoresBest { bestWeights = (epoch.epoch, try model.tensors) }
    } else {
      waited += 1
    }
    return waited < max(1, patience)
  }

  public mutating func trainingEnded(_ model: any TrainableModel) throws {
    if let bestWeights { try model.setTensors(bestWeights.tensors) }
  }

  public mutating func trainingFailed(
    _ model: any TrainableModel, _ error: any Error
  ) -> any Error {
    guard let bestWeights, (try? model.setTensors(bestWeights.tensors)) != nil else {
      return error
    }
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
