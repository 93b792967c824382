/// The line that begins an exercise: `// EXERCISE 2.1 (3 points): one step of the recurrence`. One
/// whose tests train says so: `// EXERCISE 7.8 (4 points, long): …`.
package struct ExerciseMarker: Equatable, Sendable {
  package let number: ExerciseNumber
  package let worth: ExerciseWorth
  /// What is to be written, in a few words.
  package let subject: String

  /// Reads a marker line; nil for any other line, and for one that only resembles a marker.
  package init?(line: some StringProtocol) {
    let pattern = /\/\/ EXERCISE ([^(]+)\(([^)]+)\): (.+)/
    guard let (_, number, points, subject) = trimmed(line).wholeMatch(of: pattern)?.output,
      let number = ExerciseNumber(trimmed(number)), let worth = ExerciseWorth(points)
    else { return nil }
    self.number = number
    self.worth = worth
    self.subject = trimmed(subject)
  }

  /// Whether the line means to be a marker, well written or not.
  static func isMeant(by line: some StringProtocol) -> Bool {
    rest(of: line, after: "// EXERCISE") != nil
  }

  package static func rest(of line: some StringProtocol, after prefix: String) -> Substring? {
    let text = trimmed(line)
    return text.hasPrefix(prefix) ? Substring(text.dropFirst(prefix.count)) : nil
  }
}

/// What stands in brackets behind an exercise's number: `3 points`, or `4 points, long`.
package struct ExerciseWorth: Equatable, Sendable, CustomStringConvertible {
  package let points: Int
  /// Whether its tests train, for up to twenty seconds: a check of the whole chapter passes over it.
  package let isLong: Bool

  /// Reads `1 point`, `3 points` or `4 points, long`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    isLong = text.hasSuffix(", long")
    let words = text.dropLast(isLong ? 6 : 0).split(
      separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let points = wholeNumber(words[0]),
      words[1] == (points == 1 ? "point" : "points")
    else { return nil }
    self.points = points
  }

  package var description: String { counted(points, "point") + (isLong ? ", long" : "") }
}
