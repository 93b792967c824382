import XCTest

@testable import Authoring
@testable import Course

final class ReleaseTests: XCTestCase {
  private func problems(_ body: String) -> [String] {
    SolutionFile(path: "f.swift", text: body).problems.map(\.description)
  }

  func testTheMarkerLineIsReadExactly() {
    let marker = ExerciseMarker(line: "    // EXERCISE 2.10 (3 points): one step: the recurrence")
    XCTAssertEqual(marker?.number, ExerciseNumber(chapter: 2, index: 10))
    XCTAssertEqual(marker?.worth.points, 3)
    XCTAssertEqual(marker?.subject, "one step: the recurrence")
    XCTAssertEqual(ExerciseMarker(line: "// EXERCISE 2.1 (1 point): x")?.worth.points, 1)
    for wrong in [
      "// EXERCISE 2.1 (1 points): x", "// EXERCISE 2.1 (3 point): x",
      "// EXERCISE 2 (3 points): x",
      "// EXERCISE 2.1: x", "// EXERCISE 2.1 (3 points):", "// EXERCISE 2.1 (three points): x",
      "// EXERCISE 2.1 (-3 points): x", "let x = 1",
      "// EXERCISE 2.1 (3 points, longer): x", "// EXERCISE 2.1 (3 points,long): x",
      "// EXERCISE 2.1 (, long): x",
    ] {
      XCTAssertNil(ExerciseMarker(line: wrong), wrong)
    }
  }

  func testAMarkerSaysThatItsTestsTrain() {
    let long = ExerciseMarker(line: "// EXERCISE 7.8 (4 points, long): settings")
    XCTAssertEqual(long?.worth.points, 4)
    XCTAssertEqual(long?.worth.isLong, true)
    XCTAssertEqual(long?.worth.description, "4 points, long")
    XCTAssertEqual(ExerciseMarker(line: "// EXERCISE 2.1 (1 point): x")?.worth.isLong, false)
  }

  func testTheReleasedFileHasThePlaceholderForTheSolution() throws {
    let text = try XCTUnwrap(SampleCourse.files["solutions/01-sums/Sums.swift"])
    let file = SolutionFile(path: "solutions/01-sums/Sums.swift", text: text)
    XCTAssertEqual(file.problems, [])
    let released = Release.text(
      of: file, chapter: "chapters/01-sums.md",
      titles: [ExerciseNumber(chapter: 1, index: 1): "The sum"])
    XCTAssertEqual(
      released,
      """
      import ExerciseSupport

      struct Given {}

      /// The sum.
      func sum(_ a: Double, _ b: Double) -> Double {
        // EXERCISE 1.1 (2 points): add
        // Read chapters/01-sums.md, "The sum". Check with: swift run course check 1.1
        notWritten("1.1")
      }

      /// Twice.
      func twice(_ a: Double) -> Double {
        // EXERCISE 1.2 (1 point): double it
        // Read chapters/01-sums.md. Check with: swift run course check 1.2
        let nothing = Double.nan
        return notWritten(
          "1.2", nothing)
      }

      """)
  }

  func testALongPointerTakesTwoLines() {
    let file = SolutionFile(
      path: "f.swift",
      text: "// EXERCISE 1.1 (1 point): a\n1\n// PLACEHOLDER notWritten(\"1.1\")\n// END\n")
    let number = ExerciseNumber(chapter: 1, index: 1)
    let titles = [number: String(repeating: "long ", count: 10)]
    let released = lines(of: Release.text(of: file, chapter: "chapters/01.md", titles: titles))
    XCTAssertEqual(released.count, 4)
    XCTAssertEqual(released[2], "// Check with: swift run course check 1.1")
  }

  func testWrongMarkersAreNamedWithTheirLines() {
    XCTAssertEqual(
      problems("// EXERCISE 1 (1 point): a\n"),
      ["f.swift:1: write the marker as: // EXERCISE 2.1 (3 points): what is to be written"])
    XCTAssertEqual(
      problems("\n// EXERCISE 1.1 (1 point): a\n1\n"), ["f.swift:2: exercise 1.1 has no // END"])
    XCTAssertEqual(problems("// END\n"), ["f.swift:1: this marker stands outside an exercise"])
    XCTAssertEqual(
      problems("// EXERCISE 1.1 (1 point): a\n1\n// END\n"),
      ["f.swift:1: exercise 1.1 has no // PLACEHOLDER"])
    XCTAssertEqual(
      problems("// EXERCISE 1.1 (1 point): a\n// PLACEHOLDER 1\n// END\n"),
      ["f.swift:1: exercise 1.1 has no solution"])
    XCTAssertEqual(
      problems("// EXERCISE 1.1 (1 point): a\n1\n// PLACEHOLDER 1\n2\n// END\n"),
      ["f.swift:4: nothing but // END may follow the placeholder of 1.1"])
  }

