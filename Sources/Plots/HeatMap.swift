/// A table of numbers as coloured cells.
///
///     let map = HeatMap(
///       title: "The forget gate reads a sentence",
///       description: "Each row is a unit, each column a character; what stands out is open.",
///       values: gates, rowLabels: ["unit 0", "unit 1"], columnLabels: text.map { String($0) },
///       range: 0...1, valueLabel: "forget gate")
public struct HeatMap: Equatable, Sendable {
  /// What the figure is called, above it.
  public var title: String
  /// What the figure shows, for who cannot see it.
  public var description: String
  /// The table, row by row. NaN and what a shorter row lacks is drawn as missing.
  public var values: [[Double]]
  /// A label for each row, or none at all.
  public var rowLabels: [String]
  /// A label for each column, or none at all.
  public var columnLabels: [String]
  /// What the rows are.
  public var rowTitle: String
  /// What the columns are.
  public var columnTitle: String
  /// What the values are, written at the colour bar.
  public var valueLabel: String
  /// The colours of the numbers.
  public var colours: ColourMap
  /// The values at the ends of the colours, or nil to fit the data: from the least to the greatest
  /// value for sequential colours, symmetric around zero for diverging ones.
  public var range: ClosedRange<Double>?
  /// Whether each cell shows its number.
  public var showsValues: Bool
  /// The greatest width of the SVG in CSS pixels, which a small table does not fill.
  public var width: Double
  /// The height of the SVG in CSS pixels; nil takes the one that suits the table.
  public var height: Double?

  /// A map of these values; the range is fitted to the data unless given.
  public init(
    title: String, description: String, values: [[Double]], rowLabels: [String] = [],
    columnLabels: [String] = [], rowTitle: String = "", columnTitle: String = "",
    valueLabel: String = "", colours: ColourMap = .sequential, range: ClosedRange<Double>? = nil,
    showsValues: Bool = false, width: Double = 720, height: Double? = nil
  ) {
    self.title = title
    self.description = description
    self.values = values
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.valueLabel = valueLabel
    self.colours = colours
    self.range = range
    self.showsValues = showsValues
    self.width = width
    self.height = height
  }

  /// The map as an SVG file.
  public func svg() -> String {
    let (canvas, width, height) = canvas()
    return Document.svg(
      title: title, description: description, width: width, height: height, canvas: canvas)
  }
}

extension HeatMap {
  var rowCount: Int { values.count }
  var columnCount: Int { values.map(\.count).max() ?? 0 }

  /// The value of a cell; NaN where there is none.
  func value(_ row: Int, _ column: Int) -> Double {
    column < values[row].count ? values[row][column] : .nan
  }

  /// The values at the ends of the colours.
  var resolvedRange: ClosedRange<Double> {
    let shown = values.joined().filter { Axis.Scale.linear.shows($0) }
    if let range, Axis.Scale.linear.shows(range.lowerBound),
      Axis.Scale.linear.shows(range.upperBound), range.lowerBound < range.upperBound
    {
      return range
    }
    switch colours {
    case .sequential:
      let axis = Axis().resolved(for: shown, ends: .exact)
      return axis.lower...axis.upper
    case .diverging:
      let largest = shown.reduce(0) { max($0, abs($1)) }
      return largest > 0 ? -largest...largest : -1...1
    }
  }

  /// Where a value stands among the colours, 0 to 1; nil if it is missing.
  func fraction(_ value: Double, in range: ClosedRange<Double>) -> Double? {
    if value.isNaN { return nil }
    let axis = ResolvedAxis(scale: .linear, lower: range.lowerBound, upper: range.upperBound)
    return max(0, min(1, axis.fraction(max(-1e300, min(1e300, value))) ?? 0))
  }
}
