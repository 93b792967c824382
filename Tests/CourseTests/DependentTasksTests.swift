import Foundation
import Synchronization
import XCTest

@testable import Course

final class DependentTasksTests: XCTestCase {
  private struct Failure: Error, Equatable { let index: Int }

  func testEachTaskFollowsThoseThatItNeeds() throws {
    let needs = [[], [], [0, 1], [2], [0], [3, 4], []]
    for workers in [1, 2, 5] {
      let order = Mutex<[Int]>([])
      try runTasks(needing: needs, workers: workers) { index in
        order.withLock { $0.append(index) }
      }
      let found = order.withLock { $0 }
      XCTAssertEqual(found.sorted(), Array(needs.indices))
      for (index, earlier) in needs.enumerated() {
        for need in earlier {
          let places = [found.firstIndex(of: need), found.firstIndex(of: index)].compactMap { $0 }
          XCTAssertLessThan(places[0], places[1], "\(found)")
        }
      }
    }
  }

  /// The fourth task fails at once, the second a little later: the second counts, and the last,
  /// which needs it, is not run.
  func testTheFirstFailureCountsWhicheverComesFirst() {
    for workers in [1, 2, 4] {
      let last = Mutex(false)
      XCTAssertThrowsError(
        try runTasks(needing: [[], [], [], [], [1]], workers: workers) { index in
          if index == 1 { usleep(20_000) }
          if index == 1 || index == 3 { throw Failure(index: index) }
          if index == 4 { last.withLock { $0 = true } }
        }
      ) { XCTAssertEqual($0 as? Failure, Failure(index: 1)) }
      XCTAssertFalse(last.withLock { $0 })
    }
  }

  func testNothingIsDoneWithoutTasks() throws {
    try runTasks(needing: []) { _ in XCTFail("there is no task") }
  }
}
