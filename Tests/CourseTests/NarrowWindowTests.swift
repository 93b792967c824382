import Foundation
import XCTest

@testable import Authoring
@testable import Course
@testable import Laboratory
@testable import Tasks

/// Whatever a command says stays within the window, whose width may change.
final class NarrowWindowTests: XCTestCase {
  private func assertFits(
    _ text: String, _ width: Int, file: StaticString = #filePath, line: UInt = #line
  ) {
    for shown in text.split(separator: "\n") {
      XCTAssertLessThanOrEqual(shown.count, width, "\(shown)", file: file, line: line)
    }
  }

  func testTheDashboardFits() throws {
    let sample = try SampleCourse()
    for width in [36, 60, 71] {
      let capture = Capture()
      try Dashboard(Course(sample.folder), capture.terminal(width: width)).show(everything: true)
      assertFits(capture.output, width)
      XCTAssertTrue(capture.output.contains("0 of 6 points"), capture.output)
      XCTAssertTrue(capture.output.contains("· 1.1  The sum"), capture.output)
    }
  }

  func testHelpFits() {
    for width in [60, 80] {
      for command in everyCommand {
        let capture = Capture()
        let words = command.name.split(separator: " ").map(String.init) + ["--help"]
        _ = CourseCommandLine.run(words, terminal: capture.terminal(width: width))
        assertFits(capture.output, width)
      }
    }
    let narrow = Help.list([.bench], Capture().terminal(width: 36))
    XCTAssertEqual(
      narrow,
      """
        course bench
            measures how fast Layers
            trains and generates here
      """)
  }

  func testTheDemosFit() throws {
    let folder = PackageFolder(
      root: FileManager.default.temporaryDirectory
        .appendingPathComponent("narrow-\(UUID().uuidString)"))
    defer { try? FileManager.default.removeItem(at: folder.root) }
    let measured = "\(Measurements.folder)/07-adding.txt"
    let book = try PackageFolder.containing(URL(fileURLWithPath: #filePath).path)
    try folder.write(try XCTUnwrap(try book.text(measured)), to: measured)
    for width in [40, 60] {
      let capture = Capture()
      let terminal = capture.terminal(width: width)
      for showsLSTM in [false, true] {
        _ = try VanishingGradientsDemo(radius: 0.9, steps: 12, showsLSTM: showsLSTM)
          .show(in: folder, terminal)
      }
      XCTAssertTrue(capture.output.contains(" LSTM bias 3\n"), capture.output)
      _ = try GradientCheckDemo().show(in: folder, terminal)
      _ = try GradientCheckDemo(bug: .lostCellCarry).show(in: folder, terminal)
      XCTAssertTrue(capture.output.contains("WRONG"), capture.output)
      _ = try AddingProblemDemo(length: 4, cells: [.lstm, .rnn], seed: 1, steps: 100)
        .show(in: folder, terminal)
      let figures = ["vanishing-gradients", "gradient-check", "adding-problem"]
      // A path is one word.
      let words = capture.output.split(separator: "\n").filter { line in
        !figures.contains { line.contains("\($0).svg") }
      }
      assertFits(words.joined(separator: "\n"), width)
    }
  }

  func testTheLatchsTableLeavesColumnsOut() {
    let trial = LatchTrial(seed: 1)
    for width in [40, 60, 80] {
      assertFits(trial.table(width: width).joined(separator: "\n"), width)
    }
    XCTAssertTrue(trial.table(width: 80)[1].hasSuffix("1000       bit after 20"))
    XCTAssertTrue(trial.table(width: 60)[1].hasSuffix("100    1000"))
    XCTAssertEqual(trial.table(width: 40)[2], "LSTM latch     100 %   100 %   100 %")
  }

  func testATrainingsTableLeavesColumnsOut() {
    let cells = ["10 of 10", "1.234", "1.345", "3.84", "1.94", "123,456"]
    for width in [36, 50, 73] {
      let row = TrainingDisplay.row(cells, width: width) + "  best"
      assertFits(row, width)
      XCTAssertTrue(row.contains("1.345"), row)
    }
  }

  func testALabelsTextHangsInItsOwnColumn() {
    XCTAssertEqual(
      labelled("Plan:", "ten steps of a batch", to: 30),
      ["Plan:    ten steps of a batch"])
    XCTAssertEqual(
      labelled("Plan:", "ten steps of a batch, and ten", to: 30),
      ["Plan:    ten steps of a batch,", "         and ten"])
  }

  func testADrawingIsTakenAwayWholeWhereTheWindowHasBecomeNarrow() throws {
    let (capture, width) = (Capture(), Counter(80))
    let terminal = Terminal(
      width: width.value, hasColour: false, isInteractive: true,
      output: { capture.terminal().write($0) }, errorOutput: { _ in })
    let demo = AddingProblemDemo(length: 4, cells: [.rnn], seed: 1, steps: 100)
    var display = AddingDisplay(demo: demo, terminal: terminal)
    display.begin(.rnn)
    display.show(AddingProgress(step: 100, errors: [0.2, 0.1]))
    let drawn = capture.output.split(separator: "\n", omittingEmptySubsequences: false)
    width.value = 50
    display.clear()
    let rows = drawn.dropLast().reduce(0) { rows, line in
      rows + max(1, (line.replacingOccurrences(of: "\u{1B}[K", with: "").count + 49) / 50)
    }
    XCTAssertGreaterThan(rows, AddingDisplay.height)
    XCTAssertTrue(capture.output.hasSuffix("\u{1B}[\(rows)A\u{1B}[J"), capture.output)
  }
}
