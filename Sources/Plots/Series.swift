/// A named sequence of points in a line chart.
public struct Series: Sendable {
  /// How a series is drawn.
  public enum Style: Equatable, Sendable {
    /// A line with a few markers on it, so that it can be told apart without colour.
    case line
    /// A line without markers: a function of which no point is a measurement.
    case curve
    /// A marker at each point, no line.
    case points
    /// A thin dashed line without markers: theory, a bound, a baseline.
    case reference
  }

  /// What the legend calls it.
  public var name: String
  /// The points in the order in which the line visits them. Where a coordinate is NaN or infinite
  /// the line has a gap.
  public var points: [(x: Double, y: Double)]
  /// How it is drawn.
  public var style: Style
  /// Which of the six colours, from 0; nil takes the next one. Give it where a series must look
  /// the same in two figures.
  public var colour: Int?

  /// A series of these points.
  public init(
    name: String, points: [(x: Double, y: Double)], style: Style = .line, colour: Int? = nil
  ) {
    self.name = name
    self.points = points
    self.style = style
    self.colour = colour
  }

  /// A series whose values stand at x = `start`, `start` + `step`, …
  public init(
    name: String, values: [Double], from start: Double = 0, by step: Double = 1,
    style: Style = .line, colour: Int? = nil
  ) {
    self.init(
      name: name,
      points: values.enumerated().map { (x: start + Double($0.offset) * step, y: $0.element) },
      style: style, colour: colour)
  }
}
