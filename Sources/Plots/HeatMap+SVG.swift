/// The sizes of a heat map's parts.
struct HeatMapLayout {
  var cells: Rectangle
  var cellWidth: Double
  var cellHeight: Double
  var barX: Double
  /// Every how many rows and columns one is labelled.
  var rowStride: Int
  var columnStride: Int
  /// Column labels stand upright or are turned.
  var turnsColumnLabels: Bool
  var columnLabelHeight: Double
  var bottom: Double
}

extension HeatMap {
  static let barWidth = 12.0
  private static let tick = TextStyle.tick.size

  /// The drawing and its size: a small table makes a narrow figure.
  func canvas() -> (Canvas, width: Double, height: Double) {
    var canvas = Canvas()
    let frame = Rectangle(x: 20, y: 20, width: width - 40, height: (height ?? 1e6) - 40)
    let end = draw(on: &canvas, in: frame, titleStyle: .title)
    let right = canvas.textBoxes.map(\.box.right).reduce(end.right, max)
    return (
      canvas, min(width, (right + 20).rounded(.up)), height ?? (end.bottom + 20).rounded(.up)
    )
  }

  /// Draws the map into a part of a figure; returns where it ends.
  func draw(
    on canvas: inout Canvas, in frame: Rectangle, titleStyle: TextStyle
  ) -> (right: Double, bottom: Double) {
    let top = canvas.header(title, in: frame, style: titleStyle)
    guard rowCount > 0, columnCount > 0 else {
      canvas.text(
        "no data", x: frame.x + frame.width / 2, y: top + 20, anchor: .middle, style: .label,
        class: "muted")
      return (frame.right, top + 40)
    }
    let ticks = barTicks
    let layout = layout(in: frame, top: top, barTicks: ticks)
    drawCells(on: &canvas, layout)
    drawLabels(on: &canvas, layout, frame)
    drawBar(on: &canvas, layout, ticks, frame)
    return (layout.barX + Self.barWidth, layout.bottom)
  }

  // MARK: - Layout

  private var barTicks: [Tick] {
    let range = resolvedRange
    return ResolvedAxis(scale: .linear, lower: range.lowerBound, upper: range.upperBound)
      .ticks(atMost: 5)
  }

  private func layout(in frame: Rectangle, top: Double, barTicks: [Tick]) -> HeatMapLayout {
    let labelWidth = min(
      0.3 * frame.width,
      rowLabels.map { TextMetrics.width(of: Canvas.visible($0), size: Self.tick) }.max() ?? 0)
    let left = (frame.x + (labelWidth > 0 ? labelWidth + 8 : 0)).rounded(.up)
    let tickWidth = barTicks.map { TextMetrics.width(of: $0.label, size: Self.tick) }.max() ?? 0
    let right = frame.right - Self.barWidth - 6 - tickWidth - 18
    let room = max(10, right - left)
    let cellWidth = Self.even(min(room / Double(columnCount), 64))
    let widest =
      columnLabels.map { TextMetrics.width(of: Canvas.visible($0), size: Self.tick) }.max() ?? 0
    let turns = widest > cellWidth - 2 && columnLabels.contains { $0.count > 3 }
    let labelHeight = widest == 0 ? 0 : turns ? min(widest, 110) + 6 : Self.tick + 8
    var cells = Rectangle(
      x: left, y: top, width: cellWidth * Double(columnCount), height: 0)
    let hasHeader = !rowTitle.isEmpty || !valueLabel.isEmpty
    if hasHeader { cells.y += TextStyle.label.lineHeight + 4 }
    let footer = labelHeight + (columnTitle.isEmpty ? 0 : TextStyle.label.lineHeight + 4)
    let tallest = max(10, min(frame.bottom - footer - cells.y, 460))
    let cellHeight = Self.even(min(max(cellWidth, 22), 40, tallest / Double(rowCount)))
    cells.height = cellHeight * Double(rowCount)
    return HeatMapLayout(
      cells: cells, cellWidth: cellWidth, cellHeight: cellHeight, barX: cells.right + 18,
      rowStride: max(1, Int(((Self.tick + 2) / cellHeight).rounded(.up))),
      columnStride: turns
        ? max(1, Int(((Self.tick + 2) / cellWidth).rounded(.up))) : columnStride(cellWidth),
      turnsColumnLabels: turns, columnLabelHeight: labelHeight,
      bottom: max(cells.bottom, cells.y + 60) + footer)
  }

