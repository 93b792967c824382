import Plots

/// A picture of the book, drawn by code and kept as chapters/figures/NAME.svg.
struct Figure: Equatable, Sendable {
  /// The chapter's number and a name: `03-decay`.
  let name: String
  let svg: String
  /// The web edition's, for narrow pages; nil where the book does not show the figure.
  var narrow: String?
}

extension Figure {
  init(name: String, _ drawing: some Drawable) {
    self.init(name: name, svg: drawing.svg(), narrow: drawing.narrow.svg())
  }
}

extension Chart {
  /// Lines as a panel of a figure, which the figure's own description describes.
  static func lines(
    _ title: String, x: Axis, y: Axis, _ series: [Series],
    labelling: LineChart.Labelling = .automatic
  ) -> Chart {
    .line(
      LineChart(title: title, description: "", x: x, y: y, series: series, labelling: labelling))
  }
}
