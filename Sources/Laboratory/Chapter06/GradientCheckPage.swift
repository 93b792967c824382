import Course
import GradientChecking

/// What `course demo gradient-check` prints: the table, the worst number and the verdict.
struct GradientCheckPage {
  let demo: GradientCheckDemo
  let report: GradientReport
  /// Whether the same gradients pass with the usual width.
  let isWidthToBlame: Bool
  let terminal: Terminal

  private var failures: Set<String> { Set(report.failures()) }

  private var network: String {
    demo.isCoupled ? "An LSTM with a coupled gate" : demo.isLSTM ? "An LSTM" : "An RNN"
  }

  private var loss: String {
    if demo.isCoupled { return "The loss is a weighted sum of both states, with random weights." }
    return demo.isLSTM
      ? "The loss is a weighted sum of its hidden states, with random weights."
      : "The loss is the cross-entropy of its predictions."
  }

  /// - Parameter count: how many numbers were checked.
  func show(count: Int) {
    let (units, steps) = (counted(demo.hiddenSize, "unit"), counted(demo.length, "step"))
    let width = scientific(demo.width, digits: 0)
    for line in [
      "\(network) of \(units) reads 3 rows of \(steps), all numbers random.",
      loss,
      "\(count) numbers are each moved up and down by \(width): \(2 * count) runs.",
    ] + (demo.bug.map { ["In its backward pass: \($0.rawValue)."] } ?? []) {
      terminal.printWrapped(line)
    }
    terminal.print()
    showTable()
    terminal.print()
    showWorst()
    terminal.print()
    showVerdict()
  }

  /// The report, coloured by verdict. A long sequence has a line for its first and its last three
  /// inputs.
  func showTable() {
    let inputs = report.parameters.indices.filter { report.parameters[$0].name.hasPrefix("x") }
    let hidden = inputs.count > 8 ? inputs[3]..<inputs[inputs.count - 3] : 0..<0
    let wrong = report.parameters[hidden].count { failures.contains($0.name) }
    let note = wrong == 0 ? "all ok" : "\(wrong) of them \(isWidthToBlame ? "off" : "WRONG")"
    let lines = rows(width: terminal.width)
    terminal.print(terminal.styled(lines[0], .bold))
    for (index, line) in lines.dropFirst().enumerated() {
      if index == hidden.first {
        let line = "… \(hidden.count) more inputs: \(note)"
        terminal.print(terminal.styled(line, wrong == 0 ? .green : .red))
      }
      if hidden.contains(index) { continue }
      let isRight = !failures.contains(report.parameters[index].name)
      let shown = !isRight && isWidthToBlame ? line.dropLast("WRONG".count) + "off" : line
      terminal.print(terminal.styled(shown, isRight ? .green : isWidthToBlame ? .yellow : .red))
    }
  }

  /// The report's lines. A narrow window has no room for the two numbers that are compared, which
  /// end before column 59, a very narrow one nor for their place, which stands in columns 19 to 27.
  private func rows(width: Int) -> [String] {
    let lines = report.table().lines
    let shorter = [27, 19].map { end in
      lines.map { padded(String($0.prefix(end)), to: end + 2) + $0.dropFirst(59) }
    }
    return ([lines] + shorter).first { $0.allSatisfy { $0.count <= width } } ?? shorter[1]
  }

  private func showWorst() {
    let worst = report.parameters.max { $0.worst.relativeError < $1.worst.relativeError }
    guard let (name, entry) = worst.map({ ($0.name, $0.worst) }) else { return }
    for line in [
      "Worst of all: \(name)[\(entry.row), \(entry.column)],", "\(entry.place(in: name)):",
      "  the backward pass says  \(scientific(entry.analytic, digits: 8, signed: true))",
      "  the loss says           \(scientific(entry.numerical, digits: 8, signed: true))",
    ] {
      terminal.printWrapped(line, hanging: 2)
    }
  }

  private func showVerdict() {
    let all = report.parameters.count
    if failures.isEmpty {
      let verdict = "RIGHT, as far as a check can tell."
      return terminal.printWrapped(
        "All \(all) parameters agree within 1e-06: \(verdict)", .bold, .green)
    }
    let finding = "\(failures.count) of \(all) parameters differ by more than 1e-06"
    if isWidthToBlame {
      terminal.printWrapped("\(finding): BADLY MEASURED.", .bold, .yellow)
      return terminal.printWrapped("With a width of 1e-05 all of them agree; see --sweep.")
    }
    terminal.printWrapped("\(finding): WRONG.", .bold, .red)
    // Where in time the gradient goes wrong, if it is right at the last steps.
    let last = (1...demo.length).last { failures.contains("x(\($0))") }
    guard let last, last < demo.length else { return }
    terminal.printWrapped(
      "Going back, the inputs' gradients are right until step \(last + 1), and wrong at step \(last)."
    )
  }
}

extension GradientEntry {
  /// What an entry of a parameter stands for: "the recurrent weight from unit 0 to the forget gate of
  /// unit 2".
  ///
  /// - Parameter name: the parameter as the tables call it, such as `Uf`.
  func place(in name: String) -> String {
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
    let target = "\(targets[String(name.dropFirst())] ?? "unit") \(column)"
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
}
