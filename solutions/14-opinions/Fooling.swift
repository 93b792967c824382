import ExerciseSupport

/// Reviews that somebody is wrong about, as they are typed: `the film was dull, not good`.
public struct FoolingReviews: Equatable, Sendable {
  /// The bag of words is wrong about them, and the LSTM is right.
  public var bag: [String]
  /// The LSTM is wrong about them.
  public var lstm: [String]

  /// Two lists.
  public init(bag: [String], lstm: [String]) {
    (self.bag, self.lstm) = (bag, lstm)
  }
}

/// Five reviews of either kind, of twelve words at most. No two have the same words, in whatever
/// order, and each has a verdict.
public func foolingReviews() -> FoolingReviews {
  // EXERCISE 14.8 (4 points): five and five
  FoolingReviews(
    bag: [
      "it was not really good", "i found the play not dull", "though not good, it was dull",
      "they called it good but it was dull", "it was not good, not warm, not clever",
    ],
    lstm: [
      "it was not not good", "the film was good, not dull, but weak", "it was dull, but not weak",
      "i found it not dull, not good", "it was good; it was dull",
    ])
  // PLACEHOLDER notWritten("14.8", FoolingReviews(bag: [], lstm: []))
  // END
}
