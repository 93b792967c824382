import Foundation
import XCTest

@testable import Course
@testable import GradientChecking
@testable import Laboratory

final class GradientCheckDemoTests: XCTestCase {
  private func shown(
    _ demo: GradientCheckDemo
  ) throws -> (status: ExitStatus, output: String, figure: String) {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    let capture = Capture()
    let folder = PackageFolder(root: root)
    let status = try demo.show(in: folder, capture.terminal())
    return (status, capture.output, try folder.text(GradientCheckDemo.figurePath) ?? "")
  }

  func testARightBackwardPassIsRightForEveryShape() throws {
    let cases: [(CheckedNetwork, Int, Int)] = [
      (.lstm, 3, 5), (.rnn, 3, 5), (.lstm, 1, 1), (.rnn, 8, 20), (.coupled, 3, 1),
      (.skipGram, 3, 1), (.skipGram, 1, 1), (.gloVe, 4, 1), (.gru, 3, 1), (.gruBefore, 1, 1),
    ]
    for (network, hidden, length) in cases {
      let demo = GradientCheckDemo(network: network, hiddenSize: hidden, length: length)
      let result = try shown(demo)
      XCTAssertEqual(result.status, .done)
      XCTAssertTrue(result.output.contains(": RIGHT"), result.output)
      XCTAssertFalse(result.output.contains("WRONG"), result.output)
      XCTAssertEqual(result.figure, "")
      let longest = result.output.split(separator: "\n").map(\.count).max() ?? 0
      XCTAssertLessThanOrEqual(longest, 80)
    }
  }

  func testEveryMistakeIsFound() throws {
    for bug in BackwardMistake.allCases {
      let result = try shown(GradientCheckDemo(bug: bug))
      XCTAssertTrue(result.output.contains("by more than 1e-06: WRONG"), bug.rawValue)
    }
  }

  func testTheWorstNumberHasItsPlaceAndBothValues() throws {
    let output = try shown(GradientCheckDemo(bug: .lostCellCarry)).output
    XCTAssertTrue(output.contains("Worst of all: x(2)[1, 0],\ninput 0 of row 1 at step 2:"), output)
    XCTAssertTrue(output.contains("the backward pass says  -7.0536"), output)
    XCTAssertTrue(output.contains("the loss says            6.9565"), output)
    XCTAssertTrue(output.contains("are right until step 5, and wrong at step 4."), output)
  }

  func testPlacesAreNamedInWords() {
    let entry = GradientEntry(row: 1, column: 2, analytic: 0, numerical: 0, relativeError: 0)
    for (name, place) in [
      ("Wi", "the input weight from input 1 to the input gate of unit 2"),
      ("Uf", "the recurrent weight from unit 1 to the forget gate of unit 2"),
      ("bg", "the bias of the candidate of unit 2"),
      ("bo", "the bias of the output gate of unit 2"),
      ("W", "the input weight from input 1 to unit 2"),
      ("U", "the recurrent weight from unit 1 to unit 2"), ("b", "the bias of unit 2"),
      ("Wy", "the weight from unit 1 to the logit of symbol 2"),
      ("by", "the bias of the logit of symbol 2"), ("x(12)", "input 2 of row 1 at step 12"),
      ("h(0)", "the hidden state of unit 2 in row 1, before the first step"),
      ("c(0)", "the cell state of unit 2 in row 1, before the first step"),
    ] {
      XCTAssertEqual(entry.place(in: name), place)
    }
  }

  func testPlacesAreNamedInWordsForLaterChapters() {
    let entry = GradientEntry(row: 1, column: 5, analytic: 0, numerical: 0, relativeError: 0)
    for (name, network, place) in [
      ("W", CheckedNetwork.coupled, "the input weight from input 1 to the candidate of unit 2"),
      ("U", .gru, "the recurrent weight from unit 1 to the update gate of unit 2"),
      ("v", .gru, "the bias of the candidate of unit 2"),
      ("h", .gru, "the hidden state of unit 5 in row 1, before the step"),
      ("E", .skipGram, "number 5 of word 1"), ("C", .gloVe, "number 5 of word 1 as company"),
      ("b", .gloVe, "the bias of word 5"), ("b̃", .gloVe, "the bias of word 5 as company"),
    ] {
      XCTAssertEqual(entry.place(in: name, of: network, size: 3), place)
    }
  }