  // MARK: The command

  func testReleaseWritesWhatDiffersAndCheckListsIt() throws {
    let sample = try SampleCourse()
    XCTAssertEqual(course("dev", "release", "--check").status, 0)
    try sample.edit("solutions/01-sums/Sums.swift", "/// The sum.", "/// A sum.")
    let check = course("dev", "release", "--check")
    XCTAssertEqual(check.status, 1)
    XCTAssertEqual(
      check.output,
      "\(SampleCourse.sums):5: differs from solutions/; write it: swift run course dev release\n")
    XCTAssertEqual(course("dev", "release").status, 0)
    XCTAssertEqual(course("dev", "release", "--check").status, 0)
    XCTAssertEqual(
      try sample.folder.text(SampleCourse.sums)?.contains("/// A sum."), true)
  }

  func testReleaseWritesTheNamesOfMistakes() throws {
    let sample = try SampleCourse()
    let suite = "Tests/Chapter01Tests/Mistakes.swift"
    try sample.folder.write(
      "quoted: This is \"q\".\n\nother: -\n+1\n", to: "Tests/Mutants/01-sums/1.2.mutants")
    try sample.folder.write("first: First.\n", to: "Tests/Mutants/01-sums/1.1.mutants")
    XCTAssertEqual(
      course("dev", "release", "--check").output,
      "\(suite): is missing; write it: swift run course dev release\n")
    XCTAssertEqual(course("dev", "release").status, 0)
    XCTAssertEqual(
      try sample.folder.text(suite).map { lines(of: $0).suffix(5) },
      [
        "", "extension Mistake {", "  static let first = Mistake(\"First.\")",
        "  static let quoted = Mistake(\"This is \\\"q\\\".\")", "}",
      ])
    try sample.edit(suite, "First", "Last")
    XCTAssertEqual(
      course("dev", "release", "--check").output,
      "\(suite):6: differs from Tests/Mutants; write it: swift run course dev release\n")
    try sample.edit("Tests/Mutants/01-sums/1.1.mutants", "first:", "first")
    XCTAssertEqual(course("dev", "release").status, 2)
  }

  func testReleaseLeavesAWrittenExerciseAlone() throws {
    let sample = try SampleCourse()
    try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "b + a")
    let refused = course("dev", "release")
    XCTAssertEqual(refused.status, 2)
    XCTAssertEqual(
      refused.errors,
      "course: \(SampleCourse.sums) has exercise 1.1 written; to replace it, keeping a copy: "
        + "swift run course dev release --force\n")
    XCTAssertEqual(try sample.folder.text(SampleCourse.sums)?.contains("b + a"), true)
    XCTAssertEqual(course("dev", "release", "--force").status, 0)
    XCTAssertEqual(try sample.folder.text(SampleCourse.sums)?.contains("b + a"), false)
    let kept = try sample.folder.text(".course/kept/01-sums/Sums-1.swift")
    XCTAssertEqual(kept?.contains("b + a"), true)
  }

  func testCheckNamesMissingAndStrayFiles() throws {
    let sample = try SampleCourse()
    try FileManager.default.removeItem(at: sample.folder.url(SampleCourse.sums))
    try sample.folder.write("// mine\n", to: "exercises/01-sums/Mine.swift")
    let check = course("dev", "release", "--check")
    XCTAssertEqual(check.status, 1)
    XCTAssertEqual(
      check.output,
      """
      \(SampleCourse.sums): is missing; write it: swift run course dev release
      exercises/01-sums/Mine.swift: has no file in solutions/; remove it

      """)
  }

  func testAFolderThatCannotBeWrittenIsOneLine() throws {
    let sample = try SampleCourse()
    try sample.edit("solutions/02-last/Last.swift", "func last", "func theLast")
    try FileManager.default.removeItem(at: sample.folder.url("exercises"))
    try sample.folder.write("in the way", to: "exercises")
    let result = course("dev", "release")
    XCTAssertEqual(result.status, 2)
    XCTAssertTrue(result.errors.contains("cannot be written"), result.errors)
    XCTAssertEqual(result.errors.split(separator: "\n").count, 1)
  }
}
