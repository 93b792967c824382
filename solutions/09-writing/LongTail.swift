import ExerciseSupport

/// What happens to a model that has 1,000 symbols: the favourite has the logit 5, and every other
/// has the logit 0.
public struct LongTail: Equatable, Sendable {
  /// Of 10,000 draws at temperature 1, how many give the favourite.
  public var peak: Double
  /// Of 10,000 draws at temperature 0.5, how many give one of the others.
  public var othersWhenCold: Double
  /// How many symbols the nucleus of 0.9 keeps, at temperature 1.
  public var kept: Double

  /// Creates a guess.
  public init(peak: Double, othersWhenCold: Double, kept: Double) {
    (self.peak, self.othersWhenCold, self.kept) = (peak, othersWhenCold, kept)
  }
}

/// Your guess, made before anything is computed.
public func guessedLongTail() -> LongTail {
  // EXERCISE 9.6 (2 points): guess the long tail
  LongTail(peak: 1_500, othersWhenCold: 500, kept: 850)
  // PLACEHOLDER notWritten("9.6", LongTail(peak: .nan, othersWhenCold: .nan, kept: .nan))
  // END
}
