/// Named points of a plane in groups, such as words: where a point stands beside others counts, and
/// not the numbers of its place, so there are no axes.
///
///     PointMap(
///       title: "Words", description: "Animals stand together.",
///       groups: [(name: "animal", points: [("dog", 0.1, 0.9), ("cat", 0.2, 0.8)])])
public struct PointMap: Sendable {
  /// A named point.
  public typealias Point = (name: String, x: Double, y: Double)

  /// What the figure is called, above it.
  public var title: String
  /// What the figure shows, for who cannot see it.
  public var description: String
  /// The groups in the order of their colours.
  public var groups: [(name: String, points: [Point])]
  /// The names that stand beside their points before all others, which only stand where there is room.
  public var first: [String]
  /// The size of the SVG in CSS pixels; it scales to where it is shown.
  public var width: Double
  public var height: Double

  /// A map of these points.
  public init(
    title: String, description: String, groups: [(name: String, points: [Point])],
    first: [String] = [], width: Double = 720, height: Double = 500
  ) {
    (self.title, self.description, self.groups) = (title, description, groups)
    (self.first, self.width, self.height) = (first, width, height)
  }
}

extension PointMap: Drawable {
  /// The map as an SVG file.
  public func svg() -> String {
    Document.svg(
      title: title, description: description, width: width, height: height, canvas: canvas())
  }

  func canvas() -> Canvas {
    var canvas = Canvas()
    let frame = Rectangle(x: 20, y: 20, width: width - 40, height: height - 40)
    var top = canvas.header(title, in: frame, style: .title)
    let legend = groups.indices.map {
      Series(name: groups[$0].name, points: [], style: .points, colour: $0)
    }
    top = canvas.legend(legend, colours: legend.map(\.colour), in: frame, top: top)
    let plot = Rectangle(
      x: frame.x + 4, y: top, width: frame.width - 8, height: frame.bottom - top - 4)
    let places = placed(in: plot)
    for (index, points) in places.enumerated() {
      canvas.markers(at: points.map { ($0.x, $0.y) }, colour: index)
    }
    for label in labels(of: places, in: plot) {
      canvas.text(label.name, x: label.x, y: label.y, style: .tick)
    }
    return canvas
  }

  public var narrow: PointMap {
    var map = self
    (map.width, map.height) = (Narrow.width, 420)
    return map
  }

  /// The points where they are drawn: larger numbers stand to the right and above.
  private func placed(in plot: Rectangle) -> [[Point]] {
    let all = groups.flatMap(\.points)
    let (left, right) = (all.map(\.x).min() ?? 0, all.map(\.x).max() ?? 1)
    let (low, high) = (all.map(\.y).min() ?? 0, all.map(\.y).max() ?? 1)
    // Where all have one place along an axis, it is the middle.
    func share(_ value: Double, _ least: Double, _ most: Double) -> Double {
      most > least ? (value - least) / (most - least) : 0.5
    }
    return groups.map { group in
      group.points.map { point in
        (
          point.name, plot.x + share(point.x, left, right) * plot.width,
          plot.bottom - share(point.y, low, high) * plot.height
        )
      }
    }
  }

  /// The names that have room, each at one of eight sides of its point.
  private func labels(of places: [[Point]], in plot: Rectangle) -> [Point] {
    let points = places.flatMap { $0 }
    let chosen = first.compactMap { name in points.first { $0.name == name } }
    let others = points.filter { !first.contains($0.name) }
    let size = TextStyle.tick.size
    // A name does not stand on any point either.
    var taken = points.map { Rectangle(x: $0.x - 5, y: $0.y - 5, width: 10, height: 10) }
    return (chosen + others).compactMap { point in
      let width = TextMetrics.width(of: point.name, size: size)
      let sides = [
        (6, 0.35 * size), (-6 - width, 0.35 * size), (-width / 2, -8), (-width / 2, 15),
        (4, -8), (4, 15), (-4 - width, -8), (-4 - width, 15),
      ]
      for (across, down) in sides {
        let box = Rectangle(
          x: point.x + across, y: point.y + down - 0.78 * size, width: width, height: size)
        guard box.x >= plot.x, box.right <= plot.right, box.bottom <= plot.bottom + 4,
          box.y >= plot.y - 4, !taken.contains(where: box.overlaps)
        else { continue }
        taken.append(box)
        return (point.name, box.x, point.y + down)
      }
      return nil
    }
  }
}
