import XCTest

@testable import CourseTesting

final class FailureSentenceTests: XCTestCase {
  func testNumbersAreAsShortAsTellsThemApart() {
    for (long, short) in [
      ("after 60.0 updates", "after 60 updates"),
      ("8.0 steps; 208.0, [0.0, -1.0]", "8 steps; 208, [0, -1]"),
      ("it is 0.6931471805599453", "it is 0.6931"),
      ("from 208.04166666666666 to 0.3333333333333333", "from 208.0417 to 0.3333"),
      ("is 0.30000001, should be 0.3", "is 0.30000001, should be 0.3"),
      ("1.0000000000000002 and 1.0", "1.0000000000000002 and 1"),
      ("1.2345678901234e-07 of 3", "1.235e-07 of 3"),
      ("exercise 7.2, seed 12345678901", "exercise 7.2, seed 12345678901"),
      ("version 1.0.2, x1.0, “8.0”, `pow(2.0)`", "version 1.0.2, x1.0, “8.0”, `pow(2.0)`"),
      ("0...5 and 10,482.0", "0...5 and 10,482.0"), ("", ""),
    ] {
      XCTAssertEqual(withShortNumbers(long), short)
    }
  }

  func testASentenceEndsOnce() {
    func text(_ problem: String, _ seed: UInt64? = nil) -> String {
      FailureSentence(problem).text(seed: seed)
    }
    XCTAssertEqual(text("is 2, should be 1"), "is 2, should be 1.")
    XCTAssertEqual(text("is 2."), "is 2.")
    XCTAssertEqual(text("in 100?"), "in 100?")
    XCTAssertEqual(text("should throw “no.”"), "should throw “no.”")
    XCTAssertEqual(text("is (1)"), "is (1).")
    XCTAssertEqual(text("is 2.", 3), "is 2 (seed 3).")
    XCTAssertEqual(text("is 2.\n    This is two."), "is 2.\n    This is two.")
    XCTAssertEqual(text("is 2\n    This is two", 3), "is 2 (seed 3).\n    This is two.")
  }
}
