/// The number of an exercise: chapter and place, `5.2`.
package struct ExerciseNumber: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package let chapter: Int
  package let index: Int

  package init(chapter: Int, index: Int) {
    self.chapter = chapter
    self.index = index
  }

  /// Reads `5.2`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let chapter = wholeNumber(parts[0]), let index = wholeNumber(parts[1])
    else { return nil }
    self.init(chapter: chapter, index: index)
  }

  package var description: String { "\(chapter).\(index)" }

  package static func < (left: Self, right: Self) -> Bool {
    (left.chapter, left.index) < (right.chapter, right.index)
  }
}
