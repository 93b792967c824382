extension Canvas {
  /// Draws a title in as many lines as it needs; returns the y below it.
  mutating func header(_ title: String, in frame: Rectangle, style: TextStyle) -> Double {
    var y = frame.y
    for line in TextMetrics.wrapped(title, size: style.size * 1.08, limit: frame.width) {
      text(line, x: frame.x, y: y + 0.8 * style.size, style: style)
      y += style.lineHeight
    }
    return y + (y > frame.y ? 8 : 0)
  }

  /// Draws the names of series with a sample of each line; returns the y below them.
  mutating func legend(
    _ series: [Series], colours: [Int?], in frame: Rectangle, top: Double
  ) -> Double {
    let entries = Legend.entries(series.map(\.name), width: frame.width)
    guard let last = entries.last else { return top }
    for entry in entries {
      let y = top + Double(entry.row) * Legend.rowHeight + Legend.rowHeight / 2
      let x = frame.x + entry.x
      let colour = colours[entry.series]
      if series[entry.series].style != .points {
        lines([[(x, y), (x + Legend.sampleWidth, y)]], colour: colour)
      }
      if colour != nil, [.line, .points].contains(series[entry.series].style) {
        markers(at: [(x + Legend.sampleWidth / 2, y)], colour: colour)
      }
      text(
        entry.name, x: x + Legend.sampleWidth + 6, y: y + 0.35 * TextStyle.label.size,
        style: .label)
    }
    return top + Double(last.row + 1) * Legend.rowHeight + 14
  }

  /// Draws lines in a series' colour and dashes; without a colour, as a reference.
  mutating func lines(_ parts: [[Polyline.Point]], colour: Int?) {
    let data = parts.filter { $0.count > 1 }.map(Polyline.pathData).joined()
    if let colour {
      path(
        data, class: "line " + Theme.seriesClass(colour),
        dashes: Theme.dashes[Theme.seriesNumber(colour) - 1])
    } else {
      path(data, class: "line axis", dashes: "3 3")
    }
    markers(at: parts.filter { $0.count == 1 }.map { $0[0] }, colour: colour)
  }

  mutating func markers(at points: [Polyline.Point], colour: Int?) {
    let data = points.map { Marker.path(colour ?? 0, x: $0.x, y: $0.y, radius: 3.6) }.joined()
    path(data, class: "mark halo f\(Theme.seriesNumber(colour ?? 5))")
  }

  /// Draws both axes with their grid, ticks and labels; returns the plot between them.
  mutating func axes(
    x: (axis: Axis, resolved: ResolvedAxis), y: (axis: Axis, resolved: ResolvedAxis),
    in frame: Rectangle, top: Double, rightMargin: Double
  ) -> Rectangle {
    var top = top
    if !y.axis.label.isEmpty {
      let size = TextStyle.label.size
      text(
        TextMetrics.truncated(y.axis.label, size: size, limit: frame.width), x: frame.x,
        y: top + 0.8 * size, style: .label, class: "muted")
      top += TextStyle.label.lineHeight
    }
    top += 8
    let tickSize = TextStyle.tick.size
    let xLabel = TextMetrics.wrapped(
      x.axis.label, size: TextStyle.label.size, limit: frame.width - rightMargin)
    let xLabelHeight = xLabel.isEmpty ? 0 : Double(xLabel.count) * TextStyle.label.lineHeight + 4
    let bottom = frame.bottom - 20 - xLabelHeight
    let most = max(min(4, Int((bottom - top) / 24)), Int((bottom - top) / 42))
    let yTicks = y.resolved.ticks(atMost: most)
    let yWidth = yTicks.map { TextMetrics.width(of: $0.label, size: tickSize) }.max() ?? 0
    let left = frame.x + min(yWidth + 8, 0.4 * frame.width)
    var plot = Rectangle(
      x: left, y: top, width: max(10, frame.right - rightMargin - left),
      height: max(10, bottom - top))
    let xTicks = fittingTicks(x.resolved, in: plot)
    if let last = xTicks.last, rightMargin == 0 {
      let end = (x.resolved.fraction(last.value) ?? 1) * plot.width + plot.x
      let overhang =
        end + TextMetrics.width(of: last.label, size: tickSize) / 2 - frame.right
      plot.width = max(10, plot.width - max(0, overhang))
    }
    drawGrid(x: x.resolved, xTicks: xTicks, y: y.resolved, yTicks: yTicks, in: plot)
    for (index, line) in xLabel.reversed().enumerated() {
      let style = TextStyle.label
      let half = TextMetrics.width(of: line, size: style.size) / 2
      text(
        line, x: max(frame.x + half, min(plot.x + plot.width / 2, frame.right - half)),
        y: frame.bottom - 0.25 * style.size - Double(index) * style.lineHeight, anchor: .middle,
        style: style, class: "muted")
    }
    return plot
  }

  /// As many ticks as fit without their labels touching.
  private func fittingTicks(_ axis: ResolvedAxis, in plot: Rectangle) -> [Tick] {
    for count in stride(from: max(3, Int(plot.width / 64)), through: 2, by: -1) {
      let ticks = axis.ticks(atMost: count)
      var end = -Double.infinity
      let fits = ticks.allSatisfy { tick in
        let width = TextMetrics.width(of: tick.label, size: TextStyle.tick.size)
        let centre = (axis.fraction(tick.value) ?? 0) * plot.width
        defer { end = centre + width / 2 + 10 }
        return centre - width / 2 >= end
      }
      if fits { return ticks }
    }
    return Array(axis.ticks(atMost: 2).prefix(1))
  }

  private mutating func drawGrid(
    x: ResolvedAxis, xTicks: [Tick], y: ResolvedAxis, yTicks: [Tick], in plot: Rectangle
  ) {
    let tickSize = TextStyle.tick.size
    for tick in yTicks {
      let height = plot.bottom - (y.fraction(tick.value) ?? 0) * plot.height
      line(from: (plot.x, height), to: (plot.right, height), class: "grid")
      text(
        tick.label, x: plot.x - 8, y: height + 0.35 * tickSize, anchor: .end, style: .tick,
        class: "muted")
    }
    for value in y.minorTicks {
      let height = plot.bottom - (y.fraction(value) ?? 0) * plot.height
      line(from: (plot.x, height), to: (plot.x + 4, height), class: "grid")
    }
    line(from: (plot.x, plot.bottom), to: (plot.right, plot.bottom), class: "axis")
    for value in x.minorTicks {
      let place = plot.x + (x.fraction(value) ?? 0) * plot.width
      line(from: (place, plot.bottom), to: (place, plot.bottom + 3), class: "axis")
    }
    for tick in xTicks {
      let place = plot.x + (x.fraction(tick.value) ?? 0) * plot.width
      line(from: (place, plot.bottom), to: (place, plot.bottom + 5), class: "axis")
      text(
        tick.label, x: place, y: plot.bottom + 7 + 0.85 * tickSize, anchor: .middle, style: .tick,
        class: "muted")
    }
  }
}
