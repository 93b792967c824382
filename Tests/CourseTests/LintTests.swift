import XCTest

@testable import Authoring
@testable import Course

final class LintTests: XCTestCase {
  /// What lint says after one edit.
  private func problems(
    _ path: String, _ old: String, _ new: String, line: UInt = #line
  ) throws -> [String] {
    let sample = try SampleCourse()
    try sample.edit(path, old, new, line: line)
    return try Lint(Course(sample.folder)).problems().map(\.description)
  }

  private let solution = "solutions/01-sums/Sums.swift"
  private let chapter = "chapters/01-sums.md"
  private let suite = "Tests/Chapter01Tests/SumTests.swift"

  func testACompleteCourseHasNoProblem() throws {
    let sample = try SampleCourse()
    let lint = try Lint(Course(sample.folder))
    XCTAssertEqual(try lint.problems(), [])
    let result = course("dev", "lint")
    XCTAssertEqual(result.status, 0)
    let note = "cmark-gfm is not installed: formulas on GitHub were not looked at.\n"
    XCTAssertEqual(
      result.output,
      (lint.canReadAsGitHub ? "" : note) + "3 exercises in 2 chapters: all there.\n")
  }

  func testAnExerciseMustEndItsFunction() throws {
    XCTAssertEqual(
      try problems(solution, "  // END\n}\n\n/// Twice.", "  // END\n  + 1\n}\n\n/// Twice."),
      ["\(solution):12: exercise 1.1 must be the end of its function: a closing brace after // END"]
    )
  }

  func testPointsMustAgree() throws {
    XCTAssertEqual(
      try problems(chapter, "(2 points)", "(3 points)"),
      ["\(chapter):9: exercise 1.1 has 3 points here and 2 points in \(solution)"])
  }

  func testWhatIsLongIsSaidOnThePageToo() throws {
    XCTAssertEqual(
      try problems(chapter, "(2 points)", "(2 points, long)"),
      ["\(chapter):9: exercise 1.1 has 2 points, long here and 2 points in \(solution)"])
  }

  func testNumbersMustFollowEachOther() throws {
    let found = try problems(solution, "1.2", "1.3")
    XCTAssertTrue(found.contains("\(solution):17: exercise 1.3 should be 1.2"), "\(found)")
    XCTAssertTrue(found.contains("\(chapter):23: solutions/ has no exercise 1.2"), "\(found)")
    XCTAssertTrue(found.contains("\(suite):10: there is no exercise 1.2 to test"), "\(found)")
  }

  func testThePlaceholderMustNameItsExercise() throws {
    XCTAssertEqual(
      try problems(solution, "notWritten(\"1.1\")", "notWritten(\"1.2\")"),
      ["\(solution):9: the placeholder must call notWritten(\"1.1\", …)"])
  }

  func testALiveFigureThatIsListedNowhereIsNamed() throws {
    let line = "<!-- widget: sums -->"
    let sample = try SampleCourse()
    try sample.folder.write("", to: "chapters/web/widgets/rnn.js")
    try sample.edit("chapters/02-last.md", "# 2", "<!-- widget: rnn -->\n# 2")
    try sample.edit(chapter, "# 1 · Sums\n", "# 1 · Sums\n\n\(line)\n")
    XCTAssertEqual(
      try Lint(Course(sample.folder)).problems().map(\.description).filter {
        $0.contains("widget")
      },
      ["\(chapter): has the line \(line), but ChapterLaboratory of chapter 1 names no widget"])
  }

  func testAFigureThatNoPageShowsIsNamed() throws {
    let sample = try SampleCourse()
    try sample.folder.write("<svg/>", to: "chapters/figures/01-sum.svg")
    try sample.folder.write("<svg/>", to: "chapters/figures/01-sum-narrow.svg")
    func problems() throws -> [String] {
      try Lint(Course(sample.folder)).problems().map(\.description)
    }
    XCTAssertEqual(try problems(), ["chapters/figures/01-sum.svg: is shown by no page"])
    try sample.edit(chapter, "# 1 · Sums\n", "# 1 · Sums\n\n![A sum.](figures/01-sum.svg)\n")
    XCTAssertEqual(try problems(), [])
  }

