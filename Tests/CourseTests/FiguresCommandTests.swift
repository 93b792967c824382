import Course
import XCTest

@testable import Authoring

final class FiguresCommandTests: XCTestCase {
  func testADiagramDrawnByHandStandsOnACardAndOnAPage() throws {
    let sample = try SampleCourse()
    let path = "chapters/figures/01-boxes.svg"
    try sample.folder.write("<svg><rect class=\"card\"/></svg>\n", to: path)
    XCTAssertFalse(try sample.folder.isDrawnByHand(path))
    try sample.folder.write("![Two boxes](figures/01-boxes.svg)\n", to: "chapters/01-sums.md")
    XCTAssertTrue(try sample.folder.isDrawnByHand(path))
    let narrow = "chapters/figures/01-boxes-narrow.svg"
    try sample.folder.write("<svg><rect class=\"card\"/></svg>\n", to: narrow)
    XCTAssertTrue(try sample.folder.isDrawnByHand(narrow))
    try sample.folder.write("<svg><rect/></svg>\n", to: path)
    XCTAssertFalse(try sample.folder.isDrawnByHand(path))
  }
}
