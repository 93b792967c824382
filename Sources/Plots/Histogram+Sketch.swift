extension Histogram {
  /// The histogram in characters: at most `width` columns and exactly `height` lines.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    let bins = counted
    let countAxis = Axis(label: countLabel)
    let y = countAxis.resolved(
      for: [0, max(1, Double(bins.counts.max() ?? 0))], ends: .rounded)
    var top = grid.header(title)
    if bins.outside > 0, height >= 8 {
      let note = "\(bins.outside) of \(values.count) not shown"
      grid.write(TextGrid.truncated(note, glyphs, limit: width), x: 0, y: top)
      top += 1
    }
    let plot = grid.axes(x: (x, bins.axis), y: (countAxis, y), top: top)
    for column in 0..<plot.columns {
      let bin = min(bins.counts.count - 1, column * bins.counts.count / plot.columns)
      let height = (y.fraction(Double(bins.counts[bin])) ?? 0) * Double(plot.rows)
      grid.column(height, x: plot.x + column, bottom: plot.y + plot.rows - 1, isEmpty: height == 0)
    }
    return grid
  }
}

extension TextGrid {
  /// A bar that rises from a row; what is not empty shows at least a little.
  mutating func column(_ height: Double, x: Int, bottom: Int, isEmpty: Bool) {
    if isEmpty { return }
    let colour = TextGrid.seriesColours[0]
    if glyphs == .ascii {
      for row in 0..<max(1, Int(height.rounded())) {
        put("#", x: x, y: bottom - row, colour: colour)
      }
      return
    }
    let eighths = max(1, Int((height * 8).rounded()))
    for row in 0..<eighths / 8 { put("█", x: x, y: bottom - row, colour: colour) }
    let blocks: [Character] = Array(" ▁▂▃▄▅▆▇")
    if eighths % 8 > 0 {
      put(blocks[eighths % 8], x: x, y: bottom - eighths / 8, colour: colour)
    }
  }
}
