/// Reduces the learning rate when a figure has not become better for some epochs.
///
///     try model.fit(
///       x, y, epochs: 100, validation: .split(0.1),
///       callbacks: [ReduceLearningRateOnPlateau(factor: 0.5, patience: 3)])
///
/// If the rate is a schedule, all its rates are multiplied by the factor, and it runs on. The
/// ``History`` has the rates that were used.
public struct ReduceLearningRateOnPlateau: Callback {
  /// The name of the figure, as histories have it.
  public let monitor: String
  /// What the rate is multiplied by.
  public let factor: Double
  /// How many epochs without a better figure are tolerated.
  public let patience: Int
  /// How much better counts.
  public let minimumChange: Double
  /// How many epochs after a reduction are ignored.
  public let cooldown: Int
  /// The smallest rate.
  public let minimum: Double
  private var best: Double?
  private var waited = 0
  private var cooling = 0

  /// Reduces the learning rate when the figure `monitor` has not become better. Each metric knows whether
  /// larger is better; losses should shrink.
  ///
  /// - Parameters:
  ///   - monitor: the name of the figure, as histories have it.
  ///   - factor: what the rate is multiplied by, above 0 and below 1.
  ///   - patience: how many epochs without a better figure are tolerated.
  ///   - minimumChange: how much better counts.
  ///   - cooldown: how many epochs after a reduction are ignored.
  ///   - minimum: the smallest rate.
  public init(
    monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10,
    minimumChange: Double = 1e-4, cooldown: Int = 0, minimum: Double = 0
  ) {
    self.monitor = monitor
    self.factor = factor
    self.patience = patience
    self.minimumChange = minimumChange
    self.cooldown = cooldown
    self.minimum = minimum
  }

  public mutating func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) throws {
    try checkMonitor(monitor, plan)
    if !(factor > 0 && factor < 1) {
      throw ModelError(
        "ReduceLearningRateOnPlateau has a factor of \(factor); it is above 0 and below 1")
    }
    for (name, epochs) in [("patience", patience), ("cooldown", cooldown)] where epochs < 0 {
      throw ModelError("ReduceLearningRateOnPlateau has a \(name) of \(epochs); it is at least 0")
    }
    if minimumChange.isNaN || minimum.isNaN {
      throw ModelError("ReduceLearningRateOnPlateau has a minimum of nan")
    }
    (best, waited, cooling) = (nil, 0, 0)
  }

  public mutating func epochEnded(
    _ epoch: EpochSummary, _ model: any TrainableModel
  ) throws -> Bool {
    guard let value = epoch[monitor] else { return true }
    let isCooling = cooling > 0
    if isCooling {
      cooling -= 1
      waited = 0
    }
    if epoch.isBetter(monitor, than: best, by: minimumChange) {
      best = value
      waited = 0
    } else if cooling == 0 {
      waited += 1
      if waited >= patience { try reduce(model) }
    }
    return true
  }

  private mutating func reduce(_ model: any TrainableModel) throws {
    guard let rate = model.currentLearningRate, let schedule = model.learningRate, rate > minimum
    else { return }
    if case .constant = schedule {
      try model.setLearningRate(.constant(max(minimum, rate * factor)))
    } else {
      try model.setLearningRate(schedule.scaled(by: max(factor, minimum / rate)))
    }
    (cooling, waited) = (cooldown, 0)
  }
}

/// Sets the learning rate before every epoch.
///
///     LearningRateSchedule { epoch, rate in epoch <= 10 ? rate : rate * 0.9 }
///
/// For a rate that changes with every step, give `compile` a ``LearningRate`` that is a schedule.
public struct LearningRateSchedule: Callback {
  private let rate: (_ epoch: Int, _ rate: Double) -> Double

  /// - Parameter rate: is given the number of an epoch, counted from 1 over all calls of `fit` as
  ///   histories count, and the rate so far, and returns the rate of that epoch. A rate that cannot be
  ///   one ends the training with a `ModelError`.
  public init(_ rate: @escaping (_ epoch: Int, _ rate: Double) -> Double) {
    self.rate = rate
  }

  public mutating func epochBegins(_ epoch: Int, _ model: any TrainableModel) throws {
    guard let current = model.currentLearningRate else { return }
    try model.setLearningRate(.constant(rate(epoch, current)))
  }
}
