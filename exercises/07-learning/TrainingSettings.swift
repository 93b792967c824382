import ExerciseSupport

/// What is free when an LSTM learns the adding problem with Adam.
public struct TrainingSettings: Equatable, Sendable {
  /// H, from 1 to 32.
  public var hiddenSize: Int
  /// Sequences in the batch of an update, from 1 to 32.
  public var batch: Int
  /// η, above 0.
  public var learningRate: Double
  /// η of the last 200 of 800 updates, above 0.
  public var lastRate: Double
  /// The limit of the global norm, above 0.
  public var limit: Double
  /// What each forget gate's bias is at the start.
  public var forgetBias: Double

  /// Settings, which are checked where they are used.
  public init(
    hiddenSize: Int, batch: Int, learningRate: Double, lastRate: Double, limit: Double,
    forgetBias: Double
  ) {
    (self.hiddenSize, self.batch) = (hiddenSize, batch)
    (self.learningRate, self.lastRate) = (learningRate, lastRate)
    (self.limit, self.forgetBias) = (limit, forgetBias)
  }
}

/// Settings with which 800 updates are enough for sequences of 50 steps.
public func settingsForFiftySteps() -> TrainingSettings {
  // EXERCISE 7.8 (4 points, long): settings for 800 updates
  // Read chapters/07-learning.md, "Eight hundred updates". Check with: swift run course check 7.8
  notWritten(
    "7.8",
    TrainingSettings(
      hiddenSize: 32, batch: 32, learningRate: 0.005, lastRate: 0.005, limit: 1,
      forgetBias: 1))
}
