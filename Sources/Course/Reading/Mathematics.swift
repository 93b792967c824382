/// Mathematics for a terminal: LaTeX in Unicode, or the source itself where it holds what has no
/// such form.
struct Mathematics {
  private enum Piece {
    case text(String)
    case matrix([[String]])
    case gap
  }

  /// A line of the formula each.
  private let pieces: [[Piece]]
  /// Nil where all of it could be read.
  private let source: String?

  init(_ source: String) {
    var parser = MathematicsParser(trimmed(source))
    if let text = try? parser.parse() {
      let matrices = parser.matrices
      pieces = text.split(separator: MathematicsParser.lineEnd).map {
        Self.pieces(of: $0, matrices)
      }
      self.source = nil
    } else {
      pieces = []
      self.source = source
    }
  }

  private static func pieces(of text: Substring, _ matrices: [[[String]]]) -> [Piece] {
    var pieces: [Piece] = []
    var run = ""
    func isMatrix(_ character: Character) -> Int? {
      let value = character.unicodeScalars.first?.value ?? 0
      let first = MathematicsParser.firstMatrix
      return value >= first && value < first + UInt32(matrices.count) ? Int(value - first) : nil
    }
    for character in text {
      let matrix = isMatrix(character)
      if matrix == nil && character != MathematicsParser.gap {
        run.append(character)
        continue
      }
      if !run.isEmpty { pieces.append(.text(run)) }
      run = ""
      pieces.append(matrix.map { .matrix(matrices[$0]) } ?? .gap)
    }
    return run.isEmpty ? pieces : pieces + [.text(run)]
  }

  // MARK: In a line of text

  /// On one line: `[1, 0]` for a matrix of one row, `[[1, 0], [0, 1]]` for others.
  var inline: String {
    if let source { return source }
    return pieces.map { line in
      line.map { piece in
        switch piece {
        case .text(let text): return text
        case .gap: return "   "
        case .matrix(let rows):
          let texts = rows.map { "[" + $0.joined(separator: ", ") + "]" }
          return texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]"
        }
      }.joined()
    }.joined(separator: ", ")
  }

  // MARK: On lines of its own

  /// The lines of a displayed formula; matrices stand as tables, their rows in brackets.
  func display(width: Int) -> [String] {
    if let source {
      return lines(of: source).filter { !trimmed($0).isEmpty }
        .flatMap { wrapped($0, to: width, hanging: 2) }
    }
    return pieces.flatMap { Self.laidOut($0, width: width) }
  }

  /// What gaps separate stands on lines of its own where all of it does not fit on one.
  private static func laidOut(_ pieces: [Piece], width: Int) -> [String] {
    let parts = pieces.split { if case .gap = $0 { true } else { false } }
    if parts.count > 1, pieces.flatMap(blocks).reduce(0, { $0 + $1[0].count }) > width {
      return parts.flatMap { laidOut(Array($0), width: width) }
    }
    var rows: [[[String]]] = [[]]
    var used = 0
    for block in pieces.flatMap(blocks) {
      let blockWidth = block[0].count
      if used > 0 && used + blockWidth > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(block)
      used += blockWidth
    }
    let isWide = rows.count > 1
    return rows.enumerated().flatMap { index, blocks in
      joined(blocks).flatMap { line in
        wrapped(isWide && index > 0 ? "  " + line : line, to: width, hanging: 2)
      }
    }
  }

  /// A piece as rectangles of text; one that may begin a line is a rectangle of its own.
  private static func blocks(_ piece: Piece) -> [[String]] {
    switch piece {
    case .gap: return [["    "]]
    case .matrix(let rows): return [table(rows)]
    case .text(let text):
      let parts = text.components(separatedByMark: " = ")
      return parts.enumerated().map { [$0.offset == 0 ? $0.element : " = " + $0.element] }
        .filter { !$0[0].isEmpty }
    }
  }

  /// `[ 1    0.5 ]`, a row each, the columns right-aligned.
  private static func table(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { padded("", to: $1 - $0.count) + $0 }
      return "[ " + cells.joined(separator: "  ") + " ]"
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
      return String(parts.joined().reversed().drop { $0 == " " }.reversed())
    }
  }
}
