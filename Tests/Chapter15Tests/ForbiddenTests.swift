import CourseTesting
import LinearAlgebra
import Tagging
import XCTest

/// Exercise 15.5: what may not follow.
final class ForbiddenTests: ExerciseTestCase {
  /// A column: 0 is O; then B and I of each class.
  private func isInside(_ column: Int) -> Bool { column > 0 && column % 2 == 0 }
  private func kind(_ column: Int) -> Int { (column - 1) / 2 }

  /// −∞ where a rule says so; −∞ stands as `comparable` has it.
  private func transitions(
    _ classes: Int, _ forbids: (_ from: Int, _ to: Int) -> Bool
  ) -> Matrix {
    build(2 * classes + 1, 2 * classes + 1) { forbids($0, $1) ? -1_000_000 : 0 }
  }

  private func rule(_ from: Int, _ to: Int) -> Bool {
    isInside(to) && (from == 0 || kind(from) != kind(to))
  }

  private func expectTransitions(_ classes: Int, line: UInt = #line) {
    expect(
      comparable(Chain.forbidding(classes: classes).transitions),
      "transitions of \(classes) classes, −∞ as −1,000,000",
      equals: transitions(classes, rule), within: 0,
      mistakes: [
        .insideAfterOutside: transitions(classes) { self.rule($0, $1) && $0 != 0 },
        .classesMixed: transitions(classes) { $0 == 0 && self.isInside($1) },
        .rowsForColumns: transitions(classes) { self.rule($1, $0) },
        .insideOnlyOnce: transitions(classes) {
          self.rule($0, $1) || self.isInside($0) && self.isInside($1)
        },
        .noNeighbours: transitions(classes) {
          self.rule($0, $1) || $0 != 0 && $1 != 0 && !self.isInside($1)
        },
        .sameClassNoNeighbours: transitions(classes) {
          self.rule($0, $1)
            || $0 != 0 && !self.isInside($1) && $1 != 0
              && self.kind($0) == self.kind($1)
        },
        .beginMustGoOn: transitions(classes) {
          self.rule($0, $1) || $1 == 0 && $0 != 0 && !self.isInside($0)
        },
        .onlyBeginForbidden: transitions(classes) {
          self.isInside($1) && !self.isInside($0) && $0 != 0 && self.kind($0) != self.kind($1)
            || $0 == 0 && self.isInside($1)
        },
        .nothingForbidden: transitions(classes) { _, _ in false },
      ], line: line)
  }

  private func expectStart(_ classes: Int, line: UInt = #line) {
    func start(_ forbids: (Int) -> Bool) -> Matrix {
      build(1, 2 * classes + 1) { forbids($1) ? -1_000_000 : 0 }
    }
    expect(
      comparable(Chain.forbidding(classes: classes).start),
      "start of \(classes) classes, −∞ as −1,000,000", equals: start(isInside), within: 0,
      mistakes: [
        .anyStart: start { _ in false }, .onlyOutsideStarts: start { $0 != 0 },
      ], line: line)
  }

  func test_15_5_transitionsOfOneClass() { expectTransitions(1) }
  func test_15_5_transitionsOfMoreClasses() { for classes in 2...4 { expectTransitions(classes) } }
  func test_15_5_whatMayBeFirst() { for classes in 1...3 { expectStart(classes) } }
}
