import ExerciseSupport

/// What a reader expects of the contributions of eight steps to the gradients of the weights.
public struct SumGuesses: Equatable, Sendable {
  /// How many of the eight steps contribute anything but 0 to `dw`.
  public var stepsForW: Int
  /// How many contribute anything but 0 to `du`.
  public var stepsForU: Int
  /// The last step's share of `db`, from 0 to 1.
  public var lastShareOfB: Double
  /// How many times smaller `dw` is after sixteen steps than after eight.
  public var shrinking: Double

  /// Creates guesses.
  public init(stepsForW: Int, stepsForU: Int, lastShareOfB: Double, shrinking: Double) {
    self.stepsForW = stepsForW
    self.stepsForU = stepsForU
    self.lastShareOfB = lastShareOfB
    self.shrinking = shrinking
  }
}

/// Your guesses, made with a pencil and before any backward pass. The numbers of steps must be
/// right; the share may be off by 0.1, and the shrinking by a factor of 3.
public func sumGuesses() -> SumGuesses {
  // EXERCISE 5.1 (3 points): who adds to the sums
  SumGuesses(stepsForW: 1, stepsForU: 7, lastShareOfB: 0.5, shrinking: 256)
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "5.1",
  // PLACEHOLDER   SumGuesses(stepsForW: -1, stepsForU: -1, lastShareOfB: .nan, shrinking: .nan))
  // END
}
