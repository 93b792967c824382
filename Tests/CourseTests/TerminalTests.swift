import XCTest

@testable import Course

final class TerminalTests: XCTestCase {
  func testColourIsLeftOutWhereItIsOff() {
    XCTAssertEqual(Capture().terminal().styled("a", .bold, .red), "a")
    XCTAssertEqual(
      Capture().terminal(hasColour: true).styled("a", .bold, .red), "\u{1B}[1;31ma\u{1B}[0m")
  }

  func testTheBarFillsFromLeftToRight() {
    XCTAssertEqual(Terminal.bar(0, width: 4), "░░░░")
    XCTAssertEqual(Terminal.bar(0.5, width: 4), "██░░")
    XCTAssertEqual(Terminal.bar(1, width: 4), "████")
    XCTAssertEqual(Terminal.bar(7, width: 4), "████")
    XCTAssertEqual(Terminal.bar(.nan, width: 4), "░░░░")
  }

  func testSpellingFindsTheNearestAndNoStranger() {
    XCTAssertEqual(nearestSpelling(to: "chekc", among: ["check", "read"]), "check")
    XCTAssertEqual(nearestSpelling(to: "sol", among: ["check", "solution"]), "solution")
    XCTAssertNil(nearestSpelling(to: "train", among: ["check", "read"]))
    XCTAssertEqual(editDistance(Array("abcd"), Array("acbd")), 1)
    XCTAssertEqual(editDistance(Array(""), Array("abc")), 3)
    XCTAssertEqual(editDistance(Array("kitten"), Array("sitting")), 3)
  }

  func testLinesWrapAtSpacesAndKeepTheirIndentation() {
    XCTAssertEqual(wrapped("aa bb cc", to: 5), ["aa bb", "cc"])
    XCTAssertEqual(wrapped("- aa bb", to: 5), ["- aa", "  bb"])
    XCTAssertEqual(wrapped("aaaaaaaa b", to: 5), ["aaaaaaaa", "b"])
    XCTAssertEqual(wrapped("12. aa bb", to: 6), ["12. aa", "    bb"])
    XCTAssertEqual(wrapped("  at aa bb", to: 7, hanging: 2), ["  at aa", "    bb"])
    XCTAssertEqual(wrapped("", to: 5), [""])
  }

  func testABrokenCommentGoesOnAsOne() {
    XCTAssertEqual(
      wrappedCode("  // one two three four five", to: 24, gutter: " "),
      ["   // one two three four", "   // five"])
    XCTAssertEqual(wrappedCode("let a", to: 24, gutter: "  "), ["  let a"])
  }

  func testAMistakeIsOneLineAndBreaksOnlyWhereSomebodySees() {
    let error = UserError("the line //\u{A0}EXERCISE\u{A0}1.1 is gone")
    let (file, screen) = (Capture(), Capture())
    file.terminal(width: 24).complain(error)
    XCTAssertEqual(file.errors, "course: the line // EXERCISE 1.1 is gone\n")
    screen.terminal(width: 24, isInteractive: true).complain(error)
    let stopped = Capture()
    stopped.terminal(width: 24, isInteractive: true).complain(
      "Stopped after step 290 of 322", hanging: 2)
    XCTAssertEqual(stopped.errors, "Stopped after step 290\n  of 322\n")
    XCTAssertEqual(
      screen.errors, "course: the line\n        // EXERCISE 1.1\n        is gone\n")
  }

  func testWideLettersTakeTwoColumns() {
    XCTAssertEqual("a日本👍é".columns, 8)
    XCTAssertEqual(padded("日本", to: 5), "日本 ")
    XCTAssertEqual(flushRight("日本", to: 5), " 日本")
    XCTAssertEqual(shortened("日本語の本", to: 6), "日本…")
    XCTAssertEqual(wrapped("日本 語語", to: 7), ["日本", "語語"])
    let capture = Capture()
    capture.terminal(width: 6, isInteractive: true).showProgress("日本語")
    XCTAssertEqual(capture.output, "\r\u{1B}[K日本")
  }

