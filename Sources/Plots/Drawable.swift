/// What can be drawn as a picture, wide and narrow.
public protocol Drawable {
  /// The picture as an SVG file.
  func svg() -> String
  /// The same picture for a page as narrow as a phone's, where the wide one would be cut off, or its
  /// words too small to be read.
  var narrow: Self { get }
}

/// The sizes of narrow figures, in CSS pixels.
enum Narrow {
  static let width = 340.0
  static let panelHeight = 210.0
  /// The least width of a heat map's cell that leaves room for a character.
  static let cellWidth = 10.0
}

extension LineChart: Drawable {
  public var narrow: LineChart {
    var chart = self
    chart.width = Narrow.width
    chart.height = (0.9 * height).rounded()
    return chart
  }
}

extension HeatMap: Drawable {
  public var narrow: HeatMap {
    var map = self
    map.width = Narrow.width
    return map
  }

  /// The map in as many pieces as its columns need, one below the other; one that is no wider than
  /// the figure is one piece.
  func pieces(width: Double) -> [HeatMap] {
    let labels = rowLabels.map { TextMetrics.width(of: $0, size: TextStyle.tick.size) }.max() ?? 0
    // Beside the cells stand the rows' labels and the colour bar with its numbers.
    let fitting = max(4, Int((width - labels - 80) / Narrow.cellWidth))
    let count = (columnCount + fitting - 1) / fitting
    if count < 2 { return [self] }
    return Self.groups(columnCount, atMost: count).enumerated().map { index, columns in
      var piece = self
      if index > 0 { (piece.title, piece.description, piece.valueLabel) = ("", "", "") }
      piece.range = resolvedRange
      piece.values = values.map { Array($0.dropFirst(columns.lowerBound).prefix(columns.count)) }
      piece.columnLabels = Array(columnLabels.dropFirst(columns.lowerBound).prefix(columns.count))
      return piece
    }
  }
}

extension SmallMultiples: Drawable {
  public var narrow: SmallMultiples {
    var figure = self
    (figure.width, figure.columns) = (Narrow.width, 1)
    figure.panelHeight = min(panelHeight, Narrow.panelHeight)
    figure.panels = panels.flatMap { panel in
      guard case .heatMap(let map) = panel else { return [panel] }
      return map.pieces(width: Narrow.width - 40).map { .heatMap($0) }
    }
    return figure
  }
}
