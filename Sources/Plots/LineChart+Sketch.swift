extension LineChart {
  /// The chart in characters: at most `width` columns and exactly `height` lines.
  ///
  /// - Parameters:
  ///   - width: columns of the terminal.
  ///   - height: lines of the terminal, the title and the labels among them.
  ///   - glyphs: `.ascii` for terminals and logs that show nothing else.
  ///   - colour: adds ANSI colour codes; they do not count as columns.
  public func sketch(
    width: Int = 80, height: Int = 20, glyphs: Glyphs = .unicode, colour: Bool = false
  ) -> String {
    sketched(width: width, height: height, glyphs: glyphs).rendered(colour: colour)
  }

  func sketched(width: Int, height: Int, glyphs: Glyphs) -> TextGrid {
    var grid = TextGrid(width: width, height: height, glyphs: glyphs)
    let colours = colourIndices
    var top = grid.header(title)
    if labelling != .none { top = grid.legend(series, colours: colours, top: top) }
    let axes = resolvedAxes
    let plot = grid.axes(x: (x, axes.x), y: (y, axes.y), top: top)
    var dots = DotPlot(plot: plot)
    for index in series.indices {
      let points = dots.places(of: series[index].points, axes)
      switch series[index].style {
      case .points: break
      case .line, .curve, .reference:
        dots.draw(points, number: index, dotted: series[index].style == .reference)
      }
    }
    dots.write(to: &grid, signs: colours.map { grid.sign(of: $0) }, colours: colours)
    for (index, colour) in colours.enumerated() where series[index].style != .reference {
      let places = dots.places(of: series[index].points, axes).compactMap { $0 }
      let isLine = series[index].style != .points
      // Only where lines must be told apart.
      if isLine, series.count < 2, places.count > 1 { continue }
      for cell in dots.cells(of: places, sampledFor: isLine ? index : nil) {
        grid.put(
          grid.sign(of: colour), x: plot.x + cell.column, y: plot.y + cell.row,
          colour: TextGrid.terminalColour(colour))
      }
    }
    if !hasPoints { grid.writeCentred("no data") }
    return grid
  }
}

/// Lines in the dots of Braille characters, two by four to a cell.
struct DotPlot {
  let plot: SketchPlot
  /// The dots set in each cell, and the series that set one last.
  private var dots: [UInt8]
  private var owners: [Int]

  init(plot: SketchPlot) {
    self.plot = plot
    dots = Array(repeating: 0, count: plot.rows * plot.columns)
    owners = Array(repeating: 0, count: dots.count)
  }

  private var box: Rectangle {
    Rectangle(
      x: 0, y: 0, width: Double(2 * plot.columns - 1), height: Double(4 * plot.rows - 1))
  }

  func places(
    of points: [(x: Double, y: Double)], _ axes: (x: ResolvedAxis, y: ResolvedAxis)
  ) -> [Polyline.Point?] {
    points.map { point in
      guard let x = axes.x.fraction(point.x), let y = axes.y.fraction(point.y) else { return nil }
      return (x * box.width, (1 - y) * box.height)
    }
  }

  mutating func draw(_ points: [Polyline.Point?], number: Int, dotted: Bool) {
    for part in Polyline.parts(points, inside: box) {
      var travelled = 0
      var previous = part[0]
      for point in part {
        let steps = max(
          1, Int(max(abs(point.x - previous.x), abs(point.y - previous.y)).rounded(.up)))
        for step in 0...steps {
          let t = Double(step) / Double(steps)
          travelled += step == 0 ? 0 : 1
          if dotted, travelled % 4 > 1 { continue }
          set(
            x: previous.x + t * (point.x - previous.x), y: previous.y + t * (point.y - previous.y),
            number: number)
        }
        previous = point
      }
    }
  }

  private mutating func set(x: Double, y: Double, number: Int) {
    let column = Int(x.rounded())
    let row = Int(y.rounded())
    guard column >= 0, row >= 0, column < 2 * plot.columns, row < 4 * plot.rows else { return }
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    let cell = row / 4 * plot.columns + column / 2
    dots[cell] |= bits[row % 4][column % 2]
    owners[cell] = number
  }

  func write(to grid: inout TextGrid, signs: [Character], colours: [Int?]) {
    for row in 0..<plot.rows {
      for column in 0..<plot.columns {
        let cell = row * plot.columns + column
        guard dots[cell] != 0, let braille = Unicode.Scalar(0x2800 + UInt32(dots[cell])) else {
          continue
        }
        let owner = owners[cell]
        grid.put(
          grid.glyphs == .ascii ? signs[owner] : Character(braille), x: plot.x + column,
          y: plot.y + row, colour: TextGrid.terminalColour(colours[owner]))
      }
    }
  }

  /// The cells of points, in which signs are written: all of them, or for a line some that are
  /// spread over the width and shifted for each series.
  func cells(
    of points: [Polyline.Point], sampledFor number: Int?
  ) -> [(column: Int, row: Int)] {
    let spacing = max(4, plot.columns / 6)
    var next = number.map { 1 + ($0 * 3) % spacing } ?? 0
    return points.filter { Polyline.contains($0, box) }.compactMap { point in
      let column = Int(point.x.rounded()) / 2
      if number != nil {
        guard column >= next else { return nil }
        while next <= column { next += spacing }
      }
      return (column, Int(point.y.rounded()) / 4)
    }
  }
}
