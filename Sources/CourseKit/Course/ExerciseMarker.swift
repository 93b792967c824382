/// The line that begins an exercise: `// EXERCISE 2.1 (3 points): one step of the recurrence`.
public struct ExerciseMarker: Equatable, Sendable {
  public let number: ExerciseNumber
  public let points: Int
  /// What is to be written, in a few words.
  public let subject: String

  /// Reads a marker line; nil for any other line, and for one that only resembles a marker.
  public init?(line: some StringProtocol) {
    guard let rest = Self.rest(of: line, after: "// EXERCISE "),
      let open = rest.firstIndex(of: "("), let close = rest.firstIndex(of: ")"), open < close,
      let number = ExerciseNumber(trimmed(rest[..<open])),
      let points = Self.points(rest[rest.index(after: open)..<close]),
      rest[close...].hasPrefix("): ")
    else { return nil }
    let subject = trimmed(rest[close...].dropFirst(3))
    guard !subject.isEmpty else { return nil }
    self.number = number
    self.points = points
    self.subject = subject
  }

  /// Reads `3 points` or `1 point`.
  static func points(_ text: some StringProtocol) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 2, let points = wholeNumber(words[0]) else { return nil }
    return words[1] == (points == 1 ? "point" : "points") ? points : nil
  }

  /// Whether the line means to be a marker, well written or not.
  static func isMeant(by line: some StringProtocol) -> Bool {
    rest(of: line, after: "// EXERCISE") != nil
  }

  static func rest(of line: some StringProtocol, after prefix: String) -> Substring? {
    let text = trimmed(line)
    return text.hasPrefix(prefix) ? Substring(text.dropFirst(prefix.count)) : nil
  }
}

/// The text without spaces and tabs at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
  let start = text.drop(while: isBlank)
  guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
  return String(start[...last])
}

/// The lines of a text, without their ends; a last empty one is no line.
func lines(of text: String) -> [String] {
  var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    .map(String.init)
  if lines.last == "" { lines.removeLast() }
  return lines
}
