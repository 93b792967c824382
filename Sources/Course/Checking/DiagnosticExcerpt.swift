/// The code that the compiler shows under an error, with what points at it.
struct DiagnosticExcerpt {
  /// A line of code and the lines below that point at its columns.
  private struct Part {
    let gutter: String
    let code: String
    var pointers: [(gutter: String, text: String)] = []

    /// The column to which the first of the pointers points.
    var pointed: Int? { pointers.compactMap { column(of: $0.text) }.min() }
  }

  private var parts: [Part] = []

  init(_ lines: [String]) {
    for line in lines {
      let bar = line.firstIndex(of: "|").map { line[...$0] + " " } ?? ""
      let (gutter, text) = (String(bar), String(line.dropFirst(bar.count)))
      if line.prefix(while: { $0 != "|" }).contains(where: \.isNumber) || parts.isEmpty {
        parts.append(Part(gutter: gutter, code: text))
      } else {
        parts[parts.count - 1].pointers.append((gutter, text))
      }
    }
  }

  /// The lines, none longer than a width. Code at which something points is cut and not broken, and
  /// as much is taken from the lines that point.
  func shown(upTo width: Int) -> [String] { parts.flatMap { Self.lines($0, width) } }

  private static func lines(_ part: Part, _ width: Int) -> [String] {
    let room = width - part.gutter.count
    guard let pointed = part.pointed, room > 24 else {
      return ([(part.gutter, part.code)] + part.pointers).flatMap {
        wrappedCode($0.text, to: width, gutter: $0.gutter)
      }
    }
    // Where the column lies far to the right, what stands before it is cut.
    let isLong = part.code.columns > room || pointed > room / 2
    let cut = isLong ? max(0, pointed - room / 3) : 0
    let code = cut == 0 ? part.code : "…" + part.code.dropFirst(cut + 1)
    return [part.gutter + shortened(code, to: room)]
      + part.pointers.flatMap { gutter, text in
        let moved = String(text.dropFirst(cut))
        guard let column = column(of: moved), moved.columns > room else { return [gutter + moved] }
        let message = wrapped(String(moved.dropFirst(column + 3)), to: max(20, room - column - 3))
        return [gutter + moved.prefix(column + 3) + message[0]]
          + message.dropFirst().map { gutter + padded("", to: column + 3) + $0 }
      }
  }

  /// Where a line points: `|- error: …`, "`- error: …", `~~^~~`.
  private static func column(of text: String) -> Int? {
    if let mark = text.firstMatch(of: #/[`|]- /#) {
      return text.distance(from: text.startIndex, to: mark.range.lowerBound)
    }
    guard let caret = text.firstIndex(of: "^") else { return nil }
    return text.distance(from: text.startIndex, to: caret)
  }
}
