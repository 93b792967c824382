import XCTest

@testable import Course

/// What is left of a mistake's sentence once the tests of an exercise are compared.
final class MistakeComparisonTests: XCTestCase {
  private typealias Standings = [String: MistakeStanding]

  /// What a test's `1.1 · off.` with a sentence under it becomes beside other tests.
  private func said(_ sentence: String, _ own: Standings, _ others: Standings...) -> String? {
    let reports = (others + [own]).map { standings in
      standings.map { ReportEvent.mistake(sentence: $0, standing: $1) }
    }
    let settled = MistakeComparison(reports)
      .settled("1.1 · off.\n    \(sentence)", of: others.count)
    XCTAssertTrue(settled.hasPrefix("1.1 · off."), settled)
    return settled == "1.1 · off." ? nil : String(settled.dropFirst("1.1 · off.\n    ".count))
  }

  func testASentenceStaysThatNothingContradicts() {
    XCTAssertEqual(said("A.", ["A.": .explains, "B.": .ruledOut]), "A.")
    XCTAssertEqual(said("A.", ["A.": .explains], ["A.": .silent], ["A.": .explains], [:]), "A.")
    // A test that fails for what it has no sentence for says nothing.
    XCTAssertEqual(said("A.", ["A.": .explains], ["B.": .ruledOut]), "A.")
  }

  func testASentenceGoesThatAnotherTestRulesOut() {
    // That test passes, or fails in another way.
    XCTAssertNil(said("A.", ["A.": .explains], ["A.": .ruledOut]))
    XCTAssertNil(said("A.", ["A.": .explains], ["A.": .insufficient]))
    XCTAssertNil(said("A.", ["A.": .explains], ["A.": .insufficient, "B.": .ruledOut]))
  }

  func testASentenceMustExplainEveryResultOfItsTest() {
    XCTAssertNil(said("A.", ["A.": .insufficient]))
    XCTAssertNil(said("A.", ["A.": .ruledOut]))
  }

  func testAnotherSentenceOfATestThatKnowsTheFirstIsAContradiction() {
    XCTAssertNil(said("A.", ["A.": .explains], ["A.": .ruledOut, "B.": .explains]))
    XCTAssertNil(said("A.", ["A.": .explains], ["A.": .insufficient, "B.": .explains]))
    // One that does not know it may say the same in other words.
    XCTAssertEqual(said("A.", ["A.": .explains], ["B.": .explains]), "A.")
  }

  func testTheSentenceOnWhichAllAgreeIsSaid() {
    let own: Standings = ["A.": .explains, "B.": .explains]
    XCTAssertEqual(said("A.", own, ["A.": .ruledOut, "B.": .explains]), "B.")
    XCTAssertEqual(said("A.", own, ["A.": .insufficient, "B.": .explains]), "B.")
    // Of two that are left none is known to be true.
    XCTAssertNil(
      said("A.", ["A.": .explains, "B.": .explains, "C.": .explains], ["A.": .ruledOut]))
  }

  func testTwoMistakesMayEachHaveTheirTest() {
    let first: Standings = ["A.": .explains, "B.": .insufficient]
    let second: Standings = ["A.": .insufficient, "B.": .explains]
    XCTAssertEqual(said("A.", first, second), "A.")
    XCTAssertNil(said("A.", first, second, ["B.": .ruledOut]))
    let pair = "Two mistakes together: A. And: B."
    let own: Standings = ["A.": .explains, "B.": .explains, "C.": .ruledOut]
    XCTAssertEqual(said(pair, own, ["A.": .insufficient, "B.": .explains]), pair)
    XCTAssertEqual(said(pair, own, ["A.": .insufficient, "B.": .insufficient]), pair)
    XCTAssertNil(said(pair, own, ["A.": .silent, "B.": .ruledOut]))
  }

  func testOtherWordsStay() {
    XCTAssertEqual(said("It is odd.", ["A.": .ruledOut], ["A.": .explains]), "It is odd.")
    let plain = MistakeComparison([[.mistake(sentence: "A.", standing: .ruledOut)]])
    XCTAssertEqual(plain.settled("1.1 · off.", of: 0), "1.1 · off.")
  }
}
