import Plots
import Text

/// The curves of the adding problem while they grow: drawn in place where somebody watches, a line
/// every five hundred steps where the output goes into a file.
struct AddingDisplay {
  let demo: AddingProblemDemo
  let terminal: Terminal
  /// The errors of the cells that have begun, in their order.
  private var errors: [[Double]] = []
  private var cell = AddingCell.lstm
  private var isDrawn = false

  static let height = 16

  init(demo: AddingProblemDemo, terminal: Terminal) {
    self.demo = demo
    self.terminal = terminal
  }

  mutating func begin(_ cell: AddingCell) {
    self.cell = cell
    errors.append([])
  }

  mutating func show(_ progress: AddingProgress) {
    guard progress.isTested, progress.step > 0 else { return }
    errors[errors.count - 1] = progress.errors
    if terminal.isInteractive {
      draw(until: demo.steps)
    } else if progress.step % 500 == 0 {
      terminal.print(
        "\(cell.name), step \(grouped(progress.step)): "
          + "error \(fixed(progress.errors[progress.errors.count - 1], 4))")
    }
  }

  /// A cell has done: its last error too belongs to the curve.
  mutating func finish(_ result: AddingResult) {
    errors[errors.count - 1] = result.errors
  }

  /// Takes the curves away.
  mutating func clear() {
    if isDrawn { terminal.write("\u{1B}[\(Self.height)A\u{1B}[J") }
    isDrawn = false
  }

  /// Leaves the curves as they are at the end.
  mutating func end() {
    if !terminal.isInteractive { terminal.print() }
    draw(until: nil)
    terminal.print()
  }

  private mutating func draw(until end: Int?) {
    let chart = demo.chart(errors, until: end)
    let sketch = chart.sketch(
      width: min(80, terminal.width), height: Self.height, colour: terminal.hasColour)
    var text = isDrawn ? "\u{1B}[\(Self.height)A" : ""
    let eraser = terminal.isInteractive ? "\u{1B}[K" : ""
    for line in sketch.split(separator: "\n", omittingEmptySubsequences: false) {
      text += line + eraser + "\n"
    }
    terminal.write(text)
    isDrawn = true
  }
}
