/// A part of the book: some of its chapters, one after the other.
package struct Part: Equatable, Sendable {
  package let number: Int
  package let name: String
  package let chapters: ClosedRange<Int>

  /// `Part II · Craft`.
  package var title: String { "Part \(["I", "II", "III", "IV"][number - 1]) · \(name)" }

  package static let all = [
    Part(number: 1, name: "Memory", chapters: 0...9),
    Part(number: 2, name: "Craft", chapters: 10...13),
    Part(number: 3, name: "Uses", chapters: 14...21),
    Part(number: 4, name: "Beyond", chapters: 22...24),
  ]
}

extension Chapter {
  /// The part that it belongs to.
  var part: Part? { Part.all.first { $0.chapters.contains(number) } }

  /// The same chapter with some of its exercises.
  package func keeping(_ isKept: (Exercise) -> Bool) -> Chapter {
    var chapter = self
    chapter.exercises.removeAll { !isKept($0) }
    return chapter
  }
}
