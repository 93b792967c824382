/// Watches a text that is written piece by piece for the words after which it ends.
///
/// Characters are compared as readers see them: é is é however it is spelled, and e is not a part of it.
struct StopText {
  private let wanted: [Character]
  /// The last characters written, fewer than are wanted.
  private var tail = ""

  /// - Parameter text: what ends the writing; not empty.
  init(_ text: String) {
    wanted = Array(text)
  }

  /// What of the next piece is still written: all of it, or up to the end of the words.
  mutating func shown(_ piece: String) -> (text: String, isDone: Bool) {
    let characters = Array(tail + piece)
    for start in characters.indices.dropLast(wanted.count - 1)
    where characters[start..<start + wanted.count].elementsEqual(wanted) {
      let written = String(characters[..<(start + wanted.count)]).unicodeScalars
      let rest = written.dropFirst(tail.unicodeScalars.count)
      return (String(String.UnicodeScalarView(rest)), true)
    }
    tail = String(characters.suffix(wanted.count - 1))
    return (piece, false)
  }
}
