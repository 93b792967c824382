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
  // Read chapters/14-opinions.md, "Five and five". Check with: swift run course check 14.8
  notWritten("14.8", FoolingReviews(bag: [], lstm: []))
}
