import XCTest

@testable import Course
@testable import Grading

/// Honest and hostile submissions.
final class GradingTests: GradingTestCase {
  // MARK: Hostile submissions

  private func gradeHostile(
    _ verdicts: (HostileSubmission) -> [GradeVerdict], in confinement: Confinement,
    fences: Set<Fence> = Fence.all
  ) throws {
    let hostile = try HostileSubmission.all(in: course.folder).filter { !verdicts($0).isEmpty }
    XCTAssertGreaterThanOrEqual(hostile.count, 25)
    let submissions = hostile.map { Submission(name: $0.name, files: [$0.file: $0.text]) }
    let start = ContinuousClock().now
    let grades = try grade(submissions, chapters: "0", in: confinement, fences: fences)
    for one in hostile {
      let grade = grades.submissions.first { $0.name == one.name }
      let exercise = grade?.exercises.first { $0.number == one.exercise }
      let verdict = try XCTUnwrap(exercise?.verdict, one.name)
      let words = "\(one.name): \(verdict), \(exercise?.message ?? "")"
      if fences == Fence.all { XCTAssertTrue(verdicts(one).contains(verdict), words) }
      XCTAssertEqual(grade?.earned, 0, words)
      XCTAssertLessThan(exercise?.seconds ?? 0, 120, words)
      if verdict == .refused { XCTAssertNotNil(exercise?.file, words) }
    }
    XCTAssertLessThan(ContinuousClock().now - start, .seconds(1200))
    XCTAssertEqual(processesLeft(), [])
  }

  /// Processes of programs that were graded here.
  private func processesLeft() -> [String] {
    let outcome = runChild(["ps", "-axo", "pid=,args="], in: course.folder.root, seconds: 30)
    return lines(of: outcome.output).filter { $0.contains("course-grade-\(getpid())-") }
  }

  func testHostileSubmissionsGainNothing() throws {
    try gradeHostile(\.expected, in: Confinement())
  }

  func testHostileSubmissionsGainNothingWithoutASandbox() throws {
    try XCTSkipIf(Confinement().sandbox == .limitsAlone, "the other test did without one already")
    try gradeHostile(\.expected, in: Confinement(.limitsAlone))
  }

  /// Nothing is refused before it runs: limits, signed reports and the suite's own object files
  /// hold alone.
  func testHostileSubmissionsGainNothingWithoutFences() throws {
    try gradeHostile(\.unfenced, in: Confinement(), fences: [])
  }

  // MARK: Ctrl-C

  /// `tearDown` sees that nothing is left over.
  func testCtrlCEndsAGradingWithoutAResult() throws {
    // Where a shell started this in the background, Ctrl-C is ignored, and rightly not caught.
    let before = signal(SIGINT, SIG_DFL)
    defer { signal(SIGINT, before) }
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    let stubs = try files(below: "exercises")
    XCTAssertThrowsError(
      try grade([Submission(name: "new", files: stubs)]) { done, all in
        // Not raise: to a thread of Dispatch, which lets no signal through, it would not come.
        if done == 1 { kill(getpid(), SIGINT) }
        XCTAssertLessThan(done, all, "it went on to the end")
      }
    ) { XCTAssertTrue("\($0)".hasPrefix("stopped before all was graded"), "\($0)") }
  }

  // MARK: Honest submissions

  func testHonestSubmissionsGetExactlyTheirPoints() throws {
    let solutions = try files(below: "solutions")
    let stubs = try files(below: "exercises")
    // Every other exercise's file is done.
    let done = Set(stubs.keys.sorted().enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    let half = stubs.merging(solutions.filter { done.contains($0.key) }) { $1 }
    // The first five chapters are done, and nothing of the others.
    let begun = course.exercises.filter { $0.number.chapter <= 4 }
    let begunPaths = Set(begun.map(\.path))
    let started = stubs.merging(solutions.filter { begunPaths.contains($0.key) }) { $1 }
    let all = course.exercises.reduce(0) { $0 + $1.points }
    for seed in [1, 20_261_121, 76_853_218] as [UInt64] {
      let grades = try grade(
        [
          Submission(name: "done", files: solutions), Submission(name: "half", files: half),
          Submission(name: "new", files: stubs), Submission(name: "started", files: started),
        ], seed: seed)
      XCTAssertEqual(grades.submissions.map(\.name), ["done", "half", "new", "started"])
      XCTAssertEqual(grades.submissions.map(\.points), [all, all, all, all])
      XCTAssertEqual(
        grades.submissions[3].earned, begun.reduce(0) { $0 + $1.points }, "seed \(seed)")
      let complaints = grades.submissions[0].exercises.filter { $0.verdict != .passed }
      XCTAssertEqual(grades.submissions[0].earned, all, "seed \(seed): \(complaints)")
      XCTAssertEqual(grades.submissions[2].earned, 0, "seed \(seed)")
      for exercise in grades.submissions[2].exercises {
        XCTAssertEqual(exercise.verdict, .unwritten, "\(exercise)")
      }
      for (exercise, graded) in zip(course.exercises, grades.submissions[1].exercises) {
        XCTAssertEqual(exercise.number, graded.number)
        if !done.contains(exercise.path) { XCTAssertEqual(graded.earned, 0, "\(graded)") }
        // What was done passes, unless its tests need what was not.
        if done.contains(exercise.path), graded.verdict != .waits {
          XCTAssertEqual(graded.verdict, .passed, "seed \(seed): \(graded)")
        }
      }
    }
  }

  func testAFileThatDoesNotCompileCostsOnlyItsOwnExercises() throws {
    var files = try files(below: "solutions").filter { $0.key.contains("/01-") }
    let path = "exercises/01-sequences-as-matrices/Softmax.swift"
    files[path] = files[path]?.replacingOccurrences(of: "return", with: "retrun")
      .appending("\nprivate let broken: Int = \"text\"\n")
    let grade = try grade([Submission(name: "one", files: files)], chapters: "1").submissions[0]
    let broken = grade.exercises.filter { $0.verdict == .doesNotCompile }
    XCTAssertEqual(broken.map(\.file), [path])
    XCTAssertTrue(broken[0].message.contains("does not compile"), broken[0].message)
    XCTAssertTrue(grade.exercises.contains { $0.verdict == .passed })
    XCTAssertTrue(grade.notes.contains { $0.contains("was replaced") }, "\(grade.notes)")
  }

  func testOneEndlessLoopLeavesTheOthersUnharmed() throws {
    var files = try files(below: "solutions").filter { $0.key.contains("/01-") }
    let path = "exercises/01-sequences-as-matrices/Affine.swift"
    let stub = try XCTUnwrap(files[path])
    let marker = try XCTUnwrap(stub.range(of: "// EXERCISE"))
    files[path] = stub.replacingCharacters(
      in: marker.lowerBound..<marker.lowerBound, with: "while true {}\n  ")
    let grade = try grade([Submission(name: "one", files: files)], chapters: "1").submissions[0]
    XCTAssertEqual(
      grade.exercises.filter { $0.verdict == .timedOut }.map(\.number.description), ["1.2"])
    XCTAssertEqual(grade.earned, grade.points - 2)
  }
}
