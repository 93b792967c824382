import ExerciseSupport

/// What is free when a tagger learns names.
public struct TaggerSettings: Equatable, Sendable {
  /// Whether the layer reads in two directions.
  public var isBidirectional: Bool
  /// Whether letters give each word a second vector.
  public var readsLetters: Bool
  /// Whether a chain scores tags after tags.
  public var hasChain: Bool
  /// Of the words that are known from names, the share that is read as unknown while learning: 0
  /// to 1.
  public var forgetting: Double
  /// H of each direction, from 1 to 16.
  public var hiddenSize: Int
  /// η of Adam, above 0.
  public var learningRate: Double

  /// Settings, which are checked where they are used.
  public init(
    isBidirectional: Bool, readsLetters: Bool, hasChain: Bool, forgetting: Double,
    hiddenSize: Int = 16, learningRate: Double = 0.01
  ) {
    (self.isBidirectional, self.readsLetters) = (isBidirectional, readsLetters)
    (self.hasChain, self.forgetting) = (hasChain, forgetting)
    (self.hiddenSize, self.learningRate) = (hiddenSize, learningRate)
  }
}

/// Settings with which 400 updates are enough to find names that were never seen.
public func settingsForNames() -> TaggerSettings {
  // EXERCISE 15.9 (4 points, long): the tagger that finds unseen names
  TaggerSettings(
    isBidirectional: true, readsLetters: true, hasChain: false, forgetting: 0.5, hiddenSize: 16,
    learningRate: 0.02)
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "15.9",
  // PLACEHOLDER   TaggerSettings(
  // PLACEHOLDER     isBidirectional: false, readsLetters: false, hasChain: false, forgetting: .nan,
  // PLACEHOLDER     hiddenSize: 1, learningRate: .nan))
  // END
}
