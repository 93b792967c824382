extension LineChart {
  /// Draws the chart into a part of a figure; returns the y where it ends, which lies below the
  /// frame if titles and legend leave too little of it.
  func draw(on canvas: inout Canvas, in frame: Rectangle, titleStyle: TextStyle) -> Double {
    var top = canvas.header(title, in: frame, style: titleStyle)
    let axes = resolvedAxes
    let labelsDirectly = usesDirectLabels(in: frame)
    if labelling == .legend || (labelling == .automatic && !labelsDirectly) {
      top = canvas.legend(series, colours: colourIndices, in: frame, top: top)
    }
    let frame = frame.extended(below: top)
    let names = labelsDirectly ? directNames(in: frame) : []
    let labelWidth =
      names.map { TextMetrics.width(of: $0.text, size: TextStyle.label.size) }.max() ?? 0
    let plot = canvas.axes(
      x: (x, axes.x), y: (y, axes.y), in: frame, top: top,
      rightMargin: labelWidth > 0 ? labelWidth + 14 : 0)
    // Markers come after all lines, so that no line covers one.
    let drawn = colourIndices.enumerated().map { index, colour in
      drawLine(index, colour: colour, axes: axes, on: &canvas, in: plot)
    }
    for (index, colour) in colourIndices.enumerated() {
      drawMarkers(index, colour: colour, axes: axes, on: &canvas, in: plot)
    }
    drawDirectLabels(names, drawn: drawn, on: &canvas, in: plot)
    if !hasPoints {
      canvas.text(
        "no data", x: plot.x + plot.width / 2, y: plot.y + plot.height / 2, anchor: .middle,
        style: .label, class: "muted")
    }
    return frame.bottom
  }

  var hasPoints: Bool {
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
          series.name, size: TextStyle.label.size, limit: 0.45 * frame.width)
      )
    }
  }

  /// Writes each name where its line ends: a line that ends inside the plot is named there, if
  /// there is room, all others in a column on the right.
  private func drawDirectLabels(
    _ names: [(series: Int, text: String)], drawn: [[[Polyline.Point]]], on canvas: inout Canvas,
    in plot: Rectangle
  ) {
    let parts = drawn.flatMap { $0 }
    var taken: [Rectangle] = []
    var column: [(name: (series: Int, text: String), end: Polyline.Point)] = []
    for name in names {
      guard let end = drawn[name.series].last?.last else { continue }
      let width = TextMetrics.width(of: name.text, size: TextStyle.label.size)
      if end.x < plot.right - 10,
        let box = Labels.room(besides: end, width: width, in: plot, parts: parts, taken: taken)
      {
        taken.append(box)
        write(name, x: box.x, y: box.y + box.height / 2, on: &canvas)
      } else {
        column.append((name, end))
      }
    }
    let places = Labels.spread(
      column.map(\.end.y), gap: TextStyle.label.lineHeight, lower: plot.y + 2,
      upper: plot.bottom - 2)
    for ((name, end), y) in zip(column, places) {
      let left = plot.right + 12
      let isInside = end.x < plot.right - 10
      if isInside || abs(end.y - y) > 3 {
        canvas.line(
          from: (end.x + (isInside ? 6 : 2), end.y), to: (left - 2, y),
          class: "leader " + (colourIndices[name.series].map(Theme.seriesClass) ?? "axis"))
      }
      write(name, x: left, y: y, on: &canvas)
    }
  }

  private func write(
    _ name: (series: Int, text: String), x: Double, y: Double, on canvas: inout Canvas
  ) {
    let colour = colourIndices[name.series]
    canvas.text(
      name.text, x: x, y: y + 0.35 * TextStyle.label.size, style: .label,
      class: colour.map { "f\(Theme.seriesNumber($0))" } ?? "muted")
  }

  // MARK: - Lines

  private func places(
    _ index: Int, _ axes: (x: ResolvedAxis, y: ResolvedAxis), in plot: Rectangle
  ) -> [Polyline.Point?] {
    series[index].points.map { point in
      guard let x = axes.x.fraction(point.x), let y = axes.y.fraction(point.y) else { return nil }
      return (plot.x + x * plot.width, plot.bottom - y * plot.height)
    }
  }

  /// Draws the line of a series; returns its visible parts.
  private func drawLine(
    _ index: Int, colour: Int?, axes: (x: ResolvedAxis, y: ResolvedAxis),
    on canvas: inout Canvas, in plot: Rectangle
  ) -> [[Polyline.Point]] {
    let places = places(index, axes, in: plot)
    if series[index].style == .points {
      return places.compactMap { $0 }.filter { Polyline.contains($0, plot) }.map { [$0] }
    }
    let parts = Polyline.parts(Polyline.thinned(places), inside: plot)
    canvas.lines(parts, colour: colour)
    return parts
  }

  private func drawMarkers(
    _ index: Int, colour: Int?, axes: (x: ResolvedAxis, y: ResolvedAxis),
    on canvas: inout Canvas, in plot: Rectangle
  ) {
    let visible = places(index, axes, in: plot).compactMap { $0 }.filter {
      Polyline.contains($0, plot)
    }
    switch series[index].style {
    case .curve, .reference: break
    case .points: canvas.markers(at: visible, colour: colour)
    case .line:
      canvas.markers(at: sampled(visible, series: colour ?? 0, in: plot), colour: colour)
    }
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