  func testABadStepIsNotTakenForABadGradient() throws {
    let output = try shown(GradientCheckDemo(width: 0.1)).output
    XCTAssertTrue(output.contains("BADLY MEASURED"), output)
    XCTAssertFalse(output.contains("WRONG"), output)
    XCTAssertTrue(
      try shown(GradientCheckDemo(width: 0.1, bug: .swappedGate)).output.contains(": WRONG"))
  }

  func testALongSequenceHasLinesForItsEndsOnly() throws {
    let output = try shown(GradientCheckDemo(length: 20, bug: .transposedWeight)).output
    XCTAssertTrue(output.contains("\nx(3) "))
    XCTAssertTrue(output.contains("\n… 14 more inputs: 14 of them WRONG\n"), output)
    XCTAssertTrue(output.contains("\nx(18) "))
    XCTAssertFalse(output.contains("\nx(4) "))
    XCTAssertFalse(output.contains("\nx(17) "))
  }

  func testTheSweepDrawsBothCurves() throws {
    let result = try shown(GradientCheckDemo(bug: .overwrittenGradient, sweeps: true))
    XCTAssertTrue(result.output.contains("with the bug: no width brings the error below"))
    XCTAssertTrue(result.output.contains("without it: smallest error"))
    XCTAssertTrue(result.figure.hasPrefix("<svg"))
    XCTAssertTrue(result.figure.contains("with the bug"))
    let longest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    XCTAssertLessThanOrEqual(longest, 80)
  }

  func testSevenOfEightSuspectsFail() throws {
    let failing = try Suspect.allCases.filter {
      try shown(GradientCheckDemo(suspect: $0.rawValue)).output.contains("WRONG")
    }
    XCTAssertEqual(failing.count, 7)
  }

  func testTheChaptersExampleFailsInEveryTrial() throws {
    let output = try shown(GradientCheckDemo(suspect: "I")).output
    XCTAssertTrue(output.hasPrefix("Suspect I, one row, one step: 5 of 15 WRONG\n"), output)
    XCTAssertEqual(output.components(separatedBy: "\nSuspect I, ").count, 4)
  }

  func testTheWordsGiveTheSameDemoAgain() throws {
    for (words, demo) in [
      (
        "--hidden 4 --length=7 --width 1e-4 --bug swapped-gate --mine --sweep",
        GradientCheckDemo(
          network: .lstm, hiddenSize: 4, length: 7, width: 1e-4, bug: .swappedGate, sweeps: true)
      ), ("--suspect c", GradientCheckDemo(suspect: "C")),
    ] {
      let arguments = try ParsedArguments(
        words.split(separator: " ").map(String.init), for: .demoGradientCheck)
      XCTAssertEqual(try GradientCheckDemo(arguments), demo)
      XCTAssertEqual(arguments.words.prefix(2), ["demo", "gradient-check"])
      let again = try ParsedArguments(Array(arguments.words.dropFirst(2)), for: .demoGradientCheck)
      XCTAssertEqual(try GradientCheckDemo(again), demo)
    }
  }

  func testWrongFlagsAreOneLine() {
    for (arguments, problem) in [
      (["--bug", "nope"], "--bug is nope; it must be one of missing-tanh-slope, swapped-gate,"),
      (["--bug", "lost-cell"], "--bug is lost-cell; did you mean lost-cell-carry?"),
      (["--bug", "swapped-gate", "--cell", "rnn"], "--bug needs an LSTM; leave out --cell rnn"),
      (["--suspect", "J"], "--suspect is J; it must be a letter from A to I"),
      (["--suspect", "A", "--sweep"], "--suspect has trials of its own; leave out --sweep"),
      (["--width", "0"], "--width is 0; it must be a number from 1e-12 to 0.5"),
      (["--width", "nan"], "--width is nan; it must be a number from 1e-12 to 0.5"),
      (["--hidden", "9"], "--hidden is 9; it must be a whole number from 1 to 8"),
      (["--length", "0"], "--length is 0; it must be a whole number from 1 to 20"),
      (["--cell", "grus"], "--cell is grus; did you mean gru?"),
      (
        ["--cell", "gru", "--length", "1"], "--cell gru has no steps to choose; leave out --length"
      ),
    ] {
      let capture = Capture()
      let status = CourseCommandLine.run(
        ["demo", "gradient-check"] + arguments, terminal: capture.terminal())
      XCTAssertEqual(status, 2)
      XCTAssertTrue(capture.errors.contains(problem), capture.errors)
      XCTAssertEqual(capture.errors.split(separator: "\n").count, 1)
    }
  }
}
