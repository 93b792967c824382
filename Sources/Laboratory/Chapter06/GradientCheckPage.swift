import Course
import GradientChecking

/// What `course demo gradient-check` prints: the table, the worst number and the verdict.
struct GradientCheckPage {
  let demo: GradientCheckDemo
  let report: GradientReport
  /// Whether the same gradients pass with the usual step.
  let isStepToBlame: Bool

  private static let tolerance = 1e-6

  /// - Parameter count: how many numbers were checked.
  func lines(count: Int, _ terminal: Terminal) -> [String] {
    let width = terminal.width
    return introduction(count: count).flatMap { wrapped($0, to: width) } + [""] + table(terminal)
      + [""] + worst.flatMap { wrapped($0, to: width, hanging: 2) } + [""]
      + verdict.flatMap { sentence, styles in
        wrapped(sentence, to: width).map { terminal.styled($0, styles) }
      }
  }

  private func introduction(count: Int) -> [String] {
    var lines = [
      "An \(demo.isLSTM ? "LSTM" : "RNN") of \(counted(demo.hiddenSize, "unit")) reads 3 rows of "
        + "\(counted(demo.length, "step")), all numbers random.",
      demo.isLSTM
        ? "The loss is a weighted sum of its hidden states, with random weights."
        : "The loss is the cross-entropy of its predictions.",
      "\(count) numbers are each moved up and down by \(short(demo.step)): "
        + "\(2 * count) runs.",
    ]
    if let bug = demo.bug { lines.append("In its backward pass: \(bug.rawValue).") }
    return lines
  }

  // MARK: The table

  /// The report, coloured by verdict.
  func table(_ terminal: Terminal) -> [String] {
    let lines = rows(width: terminal.width)
    let failures = Set(report.failures(within: Self.tolerance))
    let coloured = zip(report.parameters, lines.dropFirst()).map { parameter, line in
      if !failures.contains(parameter.name) { return terminal.styled(line, .green) }
      return isStepToBlame
        ? terminal.styled(line.dropLast("WRONG".count) + "off", .yellow)
        : terminal.styled(line, .red)
    }
    let head = lines.first.map { [terminal.styled($0, .bold)] } ?? []
    return head + withoutMiddleSteps(coloured, terminal)
  }

  /// The report's lines. A narrow window has no room for the two numbers that are compared, a very
  /// narrow one nor for their place.
  private func rows(width: Int) -> [String] {
    let lines = report.table(within: Self.tolerance).split(separator: "\n").map(String.init)
    guard let head = lines.first, lines.contains(where: { $0.count > width }),
      let place = head.range(of: "worst at"), let error = head.range(of: "rel. error")
    else { return lines }
    let end = head.distance(from: head.startIndex, to: error.lowerBound)
    let shorter = [place.upperBound, place.lowerBound].map { cut in
      let start = head.distance(from: head.startIndex, to: cut)
      return lines.map { padded(String($0.prefix(start)), to: start) + "  " + $0.dropFirst(end) }
    }
    return shorter.first { $0.allSatisfy { $0.count <= width } } ?? shorter[1]
  }

  /// A long sequence has a line for its first and its last three inputs.
  private func withoutMiddleSteps(_ lines: [String], _ terminal: Terminal) -> [String] {
    let inputs = report.parameters.indices.filter { report.parameters[$0].name.hasPrefix("x") }
    guard inputs.count > 8 else { return lines }
    let hidden = inputs[inputs.startIndex + 3]..<inputs[inputs.endIndex - 3]
    let failures = Set(report.failures(within: Self.tolerance))
    let wrong = hidden.filter { failures.contains(report.parameters[$0].name) }.count
    let note = wrong == 0 ? "all ok" : "\(wrong) of them \(isStepToBlame ? "off" : "WRONG")"
    let line = terminal.styled("… \(hidden.count) more inputs: \(note)", wrong == 0 ? .green : .red)
    return lines[..<hidden.lowerBound] + [line] + lines[hidden.upperBound...]
  }

  // MARK: The worst

  private var worst: [String] {
    guard
      let worst = report.parameters.max(by: { $0.worst.relativeError < $1.worst.relativeError })
    else { return [] }
    let entry = worst.worst
    return [
      "Worst of all: \(worst.name)[\(entry.row), \(entry.column)],",
      "\(entry.place(in: worst.name)):",
      "  the backward pass says  \(scientific(entry.analytic, digits: 8, signed: true))",
      "  the loss says           \(scientific(entry.numerical, digits: 8, signed: true))",
    ]
  }

  // MARK: The verdict

  private var verdict: [(sentence: String, styles: [Terminal.Style])] {
    let failures = report.failures(within: Self.tolerance)
    let limit = short(Self.tolerance)
    if failures.isEmpty {
      let all = "All \(report.parameters.count) parameters agree within \(limit)"
      return [("\(all): RIGHT, as far as a check can tell.", [.bold, .green])]
    }
    let count = "\(failures.count) of \(report.parameters.count) parameters"
    if isStepToBlame {
      return [
        ("\(count) differ by more than \(limit): BADLY MEASURED.", [.bold, .yellow]),
        ("With a step of 1e-05 all of them agree; see --sweep.", []),
      ]
    }
    let steps = stepsHint(Set(failures)).map { [($0, [Terminal.Style]())] } ?? []
    return [("\(count) differ by more than \(limit): WRONG.", [.bold, .red])] + steps
  }

  /// Where in time the gradient goes wrong, if it is right at the last steps.
  private func stepsHint(_ failures: Set<String>) -> String? {
    let wrong = (1...demo.length).filter { failures.contains("x(\($0))") }
    guard let last = wrong.last, last < demo.length else { return nil }
    return "Going back, the inputs' gradients are right until step \(last + 1), "
      + "and wrong at step \(last)."
  }

  private func short(_ number: Double) -> String { scientific(number, digits: 0) }
}
