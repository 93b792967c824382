import ExerciseSupport

/// Settings with which skip-gram learns the farm from a third of the text.
///
/// - Returns: a window from 1 to 10, a size from 1 to 32, a batch from 1 to 256, from 0 to 10
///   negatives and at most 2,000 updates.
public func settingsForLittleText() -> SkipGramSettings {
  // EXERCISE 11.9 (3 points, long): a third of the text
  SkipGramSettings(
    window: 3, size: 32, learningRate: 0.01, batch: 256, negatives: 5, noisePower: 0,
    updates: 2_000)
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "11.9",
  // PLACEHOLDER   SkipGramSettings(
  // PLACEHOLDER     window: 0, size: 0, learningRate: .nan, batch: 0, negatives: 0, noisePower: .nan,
  // PLACEHOLDER     updates: 0))
  // END
}
