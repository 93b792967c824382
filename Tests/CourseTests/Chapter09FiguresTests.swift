import Writing
import XCTest

@testable import Authoring
@testable import Course

/// Chapter 09 quotes numbers of its figures; these tests hold the page to them.
final class Chapter09FiguresTests: XCTestCase {
  func testTemperaturesAreThoseOfThePage() throws {
    let data = try Chapter09Data(in: .containing())
    let logits = data.logits.map(\.logit)
    for (temperature, probability) in [(0.5, 0.95), (1, 0.67), (2, 0.38)] {
      XCTAssertEqual(softmax(logits, temperature: temperature)[0], probability, accuracy: 0.005)
    }
    XCTAssertEqual(data.logits.prefix(7).map(\.symbol), ["e", "i", "a", "o", "y", "r", "u"])
  }
}
