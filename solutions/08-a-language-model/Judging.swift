import ExerciseSupport

// REGION judged-text
/// A short text to try judges on, and how it is cut into windows.
public struct JudgedText: Equatable, Sendable {
  /// Symbols in 0...3, of which 3 is the unknown symbol.
  public var symbols: [Int]
  /// As the arguments of `windows(of:rows:length:)`.
  public var rows, length: Int

  /// Creates a text from its symbols and how it is cut.
  public init(symbols: [Int], rows: Int, length: Int) {
    (self.symbols, self.rows, self.length) = (symbols, rows, length)
  }
}
// END REGION judged-text

/// The text that gives all twelve wrong judges of the chapter away, in at most seven symbols.
public func textForJudges() -> JudgedText {
  // EXERCISE 8.6 (3 points): the text that gives judges away
  JudgedText(symbols: [0, 1, 2, 3, 1, 0, 2], rows: 2, length: 2)
  // PLACEHOLDER notWritten("8.6", JudgedText(symbols: [], rows: 0, length: 0))
  // END
}
