import XCTest

@testable import Authoring
@testable import Course

/// Chapter 08 quotes numbers of its figures; these tests hold the page to them.
final class Chapter08FiguresTests: XCTestCase {
  private func data() throws -> Chapter08Data { try Chapter08Data(in: .containing()) }

  func testTheLastLossesAreThoseOfThePage() throws {
    let data = try data()
    XCTAssertEqual(data.lstm.count, 8)
    XCTAssertEqual(data.lstm.map(\.validation).prefix(2), [1.8748, 1.7620])
    XCTAssertEqual(try XCTUnwrap(data.lstm.last).validation, 1.6355)
    XCTAssertEqual(data.rnn.count, 8)
    XCTAssertEqual(try XCTUnwrap(data.rnn.last).validation, 1.7322)
    XCTAssertEqual(
      data.tables, [3.3473, 2.4819, 2.0408, 1.7649, 1.6410, 1.5984, 1.5847, 1.5824, 1.5840])
  }

  func testOverfittingIsThatOfThePage() throws {
    let data = try data()
    func at(_ epoch: Int) -> Double { data.large[epoch].validation }
    XCTAssertEqual(data.large.count, 40)
    let best = try XCTUnwrap(data.large.indices.min { at($0) < at($1) })
    XCTAssertEqual(best + 1, 7)
    XCTAssertEqual(at(best), 2.3014)
    XCTAssertEqual(data.large[best].training, 1.8358)
    XCTAssertEqual(try XCTUnwrap(data.large.last).training, 1.0866)
    XCTAssertEqual(try XCTUnwrap(data.large.last).validation, 2.8068)
    XCTAssertEqual(data.small.map(\.validation).min(), 2.4700)
    XCTAssertEqual(try XCTUnwrap(data.small.last).training, 2.0253)
    XCTAssertEqual(try XCTUnwrap(data.small.last).validation, 2.4740)
  }
}
