extension LineChart {
  /// Draws the chart into a part of a figure.
  func draw(on canvas: inout Canvas, in frame: Rectangle, titleStyle: TextStyle) {
    var top = canvas.header(title, in: frame, style: titleStyle)
    let axes = resolvedAxes
    let labelsDirectly = usesDirectLabels(in: frame)
    if labelling == .legend || (labelling == .automatic && !labelsDirectly) {
      top = drawLegend(on: &canvas, in: frame, top: top)
    }
    let names = labelsDirectly ? directNames(in: frame) : []
    let labelWidth =
      names.map { TextMetrics.width(of: $0.text, size: TextStyle.label.size) }.max() ?? 0
    let plot = canvas.axes(
      x: (x, axes.x), y: (y, axes.y), in: frame, top: top,
      rightMargin: labelWidth > 0 ? labelWidth + 14 : 0)
    var ends: [Polyline.Point?] = []
    for (index, colour) in colourIndices.enumerated() {
      ends.append(drawSeries(index, colour: colour, axes: axes, on: &canvas, in: plot))
    }
    drawDirectLabels(names, ends: ends, on: &canvas, in: plot)
    if !hasPoints {
      canvas.text(
        "no data", x: plot.x + plot.width / 2, y: plot.y + plot.height / 2, anchor: .middle,
        style: .label, class: "muted")
    }
  }

  private var hasPoints: Bool {
    series.contains { series in
      series.points.contains { x.scale.shows($0.x) && y.scale.shows($0.y) }
    }
  }

  // MARK: - Names

  func usesDirectLabels(in frame: Rectangle) -> Bool {
    let names = series.map(\.name).filter { !$0.isEmpty }
    guard !names.isEmpty else { return false }
    if labelling != .automatic { return labelling == .direct }
    let widest = names.map { TextMetrics.width(of: $0, size: TextStyle.label.size) }.max() ?? 0
    let room = (frame.height - 120) / TextStyle.label.lineHeight
    return widest <= 0.28 * frame.width && names.count <= 8 && Double(names.count) <= room
  }

  private func directNames(in frame: Rectangle) -> [(series: Int, text: String)] {
    series.enumerated().filter { !$0.element.name.isEmpty }.map { index, series in
      (
        index,
        TextMetrics.truncated(
          series.name, size: TextStyle.label.size, limit: 0.4 * frame.width)
      )
    }
  }

  private func drawDirectLabels(
    _ names: [(series: Int, text: String)], ends: [Polyline.Point?], on canvas: inout Canvas,
    in plot: Rectangle
  ) {
    let shown = names.compactMap { name in ends[name.series].map { (name, $0) } }
    let places = Labels.spread(
      shown.map(\.1.y), gap: TextStyle.label.lineHeight, lower: plot.y + 2,
      upper: plot.bottom - 2)
    let colours = colourIndices
    for ((name, end), y) in zip(shown, places) {
      let colour = colours[name.series]
      let left = plot.right + 12
      if end.x < plot.right - 6 || abs(end.y - y) > 3 {
        canvas.line(
          from: (end.x + (end.x < plot.right - 6 ? 6 : 2), end.y), to: (left - 2, y),
          class: "leader " + (colour.map(Theme.seriesClass) ?? "axis"))
      }
      canvas.text(
        name.text, x: left, y: y + 0.35 * TextStyle.label.size, style: .label,
        class: colour.map { "f\(Theme.seriesNumber($0))" } ?? "muted")
    }
  }

  private func drawLegend(on canvas: inout Canvas, in frame: Rectangle, top: Double) -> Double {
    canvas.legend(series, colours: colourIndices, in: frame, top: top)
  }

  // MARK: - Lines

  /// Draws one series; returns where its visible part ends.
  private func drawSeries(
    _ index: Int, colour: Int?, axes: (x: ResolvedAxis, y: ResolvedAxis),
    on canvas: inout Canvas, in plot: Rectangle
  ) -> Polyline.Point? {
    let places = series[index].points.map { point -> Polyline.Point? in
      guard let x = axes.x.fraction(point.x), let y = axes.y.fraction(point.y) else { return nil }
      return (plot.x + x * plot.width, plot.bottom - y * plot.height)
    }
    let visible = places.compactMap { $0 }.filter { Polyline.contains($0, plot) }
    if series[index].style == .points {
      canvas.markers(at: visible, colour: colour)
      return visible.last
    }
    let parts = Polyline.parts(Polyline.thinned(places), inside: plot)
    canvas.lines(parts, colour: colour)
    if let colour, series[index].style == .line {
      canvas.markers(at: sampled(visible, series: colour, in: plot), colour: colour)
    }
    return parts.last?.last
  }

  /// All points if they are few, otherwise some spread over the width, shifted for each series so
  /// that markers of lines that coincide stand side by side.
  private func sampled(
    _ points: [Polyline.Point], series: Int, in plot: Rectangle
  ) -> [Polyline.Point] {
    guard points.count > 14 else { return points }
    let spacing = plot.width / 7
    var next = plot.x + spacing * (0.3 + 0.13 * Double(series % 6))
    return points.filter { point in
      guard point.x >= next else { return false }
      while next <= point.x { next += spacing }
      return true
    }
  }
}
