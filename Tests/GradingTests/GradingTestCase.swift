import XCTest

@testable import Course
@testable import Grading

/// Tests that grade for real: minutes of it, so only where `COURSE_SLOW` is 1. `.ci/grading` runs
/// them.
class GradingTestCase: XCTestCase {
  private static let isSlow = ProcessInfo.processInfo.environment["COURSE_SLOW"] == "1"
  /// The suites are built once for all tests.
  private static let shared = Result {
    let course = try Course(
      PackageFolder.containing(URL(fileURLWithPath: #filePath).deletingLastPathComponent().path))
    // The hidden test that chapters/teaching.md shows is compiled and counted with the others.
    let hidden = course.folder.url("Tests/Submissions/hidden")
    return (course: course, laboratory: try GradingLaboratory(of: course, hidden: hidden))
  }

  final var course: Course!
  final var laboratory: GradingLaboratory!

  /// The authors' program, which was built together with these tests.
  static var program: String {
    #if os(macOS)
      let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!
      let folder = tests.bundleURL.deletingLastPathComponent()
    #else
      let folder = Bundle.main.bundleURL
    #endif
    return folder.appendingPathComponent("course-dev").path
  }

  override func setUpWithError() throws {
    try XCTSkipUnless(Self.isSlow, "grades for minutes: run .ci/grading")
    (course, laboratory) = try Self.shared.get()
  }

  override func tearDownWithError() throws {
    let place = FileManager.default.temporaryDirectory.path
    let left = try FileManager.default.contentsOfDirectory(atPath: place)
    XCTAssertEqual(left.filter { $0.hasPrefix("course-grade-\(getpid())-") }, [])
  }

  final func grade(
    _ submissions: [Submission], seed: UInt64 = 7, chapters: String? = nil,
    in confinement: Confinement = Confinement(), fences: Set<Fence> = Fence.all,
    readBy screening: [String]? = nil,
    progress: @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws -> ClassGrade {
    let grader = try ClassGrader(
      course: course, laboratory: laboratory, confinement: confinement,
      screening: ScreeningProcess(program: screening ?? [Self.program]),
      chapters: try course.chapters(selectedBy: chapters), seed: seed, fences: fences)
    return try grader.grade(submissions, progress: progress)
  }

  final func files(below folder: String) throws -> [String: String] {
    let paths = course.folder.swiftFiles(below: folder)
    let pairs = try paths.map { path in
      ("exercises/" + path.dropFirst(folder.count + 1), try course.folder.text(path) ?? "")
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
