import ExerciseSupport

/// What no reading says, at a station where it storms a fifth of the time. A reading is lost with a
/// probability of 0.6 in a storm and of 0.03 otherwise. In a storm it is 6 degrees colder.
public struct SilenceGuesses: Equatable, Sendable {
  /// The probability of a storm where the reading is missing.
  public var stormIfSilent: Double
  /// The probability of a storm where there is a reading, if one knows nothing but that.
  public var stormIfHeard: Double
  /// By how many degrees somebody who takes silence as this station teaches it is too cold, on
  /// average, where readings are lost by the storms of another valley.
  public var tooCold: Double

  /// Two probabilities, and degrees.
  public init(stormIfSilent: Double, stormIfHeard: Double, tooCold: Double) {
    (self.stormIfSilent, self.stormIfHeard) = (stormIfSilent, stormIfHeard)
    self.tooCold = tooCold
  }
}

/// What you expect, before you measure it.
public func silenceGuesses() -> SilenceGuesses {
  // EXERCISE 17.9 (2 points): what does silence say?
  // Read chapters/17-forecasting.md, "What does silence say?".
  // Check with: swift run course check 17.9
  notWritten(
    "17.9", SilenceGuesses(stormIfSilent: .nan, stormIfHeard: .nan, tooCold: .nan))
}
