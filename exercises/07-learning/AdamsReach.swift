import ExerciseSupport

/// How far from its start Adam takes one number in 1,000 updates at a rate of 0.001.
public struct AdamsReach: Equatable, Sendable {
  /// Where every gradient is 1.
  public var steady: Double
  /// Where every gradient is 1,000.
  public var steep: Double
  /// Where every gradient is 1 or −1 as a coin falls: what is typical of many runs, the root of the
  /// mean of the squared distances.
  public var noisy: Double

  /// Distances, 0 or more.
  public init(steady: Double, steep: Double, noisy: Double) {
    (self.steady, self.steep, self.noisy) = (steady, steep, noisy)
  }
}

/// What you expect, before you measure it.
public func expectedReach() -> AdamsReach {
  // EXERCISE 7.6 (2 points): how far Adam gets
  // Read chapters/07-learning.md, "How far Adam gets". Check with: swift run course check 7.6
  notWritten("7.6", AdamsReach(steady: .nan, steep: .nan, noisy: .nan))
}