  func testACommandToCopyStaysWhole() {
    let capture = Capture()
    let command = "iconv -f latin1 -t utf-8 'my  poems.txt' > 'my  poems-utf8.txt'"
    capture.terminal(width: 30, isInteractive: true).complain(
      UserError("my poems.txt is not UTF-8. Convert it: \(command)"))
    XCTAssertTrue(capture.errors.hasSuffix("\n        \(command)\n"), capture.errors)
    let plain = Capture()
    plain.terminal(width: 30).printWrapped("To put it back: swift run course reset 1.1 --file")
    XCTAssertEqual(plain.output, "To put it back:\nswift run course reset 1.1 --file\n")
  }

  func testTextThatIsShownMovesNoCursor() {
    XCTAssertEqual(PlainText.visible("a\u{1B}[2Jb\u{7}\tc\n\u{9B}d\re"), "a[2Jb\tc\nde")
  }

  // MARK: What the terminal can do

  private func standard(
    _ environment: [String: String], output: Bool = true, errors: Bool = true
  ) -> Terminal {
    Terminal(environment: environment, isTerminal: (output, errors))
  }

  func testADumbTerminalIsWrittenToAsAFileIs() {
    let dumb = standard(["TERM": "dumb"])
    XCTAssertFalse(dumb.isInteractive)
    XCTAssertFalse(dumb.hasColour)
    let usual = standard(["TERM": "xterm-256color"])
    XCTAssertTrue(usual.isInteractive)
    XCTAssertTrue(usual.hasColour)
    XCTAssertFalse(standard(["TERM": "xterm"], output: false).hasColour)
  }

  func testNoColourIsRespectedUnlessItIsEmpty() {
    XCTAssertFalse(standard(["NO_COLOR": "1"]).hasColour)
    XCTAssertTrue(standard(["NO_COLOR": "1"]).isInteractive)
    XCTAssertTrue(standard(["NO_COLOR": ""]).hasColour)
  }

  func testTheWidthIsThatOfTheWindowAsItIsNow() {
    let (capture, width) = (Capture(), Counter(80))
    let terminal = Terminal(
      width: width.value, hasColour: false, isInteractive: true,
      output: { capture.terminal().write($0) }, errorOutput: { _ in })
    terminal.printWrapped("one two three")
    width.value = 8
    terminal.printWrapped("one two three")
    terminal.showProgress("123456789")
    XCTAssertEqual(capture.output, "one two three\none two\nthree\n\r\u{1B}[K1234567")
  }

  func testWhatTakesMinutesIsSaidWhereSomebodySeesIt() {
    func announced(_ isInteractive: Bool, _ hasWatchedErrors: Bool) -> Capture {
      let capture = Capture()
      var terminal = capture.terminal(isInteractive: isInteractive)
      terminal.hasWatchedErrors = hasWatchedErrors
      terminal.announce("Wait …")
      return capture
    }
    XCTAssertEqual(announced(true, true).output, "\r\u{1B}[KWait …")
    XCTAssertEqual(announced(true, true).errors, "")
    XCTAssertEqual(announced(false, true).errors, "Wait …\n")
    XCTAssertEqual(announced(false, true).output, "")
    XCTAssertEqual(announced(false, false).errors, "")
  }

  func testABuildIsSaidBeforehandToWhoeverReads() {
    let (watched, piped) = (Capture(), Capture())
    watched.terminal(isInteractive: true).announceBuild("Building …")
    piped.terminal().announceBuild("Building …")
    XCTAssertEqual(watched.output, "\r\u{1B}[KBuilding …")
    XCTAssertEqual(watched.errors, "")
    XCTAssertEqual(piped.output, "")
    XCTAssertEqual(piped.errors, "Building …\n")
  }

  func testASignIsNeverDim() {
    let terminal = Capture().terminal(hasColour: true)
    XCTAssertEqual(terminal.sign("·", .dim), "·")
    XCTAssertEqual(terminal.sign("✓", .green), "\u{1B}[32m✓\u{1B}[0m")
  }

  func testLessIsToldThatThePageIsUTF8() {
    XCTAssertEqual(pagerSettings([:]), ["LESS": " -R", "LESSCHARSET": "utf-8"])
    XCTAssertEqual(pagerSettings(["LESS": "-S"])["LESS"], "-S -R")
  }
}
