import ExerciseSupport

/// What you expect of aⁿbⁿ, before anything is trained.
public struct CountingGuess: Equatable, Sendable {
  /// Those of which a unit can add the same amount at every a, however many have come, and take the
  /// same away at every b.
  public var counters: [Cousin]
  /// How many b's bring a unit that keeps 0.95 of itself back to 0, or below, after a hundred a's.
  public var wayDown: Double

  /// A guess of these cells and this number.
  public init(counters: [Cousin], wayDown: Double) {
    (self.counters, self.wayDown) = (counters, wayDown)
  }
}

/// Who counts, and how soon a gated average is down again.
public func whoCounts() -> CountingGuess {
  // EXERCISE 13.1 (2 points): who counts
  // Read chapters/13-cousins.md, "Who counts". Check with: swift run course check 13.1
  notWritten("13.1", CountingGuess(counters: [], wayDown: .nan))
}
