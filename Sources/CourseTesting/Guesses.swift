extension ExerciseTestCase {
  /// Expects a reader's guess to be near a value, and says on which side of it a wrong one lies.
  ///
  /// - Parameters:
  ///   - guess: what the reader has written.
  ///   - subject: what is guessed.
  ///   - value: what is right.
  ///   - tolerance: by how much the guess may be off.
  ///   - mistakes: what guesses in a range tell of; the first one counts.
  ///   - file: the test's file; left to the compiler.
  ///   - line: the line of this call; left to the compiler.
  public func expectGuess(
    _ guess: Double, _ subject: String, near value: Double, within tolerance: Double,
    _ mistakes: [(mistake: Mistake, range: ClosedRange<Double>)],
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let known = mistakes.first { $0.range.contains(guess) }.map { "\n    \($0.mistake.sentence)" }
    expect(
      abs(guess - value) <= tolerance,
      orSay: "\(subject): your guess is \(guess), which is too \(guess > value ? "high" : "low")"
        + (known ?? ""), file: file, line: line)
  }
}
