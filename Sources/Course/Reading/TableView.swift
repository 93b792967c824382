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
      !separators.isEmpty && separators.allSatisfy { $0.wholeMatch(of: /[-: ]+/) != nil }
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
      let texts = rows.map { $0[column].string }.filter { !$0.isEmpty }
      return !texts.isEmpty && texts.allSatisfy { $0.allSatisfy(Self.isOfNumber) }
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

  private static func isOfNumber(_ character: Character) -> Bool {
    character.isNumber || " ·.,+-−%⁻".contains(character)
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

  /// The table's lines, at most `width` columns wide where its words allow it: two columns apart,
  /// else one, else turned.
  func lines(width: Int, _ terminal: Terminal) -> [String] {
    let turned = header.isEmpty ? self : TableView(transposing: self)
    for (table, gap) in [(self, "  "), (self, " "), (turned, "  ")] {
      let room = width - gap.count * (table.isRight.count - 1)
      let widths = table.widths(within: room)
      if widths.reduce(0, +) <= room { return table.lines(widths, gap, terminal) }
    }
    return lines(widths(within: width - isRight.count + 1), " ", terminal)
  }

  private func lines(_ widths: [Int], _ gap: String, _ terminal: Terminal) -> [String] {
    let body = rows.flatMap { lines(of: $0, widths, gap, terminal, []) }
    if header.allSatisfy({ $0.width == 0 }) { return body }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: gap)
    return lines(of: header, widths, gap, terminal, [.bold]) + [terminal.styled(rule, .dim)] + body
  }

  private func lines(
    of row: [InlineText], _ widths: [Int], _ gap: String, _ terminal: Terminal,
    _ styles: [Terminal.Style]
  ) -> [String] {
    let cells = zip(row, widths).map { $0.wrapped(to: $1) }
    return (0..<(cells.map(\.count).max() ?? 0)).map { index in
      let parts = cells.indices.map { column in
        let line = index < cells[column].count ? cells[column][index] : []
        let space = padded("", to: widths[column] - line.count)
        let text = terminal.styled(line, styles)
        return isRight[column] ? space + text : text + space
      }
      return String(parts.joined(separator: gap).dropLast { $0 == " " })
    }
  }

  /// The columns' widths: as wide as their texts, and the widest narrowed until all fit in a room
  /// that does not count the gaps.
  private func widths(within room: Int) -> [Int] {
    let all = (header.isEmpty ? [] : [header]) + rows
    func widest(_ width: (InlineText) -> Int) -> [Int] {
      isRight.indices.map { column in all.map { width($0[column]) }.max() ?? 0 }
    }
    let natural = widest(\.width)
    if natural.reduce(0, +) <= room { return natural }
    var least = widest { $0.longestWord() }
    if least.reduce(0, +) > room { least = widest { $0.longestWord(breakingHardSpaces: true) } }
    let narrowed = (1...max(1, room)).reversed().lazy.map { limit in
      zip(natural, least).map { min($0, max(limit, $1)) }
    }
    return narrowed.first { $0.reduce(0, +) <= room } ?? least
  }
}
