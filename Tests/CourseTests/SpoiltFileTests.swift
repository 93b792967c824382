import XCTest

@testable import Course

/// A reader's file that something spoilt: it alone suffers, and `reset` mends it.
final class SpoiltFileTests: XCTestCase {
  private static let last = "exercises/02-last/Last.swift"

  /// Puts the byte that is é in Latin-1 into a comment.
  private func spoil(_ path: String, in sample: SampleCourse) throws {
    try sample.edit(path, "// EXERCISE", "// caf@\n  // EXERCISE")
    let data = try XCTUnwrap(sample.folder.contents(path))
    try sample.folder.write(Data(data.map { $0 == UInt8(ascii: "@") ? 0xE9 : $0 }), to: path)
  }

  func testAByteThatIsNoUTF8CostsItsFileAlone() throws {
    let sample = try SampleCourse()
    try spoil(Self.last, in: sample)
    XCTAssertEqual(course().status, 0, course().errors)
    XCTAssertEqual(course("solution", "2.1").status, 0)
    let number = ExerciseNumber(chapter: 2, index: 1)
    let file = try XCTUnwrap(
      Course(sample.folder).readerFile(of: Course(sample.folder).exercise(number).1))
    XCTAssertTrue(file.isUnwritten(number))
    XCTAssertThrowsError(try sample.folder.text(Self.last)) {
      XCTAssertEqual("\($0)", "\(Self.last) is not UTF-8 (line 2); save it as UTF-8")
    }
  }

  func testResetMendsIt() throws {
    for arguments in [["2.1"], ["2.1", "--file"], ["2"]] {
      let sample = try SampleCourse()
      try spoil(Self.last, in: sample)
      let capture = Capture()
      let status = CourseCommandLine.run(["reset"] + arguments, terminal: capture.terminal())
      XCTAssertEqual(status, 0, capture.errors)
      XCTAssertTrue(capture.output.contains("Yours is kept in"), capture.output)
      XCTAssertNotNil(try sample.folder.text(Self.last))
    }
  }

  func testAnExerciseThatStandsTwiceIsNotCalledFresh() throws {
    let sample = try SampleCourse()
    let text = try XCTUnwrap(sample.folder.text(Self.last))
    try sample.folder.write(text + "\n" + text.replacing("last()", with: "more()"), to: Self.last)
    let result = course("reset", "2.1")
    XCTAssertEqual(result.status, 2)
    XCTAssertTrue(result.errors.contains("// EXERCISE 2.1 stands there twice"), result.errors)
    XCTAssertTrue(result.errors.contains("course reset 2.1 --file"), result.errors)
  }

  func testOtherLinesOfItsFileAreNotCalledFresh() throws {
    let sample = try SampleCourse()
    try sample.edit(Self.last, "func last()", "func lost()")
    XCTAssertEqual(
      course("reset", "2.1").output.split { $0.isWhitespace }.joined(separator: " "),
      "2.1 is as it was handed out. Other lines of \(Self.last) are not: swift run course reset "
        + "2.1 --file")
    XCTAssertEqual(course("reset", "1.1").output, "1.1 is as it was handed out.\n")
  }
}
