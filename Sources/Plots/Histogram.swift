import Foundation

/// How often values fall into each of a row of equal bins.
///
///     Histogram(
///       title: "Hidden values after 20 steps",
///       description: "Most values lie near −1 and 1: the units are saturated.",
///       values: hidden, x: Axis(label: "hidden value", range: -1...1))
public struct Histogram: Equatable, Sendable {
  /// What the figure is called, above it.
  public var title: String
  /// What the figure shows, for who cannot see it.
  public var description: String
  /// The values in any order; what is not finite or outside the axis is counted in a note.
  public var values: [Double]
  /// The axis of the values. On a logarithmic axis the bins have equal ratios.
  public var x: Axis
  /// What is counted.
  public var countLabel: String
  /// How many bins, or nil for a number that suits the data (Freedman and Diaconis 1981, Sturges
  /// 1926).
  public var bins: Int?
  /// The width of the SVG in CSS pixels; it scales to where it is shown.
  public var width: Double
  /// The height of the SVG in CSS pixels.
  public var height: Double

  /// A histogram of these values; the number of bins is fitted to them unless given.
  public init(
    title: String, description: String, values: [Double], x: Axis = Axis(),
    countLabel: String = "count", bins: Int? = nil, width: Double = 720, height: Double = 360
  ) {
    self.title = title
    self.description = description
    self.values = values
    self.x = x
    self.countLabel = countLabel
    self.bins = bins
    self.width = width
    self.height = height
  }

  /// The histogram as an SVG file.
  public func svg() -> String {
    var canvas = Canvas()
    let bottom = draw(
      on: &canvas, in: Rectangle(x: 0, y: 0, width: width, height: height).inset(by: 20),
      titleStyle: .title)
    return Document.svg(
      title: title, description: description, width: width,
      height: max(height, (bottom + 20).rounded(.up)), canvas: canvas)
  }
}

/// The counted bins of a histogram.
struct Bins: Equatable {
  let axis: ResolvedAxis
  var counts: [Int]
  /// How many values have no bin.
  var outside: Int
}

extension Histogram {
  var counted: Bins {
    let ends: Axis.Ends = bins == nil ? .rounded : .exact
    let axis = x.resolved(for: values, ends: ends)
    let count = max(1, min(500, bins ?? suitableBins(axis)))
    var result = Bins(axis: axis, counts: Array(repeating: 0, count: count), outside: 0)
    for value in values {
      guard let fraction = axis.fraction(value), fraction >= -1e-12, fraction <= 1 + 1e-12 else {
        result.outside += 1
        continue
      }
      // A value on the upper end belongs to the last bin.
      let bin = Int((fraction * Double(count) + 1e-9).rounded(.down))
      result.counts[max(0, min(count - 1, bin))] += 1
    }
    return result
  }

  /// Bins of twice the interquartile range over the cube root of the count (Freedman and Diaconis),
  /// or log₂ n + 1 of them (Sturges) where two peaks far apart make that range too wide; 60 at most.
  private func suitableBins(_ axis: ResolvedAxis) -> Int {
    let places = values.compactMap(axis.fraction).filter { $0 >= 0 && $0 <= 1 }.sorted()
    guard places.count > 1 else { return 10 }
    let spread = places[places.count * 3 / 4] - places[places.count / 4]
    let width = 2 * spread / cbrt(Double(places.count))
    let fewest = Int(log2(Double(places.count)).rounded(.up)) + 1
    return width > 0 ? max(fewest, min(60, Int(min(60, 1 / width).rounded(.up)))) : 20
  }

  func draw(on canvas: inout Canvas, in frame: Rectangle, titleStyle: TextStyle) -> Double {
    let top = canvas.header(title, in: frame, style: titleStyle)
    let frame = frame.extended(below: top)
    let bins = counted
    let countAxis = Axis(label: countLabel)
    let largest = Double(bins.counts.max() ?? 0)
    let y = countAxis.resolved(for: [0, max(1, largest)], ends: .rounded)
    let plot = canvas.axes(
      x: (x, bins.axis), y: (countAxis, y), in: frame, top: top, rightMargin: 0)
    let width = plot.width / Double(bins.counts.count)
    for (index, count) in bins.counts.enumerated() where count > 0 {
      let height = (y.fraction(Double(count)) ?? 0) * plot.height
      canvas.rectangle(
        Rectangle(
          x: plot.x + Double(index) * width, y: plot.bottom - height,
          width: max(0.5, width - (width > 4 ? 1 : 0)), height: height), class: "f1")
    }
    if bins.outside > 0 {
      let note = "\(bins.outside) of \(values.count) not shown"
      canvas.text(
        note, x: frame.right, y: top + 0.8 * TextStyle.tick.size, anchor: .end, style: .tick,
        class: "muted")
    }
    return frame.bottom
  }
}
