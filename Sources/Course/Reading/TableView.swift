/// A Markdown table in columns. Where it is too wide, the text of its widest columns is broken.
struct TableView {
  private let header: [InlineText]
  private let rows: [[InlineText]]
  /// Columns of numbers, and those that the source aligns so.
  private let isRight: [Bool]

  /// - Parameter lines: each begins with a bar; the second separates the header.
  init(_ lines: [String], marksLooks: Bool) {
    let cells = lines.map(Self.cells)
    let separators = cells.dropFirst().first ?? []
    let isSeparator =
      !separators.isEmpty
      && separators.allSatisfy { cell in
        !cell.isEmpty && cell.allSatisfy { "-: ".contains($0) }
      }
    let body = isSeparator ? cells.dropFirst(2) : cells[...]
    let columns = cells.map(\.count).max() ?? 0
    func texts(_ row: [String]) -> [InlineText] {
      (0..<columns).map { InlineText($0 < row.count ? row[$0] : "", marksLooks: marksLooks) }
    }
    header = isSeparator ? texts(cells[0]) : []
    let rows = body.map(texts)
    self.rows = rows
    isRight = (0..<columns).map { column in
      if column < separators.count, isSeparator, separators[column].hasSuffix(":") { return true }
      return Self.areNumbers(rows.map { $0[column].string })
    }
  }

  /// The table with its rows as columns. The first column becomes the header.
  private init(transposing table: TableView) {
    let all = [table.header] + table.rows
    let turned = table.header.indices.map { column in all.map { $0[column] } }
    header = turned.first ?? []
    rows = Array(turned.dropFirst())
    isRight = header.indices.map { column in column > 0 }
  }

  private static func areNumbers(_ texts: [String]) -> Bool {
    let values = texts.filter { !$0.isEmpty }
    return !values.isEmpty && values.allSatisfy(isNumber)
  }

  /// The cells of `| a | b |`; a bar in code or after a backslash separates nothing.
  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isInCode = false
    var isEscaped = false
    for character in trimmed(line).dropFirst() {
      if character == "`" && !isEscaped { isInCode.toggle() }
      if character == "|" && !isEscaped && !isInCode {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if let last = cells.last, trimmed(last).isEmpty { cells.removeLast() }
    return cells.map { trimmed($0) }
  }

  private static func isNumber(_ text: String) -> Bool {
    text.allSatisfy { $0.isNumber || " ·.,+-−%⁻".contains($0) }
  }

  /// The table's lines, at most `width` columns wide where its words allow it: two columns apart,
  /// else one, else turned.
  func lines(width: Int, _ terminal: Terminal) -> [String] {
    for gap in ["  ", " "] {
      if let widths = fittingWidths(width, gap) { return lines(widths, gap, terminal) }
    }
    let turned = header.isEmpty ? self : TableView(transposing: self)
    if let widths = turned.fittingWidths(width, "  ") {
      return turned.lines(widths, "  ", terminal)
    }
    return lines(widths(within: width - isRight.count + 1), " ", terminal)
  }

  private func fittingWidths(_ width: Int, _ gap: String) -> [Int]? {
    let room = width - gap.count * (isRight.count - 1)
    let widths = widths(within: room)
    return widths.reduce(0, +) <= room ? widths : nil
  }

  private func lines(_ widths: [Int], _ gap: String, _ terminal: Terminal) -> [String] {
    var shown: [String] = []
    if header.contains(where: { $0.width > 0 }) {
      shown += lines(of: header, widths, gap, terminal, [.bold])
      shown.append(
        terminal.styled(
          widths.map { String(repeating: "─", count: $0) }.joined(separator: gap), .dim))
    }
    for row in rows { shown += lines(of: row, widths, gap, terminal, []) }
    return shown
  }

  private func lines(
    of row: [InlineText], _ widths: [Int], _ gap: String, _ terminal: Terminal,
    _ styles: [Terminal.Style]
  ) -> [String] {
    let cells = zip(row, widths).map { $0.wrapped(to: $1) }
    return (0..<(cells.map(\.count).max() ?? 0)).map { index in
      let parts = cells.indices.map { column in
        let cell = cells[column]
        let line = index < cell.count ? cell[index] : []
        let space = padded("", to: widths[column] - line.count)
        let text = terminal.styled(line, styles)
        return isRight[column] ? space + text : text + space
      }
      return String(parts.joined(separator: gap).reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The columns' widths: as wide as their texts, and the widest narrowed until all fit in a room
  /// that does not count the gaps.
  private func widths(within room: Int) -> [Int] {
    let all = (header.isEmpty ? [] : [header]) + rows
    let natural = isRight.indices.map { column in all.map { $0[column].width }.max() ?? 0 }
    if natural.reduce(0, +) <= room { return natural }
    var least = isRight.indices.map { column in
      all.map { $0[column].longestWord() }.max() ?? 0
    }
    if least.reduce(0, +) > room {
      least = isRight.indices.map { column in
        all.map { $0[column].longestWord(breakingHardSpaces: true) }.max() ?? 0
      }
    }
    for limit in (1...max(1, room)).reversed() {
      let widths = zip(natural, least).map { min($0, max(limit, $1)) }
      if widths.reduce(0, +) <= room { return widths }
    }
    return least
  }
}
