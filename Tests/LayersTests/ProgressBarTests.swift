import XCTest

@testable import Layers

/// What the bar writes, by a clock and a width that are given.
final class ProgressBarTests: XCTestCase {
  private final class Terminal {
    var text = ""
    var time = 0.0
    var columns = 80
  }

  private let model = Sequential(layers: [])

  private func bar(_ terminal: Terminal, isLive: Bool = true) -> ProgressBar {
    ProgressBar(
      isLive: isLive, columns: { terminal.columns }, clock: { terminal.time },
      write: { terminal.text += $0 })
  }

  private func step(_ number: Int, _ figures: [(String, Double)]) -> StepSummary {
    StepSummary(
      epoch: 1, step: number, loss: figures[0].1, gradientNorm: 1,
      figures: figures.map { .init(name: $0.0, value: $0.1) })
  }

  private func begin(_ bar: inout ProgressBar, steps: Int?, epochs: Int = 2) throws {
    try bar.trainingBegins(model, TrainingPlan(epochs: epochs, steps: steps, figures: ["loss"]))
    try bar.epochBegins(1, model)
  }

  func testALineShowsFiguresPaceAndTimeLeft() throws {
    let terminal = Terminal()
    var bar = bar(terminal)
    try begin(&bar, steps: 40)
    terminal.time = 5
    bar.stepEnded(step(10, [("loss", 0.5), ("accuracy", 0.75)]))
    XCTAssertEqual(
      terminal.text,
      "\rEpoch 1/2 ━━──────── 10/40 15 s left, 2.0 steps/s  loss 0.5000  accuracy 0.7500\u{1B}[K")
    terminal.text = ""
    terminal.time = 5.05
    bar.stepEnded(step(11, [("loss", 0.5)]))
    XCTAssertEqual(terminal.text, "", "ten times a second at most")
    terminal.time = 6
    bar.stepEnded(step(40, [("loss", 0.25)]))
    XCTAssertEqual(
      terminal.text, "\rEpoch 1/2 ━━━━━━━━━━ 40/40 6.7 steps/s  loss 0.2500\u{1B}[K")
    terminal.text = ""
    let goesOn = try bar.epochEnded(
      EpochSummary(
        epoch: 7, learningRate: 0, names: ["loss"], training: [0.25], validation: [3e-7]),
      model)
    XCTAssertTrue(goesOn)
    XCTAssertEqual(
      terminal.text, "\rEpoch 1/2  6.0 s  loss 0.2500  val_loss 3.000e-07\u{1B}[K\n")
  }

  /// Times in all forms, and lines that never reach the edge, where a terminal would break them.
  func testALineFitsTheTerminal() throws {
    let terminal = Terminal()
    var bar = bar(terminal)
    try begin(&bar, steps: 100_000)
    let figures = (0..<9).map { ("metric_\($0)", Double($0)) }
    for (index, columns) in [10, 20, 40, 60, 80, 100, 200].enumerated() {
      (terminal.columns, terminal.text) = (columns, "")
      terminal.time = Double(100 * (index + 1))
      bar.stepEnded(step(10 * (index + 1), figures))
      let line = terminal.text.dropFirst().prefix { $0 != "\u{1B}" }
      XCTAssertLessThan(line.count, columns, String(line))
      XCTAssertGreaterThan(line.count, columns / 2, String(line))
    }
    XCTAssertTrue(terminal.text.contains("277:35:00 left, 10.0 s/step"), terminal.text)
  }

  func testAStreamsLengthIsKnownFromItsFirstEpoch() throws {
    let terminal = Terminal()
    var bar = bar(terminal)
    try begin(&bar, steps: nil)
    terminal.time = 1
    bar.stepEnded(step(2, [("loss", 1)]))
    XCTAssertEqual(terminal.text, "\rEpoch 1/2 2 2.0 steps/s  loss 1.0000\u{1B}[K")
    _ = try bar.epochEnded(
      EpochSummary(epoch: 1, learningRate: 0, names: [], training: [], validation: nil), model)
    try bar.epochBegins(2, model)
    terminal.text = ""
    terminal.time = 2
    bar.stepEnded(step(1, [("loss", 1)]))
    XCTAssertTrue(terminal.text.contains("1/2 1.0 s left"), terminal.text)
  }

  func testElsewhereThereIsALineForEveryEpoch() throws {
    let terminal = Terminal()
    var bar = bar(terminal, isLive: false)
    try begin(&bar, steps: 2)
    bar.stepEnded(step(1, [("loss", 1)]))
    terminal.time = 185
    _ = try bar.epochEnded(
      EpochSummary(epoch: 1, learningRate: 0, names: ["loss"], training: [.nan], validation: nil),
      model)
    XCTAssertEqual(terminal.text, "Epoch 1/2  3:05  loss nan\n")
  }

  func testAnErrorBeginsOnALineOfItsOwn() throws {
    let terminal = Terminal()
    var bar = bar(terminal)
    try begin(&bar, steps: 2)
    bar.stepEnded(step(1, [("loss", 1)]))
    _ = bar.trainingFailed(model, ModelError("x"))
    _ = bar.trainingFailed(model, ModelError("x"))
    XCTAssertTrue(terminal.text.hasSuffix("\u{1B}[K\n"), terminal.text)
  }

  func testWhatIsShown() {
    let one: [any Callback] = [EarlyStopping()]
    XCTAssertEqual(ProgressDisplay.none.added(to: one).count, 1)
    XCTAssertEqual(ProgressDisplay.bar.added(to: one).count, 2)
    XCTAssertEqual(ProgressDisplay.bar.added(to: [ProgressBar()]).count, 1, "one is enough")
    XCTAssertEqual(
      ProgressDisplay.automatic.added(to: one).count,
      ProgressBar.isTerminal && ProcessInfo.processInfo.environment["CI"] == nil ? 2 : 1)
  }
}
