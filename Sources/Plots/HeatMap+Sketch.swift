extension HeatMap {
  /// The map in characters: at most `width` columns and exactly `height` lines. Shades show the
  /// amount; with diverging colours + and - show the sign. A table that is too large is shown by
  /// the means of neighbouring cells.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    let top = grid.header(title)
    guard rowCount > 0, columnCount > 0 else {
      grid.writeCentred("no data")
      return grid
    }
    let labelWidth = min(
      width / 4, rowLabels.map { TextGrid.length(Canvas.visible($0), glyphs) }.max() ?? 0)
    let left = labelWidth > 0 ? labelWidth + 1 : 0
    let hasColumnLabels = !columnLabels.isEmpty && height >= 5
    let hasKey = height >= 4
    let room = max(1, height - top - (hasColumnLabels ? 1 : 0) - (hasKey ? 1 : 0))
    let rows = Self.groups(rowCount, atMost: room)
    let columns = Self.groups(columnCount, atMost: max(1, width - left))
    let cellWidth = min(8, max(1, (width - left) / columns.count))
    for (y, row) in rows.enumerated() {
      if row.lowerBound < rowLabels.count {
        let label = TextGrid.truncated(
          Canvas.visible(rowLabels[row.lowerBound]), glyphs, limit: labelWidth)
        grid.write(label, x: labelWidth - label.count, y: top + y)
      }
      for (x, column) in columns.enumerated() {
        drawCell(
          mean(row, column), on: &grid, x: left + x * cellWidth, y: top + y, width: cellWidth)
      }
    }
    if hasColumnLabels {
      drawColumnLabels(on: &grid, columns, left: left, y: top + rows.count, cellWidth)
    }
    if hasKey { drawKey(on: &grid, y: top + rows.count + (hasColumnLabels ? 1 : 0), cellWidth) }
    return grid
  }

  /// Ranges of neighbouring indices, as even as can be, at most so many.
  static func groups(_ count: Int, atMost limit: Int) -> [Range<Int>] {
    let groups = min(count, limit)
    return (0..<groups).map { $0 * count / groups..<($0 + 1) * count / groups }
  }

  private func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
    let cells = rows.flatMap { row in columns.map { value(row, $0) } }.filter { !$0.isNaN }
    // Dividing first keeps the sum of large numbers finite.
    return cells.isEmpty ? .nan : cells.reduce(0) { $0 + $1 / Double(cells.count) }
  }

  // MARK: - Cells

  private func drawCell(_ value: Double, on grid: inout TextGrid, x: Int, y: Int, width: Int) {
    guard let fraction = fraction(value, in: resolvedRange) else {
      grid.put(grid.glyphs == .ascii ? "x" : "×", x: x + width / 2, y: y)
      return
    }
    let colour = colours.terminalCode(at: fraction)
    if showsValues, width >= 6 {
      let texts = [3, 2, 1].map {
        TextGrid.plain(NumberText.compact(value, significant: $0), grid.glyphs)
      }
      if let text = texts.first(where: { $0.count < width }) {
        grid.write(text, x: x + width - 1 - text.count, y: y)
        return
      }
    }
    for (index, character) in Self.pattern(fraction, colours, width: width, grid.glyphs)
      .enumerated()
    {
      grid.put(character, x: x + index, y: y, colour: colour)
    }
  }

  /// The characters of one cell. Of diverging colours a wide cell shows the sign and then a
  /// shade; a narrow one shows both in one character.
  static func pattern(
    _ fraction: Double, _ colours: ColourMap, width: Int, _ glyphs: Glyphs
  ) -> [Character] {
    let shades: [Character] = Array(glyphs == .ascii ? " .:*#" : " ░▒▓█")
    // To the nearest shade: blank is for what is next to nothing.
    func shade(_ amount: Double) -> Character { shades[Int((amount * 4).rounded())] }
    switch colours {
    case .sequential:
      return Array(repeating: shade(fraction), count: width)
    case .diverging:
      let signed = 2 * fraction - 1
      if width == 1 {
        let steps: [Character] = Array(glyphs == .ascii ? "=-.+#" : "=-·+#")
        return [
          steps[signed < -0.6 ? 0 : signed < -0.2 ? 1 : signed <= 0.2 ? 2 : signed <= 0.6 ? 3 : 4]
        ]
      }
      let sign: Character = abs(signed) < 0.02 ? " " : signed < 0 ? "-" : "+"
      return [sign] + Array(repeating: shade(abs(signed)), count: width - 1)
    }
  }

  // MARK: - Labels

  private func drawColumnLabels(
    on grid: inout TextGrid, _ columns: [Range<Int>], left: Int, y: Int, _ cellWidth: Int
  ) {
    var end = -1
    for (index, column) in columns.enumerated() where column.lowerBound < columnLabels.count {
      let label = TextGrid.plain(Canvas.visible(columnLabels[column.lowerBound]), grid.glyphs)
      let x = left + index * cellWidth + max(0, (cellWidth - label.count) / 2)
      // Single characters may touch; words need a space between them.
      guard x >= end + (label.count > 1 ? 1 : 0) else { continue }
      grid.write(label, x: x, y: y)
      end = x + label.count
    }
  }

  /// Says what the characters mean.
  private func drawKey(on grid: inout TextGrid, y: Int, _ cellWidth: Int) {
    let range = resolvedRange
    var x = 0
    let ends = [range.lowerBound, range.upperBound].map {
      TextGrid.plain(NumberText.compact($0), grid.glyphs)
    }
    grid.write(ends[0] + " ", x: x, y: y)
    x += ends[0].count + 1
    let isWide = colours == .diverging && cellWidth > 1
    for step in 0..<5 {
      let fraction = Double(step) / 4
      let cell = Self.pattern(fraction, colours, width: isWide ? 2 : 1, grid.glyphs)
      for character in cell {
        grid.put(character, x: x, y: y, colour: colours.terminalCode(at: fraction))
        x += 1
      }
      if isWide { x += 1 }
    }
    x += isWide ? 0 : 1
    let unit = valueLabel.isEmpty ? "" : "  " + valueLabel
    grid.write(
      TextGrid.truncated(ends[1] + unit, grid.glyphs, limit: max(0, grid.width - x)), x: x, y: y)
  }
}

extension ColourMap {
  /// A terminal may be light or dark: how much it is, is told by the shade alone, and the colour tells
  /// the side.
  func terminalCode(at fraction: Double) -> Int {
    TextGrid.seriesColours[self == .diverging && fraction > 0.5 ? 1 : 0]
  }
}
