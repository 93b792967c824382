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
    var index = 0
    while index < lines.count {
      let indentation = lines[index].prefix { $0 == " " }
      let text = lines[index].dropFirst(indentation.count)
      guard text.hasPrefix("```") || text.hasPrefix("~~~"), let sign = text.first else {
        index += 1
        continue
      }
      let mark = text.prefix { $0 == sign }
      let end = lines[(index + 1)...].firstIndex {
        let line = trimmed($0)
        return line.count >= mark.count && line.allSatisfy { $0 == sign }
      }
      guard let end else {
        throw SourceProblem(path, index + 1, "this block has no end; add \(mark)")
      }
      let words = Self.attributes(in: text.dropFirst(mark.count))
      let language = words.first.flatMap { $0.value.isEmpty ? $0.name : nil } ?? ""
      found.append(
        MarkdownFence(
          language: language,
          attributes: Dictionary(
            words.dropFirst(language.isEmpty ? 0 : 1).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }),
          line: index + 1, body: (index + 1)..<end, indentation: String(indentation)))
      index = end + 1
    }
    return found
  }

  /// `swift excerpt=a.swift#b within="1e-9"` as names with values.
  private static func attributes(in text: Substring) -> [(name: String, value: String)] {
    shellWords(String(text)).map { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
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
