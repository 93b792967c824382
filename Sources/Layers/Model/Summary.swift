extension Sequential: CustomStringConvertible {
  /// The table that `summary()` prints.
  public var description: String { summaryTable }

  /// Prints the table of layers, the shapes of their outputs, and how many numbers each learns.
  public func summary() {
    print(summaryTable)
  }

  /// What `summary()` prints.
  public var summaryTable: String {
    let shapes = knownShapes
    var rows: [(layer: String, shape: String, count: String)] = []
    for (index, layer) in layers.enumerated() {
      let slots = built?.network.layout.slots.filter { $0.name.hasPrefix("\(index).") }
      let count = slots?.reduce(0) { $0 + $1.count }
      rows.append(
        (
          "\(index)  \(layer.typeName)", shapes?[index] ?? "?",
          count.map { grouped($0) } ?? "?"
        ))
    }
    let header = ("Layer", "Output shape", "Parameters")
    let widths = (
      max(18, rows.map(\.layer.count).max() ?? 0),
      max(header.1.count, rows.map(\.shape.count).max() ?? 0),
      max(header.2.count, rows.map(\.count.count).max() ?? 0)
    )
    let rule = String(repeating: "─", count: widths.0 + widths.1 + widths.2 + 4)
    func line(_ row: (layer: String, shape: String, count: String)) -> String {
      padded(row.layer, widths.0) + "  " + padded(row.shape, widths.1) + "  "
        + String(repeating: " ", count: widths.2 - row.count.count) + row.count
    }
    let total =
      (try? parameterCount).map { "Total parameters: \(grouped($0)) (\(grouped(4 * $0)) bytes)" }
      ?? "The inputs' size is not known yet: begin with Input(features:), or call fit."
    return ([line(header), rule] + rows.map(line) + [rule, total]).joined(separator: "\n")
  }
}

extension Sequential {
  /// For each layer the shape of what it gives, as far as it is known.
  private var knownShapes: [String]? {
    if let built {
      let shapes = built.network.shapes.map(\.text)
      if case .input = layers[0] { return shapes }
      return Array(shapes.dropFirst())
    }
    return ((try? flows(layers, features: nil)) ?? nil)?.dropFirst().map(\.shape)
  }
}

extension Flow {
  fileprivate var shape: String {
    switch self {
    case .symbols: "(batch, time)"
    case .sequence(let size): "(batch, time, \(size))"
    case .vector(let size): "(batch, \(size))"
    }
  }
}

/// A text with blanks behind it.
func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// A number with commas between its thousands.
func grouped(_ number: Int) -> String {
  var result = ""
  for (index, digit) in String(number).reversed().enumerated() {
    if index > 0 && index % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return String(result.reversed())
}
