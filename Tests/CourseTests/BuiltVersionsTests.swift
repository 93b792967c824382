import Foundation
import XCTest

@testable import Course

final class BuiltVersionsTests: XCTestCase {
  func testAnotherTextOfTheSameSecondIsDatedAnew() {
    var versions = BuiltVersions()
    XCTAssertNil(versions.note("A.swift", second: 7, text: "one"))
    XCTAssertNil(versions.note("A.swift", second: 7, text: "one"))
    XCTAssertEqual(versions.note("A.swift", second: 7, text: "two"), 8)
    XCTAssertEqual(versions.note("A.swift", second: 8, text: "three"), 9)
    XCTAssertNil(versions.note("A.swift", second: 8, text: "four"))
    XCTAssertNil(versions.note("B.swift", second: 8, text: "five"))
  }

  func testTheFileOnDiskGetsItsNewDate() throws {
    let sample = try SampleCourse()
    let file = sample.folder.url(SampleCourse.sums).path
    let saved = Date(timeIntervalSince1970: 1_000_000)
    func save(_ text: String) throws -> Date? {
      try sample.folder.write(text, to: SampleCourse.sums)
      try FileManager.default.setAttributes([.modificationDate: saved], ofItemAtPath: file)
      try BuiltVersions.dateApart(in: sample.folder, scratchPath: ".build/check")
      return try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    }
    XCTAssertEqual(try save("// one\n"), saved)
    XCTAssertEqual(try save("// one\n"), saved)
    XCTAssertEqual(try save("// two\n"), saved + 1)
    XCTAssertEqual(try sample.folder.text(SampleCourse.sums), "// two\n")
  }
}
