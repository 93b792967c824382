/// Named amounts as horizontal bars from zero.
///
///     BarChart(
///       title: "Loss on unseen text", description: "The LSTM's bar is the shortest.",
///       bars: [("bigram", 2.45), ("RNN", 1.91), ("LSTM", 1.62)], valueLabel: "nats a character")
public struct BarChart: Sendable {
  /// What the figure is called, above it.
  public var title: String
  /// What the figure shows, for who cannot see it.
  public var description: String
  /// The bars from top to bottom.
  public var bars: [(name: String, value: Double)]
  /// What the bars measure, with its unit.
  public var valueLabel: String
  /// Where the axis ends; nil for the longest bar. Panels that share it can be compared.
  public var end: Double?
  /// How many decimals each number has; nil for three digits.
  public var decimals: Int?
  /// The width of the SVG in CSS pixels; it scales to where it is shown.
  public var width: Double

  /// A chart of these bars.
  public init(
    title: String, description: String, bars: [(name: String, value: Double)],
    valueLabel: String = "", end: Double? = nil, decimals: Int? = nil, width: Double = 720
  ) {
    self.title = title
    self.description = description
    self.bars = bars
    self.valueLabel = valueLabel
    self.end = end
    self.decimals = decimals
    self.width = width
  }

  /// The chart as an SVG file.
  public func svg() -> String {
    var canvas = Canvas()
    let bottom = draw(
      on: &canvas, in: Rectangle(x: 20, y: 20, width: width - 40, height: 1e6),
      titleStyle: .title)
    return Document.svg(
      title: title, description: description, width: width, height: bottom + 20, canvas: canvas)
  }
}

extension BarChart {
  var resolvedAxis: ResolvedAxis {
    Axis().resolved(for: [0] + bars.map(\.value) + (end.map { [$0] } ?? []), ends: .exact)
  }

  /// What stands beside a bar. What would round to 0 is said to be below the least step.
  func text(of value: Double) -> String {
    guard let decimals else { return NumberText.compact(value) }
    let least = NumberText.powerOfTen(-decimals)
    return value > 0 && value < least / 2
      ? "< " + NumberText.fixed(least, decimals: decimals)
      : NumberText.fixed(value, decimals: decimals)
  }

  /// Draws the chart into a part of a figure; returns the y where it ends.
  @discardableResult
  func draw(on canvas: inout Canvas, in frame: Rectangle, titleStyle: TextStyle) -> Double {
    var top = canvas.header(title, in: frame, style: titleStyle)
    let size = TextStyle.label.size
    if !valueLabel.isEmpty {
      canvas.text(
        TextMetrics.truncated(valueLabel, size: size, limit: frame.width), x: frame.x,
        y: top + 0.8 * size, style: .label, class: "muted")
      top += TextStyle.label.lineHeight + 4
    }
    guard !bars.isEmpty else {
      canvas.text(
        "no data", x: frame.x + frame.width / 2, y: top + 20, anchor: .middle, style: .label,
        class: "muted")
      return top + 40
    }
    let names = bars.map { TextMetrics.truncated($0.name, size: size, limit: 0.35 * frame.width) }
    let numbers = bars.map { text(of: $0.value) }
    let nameWidth = names.map { TextMetrics.width(of: $0, size: size) }.max() ?? 0
    // Panels with a common end leave the same room, whatever their numbers.
    let room = end.map { [text(of: $0), text(of: .leastNonzeroMagnitude)] } ?? []
    let numberWidth = (numbers + room).map { TextMetrics.width(of: $0, size: size) }.max() ?? 0
    let axis = resolvedAxis
    let hasNegative = axis.lower < 0
    let left = frame.x + nameWidth + 10 + (hasNegative ? numberWidth + 6 : 0)
    let plot = Rectangle(
      x: left, y: top, width: max(10, frame.right - numberWidth - 6 - left), height: 0)
    let rowHeight = min(28, max(16, (frame.bottom - top) / Double(bars.count)))
    let zero = plot.x + (axis.fraction(0) ?? 0) * plot.width
    for (index, bar) in bars.enumerated() {
      let y = top + Double(index) * rowHeight
      let end = plot.x + (axis.fraction(bar.value) ?? axis.fraction(0) ?? 0) * plot.width
      canvas.rectangle(
        Rectangle(
          x: min(zero, end), y: y + 3, width: max(0, abs(end - zero)), height: rowHeight - 6),
        class: "f1", radius: 2)
      let base = y + rowHeight / 2 + 0.35 * size
      canvas.text(names[index], x: frame.x + nameWidth, y: base, anchor: .end, style: .label)
      canvas.text(
        numbers[index], x: bar.value < 0 ? end - 6 : end + 6, y: base,
        anchor: bar.value < 0 ? .end : .start, style: .label, class: "muted")
    }
    let bottom = top + Double(bars.count) * rowHeight
    canvas.line(from: (zero, top), to: (zero, bottom), class: "axis")
    return bottom
  }
}
