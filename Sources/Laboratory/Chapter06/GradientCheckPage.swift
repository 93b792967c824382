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

  /// - Parameter count: how many numbers were checked.
  func show(count: Int) {
    let width = scientific(demo.width, digits: 0)
    for line in [
      demo.network.sentence(size: demo.hiddenSize, length: demo.length),
      demo.network.loss,
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

  private func place(of entry: GradientEntry, in name: String) -> String {
    entry.place(in: name, of: demo.network, size: demo.hiddenSize)
  }

  private func showWorst() {
    let worst = report.parameters.max { $0.worst.relativeError < $1.worst.relativeError }
    guard let (name, entry) = worst.map({ ($0.name, $0.worst) }) else { return }
    for line in [
      "Worst of all: \(name)[\(entry.row), \(entry.column)],", "\(place(of: entry, in: name)):",
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
