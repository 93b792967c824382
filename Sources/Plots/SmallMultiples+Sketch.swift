extension SmallMultiples {
  /// The panels in characters: at most `width` columns and exactly `height` lines.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    var top = grid.header(title)
    if let shared = commonSeries {
      let chart = LineChart(title: "", description: "", series: shared)
      top = grid.legend(shared, colours: chart.colourIndices, top: top)
    }
    let panels = preparedPanels
    let columns = max(1, min(columnCount, width / 18))
    let rows = (panels.count + columns - 1) / columns
    let panelWidth = (width - (columns - 1) * 2) / columns
    let panelHeight = rows > 0 ? max(0, height - top) / rows : 0
    for (index, panel) in panels.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      grid.place(
        panel.sketched(width: panelWidth, height: panelHeight, glyphs: glyphs),
        x: column * (panelWidth + 2), y: top + row * panelHeight)
    }
    return grid.rendered(colour: colour)
  }
}

extension Chart {
  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    switch self {
    case .line(let chart): chart.sketched(width: width, height: height, glyphs: glyphs)
    case .heatMap(let chart): chart.sketched(width: width, height: height, glyphs: glyphs)
    case .histogram(let chart): chart.sketched(width: width, height: height, glyphs: glyphs)
    case .bar(let chart): chart.sketched(width: width, height: height, glyphs: glyphs)
    }
  }
}
