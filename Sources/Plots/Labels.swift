/// Places labels so that they do not touch.
enum Labels {
  /// The places nearest to the desired ones, in the sense of least squares, that are at least
  /// `gap` apart and between the bounds, in the same order. If there are too many for that, they
  /// share the space evenly.
  static func spread(
    _ desired: [Double], gap: Double, lower: Double, upper: Double
  ) -> [Double] {
    guard !desired.isEmpty else { return [] }
    let count = desired.count
    let gap = count > 1 ? min(gap, max(0, upper - lower) / Double(count - 1)) : gap
    let order = desired.indices.sorted { (desired[$0], $0) < (desired[$1], $1) }
    // With the gaps taken out, the task is to make the places non-decreasing: neighbours that are
    // in the wrong order are pooled at their mean.
    var pools: [(sum: Double, count: Int)] = []
    for (rank, index) in order.enumerated() {
      pools.append((desired[index] - Double(rank) * gap, 1))
      while pools.count > 1,
        pools[pools.count - 2].sum / Double(pools[pools.count - 2].count)
          > pools[pools.count - 1].sum / Double(pools[pools.count - 1].count)
      {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    let highest = max(lower, upper - Double(count - 1) * gap)
    var result = desired
    var rank = 0
    for pool in pools {
      let place = max(lower, min(highest, pool.sum / Double(pool.count)))
      for _ in 0..<pool.count {
        result[order[rank]] = place + Double(rank) * gap
        rank += 1
      }
    }
    return result
  }

  /// A box for a label right beside the end of a line, inside the plot, that neither a line nor
  /// another label crosses.
  static func room(
    besides end: Polyline.Point, width: Double, in plot: Rectangle, parts: [[Polyline.Point]],
    taken: [Rectangle]
  ) -> Rectangle? {
    let height = TextStyle.label.lineHeight
    for (dx, dy) in [(10.0, 0.0), (8, -14), (8, 14), (10, -28), (10, 28)] {
      let top = max(plot.y, min(plot.bottom - height - 1, end.y + dy - height / 2))
      let box = Rectangle(x: end.x + dx, y: top, width: width, height: height)
      guard box.right <= plot.right, !taken.contains(where: box.overlaps) else { continue }
      let isCrossed = parts.contains { part in
        zip(part, part.dropFirst()).contains { Polyline.clipped($0, $1, box) != nil }
          || (part.count == 1 && Polyline.contains(part[0], box))
      }
      if !isCrossed { return box }
    }
    return nil
  }
}

/// One entry of a legend, with where it stands.
struct LegendEntry {
  let name: String
  let series: Int
  let x: Double
  let row: Int
}

/// The names of series in rows that wrap.
enum Legend {
  static let sampleWidth = 30.0
  static let rowHeight = 20.0

  static func entries(_ names: [String], width: Double) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    var x = 0.0
    var row = 0
    for (index, name) in names.enumerated() where !name.isEmpty {
      let room = width - sampleWidth - 6
      let text = TextMetrics.truncated(name, size: TextStyle.label.size, limit: room)
      let needed = sampleWidth + 6 + TextMetrics.width(of: text, size: TextStyle.label.size)
      if x > 0, x + needed > width {
        x = 0
        row += 1
      }
      entries.append(LegendEntry(name: text, series: index, x: x, row: row))
      x += needed + 20
    }
    return entries
  }
}
