/// The part of a sketch between its axes.
struct SketchPlot {
  var x: Int
  var y: Int
  var columns: Int
  var rows: Int
}

extension TextGrid {
  /// Terminal colours for the series, each with a contrast of 3 at least with white and with black.
  static let seriesColours = [32, 166, 29, 133, 136, 245]

  /// Writes a title on the first line if there is room for more than it.
  mutating func header(_ title: String) -> Int {
    guard height >= 4, !title.isEmpty else { return 0 }
    write(TextGrid.truncated(title, glyphs, limit: width), x: 0, y: 0)
    return 1
  }

  /// Writes the series' names with their signs in rows from `top` on; returns the row below.
  mutating func legend(_ series: [Series], colours: [Int?], top: Int) -> Int {
    guard height >= 8 else { return top }
    var x = 0
    var row = top
    for (index, series) in series.enumerated() where !series.name.isEmpty {
      let name = TextGrid.truncated(series.name, glyphs, limit: max(1, width - 2))
      if x > 0, x + 2 + name.count > width {
        guard row - top + 1 < max(1, height / 5) else { return row + 1 }
        x = 0
        row += 1
      }
      let colour = TextGrid.terminalColour(colours[index])
      put(sign(of: colours[index]), x: x, y: row, colour: colour)
      write(name, x: x + 2, y: row)
      x += name.count + 5
    }
    return x > 0 || row > top ? row + 1 : top
  }

  static func terminalColour(_ index: Int?) -> Int {
    index.map { seriesColours[Theme.seriesNumber($0) - 1] } ?? 245
  }

  /// The character that marks a series; a reference, which has no colour, is a dot.
  func sign(of colour: Int?) -> Character {
    let signs: [Character] = glyphs == .ascii ? Array("o#^*v+") : Array("●■▲◆▼✚")
    return colour.map { signs[Theme.seriesNumber($0) - 1] } ?? (glyphs == .ascii ? "." : "┈")
  }

  /// Draws both axes below row `top`; returns the plot between them.
  mutating func axes(
    x: (axis: Axis, resolved: ResolvedAxis), y: (axis: Axis, resolved: ResolvedAxis), top: Int
  ) -> SketchPlot {
    var top = top
    if height >= 10, !y.axis.label.isEmpty {
      write(TextGrid.truncated(y.axis.label, glyphs, limit: width), x: 0, y: top)
      top += 1
    }
    let hasLabel = height >= 10 && !x.axis.label.isEmpty
    let below = height >= 4 ? 2 + (hasLabel ? 1 : 0) : 0
    let rows = max(1, height - top - below)
    let ticks = y.resolved.ticks(atMost: max(2, rows * 2 / 5))
    let labels = ticks.map { TextGrid.plain($0.label, glyphs) }
    let labelWidth = min(labels.map(\.count).max() ?? 0, width / 3)
    let left = width >= 12 ? labelWidth + 1 : 0
    let plot = SketchPlot(x: left + 1, y: top, columns: max(1, width - left - 1), rows: rows)
    let isASCII = glyphs == .ascii
    for row in 0..<rows { put(isASCII ? "|" : "│", x: left, y: top + row) }
    var lastRow = Int.max
    for (tick, label) in zip(ticks, labels) {
      let row = self.row(of: y.resolved.fraction(tick.value) ?? 0, in: plot)
      guard row != lastRow else { continue }
      lastRow = row
      put(isASCII ? "+" : "┤", x: left, y: top + row)
      if left > 0 { write(label, x: left - 1 - label.count, y: top + row) }
    }
    if below > 0 { bottomAxis(x.resolved, plot) }
    if hasLabel {
      let label = TextGrid.truncated(x.axis.label, glyphs, limit: plot.columns)
      write(label, x: plot.x + (plot.columns - label.count) / 2, y: height - 1)
    }
    return plot
  }

  private mutating func bottomAxis(_ axis: ResolvedAxis, _ plot: SketchPlot) {
    let isASCII = glyphs == .ascii
    let y = plot.y + plot.rows
    put(isASCII ? "+" : "└", x: plot.x - 1, y: y)
    for column in 0..<plot.columns { put(isASCII ? "-" : "─", x: plot.x + column, y: y) }
    var end = -1
    for tick in axis.ticks(atMost: max(3, plot.columns / 10)) {
      let fraction = axis.fraction(tick.value) ?? 0
      let column = plot.x + Int((fraction * Double(plot.columns - 1)).rounded())
      let label = TextGrid.plain(tick.label, glyphs)
      let start = max(0, min(width - label.count, column - label.count / 2))
      guard start > end else { continue }
      put(isASCII ? "+" : "┬", x: column, y: y)
      write(label, x: start, y: y + 1)
      end = start + label.count
    }
  }

  /// The row of a plot in which a fraction of the y axis lies, 0 at the top.
  func row(of fraction: Double, in plot: SketchPlot) -> Int {
    let dots = Double(4 * plot.rows - 1)
    let dot = Int(((1 - max(0, min(1, fraction))) * dots).rounded())
    return dot / 4
  }

  mutating func writeCentred(_ text: String) {
    let text = TextGrid.truncated(text, glyphs, limit: width)
    write(text, x: (width - text.count) / 2, y: height / 2)
  }
}