  func testAChapterThatTheReadmeDoesNotNameIsTold() throws {
    let sample = try SampleCourse()
    try sample.folder.write("[Nought](chapters/00-nought.md)\n", to: "README.md")
    XCTAssertTrue(
      try Lint(Course(sample.folder)).problems().map(\.description)
        .contains("README.md: has no link to \(chapter)"))
  }

  func testTwoHintsAreNeededInOrder() throws {
    XCTAssertEqual(
      try problems(chapter, "<details><summary>Hint 2 of 2</summary>\n\nA plus.\n\n</details>", ""),
      [
        "\(chapter):9: exercise 1.1 has 1 hint, needs two",
        "\(chapter):11: write this hint's title as: Hint 1 of 1",
      ])
    XCTAssertEqual(
      try problems(chapter, "What joins two numbers?\n", ""), ["\(chapter):11: this hint is empty"])
  }

  func testThreeTestsAreNeeded() throws {
    XCTAssertEqual(
      try problems(suite, "  func test_1_2_doublesNothing() {}\n", ""),
      ["\(solution):17: exercise 1.2 has 2 tests in Tests/Chapter01Tests, needs three"])
  }

  func testThreeMutantsAreNeededAndSixWhereTheMarkerGoesBackward() throws {
    let sample = try SampleCourse()
    try sample.edit("Tests/Mutants/01-sums/1.2.mutants", "m8: -\n+  8\n", "")
    func problems() throws -> [String] {
      try Lint(Course(sample.folder)).problems().map(\.description)
    }
    XCTAssertEqual(
      try problems(),
      ["\(solution):17: exercise 1.2 has 2 mutants in Tests/Mutants, needs three"])
    try sample.edit(solution, "points): add", "points): back to the sum")
    XCTAssertEqual(
      try problems().first,
      "\(solution):9: exercise 1.1 has 3 mutants in Tests/Mutants, needs six")
    try sample.edit(solution, "point): double it", "point): a gradient, doubled")
    XCTAssertEqual(
      try problems().last,
      "\(solution):17: exercise 1.2 has 2 mutants in Tests/Mutants, needs six")
  }

  func testATestNeedsItsExercise() throws {
    XCTAssertEqual(
      try problems(
        suite, "test_1_2_doublesNothing() {}", "test_1_2_a() {}\n  func test_1_9_b() {}"),
      ["\(suite):12: there is no exercise 1.9 to test"])
  }

  func testExcerptsNeedTheirRegion() throws {
    XCTAssertEqual(
      try problems(chapter, "#given", "#taken"), ["\(chapter):5: \(solution) has no region taken"])
    XCTAssertEqual(
      try problems(chapter, "Sums.swift#given", "None.swift#given"),
      ["\(chapter):5: there is no file solutions/01-sums/None.swift"])
    XCTAssertEqual(
      try problems(chapter, "#given", ""), ["\(chapter):5: name a region: \(solution)#region"])
  }

  func testARegionMayNotShowAnExercise() throws {
    XCTAssertEqual(
      try problems(
        solution, "// END REGION given\n\n/// The sum.", "/// The sum."
      )
      .filter { $0.contains("END REGION") },
      ["\(solution):3: region given has no // END REGION given"])
    XCTAssertTrue(
      try problems(solution, "/// Twice.", "// REGION all\n// END REGION all").isEmpty)
    XCTAssertEqual(
      try problems(
        solution, "  return result\n", "  // REGION part\n  return result\n  // END REGION part\n"),
      ["\(solution):17: region part would show exercise 1.2 in the book"])
  }

