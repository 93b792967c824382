import XCTest

@testable import Course

final class CallsTests: XCTestCase {
  private let path = "exercises/01-sums/Sums.swift"

  /// Whether one line of these leads to another.
  private func lead(_ start: Int, _ end: Int, _ lines: String...) -> Bool {
    Calls(in: [(path, lines.joined(separator: "\n"))]).lead(from: (path, start), to: (path, end))
  }

  func testACallIsFollowedByWhateverWay() {
    let lines = [
      "func sum(_ a: Int, _ b: Int) -> Int {", "  a + b", "}",
      "func given(_ a: Int) -> Int { sum(a, a) }",
      "func twice(_ a: Int) -> Int {", "  given(a)", "}",
      "func alone(_ a: Int) -> Int {", "  // sum(a, a)", "  a * 2", "}",
    ]
    let calls = Calls(in: [(path, lines.joined(separator: "\n"))])
    XCTAssertTrue(calls.lead(from: (path, 6), to: (path, 2)))
    XCTAssertFalse(calls.lead(from: (path, 10), to: (path, 2)), "a comment calls nothing")
    XCTAssertFalse(calls.lead(from: (path, 2), to: (path, 6)))
    XCTAssertFalse(calls.lead(from: (path, 99), to: (path, 2)))
  }

  func testFunctionsOfOneNameAreToldApartByTheirLabels() {
    let first = "func step(input: Int, state: Int = 0) -> Int { 1 }"
    let second = "func step(_ record: Int, carry: (Int) -> Int) -> Int { 2 }"
    let caller = "func run(_ a: Int) -> Int { step(a, carry: { $0 }) }"
    XCTAssertTrue(lead(3, 2, first, second, caller))
    XCTAssertFalse(lead(3, 1, first, second, caller))
    let trailing = "func run(_ a: Int) -> Int { \"\\(a)\".count + step(a) { $0 } }"
    XCTAssertTrue(lead(3, 2, first, second, trailing))
    XCTAssertTrue(lead(3, 1, first, second, "func run() -> Int { step(input: 3) }"))
    XCTAssertTrue(lead(2, 1, first, "func run() -> [Int] { [1].map(step) }"))
    XCTAssertFalse(
      lead(3, 1, first, second, "func run() -> [Int] { [1].map(step) }"), "either may be meant")
    XCTAssertFalse(
      lead(2, 1, "func g(_ a: Int, from b: Int, to c: Int) {}", "func h() { g(1, to: 2) }"),
      "a label without a default cannot be left out")
  }

  func testAValueOfTheSameNameIsNoCall() {
    let gates = "func gates(_ a: Int) -> Int { a }"
    XCTAssertFalse(lead(2, 1, gates, "func next(gates: Int) -> Int { gates + 1 }"))
    XCTAssertFalse(lead(2, 1, gates, "func next(gates: Int) -> Int { max(gates, 1) }"))
    XCTAssertFalse(lead(2, 1, gates, "func next() -> Int { let gates = 2; return abs(gates) }"))
    XCTAssertFalse(lead(2, 1, gates, "func next() -> Int { [1].map { gates in abs(gates) } }"))
    XCTAssertFalse(lead(2, 1, gates, "func next(_ a: Values) -> Int { a.gates + b.gates }"))
    XCTAssertTrue(lead(2, 1, gates, "func next(a: Int) -> Int { max(gates(a), 1) }"))
  }

  func testMembersBelongToTheirType() {
    let types = [
      "struct Cell: Stepping {", "  func step(_ a: Int) -> Int { a }", "}",
      "struct Net {", "  let cell: Cell", "  func run() -> Int { cell.step(1) }",
      "  func other(_ it: Other) -> Int { it.step(1) }", "  func own() -> Int { step(1) }",
      "  func unknown() -> Int { make().step(1) }", "}",
      "extension Cell {", "  func twice() -> Int { step(1) + self.step(2) }", "}",
      "func made() -> Int { let it = Cell(); return it.step(1) }",
    ]
    let calls = Calls(in: [(path, types.joined(separator: "\n"))])
    func leads(_ line: Int) -> Bool { calls.lead(from: (path, line), to: (path, 2)) }
    XCTAssertTrue(leads(6))
    XCTAssertFalse(leads(7), "another type's")
    XCTAssertFalse(leads(8), "Net has none")
    XCTAssertFalse(leads(9), "nobody can tell")
    XCTAssertTrue(leads(12))
    XCTAssertTrue(leads(14))
  }

  /// Calls that a check named and that were none, in the solutions themselves.
  func testTheCoursesOwnExercisesCallWhatTheyCall() throws {
    let course = try Course(PackageFolder.containing())
    func leads(_ from: String, _ to: String) throws -> Bool {
      let (chapter, start) = try course.exercise(XCTUnwrap(ExerciseNumber(from)))
      let end = try course.exercise(XCTUnwrap(ExerciseNumber(to))).1
      let files = try Set(chapter.exercises.map(\.path)).sorted().map { path in
        let solution = path.replacing("exercises/", with: "solutions/")
        return (path: path, text: try course.folder.text(solution) ?? "")
      }
      func place(_ exercise: Exercise) throws -> (path: String, line: Int) {
        let text = try XCTUnwrap(files.first { $0.path == exercise.path }).text.lines
        let marker = text.firstIndex { $0.contains("// EXERCISE \(exercise.number) (") }
        return (exercise.path, try XCTUnwrap(marker) + 1)
      }
      return try Calls(in: files).lead(from: place(start), to: place(end))
    }
    for (from, to) in [
      ("4.3", "4.2"), ("5.7", "5.4"), ("9.2", "9.1"), ("9.3", "9.1"), ("9.4", "9.1"),
      ("8.4", "8.3"), ("8.5", "8.3"),
    ] {
      XCTAssertFalse(try leads(from, to), "\(from) does not call \(to)")
    }
    for (from, to) in [("4.4", "4.3"), ("5.4", "5.3")] {
      XCTAssertTrue(try leads(from, to), "\(from) calls \(to)")
    }
  }

  func testCodeThatIsNotFinishedIsReadAsFarAsItGoes() {
    XCTAssertFalse(lead(2, 1, "func sum(_ a: Int) -> Int { a }", "func twice(_ a: Int"))
    XCTAssertTrue(lead(2, 1, "func sum(_ a: Int) -> Int { a }", "func b() -> Int { sum(1) }", "("))
  }
}
