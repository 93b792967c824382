/// The line that begins an exercise: `// EXERCISE 2.1 (3 points): one step of the recurrence`.
package struct ExerciseMarker: Equatable, Sendable {
  package let number: ExerciseNumber
  package let points: Int
  /// What is to be written, in a few words.
  package let subject: String

  /// Reads a marker line; nil for any other line, and for one that only resembles a marker.
  package init?(line: some StringProtocol) {
    let pattern = /\/\/ EXERCISE ([^(]+)\(([^)]+)\): (.+)/
    guard let (_, number, points, subject) = trimmed(line).wholeMatch(of: pattern)?.output,
      let number = ExerciseNumber(trimmed(number)), let points = Self.points(points)
    else { return nil }
    self.number = number
    self.points = points
    self.subject = trimmed(subject)
  }

  /// Reads `3 points` or `1 point`.
  package static func points(_ text: some StringProtocol) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 2, let points = wholeNumber(words[0]) else { return nil }
    return words[1] == (points == 1 ? "point" : "points") ? points : nil
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
