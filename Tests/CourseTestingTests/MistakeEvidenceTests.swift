import LinearAlgebra
import XCTest

@testable import CourseTesting

/// What the results of a test say of the mistakes that it knows.
final class MistakeEvidenceTests: ReportedTestCase {
  /// How each mistake stands, by the name that its sentence ends with.
  private func standings(
    _ test: @escaping (SampleSuite) -> Void
  ) throws -> [String: MistakeStanding] {
    setenv("COURSE_MISTAKES", "weighed", 1)
    defer { unsetenv("COURSE_MISTAKES") }
    return try events(test).reduce(into: [:]) { standings, event in
      if case .mistake(let sentence, let standing) = event {
        XCTAssertNil(standings[sentence])
        standings[sentence] = standing
      }
    }
  }

  /// What is said under the failure of a test.
  private func hint(_ test: @escaping (SampleSuite) -> Void) throws -> String? {
    for case .failure(let message, _, _, _) in try events(test) {
      return message.contains("\n    ") ? message.components(separatedBy: "\n    ").last : nil
    }
    XCTFail("must fail")
    return nil
  }

  // MARK: One result

  func testAWrongResultTellsMistakesApart() throws {
    let standings = try standings {
      $0.expect(
        [9.0, 2, 8], "sums", equals: [1, 2, 3],
        mistakes: [
          .fits: [9, 2, 8], .half: [9, 2, 3], .right: [1, 2, 3], .other: [9, 2, 7],
          .more: [9, 7, 8], .shorter: [9, 2],
        ])
    }
    XCTAssertEqual(
      standings,
      [
        "It fits.": .explains, "Half.": .insufficient, "Right.": .insufficient,
        "Other.": .ruledOut, "More.": .ruledOut, "Shorter.": .ruledOut,
      ])
  }

  func testARightResultRulesOutWhatWouldHaveMadeItWrong() throws {
    XCTAssertEqual(
      try standings {
        $0.expect([1.0, 2], "sums", equals: [1, 2], mistakes: [.right: [1, 2], .other: [1, 3]])
        $0.expect("a", "name", is: "a", mistakes: [.fits: "a", .more: "b"])
      }, ["Right.": .silent, "Other.": .ruledOut, "It fits.": .silent, "More.": .ruledOut])
  }

  func testAShapeIsExplainedAsAWhole() throws {
    XCTAssertEqual(
      try standings {
        $0.expect(
          [9.0, 2], "sums", equals: [1, 2, 3],
          mistakes: [.fits: [9, 2], .other: [9, 3], .right: [1, 2, 3], .more: [9, 2, 3]])
      },
      [
        "It fits.": .explains, "Other.": .ruledOut, "Right.": .insufficient, "More.": .ruledOut,
      ])
  }

  func testOfSeveralValuesTheBestCountsAndOfSeveralResultsTheWorst() throws {
    XCTAssertEqual(
      try standings {
        $0.expect(2.0, "sum", equals: 1, mistakes: [.fits: 3, .fits: 2, .half: 2, .other: 2])
        $0.expect(5.0, "next", equals: 1, mistakes: [.fits: 5, .half: 1])
        $0.expect(1.0, "last", equals: 1, mistakes: [.fits: 1, .other: 4])
      }, ["It fits.": .explains, "Half.": .insufficient, "Other.": .ruledOut])
  }

  func testNothingIsWeighedUnasked() throws {
    let events = try events { $0.expect(2.0, "sum", equals: 1, mistakes: [.fits: 2]) }
    XCTAssertEqual(events.count, 3)
  }

  // MARK: Two mistakes

  private let right: [Double] = [1, 2, 3, 4, 5]

  func testTwoMistakesThatShareAResultAreBothSaid() throws {
    let first: [Double] = [9, 9, 3, 4, 5]
    let last: [Double] = [1, 2, 3, 8, 8]
    let both: [Double] = [9, 9, 3, 8, 8]
    func test(_ suite: SampleSuite) {
      suite.expect(
        both, "sums", equals: self.right,
        mistakes: [.fits: first, .other: [7, 7, 7, 7, 7], .half: last])
    }
    XCTAssertEqual(try hint(test), "Two mistakes together: It fits. And: Half.")
    XCTAssertEqual(
      try standings(test), ["It fits.": .explains, "Half.": .explains, "Other.": .ruledOut])
  }

  func testTwoAreNotAccusedWhereItIsNotSure() throws {
    func hint(_ yours: [Double], _ mistakes: KeyValuePairs<Mistake, [Double]>) throws -> String? {
      try self.hint { $0.expect(yours, "sums", equals: self.right, mistakes: mistakes) }
    }
    // One number each may be chance.
    XCTAssertNil(try hint([9, 2, 3, 4, 8], [.fits: [9, 2, 3, 4, 5], .half: [1, 2, 3, 4, 8]]))
    XCTAssertNil(try hint([9, 9, 3, 4, 8], [.fits: [9, 9, 3, 4, 5], .half: [1, 2, 3, 4, 8]]))
    // A number is left that neither explains.
    XCTAssertNil(try hint([9, 9, 7, 8, 8], [.fits: [9, 9, 3, 4, 5], .half: [1, 2, 3, 8, 8]]))
    // A number is right that one would have made wrong.
    XCTAssertNil(try hint([9, 9, 3, 8, 8], [.fits: [9, 9, 7, 4, 5], .half: [1, 2, 3, 8, 8]]))
    // Both would have changed a number.
    XCTAssertNil(try hint([9, 9, 9, 8, 8], [.fits: [9, 9, 9, 4, 5], .half: [1, 2, 9, 8, 8]]))
    // Another two explain it as well.
    XCTAssertNil(
      try hint(
        [9, 9, 3, 8, 8],
        [.fits: [9, 9, 3, 4, 5], .half: [1, 2, 3, 8, 8], .more: [1, 2, 3, 8, 8]]))
    // One is enough.
    XCTAssertEqual(
      try hint(
        [9, 9, 3, 8, 8],
        [.fits: [9, 9, 3, 4, 5], .half: [1, 2, 3, 8, 8], .more: [9, 9, 3, 8, 8]]), "More.")
    // The same mistake in two places is one.
    XCTAssertNil(try hint([9, 9, 3, 8, 8], [.fits: [9, 9, 3, 4, 5], .fits: [1, 2, 3, 8, 8]]))
  }
}

extension Mistake {
  fileprivate static let fits = Mistake("It fits.")
  fileprivate static let half = Mistake("Half.")
  fileprivate static let right = Mistake("Right.")
  fileprivate static let other = Mistake("Other.")
  fileprivate static let more = Mistake("More.")
  fileprivate static let shorter = Mistake("Shorter.")
}
