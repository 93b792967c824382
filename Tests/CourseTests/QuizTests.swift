import XCTest

@testable import Authoring
@testable import Course

/// The questions of a chapter: read from its page, asked, and looked through by lint.
final class QuizTests: XCTestCase {
  private static func question(_ number: Int, reasons: [String]) -> String {
    let letters = ["a", "b", "c", "d"].prefix(reasons.count)
    return """
      **Question \(number).** What is $1 + 1$?

      \(letters.map { "- (\($0)) choice \($0)" }.joined(separator: "\n"))

      <details><summary>Answers to question \(number)</summary>

      \(zip(letters, reasons).map { "- (\($0)) \($1)" }.joined(separator: "\n"))

      </details>

      """
  }

  private static let twoChoices = ["No. That is one.", "Right. Both count."]

  private static func page(_ questions: String...) -> String {
    "# 2 · The last\n\n## Questions\n\n" + questions.joined(separator: "\n") + "\n## Summary\n"
      + "\n- (a) An item of another list\n"
  }

  private static let threeQuestions = page(
    question(1, reasons: twoChoices), question(2, reasons: twoChoices.reversed()),
    question(3, reasons: twoChoices))

  /// Asks the questions of a page, types lines, and returns what was shown.
  private func ask(_ page: String, _ lines: String...) -> String {
    let capture = Capture()
    let questions = ChapterText(path: "page.md", text: page).questions
    var rest = lines[...]
    XCTAssertEqual(Quiz(questions, capture.terminal()).run { rest.popFirst() }, .done)
    return capture.output
  }

  func testAQuestionHasItsChoicesAndWhatIsSaidOfThem() throws {
    let questions = ChapterText(path: "page.md", text: Self.threeQuestions).questions
    XCTAssertEqual(questions.map(\.number), [1, 2, 3])
    let first = try XCTUnwrap(questions.first)
    XCTAssertEqual(first.text, "What is $1 + 1$?")
    XCTAssertEqual(first.choices.map(\.text), ["choice a", "choice b"])
    XCTAssertEqual(first.choices.map(\.reason), Self.twoChoices)
    XCTAssertEqual(first.choices.map(\.isRight), [false, true])
    XCTAssertEqual(questions.compactMap(\.problem), [])
  }

  func testARightAnswerIsToldWhy() {
    let shown = ask(Self.threeQuestions, "b", "A", " (b) ")
    XCTAssertTrue(shown.contains("1. What is 1 + 1?"), shown)
    XCTAssertTrue(shown.contains("- (a) choice a"), shown)
    XCTAssertTrue(shown.contains("✓ Right. Both count."), shown)
    XCTAssertTrue(shown.hasSuffix("3 of 3 right at the first try.\n"), shown)
  }

  func testAWrongAnswerIsToldWhyAndMayBeMended() {
    let shown = ask(Self.threeQuestions, "a", "x", "", "b", "a", "b")
    XCTAssertTrue(shown.contains("✗ No. That is one."), shown)
    XCTAssertTrue(shown.contains("Type one of the letters."), shown)
    XCTAssertTrue(shown.hasSuffix("2 of 3 right at the first try.\n"), shown)
  }

  func testTheReaderMayStop() {
    XCTAssertTrue(ask(Self.threeQuestions, "b", "q").hasSuffix("Ended after 1 of 3 questions.\n"))
    XCTAssertTrue(ask(Self.threeQuestions).hasSuffix("Ended after 0 of 3 questions.\n"))
  }

  func testOfAChapterWithoutQuestionsItSaysSo() throws {
    let sample = try SampleCourse()
    XCTAssertEqual(course("quiz", "2").errors, "course: chapter 2 has no questions\n")
    try sample.edit("chapters/02-last.md", "# 2 · The last\n", Self.threeQuestions)
    XCTAssertTrue(course("quiz", "2").output.hasPrefix("2 · The last: 3 questions\n"))
  }

  func testAReaderOfThePageDoesNotSeeTheAnswers() throws {
    let sample = try SampleCourse()
    try sample.edit(
      "chapters/02-last.md", "# 2 · The last\n",
      "# 2 · The last\n\n**Exercise 2.1 · Last** (3 points) Write it.\n" + Self.threeQuestions)
    let shown = course("read", "2").output
    XCTAssertTrue(shown.contains("▸ Answers: swift run course quiz 2\n"), shown)
    XCTAssertFalse(shown.contains("Both count."), shown)
  }

  func testLintFindsWhatCannotBeAsked() throws {
    func problems(_ page: String) throws -> [String] {
      let sample = try SampleCourse()
      try sample.edit("chapters/02-last.md", "# 2 · The last\n", page)
      return try Lint(Course(sample.folder)).problems().map(\.message)
    }
    XCTAssertEqual(try problems(Self.threeQuestions), [])
    let good = Self.question(1, reasons: Self.twoChoices)
    XCTAssertEqual(try problems(Self.page(good)), ["1 question here; ask three to five"])
    let second = Self.question(2, reasons: Self.twoChoices)
    for (reasons, problem) in [
      (["Right. A.", "Right. B."], "question 3 has 2 right answers, should have one"),
      (["No. A.", "No. B."], "question 3 has 0 right answers, should have one"),
      (["No. A.", "Yes. B."], "the answer (b) to question 3 begins with neither Right. nor No."),
      (["Right. A."], "question 3 needs two choices or more, as a list: - (a) …, - (b) …"),
    ] {
      let page = Self.page(good, second, Self.question(3, reasons: reasons))
      XCTAssertEqual(try problems(page), [problem])
    }
    let page = Self.page(good, second, Self.question(4, reasons: Self.twoChoices))
    XCTAssertEqual(try problems(page), ["question 4 should be question 3"])
  }
}
