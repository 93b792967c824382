/// A fenced block of Markdown: what its first line says, and where it stands.
package struct MarkdownFence: Equatable, Sendable {
  /// `swift`; empty where the fence names no language.
  package let language: String
  /// What follows the language: `within="1e-9"`. A word alone has the value "".
  package let attributes: [String: String]
  /// The opening fence's line, counted from 1.
  package let line: Int
  /// The lines between the two fences, as indices.
  package let body: Range<Int>
  /// The spaces before the fence, which stand before every line of its body too.
  package let indentation: String

  /// The fences in a text's lines, in their order.
  ///
  /// - Throws: a `SourceProblem` for a fence without an end.
  package static func all(in lines: [String], of path: String) throws -> [MarkdownFence] {
    var found: [MarkdownFence] = []
    var reader = FenceReader()
    var opening: (line: Int, mark: String, words: String)?
    for (index, line) in lines.enumerated() {
      switch reader.read(line) {
      case .opening(let mark, let words): opening = (index, mark, words)
      case .closing:
        guard let (first, _, words) = opening else { continue }
        found.append(MarkdownFence(lines[first], words, line: first, end: index))
        opening = nil
      case .inside, .outside: break
      }
    }
    if let opening {
      throw SourceProblem(path, opening.line + 1, "this block has no end; add \(opening.mark)")
    }
    return found
  }
}

extension MarkdownFence {
  private init(_ opening: String, _ text: String, line: Int, end: Int) {
    // `swift excerpt=a.swift#b within="1e-9"` as names with values.
    var words = shellWords(text).map { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
    let language = words.first?.1.isEmpty == true ? words.removeFirst().0 : ""
    self.init(
      language: language, attributes: Dictionary(words, uniquingKeysWith: { first, _ in first }),
      line: line + 1, body: (line + 1)..<end, indentation: String(opening.prefix { $0 == " " }))
  }
}

/// A line's words as a shell divides them: at spaces, but for those between quotes. The quotes
/// themselves are dropped, and what stands after a `#` is a comment.
package func shellWords(_ line: String) -> [String] {
  var words: [String] = []
  var word: String?
  var quote: Character?
  for character in line {
    if let open = quote {
      if character == open { quote = nil } else { word?.append(character) }
    } else if character == "\"" || character == "'" {
      quote = character
      word = word ?? ""
    } else if character == " " {
      if let whole = word { words.append(whole) }
      word = nil
    } else if character == "#", word == nil {
      break
    } else {
      word = (word ?? "") + String(character)
    }
  }
  return words + (word.map { [$0] } ?? [])
}
