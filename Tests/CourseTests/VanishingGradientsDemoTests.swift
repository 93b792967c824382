import Foundation
import XCTest

@testable import Course
@testable import Laboratory

final class VanishingGradientsDemoTests: XCTestCase {
  private func shown(
    _ demo: VanishingGradientsDemo
  ) throws -> (status: ExitStatus, output: String, figure: String) {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    let capture = Capture()
    let folder = PackageFolder(root: root)
    let status = try demo.show(in: folder, capture.terminal())
    return (status, capture.output, try folder.text(VanishingGradientsDemo.figurePath) ?? "")
  }

  func testTheTableEndsWithTheMeasuredRates() throws {
    let result = try shown(VanishingGradientsDemo(radius: 0.9, steps: 50, showsLSTM: false))
    XCTAssertEqual(result.status, .done)
    let rates = result.output.split(separator: "\n").first { $0.hasPrefix("rate") }
    XCTAssertEqual(
      rates?.split(separator: " ").map(String.init), ["rate", "0.9000", "0.9000", "0.7439"])
    XCTAssertTrue(result.output.contains("largest singular value 1.6630"))
    XCTAssertTrue(result.output.contains(VanishingGradientsDemo.figurePath))
    XCTAssertTrue(result.figure.hasPrefix("<svg"))
    let longest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    XCTAssertLessThanOrEqual(longest, 80)
  }

  func testLSTMsHaveColumnsOfTheirOwn() throws {
    let result = try shown(VanishingGradientsDemo(radius: 1.1, steps: 12, showsLSTM: true))
    let rates = result.output.split(separator: "\n").first { $0.hasPrefix("rate") }
    XCTAssertEqual(rates?.split(separator: " ").count, 6)
    XCTAssertTrue(result.output.contains("LSTM bias 3"))
    XCTAssertTrue(result.figure.contains("LSTM bias 3"))
  }

  func testTheExtremesThatTheFlagsAllowStayFinite() throws {
    for (radius, steps) in [(0.1, 150), (10, 150), (0.1, 2), (10, 2)] {
      let result = try shown(
        VanishingGradientsDemo(radius: radius, steps: steps, showsLSTM: true))
      XCTAssertFalse(result.output.lowercased().contains("nan"), "\(radius) \(steps)")
      XCTAssertFalse(result.output.contains("inf "), "\(radius) \(steps)")
    }
  }

  func testWrongFlagsAreOneLine() {
    for (arguments, problem) in [
      (["--radius", "0"], "--radius is 0; it must be a number from 0.1 to 10"),
      (["--steps", "1"], "--steps is 1; it must be a whole number from 2 to 150"),
      (["--cell", "gru"], "--cell is gru; it must be rnn or lstm"),
      (["--radus", "1"], "did you mean --radius?"),
    ] {
      let capture = Capture()
      let status = CourseCommandLine.run(
        ["demo", "vanishing-gradients"] + arguments, terminal: capture.terminal())
      XCTAssertEqual(status, 2)
      XCTAssertTrue(capture.errors.contains(problem), capture.errors)
      XCTAssertEqual(capture.errors.split(separator: "\n").count, 1)
    }
  }

  func testABuildThatFailsNamesTheReadersOwnErrorFirst() {
    let output = """
      /p/solutions/a.swift:1:2: error: somewhere else
      /p/exercises/03-vanishing-gradients/DecayCurve.swift:20:5: error: cannot find 'norms' in scope
      """
    XCTAssertEqual(
      buildProblem(BuildFailure(output: output, root: "/p")),
      "your code does not compile: exercises/03-vanishing-gradients/DecayCurve.swift:20:5: "
        + "cannot find 'norms' in scope")
    XCTAssertEqual(
      buildProblem(BuildFailure(output: "error: disk full", root: "/p")),
      "your code could not be built: error: disk full")
  }
}
