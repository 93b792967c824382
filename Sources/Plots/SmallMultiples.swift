/// Any of the charts, as a panel of a figure.
public enum Chart: Sendable {
  case line(LineChart)
  case heatMap(HeatMap)
  case histogram(Histogram)
  case bar(BarChart)

  public var title: String {
    switch self {
    case .line(let chart): chart.title
    case .heatMap(let chart): chart.title
    case .histogram(let chart): chart.title
    case .bar(let chart): chart.title
    }
  }

  /// What the chart shows, for who cannot see it.
  public var description: String {
    switch self {
    case .line(let chart): chart.description
    case .heatMap(let chart): chart.description
    case .histogram(let chart): chart.description
    case .bar(let chart): chart.description
    }
  }
}

extension Chart {
  /// Draws a panel; returns the y where it ends.
  func draw(on canvas: inout Canvas, in box: Rectangle) -> Double {
    switch self {
    case .line(let chart):
      return chart.draw(on: &canvas, in: box, titleStyle: .heading)
    case .heatMap(let chart):
      return chart.draw(on: &canvas, in: box, titleStyle: .heading).bottom
    case .histogram(let chart):
      return chart.draw(on: &canvas, in: box, titleStyle: .heading)
    case .bar(let chart):
      return chart.draw(on: &canvas, in: box, titleStyle: .heading)
    }
  }
}

/// A grid of charts under a common title, read row by row.
///
/// Line charts among the panels share the ranges of their axes, so that heights compare; with the
/// same names of series in all of them they share one legend.
public struct SmallMultiples: Sendable {
  /// What the figure is called, above it.
  public var title: String
  /// What the figure shows, for who cannot see it. The panels' own descriptions follow it.
  public var description: String
  /// The charts, read row by row.
  public var panels: [Chart]
  /// How many panels a row has; nil for two, three or four.
  public var columns: Int?
  /// Whether panels of one kind share their ranges.
  public var sharesRanges: Bool
  /// The width of the SVG in CSS pixels; it scales to where it is shown.
  public var width: Double
  /// The height of each panel in CSS pixels.
  public var panelHeight: Double

  /// A figure of these panels.
  public init(
    title: String, description: String, panels: [Chart], columns: Int? = nil,
    sharesRanges: Bool = true, width: Double = 720, panelHeight: Double = 220
  ) {
    self.title = title
    self.description = description
    self.panels = panels
    self.columns = columns
    self.sharesRanges = sharesRanges
    self.width = width
    self.panelHeight = panelHeight
  }

  /// The figure as an SVG file.
  public func svg() -> String {
    let (canvas, height) = canvas()
    let descriptions = [description] + panels.map { $0.title + ": " + $0.description }
    return Document.svg(
      title: title, description: descriptions.joined(separator: " "), width: width,
      height: height, canvas: canvas)
  }
}

extension SmallMultiples {
  var columnCount: Int {
    if let columns { return max(1, min(columns, max(1, panels.count))) }
    return [0: 1, 1: 1, 2: 2, 3: 3, 4: 2][panels.count] ?? 3
  }

  func canvas() -> (Canvas, height: Double) {
    var canvas = Canvas()
    let frame = Rectangle(x: 20, y: 20, width: width - 40, height: 1e6)
    var top = canvas.header(title, in: frame, style: .title)
    let panels = preparedPanels
    if let shared = commonSeries {
      let chart = LineChart(title: "", description: "", series: shared)
      top = canvas.legend(shared, colours: chart.colourIndices, in: frame, top: top)
    }
    let gap = 28.0
    let columns = columnCount
    let panelWidth = (frame.width - Double(columns - 1) * gap) / Double(columns)
    var bottom = top
    for (index, panel) in panels.enumerated() {
      if index > 0, index % columns == 0 { top = bottom + gap }
      let box = Rectangle(
        x: frame.x + Double(index % columns) * (panelWidth + gap), y: top, width: panelWidth,
        height: panelHeight)
      bottom = max(bottom, panel.draw(on: &canvas, in: box))
    }
    return (canvas, (bottom + 20).rounded(.up))
  }

  /// The series that a legend of the whole figure names, if all panels are line charts with the
  /// same names.
  var commonSeries: [Series]? {
    let charts = panels.compactMap { panel -> LineChart? in
      if case .line(let chart) = panel { chart } else { nil }
    }
    guard charts.count == panels.count, charts.count > 1, let first = charts.first,
      first.labelling != .none,
      first.series.count > 1,
      charts.allSatisfy({ $0.series.map(\.name) == first.series.map(\.name) })
    else { return nil }
    return first.series
  }

  /// The panels with the ranges and the labelling that they share.
  var preparedPanels: [Chart] {
    let hasLegend = commonSeries != nil
    let all = LineChart(
      title: "", description: "",
      x: lineCharts.first?.x ?? Axis(), y: lineCharts.first?.y ?? Axis(),
      series: lineCharts.flatMap(\.series))
    let axes = all.resolvedAxes
    return panels.map { panel in
      guard case .line(var chart) = panel else { return panel }
      if hasLegend { chart.labelling = .none }
      if sharesRanges {
        if chart.x.scale == all.x.scale, chart.x.range == nil {
          chart.x.range = axes.x.lower...axes.x.upper
        }
        if chart.y.scale == all.y.scale, chart.y.range == nil {
          chart.y.range = axes.y.lower...axes.y.upper
        }
      }
      return .line(chart)
    }
  }

  private var lineCharts: [LineChart] {
    panels.compactMap { panel in
      if case .line(let chart) = panel { chart } else { nil }
    }
  }
}
