/// The number of an exercise: chapter and place, `5.2`.
public struct ExerciseNumber: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  public let chapter: Int
  public let index: Int

  public init(chapter: Int, index: Int) {
    self.chapter = chapter
    self.index = index
  }

  /// Reads `5.2`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let chapter = wholeNumber(parts[0]), let index = wholeNumber(parts[1])
    else { return nil }
    self.init(chapter: chapter, index: index)
  }

  public var description: String { "\(chapter).\(index)" }

  public static func < (left: Self, right: Self) -> Bool {
    (left.chapter, left.index) < (right.chapter, right.index)
  }
}

/// A number written in digits alone, without a sign.
func wholeNumber(_ text: some StringProtocol) -> Int? {
  guard !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
  return Int(text)
}

/// `1 point`, `3 points`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// `1.6`, `1.6 and 1.7`, `1.6, 1.7 and 1.8`.
func listed(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
