import GradientChecking

extension GradientEntry {
  /// What an entry of a parameter stands for: "the recurrent weight from unit 0 to the forget gate of
  /// unit 2".
  ///
  /// - Parameters:
  ///   - name: the parameter as the tables call it, such as `Uf`.
  ///   - network: whose parameter it is.
  ///   - size: its units, or numbers of a word.
  func place(in name: String, of network: CheckedNetwork = .lstm, size: Int = 1) -> String {
    if network == .skipGram || network == .gloVe { return placeAmongWords(name) }
    if let opening = name.firstIndex(of: "(") {
      let step = name[opening...].dropFirst().dropLast()
      if name.hasPrefix("x") { return "input \(column) of row \(row) at step \(step)" }
      let state = name.hasPrefix("h") ? "hidden" : "cell"
      return "the \(state) state of unit \(column) in row \(row), before the first step"
    }
    let targets = [
      "i": "the input gate of unit", "f": "the forget gate of unit", "g": "the candidate of unit",
      "o": "the output gate of unit", "y": "the logit of symbol",
    ]
    let target =
      if let parts = network.parts, name != "x", name != "h" {
        "the \(name == "v" ? parts[2] : parts[column / size]) of unit \(column % size)"
      } else {
        "\(targets[String(name.dropFirst())] ?? "unit") \(column)"
      }
    return switch name.prefix(1) {
    case _ where name == "x": "input \(column) of row \(row)"
    case _ where name == "h": "the hidden state of unit \(column) in row \(row), before the step"
    case _ where name == "c": "the cell state of unit \(column) in row \(row), before the step"
    case _ where name == "Wy": "the weight from unit \(row) to \(target)"
    case "W": "the input weight from input \(row) to \(target)"
    case "U": "the recurrent weight from unit \(row) to \(target)"
    default: "the bias of \(target)"
    }
  }

  /// What an entry of a table of word vectors stands for.
  private func placeAmongWords(_ name: String) -> String {
    switch name {
    case "E": "number \(column) of word \(row)"
    case "C": "number \(column) of word \(row) as company"
    case "b": "the bias of word \(column)"
    default: "the bias of word \(column) as company"
    }
  }
}
