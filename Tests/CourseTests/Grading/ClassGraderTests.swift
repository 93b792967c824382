import XCTest

@testable import Course
@testable import Grading

/// What a class gets of it when something happens to one submission, judged here by a stand-in.
final class ClassGraderTests: XCTestCase {
  private func grade(
    _ submissions: [Submission],
    _ judge: @escaping @Sendable (Chapter, HandedIn, URL) throws -> ChapterGrader.Result
  ) throws -> ClassGrade {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    let chapters = Array(try Course(PackageFolder.containing(here)).chapters.prefix(1))
    let grader = ClassGrader(chapters: chapters, seed: 1, protection: "a test", judge: judge)
    return try grader.grade(submissions) { _, _ in }
  }

  private static let blend = "exercises/00-before-you-begin/Blend.swift"
  private static let other = "exercises/00-before-you-begin/Other.swift"

  /// Says as many words as a chapter has files and problems.
  private static func count(_ chapter: Chapter, _ own: HandedIn) -> ChapterGrader.Result {
    (chapter.exercises.map { $0.grade(obstacle: .missing) }, ["\(own.files.count)"])
  }

  func testAGradeCannotBeStolen() throws {
    let honest = [Self.blend: "a", Self.other: "b"]
    let thief = [Self.blend: "a\u{0}\(Self.other)\u{0}b"]
    for order in [[honest, thief], [thief, honest]] {
      let submissions = order.enumerated().map { Submission(name: "\($0)", files: $1) }
      let grade = try grade(submissions) { chapter, own, _ in Self.count(chapter, own) }
      XCTAssertEqual(grade.submissions.map(\.notes), order.map { ["\($0.count)"] })
    }
  }

  func testTextsThatReadAlikeAreGradedApart() throws {
    let submissions = ["let \u{E9} = 1", "let e\u{301} = 1"].enumerated()
      .map { Submission(name: "\($0)", files: [Self.blend: $1]) }
    let grade = try grade(submissions) { chapter, own, _ in
      ([], ["\(own.files[Self.blend]?.utf8.count ?? 0)"])
    }
    XCTAssertEqual(grade.submissions.map(\.notes), [["10"], ["11"]])
  }

  func testWhatHappensToOneIsItsOwn() throws {
    let submissions = ["ada", "bad", "cid"].map { Submission(name: $0, files: [Self.blend: $0]) }
    @Sendable func judge(
      _ chapter: Chapter, _ own: HandedIn, _ folder: URL
    ) throws -> ChapterGrader.Result {
      if own.files.values.contains("bad") { throw UserError("x.swift cannot be written") }
      return Self.count(chapter, own)
    }
    let grades = try grade(submissions, judge).submissions
    XCTAssertEqual(grades.map(\.name), ["ada", "bad", "cid"])
    XCTAssertEqual(grades.map { $0.notes.first }, ["1", grades[1].notes.first, "1"])
    XCTAssertEqual(
      grades[1].notes, ["Chapter 0 was not graded: x.swift cannot be written. Grade it again."])
    XCTAssertEqual(grades[1].exercises.first?.verdict, .noTests)
    // Where nothing could be graded, it is no submission's fault.
    XCTAssertThrowsError(try grade([submissions[1]], judge))
  }

  func testTheRequestToEndEndsAProgramAtOnce() throws {
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    let start = ContinuousClock().now
    XCTAssertThrowsError(
      try grade([Submission(name: "ada", files: [Self.blend: "a"])]) { chapter, own, folder in
        raise(SIGTERM)
        let here = FileManager.default.temporaryDirectory
        for _ in 0..<3 {
          _ = Confinement(.limitsAlone).run(
            ["/bin/sleep", "3"], in: here, .init(), .compiler(seconds: 300))
        }
        return Self.count(chapter, own)
      }
    ) { XCTAssertTrue("\($0)".hasPrefix("stopped before all was graded"), "\($0)") }
    XCTAssertLessThan(ContinuousClock().now - start, .seconds(2))
  }
}
