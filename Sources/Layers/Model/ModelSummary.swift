extension Model: CustomStringConvertible {
  /// The table that `summary()` prints.
  public var description: String { summaryTable }

  /// Prints the table of inputs and layers: the shape of what each gives, what it reads, and how many
  /// numbers it learns. A layer that is called twice has a row for each call, and its parameters in
  /// the first.
  public func summary() {
    print(summaryTable)
  }

  /// What `summary()` prints.
  public var summaryTable: String {
    var rows = [["Layer", "Output shape", "Reads", "Parameters"]]
    for (index, input) in graph.inputs.enumerated() {
      rows.append([
        "input \(index)" + (input.name.map { "  \($0)" } ?? ""), network.shapes[index].text, "",
        "0",
      ])
    }
    var seen: Set<Int> = []
    for (index, call) in graph.calls.enumerated() {
      let slots = network.layout.slots.filter { $0.name.hasPrefix("\(call.layer).") }
      let count = slots.reduce(0) { $0 + $1.count }
      let isFirst = seen.insert(call.layer).inserted
      rows.append([
        "\(call.layer)  \(graph.typeName(call))", network.shapes[graph.inputs.count + index].text,
        call.inputs.map { place(ofValue: $0) }.joined(separator: ", "),
        isFirst ? grouped(count) : "shared",
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
    let lines = rows.map { row in
      let texts = zip(row, widths).map { padded($0, $1) }
      let count = String(repeating: " ", count: widths[3] - row[3].count) + row[3]
      return (texts.dropLast() + [count]).joined(separator: "  ")
    }
    let rule = String(repeating: "─", count: widths.reduce(6, +))
    let total =
      "Total parameters: \(grouped(parameterCount)) (\(grouped(4 * parameterCount)) bytes)"
    return ([lines[0], rule] + lines.dropFirst() + [rule, total]).joined(separator: "\n")
  }

  private func place(ofValue value: Int) -> String {
    graph.call(giving: value).map { "\($0.layer)" } ?? "input \(value)"
  }
}
