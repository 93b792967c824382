/// Lines cut at the edges of a plot, and as SVG path data.
enum Polyline {
  typealias Point = (x: Double, y: Double)

  /// The parts of a line that lie inside a box. nil points are gaps; a point between two gaps
  /// becomes a part of one point.
  static func parts(_ points: [Point?], inside box: Rectangle) -> [[Point]] {
    var parts: [[Point]] = []
    var current: [Point] = []
    func finish() {
      if !current.isEmpty { parts.append(current) }
      current = []
    }
    for (index, point) in points.enumerated() {
      guard let point else {
        finish()
        continue
      }
      guard index > 0, let previous = points[index - 1] else {
        finish()
        let isAlone = index + 1 >= points.count || points[index + 1] == nil
        if isAlone, contains(point, box) { parts.append([point]) }
        continue
      }
      guard let (start, end) = clipped(previous, point, box) else {
        finish()
        continue
      }
      if current.isEmpty || current[current.count - 1] != start {
        finish()
        current = [start]
      }
      current.append(end)
    }
    finish()
    return parts
  }

  static func contains(_ point: Point, _ box: Rectangle) -> Bool {
    point.x >= box.x && point.x <= box.right && point.y >= box.y && point.y <= box.bottom
  }

  /// The part of a segment inside a box (Liang and Barsky, 1984); nil if there is none.
  static func clipped(_ start: Point, _ end: Point, _ box: Rectangle) -> (Point, Point)? {
    var (first, last) = (0.0, 1.0)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let edges = [
      (-dx, start.x - box.x), (dx, box.right - start.x), (-dy, start.y - box.y),
      (dy, box.bottom - start.y),
    ]
    for (direction, distance) in edges {
      if direction == 0 {
        if distance < 0 { return nil }
      } else if direction < 0 {
        first = max(first, distance / direction)
      } else {
        last = min(last, distance / direction)
      }
    }
    guard first <= last else { return nil }
    let from: Point = first == 0 ? start : (start.x + first * dx, start.y + first * dy)
    let to: Point = last == 1 ? end : (start.x + last * dx, start.y + last * dy)
    return (from, to)
  }

  /// A long line with at most four points for each pixel of width: its first, lowest, highest
  /// and last. Looks the same, and keeps the file small.
  static func thinned(_ points: [Point?]) -> [Point?] {
    guard points.count > 2000 else { return points }
    var result: [Point?] = []
    var column: [Point] = []
    func flush() {
      guard column.count > 4 else {
        result += column
        column = []
        return
      }
      let lowest = column.indices.min { column[$0].y < column[$1].y } ?? 0
      let highest = column.indices.max { column[$0].y < column[$1].y } ?? 0
      result += Set([0, lowest, highest, column.count - 1]).sorted().map { column[$0] }
      column = []
    }
    for point in points {
      guard let point else {
        flush()
        result.append(nil)
        continue
      }
      if let first = column.first, first.x.rounded(.down) != point.x.rounded(.down) {
        flush()
      }
      column.append(point)
    }
    flush()
    return result
  }

  static func pathData(_ part: [Point]) -> String {
    func c(_ value: Double) -> String { NumberText.coordinate((value * 10).rounded() / 10) }
    var text = ""
    var last = ""
    for point in part {
      let place = "\(c(point.x)) \(c(point.y))"
      if place == last, part.count > 2 { continue }
      text += (text.isEmpty ? "M" : "L") + place
      last = place
    }
    return text
  }
}

/// Small shapes that tell series apart without colour.
enum Marker {
  /// The path of the shape for a series, about `radius` around a point.
  static func path(_ index: Int, x: Double, y: Double, radius r: Double) -> String {
    let c = NumberText.coordinate
    func polygon(_ corners: [(Double, Double)]) -> String {
      "M" + corners.map { "\(c(x + $0.0 * r)) \(c(y + $0.1 * r))" }.joined(separator: "L") + "Z"
    }
    switch Theme.seriesNumber(index) {
    case 1:
      return "M\(c(x - r)) \(c(y))a\(c(r)) \(c(r)) 0 1 0 \(c(2 * r)) 0"
        + "a\(c(r)) \(c(r)) 0 1 0 \(c(-2 * r)) 0Z"
    case 2: return polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case 3: return polygon([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)])
    case 4: return polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    case 5: return polygon([(-1.1, -0.85), (1.1, -0.85), (0, 1.15)])
    default:
      let (a, b) = (0.4, 1.15)
      return polygon([
        (-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a),
        (-b, -a), (-a, -a),
      ])
    }
  }
}
