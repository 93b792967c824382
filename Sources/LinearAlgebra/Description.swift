extension Matrix: CustomStringConvertible {
  /// The numbers as rows and columns, up to eight of each, four digits after the point.
  ///
  ///     2×2 [[1.0000, -0.5000]
  ///          [0.0000,  2.0000]]
  public var description: String {
    let shownRows = min(rows, 8)
    let columnTexts = (0..<min(columns, 8)).map { column in
      Matrix.aligned((0..<shownRows).map { Matrix.fixed(self[$0, column], digits: 4) })
    }
    let lines = (0..<shownRows).map { row in
      let numbers = columnTexts.map { $0[row] }.joined(separator: ", ")
      return "[" + numbers + (columns > columnTexts.count ? ", …]" : "]")
    }
    // Every row stands under the first: as far in as the shape, a space and a bracket.
    let nextLine = "\n" + String(repeating: " ", count: shape.count + 2)
    let body = lines.joined(separator: nextLine) + (rows > shownRows ? nextLine + "…" : "")
    return "\(shape) [\(body)]"
  }

  /// The texts, each with spaces before it until all are as wide as the widest.
  private static func aligned(_ texts: [String]) -> [String] {
    let width = texts.map { $0.count }.max() ?? 0
    return texts.map { String(repeating: " ", count: width - $0.count) + $0 }
  }

  /// A number with a fixed count of digits after the point, without Foundation.
  static func fixed(_ number: Double, digits: Int) -> String {
    guard number.isFinite, abs(number) < 1e9 else { return "\(number)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((abs(number) * scale).rounded())
    let whole = scaled / Int64(scale)
    let fraction = String(scaled % Int64(scale))
    let padding = String(repeating: "0", count: digits - fraction.count)
    return (number < 0 && scaled != 0 ? "-" : "") + "\(whole).\(padding)\(fraction)"
  }
}
