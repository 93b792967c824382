/// Tells a Markdown text's blocks of code from the rest, line by line.
///
/// A fence is three backticks or tildes or more, after any spaces. What ends its block has as many
/// of the same sign at least, and nothing else.
package struct FenceReader {
  package enum Line: Equatable {
    case outside
    case inside
    /// With the fence's signs and what follows them.
    case opening(mark: String, words: String)
    case closing
  }

  /// The fence of the block at hand; nil outside of one.
  private var open: String?

  package init() {}

  package mutating func read(_ line: String) -> Line {
    if let mark = open {
      let text = trimmed(line)
      guard text.hasPrefix(mark), text.allSatisfy({ $0 == mark.first }) else { return .inside }
      open = nil
      return .closing
    }
    guard let mark = Self.mark(of: line) else { return .outside }
    open = mark
    return .opening(mark: mark, words: String(line.drop { $0 == " " }.dropFirst(mark.count)))
  }

  /// The signs of the fence that a line outside of any block is; nil where it is none.
  package static func mark(of line: String) -> String? {
    let text = line.drop { $0 == " " }
    guard let sign = text.first, sign == "`" || sign == "~" else { return nil }
    let mark = text.prefix { $0 == sign }
    return mark.count >= 3 && !(sign == "`" && text.dropFirst(mark.count).contains("`"))
      ? String(mark) : nil
  }
}
