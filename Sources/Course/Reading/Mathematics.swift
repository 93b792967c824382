/// Mathematics for a terminal: LaTeX in Unicode, or the source itself where it holds what has no
/// such form.
struct Mathematics {
  private let source: String
  /// The formula's lines, in which one character stands for a gap or a matrix; nil where not all of
  /// the source could be read.
  private let lines: [Substring]?
  private let matrices: [[[String]]]

  init(_ source: String) {
    var parser = MathematicsParser(trimmed(source))
    lines = (try? parser.parse())?.split(separator: MathematicsParser.lineEnd)
    matrices = parser.matrices
    self.source = source
  }

  private func matrix(_ character: Character?) -> [[String]]? {
    let value = character?.unicodeScalars.first?.value ?? 0
    let place = Int(value) - Int(MathematicsParser.firstMatrix)
    return matrices.indices.contains(place) ? matrices[place] : nil
  }

  // MARK: In a line of text

  /// On one line: `[1, 0]` for a matrix of one row, `[[1, 0], [0, 1]]` for others.
  var inline: String {
    guard let lines else { return source }
    return lines.map { line in
      line.map { character in
        guard let rows = matrix(character) else {
          return character == MathematicsParser.gap ? "   " : String(character)
        }
        let texts = rows.map { "[" + $0.joined(separator: ", ") + "]" }
        return texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]"
      }.joined()
    }.joined(separator: ", ")
  }

  // MARK: On lines of its own

  /// The lines of a displayed formula; matrices stand as tables, their rows in brackets.
  func display(width: Int) -> [String] {
    if let lines { return lines.flatMap { laidOut($0, width: width) } }
    return source.lines.filter { !trimmed($0).isEmpty }
      .flatMap { wrapped($0, to: width, hanging: 2) }
  }

  /// What gaps separate stands on lines of its own where all of it does not fit on one.
  private func laidOut(_ line: Substring, width: Int) -> [String] {
    let blocks = blocks(line)
    let parts = line.split(separator: MathematicsParser.gap)
    if parts.count > 1, Self.width(of: blocks) > width {
      return parts.flatMap { laidOut($0, width: width) }
    }
    var rows: [[[String]]] = [[]]
    for block in blocks {
      let used = Self.width(of: rows[rows.count - 1])
      if used > 0 && used + block[0].count > width { rows.append([]) }
      rows[rows.count - 1].append(block)
    }
    return rows.enumerated().flatMap { index, blocks in
      Self.joined(blocks).flatMap { wrapped(index > 0 ? "  " + $0 : $0, to: width, hanging: 2) }
    }
  }

  /// A line as rectangles of text. What may begin a line is a rectangle of its own.
  private func blocks(_ line: Substring) -> [[String]] {
    let cut = MathematicsParser.cut
    let marked = line.map { character in
      let isOwn = matrix(character) != nil || character == MathematicsParser.gap
      return isOwn ? "\(cut)\(character)\(cut)" : String(character)
    }.joined().replacing(" = ", with: "\(cut) = ")
    return marked.split(separator: cut).map { part in
      if let rows = matrix(part.first) { return Self.table(rows) }
      return [part.first == MathematicsParser.gap ? "    " : String(part)]
    }
  }

  private static func width(of blocks: [[String]]) -> Int { blocks.reduce(0) { $0 + $1[0].count } }

  /// `[ 1    0.5 ]`, a row each, the columns right-aligned.
  private static func table(_ rows: [[String]]) -> [String] {
    let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      "[ " + zip(row, widths).map { flushRight($0, to: $1) }.joined(separator: "  ") + " ]"
    }
  }

  /// Rectangles side by side, centred on one another.
  private static func joined(_ blocks: [[String]]) -> [String] {
    let height = blocks.map(\.count).max() ?? 0
    return (0..<height).map { line in
      let parts = blocks.map { block in
        let row = line - (height - block.count) / 2
        return block.indices.contains(row) ? block[row] : padded("", to: block[0].count)
      }
      return String(parts.joined().dropLast { $0 == " " })
    }
  }
}
