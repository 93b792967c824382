/// Watches a text that is written piece by piece for the words after which it ends.
struct StopText {
  private let wanted: [UInt8]
  /// The last bytes written, fewer than are wanted.
  private var tail: [UInt8] = []

  /// - Parameter text: what ends the writing; not empty.
  init(_ text: String) {
    wanted = Array(text.utf8)
  }

  /// What of the next piece is still written: all of it, or up to the end of the words.
  mutating func shown(_ piece: String) -> (text: String, isDone: Bool) {
    let bytes = tail + piece.utf8
    for start in bytes.indices.dropLast(wanted.count - 1)
    where bytes[start..<start + wanted.count].elementsEqual(wanted) {
      let end = start + wanted.count - tail.count
      return (String(decoding: Array(piece.utf8).prefix(end), as: UTF8.self), true)
    }
    tail = Array(bytes.suffix(wanted.count - 1))
    return (piece, false)
  }
}
