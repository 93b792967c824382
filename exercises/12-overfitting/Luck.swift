import ExerciseSupport

/// Accuracies to expect where fifty classifiers guess, each by tossing a coin for each sentence, and
/// the one with the highest validation accuracy is chosen.
public struct LuckGuesses: Equatable, Sendable {
  /// The validation accuracy of the chosen one, on 100 sentences.
  public var chosen: Double
  /// The accuracy of the chosen one on 100 other sentences.
  public var later: Double
  /// The validation accuracy of the chosen one where the validation part has 1,000 sentences.
  public var chosenByThousand: Double

  /// Shares, from 0 to 1.
  public init(chosen: Double, later: Double, chosenByThousand: Double) {
    (self.chosen, self.later, self.chosenByThousand) = (chosen, later, chosenByThousand)
  }
}

/// What you expect, before you measure it.
public func luckGuesses() -> LuckGuesses {
  // EXERCISE 12.2 (2 points): the best of fifty
  // Read chapters/12-overfitting.md, "The best of fifty". Check with: swift run course check 12.2
  notWritten(
    "12.2", LuckGuesses(chosen: .nan, later: .nan, chosenByThousand: .nan))
}
