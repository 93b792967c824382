import ExerciseSupport

/// Settings with which skip-gram learns the farm from a third of the text.
///
/// - Returns: a window from 1 to 10, a size from 1 to 32, a batch from 1 to 256, from 0 to 10
///   negatives and at most 2,000 updates.
public func settingsForLittleText() -> SkipGramSettings {
  // EXERCISE 11.9 (3 points, long): a third of the text
  // Read chapters/11-words-as-vectors.md, "A third of the text".
  // Check with: swift run course check 11.9
  notWritten(
    "11.9",
    SkipGramSettings(
      window: 0, size: 0, learningRate: .nan, batch: 0, negatives: 0, noisePower: .nan,
      updates: 0))
}
