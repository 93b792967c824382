import XCTest

@testable import Authoring
@testable import Course
@testable import Grading

final class GradeFormatTests: XCTestCase {
  // MARK: JSON

  func testJSONHasItsDocumentedKeys() throws {
    let all = try parsedJSON(text(.json, .example))
    XCTAssertEqual(
      all.keys.sorted(),
      ["chapters", "exercises", "protection", "seconds", "seed", "submissions", "version"])
    let submissions = try XCTUnwrap(all["submissions"] as? [[String: Any]])
    XCTAssertEqual(
      submissions[0].keys.sorted(),
      [
        "earned", "exercises", "finished", "name", "notes", "passed", "points", "refusal",
        "seconds",
      ])
    let results = try XCTUnwrap(submissions[0]["exercises"] as? [[String: Any]])
    XCTAssertEqual(
      results[0].keys.sorted(),
      [
        "chapter", "earned", "file", "line", "message", "mistake", "number", "points", "seconds",
        "title", "verdict",
      ])
    XCTAssertTrue(results[0]["mistake"] is NSNull)
    let exercises = try XCTUnwrap(all["exercises"] as? [[String: Any]])
    XCTAssertEqual(
      exercises[0].keys.sorted(),
      ["failed", "number", "open", "passed", "points", "reasons", "title"])
  }

  func testJSONTellsWhatEachEarned() throws {
    let all = try parsedJSON(text(.json, .example))
    let submissions = try XCTUnwrap(all["submissions"] as? [[String: Any]])
    XCTAssertEqual(submissions.map { $0["earned"] as? Int }, [3, 0, 0])
    XCTAssertEqual(submissions.map { $0["points"] as? Int }, [6, 6, 6])
    XCTAssertEqual(submissions[2]["refusal"] as? String, "it holds no exercises/ folder.")
    XCTAssertEqual(all["seed"] as? Int, 7)
    let exercises = try XCTUnwrap(all["exercises"] as? [[String: Any]])
    XCTAssertEqual(exercises.map { $0["passed"] as? Int }, [1, 0])
    XCTAssertEqual(exercises.map { $0["failed"] as? Int }, [1, 2])
    XCTAssertEqual(exercises.map { $0["open"] as? Int }, [1, 1])
  }

  func testHostileTextsStayInTheirJSONValues() throws {
    let all = try parsedJSON(text(.json, .hostile))
    let submissions = try XCTUnwrap(all["submissions"] as? [[String: Any]])
    XCTAssertEqual(submissions.count, ClassGrade.hostileTexts.count)
    XCTAssertEqual(submissions.map { $0["earned"] as? Int }, submissions.map { _ in 2 })
    XCTAssertEqual(submissions[0]["name"] as? String, "two lines and three")
    XCTAssertEqual(submissions[9]["name"] as? String, "(no name)")
    XCTAssertEqual((all["seed"] as? NSNumber)?.uint64Value, .max)
    let results = try XCTUnwrap(submissions[0]["exercises"] as? [[String: Any]])
    XCTAssertEqual(results.map { $0["number"] as? String }, ["1.10", "2.1"])
    XCTAssertEqual(results[1]["message"] as? String, "two\nlines\nand\nthree")
  }

  func testEqualGradesAreEqualTexts() throws {
    for format in GradeFormat.allCases {
      let first = try text(format, ClassGrade.example.alone(0))
      XCTAssertEqual(first, try text(format, ClassGrade.example.alone(0)))
      XCTAssertEqual(first.unicodeScalars.last, "\n", format.rawValue)
    }
  }

  // MARK: Gradescope

