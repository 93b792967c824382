import XCTest

@testable import Course
@testable import Grading

/// Classes in which something is wrong with one submission, or one file, and the others are graded.
final class ClassTests: GradingTestCase {
  private static let folder = "exercises/01-sequences-as-matrices"

  private func solved() throws -> [String: String] {
    try files(below: "solutions").filter { $0.key.hasPrefix(Self.folder) }
  }

  /// The solved chapter with more files or others.
  private func submission(
    _ name: String, _ changes: [String: (String?) -> String]
  ) throws -> Submission {
    var files = try solved()
    for (name, change) in changes {
      files["\(Self.folder)/\(name)"] = change(files["\(Self.folder)/\(name)"])
    }
    return Submission(name: name, files: files)
  }

  // MARK: The compiler

  /// Each expression holds the type checker for seconds before it gives up.
  private static let hard = (1...30).map { number in
    """
    private func hard\(number)() -> Double {
      let sum: Double = 1 + 2 * -3 + 4 / -5 + 6 * (7 - -8) + -9 * 10 \
    + [1, 2, 3].map { -$0 * 2 + $0 }.reduce(0) { -$0 + $1 * 2 } + 1 as UInt8
      return sum
    }

    """
  }.joined()

  func testFilesThatHoldTheCompilerEndInBoundedTime() throws {
    let add = { (text: String?) in (text ?? "") + "\n" + Self.hard }
    let class1 = [
      try submission("ada", [:]), try submission("one", ["Affine.swift": add]),
      try submission(
        "many",
        [
          "Affine.swift": add, "CrossEntropyCases.swift": add, "CrossEntropyGradient.swift": add,
          "LearnedTable.swift": add,
        ]),
    ]
    let grades = try grade(class1, chapters: "1").submissions
    XCTAssertEqual(grades.map(\.name), ["ada", "many", "one"])
    XCTAssertEqual(grades[0].earned, grades[0].points)
    let bad: Set<GradeVerdict> = [.doesNotCompile, .timedOut]
    let late = grades[2].exercises.filter { bad.contains($0.verdict) }
    XCTAssertEqual(Set(late.map(\.file)), ["\(Self.folder)/Affine.swift"])
    XCTAssertEqual(grades[2].passed, grades[2].exercises.count - late.count)
    // On a slow machine one after the other takes all of the time, and for the good file none is left.
    let held = ["Affine", "CrossEntropyCases", "CrossEntropyGradient", "LearnedTable"]
      .map { "\(Self.folder)/\($0).swift" }
    for exercise in grades[1].exercises {
      let isHeld = exercise.file.map(held.contains) ?? false
      let isLeftOut = exercise.message.contains("was not compiled: with other")
      XCTAssertTrue(
        isHeld ? bad.contains(exercise.verdict) : exercise.verdict == .passed || isLeftOut,
        "\(exercise)")
    }
    XCTAssertTrue(grades[1].exercises.contains { bad.contains($0.verdict) })
  }

  // MARK: The grader's own reader

  func testAFileThatEndsItsReaderCostsItselfAlone() throws {
    let script =
      "grep -q 'ends its reader' \"$2/question.json\" && kill -SEGV $$; exec \"$0\" \"$@\""
    let grades = try grade(
      [
        try submission("ada", [:]),
        try submission("bad", ["Affine.swift": { ($0 ?? "") + "// ends its reader\n" }]),
      ], chapters: "1", readBy: ["/bin/sh", "-c", script, Self.program]
    ).submissions
    XCTAssertEqual(grades[0].earned, grades[0].points)
    let refused = grades[1].exercises.filter { $0.verdict == .refused }
    XCTAssertEqual(Set(refused.map(\.file)), ["\(Self.folder)/Affine.swift"])
    XCTAssertEqual(grades[1].passed, grades[1].exercises.count - refused.count)
    XCTAssertTrue(refused[0].message.contains("ended the grader's reader"), refused[0].message)
  }

  // MARK: Files of their own

  func testFilesOfTheirOwnAreCompiledWithTheOthers() throws {
    let own = "func mine(_ x: Double) -> Double { x }\n"
    let call = { (text: String?) in (text ?? "") + "\nprivate let called = mine(1)\n" }
    let open = "public struct BigramModel {}\n"
    let given = "import LinearAlgebra\nfunc softmax(_ logits: Matrix) -> Matrix { logits }\n"
    let class1 = [
      try submission("called", ["Own.swift": { _ in own }, "OneHot.swift": call]),
      try submission(
        "broken",
        [
          "Own.swift": { _ in own }, "Broken.swift": { _ in "let x: Int = \"\"\n" },
          "OneHot.swift": call,
        ]),
      try submission("clash", ["A.swift": { _ in given }, "Z.swift": { _ in given }]),
      try submission("public", ["A.swift": { _ in open }]),
      try submission(
        "named",
        ["RNNCell.swift": { _ in own }, "old/OneHot.swift": { _ in own }, "OneHot.swift": call]),
      try submission(
        "overload",
        ["A.swift": { _ in "import LinearAlgebra\nfunc perplexity(_ loss: Int) -> Int { 1 }\n" }]),
    ]
    let left = ["broken": 1, "clash": 2, "named": 1, "public": 1]
    for grade in try grade(class1, chapters: "1").submissions {
      let words = "\(grade.name): \(grade.notes) \(grade.exercises)"
      XCTAssertEqual(grade.earned, grade.points, words)
      XCTAssertEqual(grade.notes.count { $0.contains("left out: ") }, left[grade.name] ?? 0, words)
    }
  }

  /// Editors mark the encoding, end lines otherwise, and leave blanks.
  func testFilesAsEditorsSaveThemAreGraded() throws {
    let changes: [(String, (String) -> String)] = [
      ("mark", { "\u{FEFF}" + $0 }),
      ("returns", { $0.replacingOccurrences(of: "\n", with: "\r\n") }),
      ("both", { "\u{FEFF}" + $0.replacingOccurrences(of: "\n", with: "\r\n") }),
      ("blanks", { $0.replacingOccurrences(of: "\n", with: "  \t\n") + "\n\n\n" }),
      ("no end", { String($0.reversed().drop { $0 == "\n" }.reversed()) }),
      ("comments", { "/* 👩🏽‍🔬 \u{202E}é */\n" + $0 + "// e\u{301}\u{200B}\n" }),
      ("no markers", { $0.replacingOccurrences(of: "// EXERCISE", with: "// Exercise") }),
    ]
    let solved = try solved()
    let grades = try grade(
      changes.map { name, change in
        Submission(name: name, files: solved.mapValues(change))
      }, chapters: "1"
    ).submissions
    for grade in grades {
      XCTAssertEqual(
        grade.earned, grade.points, "\(grade.name): \(grade.notes) \(grade.exercises)")
    }
  }
}
