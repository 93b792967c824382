import Course
import Plots
import Text

/// The curves of the adding problem while they grow: drawn in place where somebody watches, a line
/// every five hundred updates where the output goes into a file.
struct AddingDisplay {
  let demo: AddingProblemDemo
  let terminal: Terminal
  /// The errors of the cells that have begun, in their order.
  private var errors: [[Double]] = []
  private var cell = AddingCell.lstm
  /// How long each line of the drawing is; empty where nothing is drawn.
  private var drawn: [Int] = []

  static let height = 16
  private static let clearBelow = "\u{1B}[J"

  init(demo: AddingProblemDemo, terminal: Terminal) {
    (self.demo, self.terminal) = (demo, terminal)
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
        "\(cell.name), update \(grouped(progress.step)): error \(fixed(progress.error, 4))")
    }
  }

  /// A cell has done: its last error too belongs to the curve.
  mutating func finish(_ result: AddingProgress) { errors[errors.count - 1] = result.errors }

  /// Takes the curves away.
  mutating func clear() {
    if !drawn.isEmpty { terminal.write(wayBack + Self.clearBelow) }
    drawn = []
  }

  /// Leaves the curves as they are at the end.
  mutating func end() {
    if !terminal.isInteractive { terminal.print() }
    draw(until: nil)
    terminal.print()
  }

  private mutating func draw(until end: Int?) {
    let (chart, width) = (demo.chart(errors, until: end), min(80, terminal.width))
    func sketch(colour: Bool) -> [String] {
      chart.sketch(width: width, height: Self.height, colour: colour).lines
    }
    let isWatched = terminal.isInteractive
    let lines = sketch(colour: terminal.hasColour).map { $0 + (isWatched ? "\u{1B}[K\n" : "\n") }
    terminal.write(wayBack + lines.joined() + (isWatched ? Self.clearBelow : ""))
    drawn = isWatched ? sketch(colour: false).map(\.count) : []
  }

  /// Goes to where the drawing began. Lines for which the window has become too narrow stand on
  /// several by now.
  private var wayBack: String {
    if drawn.isEmpty { return "" }
    let width = terminal.width
    return "\u{1B}[\(drawn.reduce(0) { $0 + max(1, ($1 + width - 1) / width) })A"
  }
}