  func testGradescopeHasTheFieldsOfItsSpecification() throws {
    let all = try parsedJSON(text(.gradescope, ClassGrade.example.alone(0)))
    XCTAssertEqual(
      all.keys.sorted(),
      [
        "execution_time", "output", "output_format", "stdout_visibility", "test_name_format",
        "test_output_format", "tests", "visibility",
      ])
    XCTAssertEqual(all["visibility"] as? String, "visible")
    XCTAssertEqual(all["stdout_visibility"] as? String, "hidden")
    let tests = try XCTUnwrap(all["tests"] as? [[String: Any]])
    XCTAssertEqual(tests.map { $0["score"] as? Int }, [3, 0])
    XCTAssertEqual(tests.map { $0["max_score"] as? Int }, [3, 3])
    XCTAssertEqual(tests.map { $0["status"] as? String }, ["passed", "failed"])
    XCTAssertEqual(tests.map { $0["number"] as? String }, ["2.1", "2.2"])
    XCTAssertEqual(tests.map { $0["name"] as? String }, ["One step", "The unrolled sequence"])
    XCTAssertEqual(tests.map { $0["visibility"] as? String }, ["visible", "visible"])
    XCTAssertEqual(tests[0]["output"] as? String, "")
    let output = try XCTUnwrap(tests[1]["output"] as? String)
    XCTAssertTrue(output.contains("\n    Every step starts from the initial state"), output)
  }

  func testGradescopeSaysWhyNothingCouldBeGraded() throws {
    let all = try parsedJSON(text(.gradescope, ClassGrade.example.alone(2)))
    XCTAssertEqual(
      all["output"] as? String,
      "0 of 6 points; 0 of 2 exercises passed.\n"
        + "This submission could not be graded: it holds no exercises/ folder.")
  }

  func testGradescopeTakesOneSubmission() {
    XCTAssertThrowsError(try text(.gradescope, .example)) { error in
      XCTAssertEqual(
        error as? UserError,
        UserError(
          "--format gradescope tells of one submission, and there are 3; "
            + "name a folder for a file each: --output gradescope/"))
    }
  }

  func testHostileTextsScoreNothingOnGradescope() throws {
    for index in ClassGrade.hostileTexts.indices {
      let all = try parsedJSON(text(.gradescope, ClassGrade.hostile.alone(index)))
      let tests = try XCTUnwrap(all["tests"] as? [[String: Any]])
      XCTAssertEqual(tests.map { $0["score"] as? Int }, [2, 0])
      XCTAssertEqual(tests.map { $0["output_format"] as? String }, [nil, nil])
      XCTAssertEqual(all["test_output_format"] as? String, "text")
    }
  }

  // MARK: GitHub Classroom

  private func classroom(_ grade: ClassGrade) throws -> [String: Any] {
    let line = try text(.classroom, grade)
    XCTAssertEqual(line.filter { $0 == "\n" }.count, 1)
    let data = try XCTUnwrap(Data(base64Encoded: String(line.dropLast())))
    return try parsedJSON(String(decoding: data, as: UTF8.self))
  }

  func testClassroomHasWhatTheReporterReads() throws {
    let all = try classroom(ClassGrade.example.alone(0))
    XCTAssertEqual(all.keys.sorted(), ["max_score", "status", "tests", "version"])
    XCTAssertEqual(all["version"] as? Int, 1)
    XCTAssertEqual(all["status"] as? String, "fail")
    XCTAssertEqual(all["max_score"] as? Int, 6)
    let tests = try XCTUnwrap(all["tests"] as? [[String: Any]])
    XCTAssertEqual(
      tests[0].keys.sorted(),
      [
        "duration", "filename", "line_no", "message", "name", "score", "status", "test_code",
      ])
    XCTAssertEqual(tests.map { $0["score"] as? Int }, [3, 0])
    XCTAssertEqual(tests.map { $0["status"] as? String }, ["pass", "fail"])
    XCTAssertTrue(tests[0]["message"] is NSNull)
    XCTAssertEqual(tests[1]["filename"] as? String, "Tests/Chapter02Tests/SequenceTests.swift")
    XCTAssertEqual(tests.map { $0["line_no"] as? Int }, [0, 31])
    XCTAssertEqual(tests[0]["test_code"] as? String, "swift run course check 2.1")
  }

  func testClassroomTellsStoppedFromWrong() throws {
    let tests = try XCTUnwrap(classroom(ClassGrade.example.alone(1))["tests"] as? [[String: Any]])
    XCTAssertEqual(tests.map { $0["status"] as? String }, ["error", "error"])
    XCTAssertEqual(try classroom(ClassGrade.example.alone(2))["status"] as? String, "error")
    for index in ClassGrade.hostileTexts.indices {
      XCTAssertEqual(try classroom(ClassGrade.hostile.alone(index))["status"] as? String, "fail")
    }
  }

