import LanguageModel
import XCTest

@testable import Authoring

/// Chapter 08 quotes numbers of its figures; these tests hold the page to them.
final class Chapter08FiguresTests: XCTestCase {
  typealias Data = Chapter08Data

  func testTheLastLossesAreThoseOfThePage() throws {
    XCTAssertEqual(Data.lstm.count, 8)
    XCTAssertEqual(Data.lstm.map(\.validation).prefix(2), [1.8748, 1.7620])
    XCTAssertEqual(try XCTUnwrap(Data.lstm.last).validation, 1.6355)
    XCTAssertEqual(Data.rnn.count, 8)
    XCTAssertEqual(try XCTUnwrap(Data.rnn.last).validation, 1.7322)
    XCTAssertEqual(
      Data.tables, [3.3473, 2.4819, 2.0408, 1.7649, 1.6410, 1.5984, 1.5847, 1.5824, 1.5840])
  }

  func testOverfittingIsThatOfThePage() throws {
    XCTAssertEqual(Data.large.count, 40)
    let best = try XCTUnwrap(Data.large.indices.min { at($0) < at($1) })
    XCTAssertEqual(best + 1, 8)
    XCTAssertEqual(at(best), 2.2909)
    XCTAssertEqual(Data.large[best].training, 1.7960)
    XCTAssertEqual(try XCTUnwrap(Data.large.last).training, 1.1184)
    XCTAssertEqual(try XCTUnwrap(Data.large.last).validation, 2.7301)
    XCTAssertEqual(Data.small.map(\.validation).min(), 2.5027)
    XCTAssertEqual(try XCTUnwrap(Data.small.last).training, 1.9971)
    XCTAssertEqual(try XCTUnwrap(Data.small.last).validation, 2.5441)
  }

  private func at(_ epoch: Int) -> Double { Data.large[epoch].validation }

  func testTemperaturesAreThoseOfThePage() {
    let logits = Data.logits.map(\.logit)
    for (temperature, probability) in [(0.5, 0.95), (1, 0.71), (2, 0.40)] {
      XCTAssertEqual(softmax(logits, temperature: temperature)[0], probability, accuracy: 0.005)
    }
    XCTAssertEqual(Data.logits.prefix(7).map(\.symbol), ["e", "i", "y", "a", "o", "u", "r"])
  }
}
