import Foundation
import XCTest

@testable import Authoring
@testable import Course

/// The plan for a term counts exercises, points and hours; these tests count them again.
final class TeachingPageTests: XCTestCase {
  private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

  func testThePlanForATermCountsRight() throws {
    let course = try Course(PackageFolder.containing(here))
    let page = withoutMarks(try XCTUnwrap(course.folder.text("chapters/teaching.md")))
    var (hours, exercises, points) = (0, 0, 0)
    for line in lines(of: page) where line.hasPrefix("| ") && line.contains(" | ") {
      let cells = line.split(separator: "|").map(trimmed)
      guard cells.count == 6, let time = Int(cells[2]) else { continue }
      if let week = cells[0].split(separator: ",").first.flatMap({ Int($0) }), week <= 12 {
        hours += time
      }
      let numbers = cells[1].split(separator: " ").compactMap { Int($0) }
      let own = course.exercises.filter { numbers.contains($0.number.chapter) }
      XCTAssertEqual(Int(cells[3]) ?? 0, own.count, line)
      XCTAssertEqual(Int(cells[4]) ?? 0, own.reduce(0) { $0 + $1.points }, line)
      exercises += own.count
      points += own.reduce(0) { $0 + $1.points }
    }
    XCTAssertEqual(exercises, course.exercises.count)
    let sum =
      "That is \(exercises) exercises and \(points) points. Part I takes about \(hours) hours in twelve"
    XCTAssertTrue(page.contains(sum), sum)
    XCTAssertTrue(page.contains("There are \(exercises) exercises, most take"))
    XCTAssertTrue(page.contains("earns all \(points) points"))
  }
}