  func testClassroomPrintsNoCommandForTheRunner() throws {
    let grade = ClassGrade.alone(
      "2.1 · it printed:\n  ::error::won\n::set-output name=a::b\nx ##[group]y")
    let tests = try XCTUnwrap(classroom(grade)["tests"] as? [[String: Any]])
    XCTAssertEqual(
      tests[0]["message"] as? String,
      "2.1 · it printed:\n|   ::error::won\n| ::set-output name=a::b\nx ## [group]y")
  }

  func testClassroomFitsIntoAnEnvironmentVariable() throws {
    let long = ClassGrade.alone(String(repeating: "漢字 ", count: 1400), exercises: 20)
    let line = try text(.classroom, long)
    XCTAssertLessThan(line.utf8.count, 100_001)
    XCTAssertEqual((try classroom(long)["tests"] as? [Any])?.count, 20)
  }

  // MARK: A spreadsheet

  func testTheSheetHasALineASubmission() throws {
    XCTAssertEqual(
      try text(.csv, .example),
      """
      submission,earned,points,refusal,exercise 2.1,exercise 2.2\r
      ada,3,6,,3,0\r
      "Grace <&> ""Höpper\""",0,6,,0,0\r
      empty,0,6,it holds no exercises/ folder.,0,0\r

      """)
  }

  func testHostileNamesAreOneCellAndNoFormula() throws {
    let rows = try text(.csv, .hostile).unicodeScalars.split(separator: "\n").dropFirst()
    XCTAssertEqual(rows.count, ClassGrade.hostileTexts.count)
    for row in rows {
      var isQuoted = false
      var commas = 0
      for scalar in row {
        if scalar == "\"" { isQuoted.toggle() }
        if scalar == ",", !isQuoted { commas += 1 }
      }
      XCTAssertEqual(commas, 5, String(row))
      XCTAssertFalse(isQuoted, String(row))
      let first = try XCTUnwrap(row.first { $0 != "\"" })
      XCTAssertFalse("=+-@".unicodeScalars.contains(first), String(row))
    }
  }

  // MARK: Markdown

  func testMarkdownOfOneSubmission() throws {
    XCTAssertEqual(
      try text(.markdown, ClassGrade.example.alone(0)),
      """
      ## ada

      - 3 of 6 points; 1 of 2 exercises passed.
      - notes.txt was ignored: only the release's Swift files are graded.

      | no. | exercise | points | verdict | what the suite says |
      | --- | --- | --- | --- | --- |
      | 2.1 | One step | 3 of 3 | passed |  |
      | 2.2 | The unrolled sequence | 0 of 3 | failed | 2.2 · hidden: step 2, row 0, column 1 is \
      0.7616, should be 0.0997 (largest of 4 differences) (seed 7).<br>Every step starts from the \
      initial state: is the new state carried on? |

      Seed 7, graded in bubblewrap.

      """)
  }

  func testMarkdownOfAClassBeginsWithItsTables() throws {
    let lines = try text(.markdown, .example).split(separator: "\n").map(String.init)
    XCTAssertEqual(
      Array(lines.prefix(6)),
      [
        "## 3 submissions", "| submission | points | chapter 2 |", "| --- | --- | --- |",
        "| ada | 3 of 6 | 1 of 2 |", "| Grace &lt;&amp;&gt; \"Höpper\" | 0 of 6 | 0 of 2 |",
        "| empty | 0 of 6 | 0 of 2 |",
      ])
    XCTAssertTrue(lines.contains("### Failed most often"))
  }

  func testHostileTextsAreNoMarkdown() throws {
    let lines = try text(.markdown, .hostile).unicodeScalars.split(separator: "\n")
    var columns: Int?
    for line in lines {
      let text = String(line)
      var bars = 0
      var isEscaped = false
      for scalar in line {
        if scalar == "|", !isEscaped { bars += 1 }
        if "`*[]@$".unicodeScalars.contains(scalar) {
          XCTAssertTrue(isEscaped, "\(scalar) in \(text)")
        }
        isEscaped = scalar == "\\" && !isEscaped
      }
      XCTAssertFalse(text.replacingOccurrences(of: "<br>", with: "").contains("<"), text)
      if line.first == "|" {
        columns = columns ?? bars
        XCTAssertEqual(bars, columns, text)
      } else {
        columns = nil
        XCTAssertEqual(bars, 0, text)
      }
    }
  }
}