  func testAMissingChapterIsNamed() throws {
    let sample = try SampleCourse()
    try FileManager.default.removeItem(at: sample.folder.url("chapters/02-last.md"))
    XCTAssertEqual(
      try Lint(Course(sample.folder)).problems().map(\.description),
      ["chapters/02-last.md: is missing"])
  }

  // MARK: Formulas

  /// What lint says of a page that begins in its first line with a text.
  private func formulaProblems(_ text: String) throws -> [String] {
    let sample = try SampleCourse()
    let lint = try Lint(Course(sample.folder))
    try XCTSkipUnless(lint.canReadAsGitHub, "cmark-gfm is not installed")
    try sample.folder.write(text, to: "chapters/page.md")
    return try lint.problems().map(\.description)
  }

  func testAFormulaThatGitHubWouldChangeIsNamedWithItsLineAndWhatToWrite() throws {
    XCTAssertEqual(
      try formulaProblems("A $b$.\n\n$$f_t\\,c_t$$\n\nB $b$.\n\n$$\n(xW)_{ij} =\nx_{ik}\n$$\n"),
      [
        "chapters/page.md:3: GitHub does not show $$f_t\\,c_t$$ as written: "
          + "write `\\thinspace` for `\\,`",
        "chapters/page.md:7: GitHub does not show $$ (xW)_{ij} = x_{ik} $$ as written: "
          + "write `)_ ` for `)_`",
      ])
  }

  func testOfEqualFormulasTheOneIsNamedThatChanges() throws {
    XCTAssertEqual(
      try formulaProblems("A $b$.\n\n2$b$ and $c$\n\nThe $b$."),
      [
        "chapters/page.md:3: GitHub does not show $b$ as written: "
          + "leave a space on either side, and an empty line behind a tag"
      ])
  }

  func testWhatGitHubWouldNotShowIsRefused() throws {
    for (page, advice) in [
      ("$\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}$", "`\\cr`"),
      ("$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$", "`\\cr`"),
      ("$\\{a\\}$", "write `\\lbrace` for `\\{`, `\\rbrace` for `\\}`"), ("$a\\;b$", "`\\ `"),
      ("$b \\bigg|_{\\text{now}} = f_{t}$", "`|_ `"), ("| A |\n| --- |\n| $|a|$ |", "`\\vert`"),
      ("$a*b$ and $c*d$", "`\\ast`"), ("$a~b$ and $c~d$", "`\\sim`"), ("$a <b > c$", "`\\lt`"),
      ("$[a](b)$", "`] (`"), ("$\\operatorname{f}$", "`\\mathrm`"), ("The a-$x$", "a space"),
      ("The $x$s", "a space"), ("It \"$x$\"", "a space"), ("`a`$x$", "a space"),
      ("$a\nb$", "a space"), ("It costs $5.", "back-ticks"), ("$$\na\n- b\n$$", "a space"),
      ("<details><summary>A</summary>\n$x$\n</details>", "an empty line behind a tag"),
    ] {
      let problems = try formulaProblems(page)
      XCTAssertFalse(problems.isEmpty, page)
      for problem in problems { XCTAssertTrue(problem.contains(advice), "\(page): \(problem)") }
    }
  }

  func testFormsThatGitHubShowsPass() throws {
    XCTAssertEqual(
      try formulaProblems(
        """
        # About $x$

        The $n$-th is $0.8\\thinspace u$, ($x_1$) **$1 - f$ for $i$** and $a<b$, $c>d$: $1$<!--=1-->.

        - one $x_{t-1}$ and $(J_t)_ {ij} = (J_t)_ {ji}$

        | $A_{ij}$ | `$` |
        | --- | --- |
        | $\\vert a \\vert$ | $\\lVert a \\rVert$ |

        <details><summary>More</summary>

        $$
        \\begin{bmatrix} 1 & 2 \\cr
        3 & 4 \\end{bmatrix}
        $$

        </details>

        ```console
        $ swift run course
        ```
        """), [])
  }
}
