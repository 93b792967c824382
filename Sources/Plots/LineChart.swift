/// Lines or points over two axes, linear or logarithmic.
///
///     let chart = LineChart(
///       title: "The gradient's norm through time",
///       description: "Five lines, straight on a logarithmic axis; those below radius 1 fall.",
///       x: Axis(label: "steps back in time"),
///       y: Axis(label: "norm of the gradient", scale: .logarithmic),
///       series: [Series(name: "radius 0.9", values: norms)])
///     print(chart.sketch())
public struct LineChart: Sendable {
  /// How the series are named.
  public enum Labelling: Equatable, Sendable {
    /// Beside the lines' ends where that leaves room, in a legend otherwise.
    case automatic
    /// Beside the lines' right ends.
    case direct
    /// In rows under the title.
    case legend
    /// Not at all.
    case none
  }

  /// What the figure is called, above it.
  public var title: String
  /// What the figure shows, for who cannot see it.
  public var description: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The lines, in the order of the legend.
  public var series: [Series]
  /// How the series are named.
  public var labelling: Labelling
  /// The width of the SVG in CSS pixels; it scales to where it is shown.
  public var width: Double
  /// The height of the SVG in CSS pixels.
  public var height: Double

  /// A chart of these series.
  public init(
    title: String, description: String, x: Axis = Axis(), y: Axis = Axis(), series: [Series],
    labelling: Labelling = .automatic, width: Double = 720, height: Double = 420
  ) {
    self.title = title
    self.description = description
    self.x = x
    self.y = y
    self.series = series
    self.labelling = labelling
    self.width = width
    self.height = height
  }

  /// The chart as an SVG file.
  public func svg() -> String {
    let (canvas, height) = canvas()
    return Document.svg(
      title: title, description: description, width: width, height: height, canvas: canvas)
  }
}

extension LineChart {
  func canvas() -> (Canvas, height: Double) {
    var canvas = Canvas()
    let bottom = draw(
      on: &canvas, in: Rectangle(x: 0, y: 0, width: width, height: height).inset(by: 20),
      titleStyle: .title)
    return (canvas, max(height, (bottom + 20).rounded(.up)))
  }

  /// The axes as they fit the data. y fits the points that x shows.
  var resolvedAxes: (x: ResolvedAxis, y: ResolvedAxis) {
    let points = series.flatMap(\.points).filter {
      x.scale.shows($0.x) && y.scale.shows($0.y)
    }
    let xAxis = x.resolved(for: points.lazy.map(\.x), ends: .exact)
    let shown = points.filter { $0.x >= xAxis.lower && $0.x <= xAxis.upper }
    return (xAxis, y.resolved(for: shown.lazy.map(\.y), ends: .rounded))
  }

  /// Each series' colour, from 0: references have none of their own.
  var colourIndices: [Int?] {
    var next = 0
    return series.map { series in
      if let colour = series.colour { return colour }
      if series.style == .reference { return nil }
      next += 1
      return next - 1
    }
  }
}
