extension Matrix: CustomStringConvertible {
  /// The numbers as rows and columns, up to eight of each, four digits after the point.
  public var description: String {
    let shownRows = min(rows, 8)
    let shownColumns = min(columns, 8)
    let lines = (0..<shownRows).map { row in
      let numbers = (0..<shownColumns).map { Matrix.fixed(self[row, $0], digits: 4) }
      return "[" + numbers.joined(separator: ", ") + (columns > shownColumns ? ", …]" : "]")
    }
    let body = lines.joined(separator: "\n ") + (rows > shownRows ? "\n …" : "")
    return "\(shape) [\(body)]"
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
