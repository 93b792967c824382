extension BarChart {
  /// The chart in characters: at most `width` columns and exactly `height` lines.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    var top = grid.header(title)
    if !valueLabel.isEmpty, height >= 4 {
      grid.write(TextGrid.truncated(valueLabel, glyphs, limit: width), x: 0, y: top)
      top += 1
    }
    guard !bars.isEmpty else {
      grid.writeCentred("no data")
      return grid
    }
    let shown = bars.count <= height - top ? bars.count : max(0, height - top - 1)
    let names = bars.prefix(shown).map { TextGrid.truncated($0.name, glyphs, limit: width * 2 / 5) }
    let numbers = bars.prefix(shown).map { TextGrid.plain(NumberText.compact($0.value), glyphs) }
    let nameWidth = names.map(\.count).max() ?? 0
    let numberWidth = numbers.map(\.count).max() ?? 0
    let axis = resolvedAxis
    let left = nameWidth + 1 + (axis.lower < 0 ? numberWidth + 1 : 0)
    let columns = Double(max(1, width - left - numberWidth - 2))
    let zero = (axis.fraction(0) ?? 0) * columns
    for row in 0..<shown {
      let y = top + row
      grid.write(names[row], x: nameWidth - names[row].count, y: y)
      let end = (axis.fraction(bars[row].value) ?? axis.fraction(0) ?? 0) * columns
      let cells = Int(min(zero, end).rounded())..<Int(max(zero, end).rounded())
      for cell in cells {
        grid.put(
          glyphs == .ascii ? "#" : "█", x: left + cell, y: y, colour: TextGrid.seriesColours[0])
      }
      let isNegative = bars[row].value < 0
      let x =
        isNegative ? left + cells.lowerBound - numbers[row].count - 1 : left + cells.upperBound + 1
      grid.write(numbers[row], x: x, y: y)
    }
    if shown < bars.count {
      grid.write("and \(bars.count - shown) more", x: 0, y: top + shown)
    }
    return grid
  }
}