  /// A length that falls on whole pixels, where cells are large enough for it to matter.
  private static func even(_ length: Double) -> Double {
    length >= 6 ? length.rounded(.down) : max(0.1, (length * 10).rounded(.down) / 10)
  }

  /// The least stride at which neighbouring column labels do not touch.
  private func columnStride(_ cellWidth: Double) -> Int {
    let widths = columnLabels.prefix(columnCount).map {
      TextMetrics.width(of: Canvas.visible($0), size: Self.tick)
    }
    let strides = [1, 2, 5, 10, 20, 50, 100, 200, 500]
    return strides.first { stride in
      let kept = Swift.stride(from: 0, to: widths.count, by: stride).map { widths[$0] }
      return zip(kept, kept.dropFirst()).allSatisfy {
        ($0 + $1) / 2 + (max($0, $1) > Self.tick * 1.2 ? 4 : 0) <= cellWidth * Double(stride)
      }
    } ?? 1000
  }

  // MARK: - Parts

  /// Draws the cells, those of one colour as one path: colours come in steps of a hundredth.
  private func drawCells(on canvas: inout Canvas, _ layout: HeatMapLayout) {
    let range = resolvedRange
    let (width, height) = (layout.cellWidth, layout.cellHeight)
    let gap = min(width, height) >= 8 ? 1.0 : 0
    var paths = Array(repeating: "", count: 101)
    var missing = ""
    var minuses: [Shade: String] = [:]
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let box = Rectangle(
          x: layout.cells.x + Double(column) * width, y: layout.cells.y + Double(row) * height,
          width: width - gap, height: height - gap)
        guard let fraction = fraction(value(row, column), in: range) else {
          missing += Self.cross(in: box)
          continue
        }
        paths[Int((fraction * 100).rounded())] += Self.outline(of: box)
        guard colours == .diverging, fraction < 0.45 else { continue }
        minuses[colours.step(at: fraction).ink, default: ""] += Self.minus(in: box)
      }
    }
    canvas.append("<g shape-rendering=\"crispEdges\">")
    for (step, path) in paths.enumerated() where !path.isEmpty {
      canvas.path(path, in: colours.step(at: Double(step) / 100))
    }
    canvas.append("</g>")
    canvas.path(missing, class: "axis")
    if showsValues {
      drawValues(on: &canvas, layout, range)
    } else if min(width, height) >= 14 {
      let inOrder = minuses.sorted { $0.value < $1.value }
      for (ink, path) in inOrder { canvas.path(path, in: ink, isStroke: true) }
    }
  }

  private static func outline(of box: Rectangle) -> String {
    let c = NumberText.coordinate
    return "M\(c(box.x)) \(c(box.y))h\(c(box.width))v\(c(box.height))h\(c(-box.width))z"
  }

  /// Without colours both sides of a diverging map look alike: a stroke marks the negative one.
  private static func minus(in box: Rectangle) -> String {
    let c = NumberText.coordinate
    return "M\(c(box.x + box.width / 2 - 3)) \(c(box.y + box.height / 2))h6"
  }

  /// A cell without a value is crossed out.
  private static func cross(in box: Rectangle) -> String {
    let c = NumberText.coordinate
    return "M\(c(box.x + 1)) \(c(box.bottom - 1))L\(c(box.right - 1)) \(c(box.y + 1))"
  }

  private func drawValues(
    on canvas: inout Canvas, _ layout: HeatMapLayout, _ range: ClosedRange<Double>
  ) {
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let value = value(row, column)
        guard let fraction = fraction(value, in: range) else { continue }
        let text = [3, 2, 1].map { NumberText.compact(value, significant: $0) }.first {
          TextMetrics.width(of: $0, size: Self.tick) <= layout.cellWidth - 4
        }
        guard let text, layout.cellHeight >= Self.tick + 3 else { continue }
        canvas.text(
          text, x: layout.cells.x + (Double(column) + 0.5) * layout.cellWidth - 0.5,
          y: layout.cells.y + (Double(row) + 0.5) * layout.cellHeight + 0.35 * Self.tick - 0.5,
          anchor: .middle, style: .tick,
          shade: colours.step(at: fraction).ink)
      }
    }
  }

  private func drawLabels(on canvas: inout Canvas, _ layout: HeatMapLayout, _ frame: Rectangle) {
    let cells = layout.cells
    for (row, label) in rowLabels.prefix(rowCount).enumerated()
    where row % layout.rowStride == 0 {
      let text = TextMetrics.truncated(
        Canvas.visible(label), size: Self.tick, limit: cells.x - 8 - frame.x)
      canvas.text(
        text, x: cells.x - 8,
        y: cells.y + (Double(row) + 0.5) * layout.cellHeight + 0.35 * Self.tick, anchor: .end,
        style: .tick)
    }
    for (column, label) in columnLabels.prefix(columnCount).enumerated()
    where column % layout.columnStride == 0 {
      let centre = cells.x + (Double(column) + 0.5) * layout.cellWidth - 0.5
      if layout.turnsColumnLabels {
        let text = TextMetrics.truncated(label, size: Self.tick, limit: 110)
        canvas.text(
          text, x: centre + 0.35 * Self.tick, y: cells.bottom + 5, anchor: .end, style: .tick,
          turned: true)
      } else {
        canvas.text(
          label, x: centre, y: cells.bottom + 4 + 0.85 * Self.tick, anchor: .middle, style: .tick)
      }
    }
    let size = TextStyle.label.size
    let titleY = cells.y - 10
    canvas.text(
      TextMetrics.truncated(rowTitle, size: size, limit: 0.45 * frame.width), x: frame.x,
      y: titleY, style: .label, class: "muted")
    canvas.text(
      TextMetrics.truncated(columnTitle, size: size, limit: cells.width),
      x: cells.x + cells.width / 2, y: cells.bottom + layout.columnLabelHeight + 4 + 0.85 * size,
      anchor: .middle, style: .label, class: "muted")
  }

  private func drawBar(
    on canvas: inout Canvas, _ layout: HeatMapLayout, _ ticks: [Tick], _ frame: Rectangle
  ) {
    let bar = Rectangle(
      x: layout.barX, y: layout.cells.y, width: Self.barWidth, height: max(60, layout.cells.height))
    let steps = 32
    canvas.append("<g shape-rendering=\"crispEdges\">")
    for step in 0..<steps {
      let height = bar.height / Double(steps)
      canvas.rectangle(
        Rectangle(
          x: bar.x, y: bar.bottom - Double(step + 1) * height, width: bar.width,
          height: height + (step == 0 ? 0 : 0.5)),
        shade: colours.step(at: (Double(step) + 0.5) / Double(steps)))
    }
    canvas.append("</g>")
    let range = resolvedRange
    for tick in ticks {
      guard let fraction = fraction(tick.value, in: range) else { continue }
      canvas.text(
        tick.label, x: bar.right + 6, y: bar.bottom - fraction * bar.height + 0.35 * Self.tick,
        style: .tick, class: "muted")
    }
    drawValueLabel(on: &canvas, bar, frame)
  }

  /// Names the values above the colour bar: from its left edge on, or to the left where that is
  /// too wide.
  private func drawValueLabel(on canvas: inout Canvas, _ bar: Rectangle, _ frame: Rectangle) {
    let size = TextStyle.label.size
    let taken =
      rowTitle.isEmpty
      ? 0 : min(0.45 * frame.width, TextMetrics.width(of: rowTitle, size: size)) + 16
    let text = TextMetrics.truncated(
      valueLabel, size: size, limit: max(40, frame.width - taken))
    let fits = bar.x + TextMetrics.width(of: text, size: size) <= frame.right
    canvas.text(
      text, x: fits ? bar.x : frame.right, y: bar.y - 10, anchor: fits ? .start : .end,
      style: .label, class: "muted")
  }
}
