import XCTest

@testable import Course
@testable import Grading

final class GradeDestinationTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("grades-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  private func deliver(
    _ grade: ClassGrade, _ output: String?, _ format: GradeFormat
  ) throws -> String {
    let capture = Capture()
    try GradeDestination(output, format, submissions: grade.submissions.count)
      .deliver(grade, on: capture.terminal(), at: Date(timeIntervalSince1970: 0))
    return capture.output
  }

  private func problem(_ output: String?, _ format: GradeFormat, _ count: Int) -> String? {
    do {
      _ = try GradeDestination(output, format, submissions: count)
      return nil
    } catch {
      return (error as? UserError)?.message
    }
  }

  func testWithoutAFileTheTerminalGetsTheFormat() throws {
    XCTAssertEqual(try deliver(.example, nil, .csv), try text(.csv, .example))
  }

  func testAFileGetsTheFormatAndTheTerminalTheTable() throws {
    let file = path("new/grades.json")
    let shown = try deliver(.example, file, .json)
    XCTAssertEqual(try String(contentsOfFile: file, encoding: .utf8), try text(.json, .example))
    XCTAssertEqual(
      shown, try text(.table, .example) + "The grades are in \(file)\n")
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: path("new")).count, 1)
  }

  func testAFileHoldsNoColour() throws {
    let terminal = Capture().terminal(hasColour: true)
    let destination = try GradeDestination(path("t.txt"), .table, submissions: 3)
    try destination.deliver(.example, on: terminal, at: Date(timeIntervalSince1970: 0))
    let written = try String(contentsOfFile: path("t.txt"), encoding: .utf8)
    XCTAssertEqual(written, try text(.table, .example))
  }

  func testAFolderGetsAFileForEachSubmission() throws {
    _ = try deliver(.example, path("results/"), .gradescope)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: path("results")).sorted(),
      ["Grace --- -Höpper-.json", "ada.json", "empty.json"])
    let ada = try String(contentsOfFile: path("results/ada.json"), encoding: .utf8)
    XCTAssertEqual(try parsedJSON(ada)["execution_time"] as? Int, 0)
  }

  /// Grades that nobody else may read stay so, and a link is followed.
  func testAFileKeepsItsModeAndALinkItsPlace() throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: path("results"), withIntermediateDirectories: true)
    let long = String(repeating: "old grades ", count: 1000)
    try long.write(toFile: path("target.json"), atomically: false, encoding: .utf8)
    chmod(path("target.json"), 0o600)
    try manager.createSymbolicLink(
      atPath: path("results/ada.json"), withDestinationPath: path("target.json"))
    _ = try deliver(.example, path("results/"), .gradescope)
    _ = try parsedJSON(String(contentsOfFile: path("target.json"), encoding: .utf8))
    let link = URL(fileURLWithPath: path("results/ada.json"))
    XCTAssertEqual(fileType(of: link), .typeSymbolicLink)
    let mode = try manager.attributesOfItem(atPath: path("target.json"))[.posixPermissions]
    XCTAssertEqual(mode as? Int, 0o600)
  }

  func testHostileNamesStayInTheirFolder() throws {
    let names = fileNames(
      ["../../etc/passwd", "", ".hidden", "-rf", "a/b", "A-b", "a\u{0}b", "~"]
        + ClassGrade.hostileTexts)
    XCTAssertEqual(
      Array(names.prefix(8)),
      ["etc-passwd", "submission", "hidden", "rf", "a-b", "A-b-2", "ab", "submission-2"])
    XCTAssertEqual(Set(names.map { $0.lowercased() }).count, names.count)
    for name in names {
      XCTAssertFalse(name.contains("/"))
      XCTAssertFalse(name.hasPrefix("."))
      XCTAssertLessThan(name.utf8.count, 240)
    }
    _ = try deliver(.hostile, path("all/"), .classroom)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: path("all")).count,
      ClassGrade.hostileTexts.count)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path), ["all"])
  }

  func testSeveralSubmissionsNeedAFolder() {
    let sentence =
      "--format gradescope tells of one submission, and there are 30; "
      + "name a folder for a file each: --output gradescope/"
    XCTAssertEqual(problem(nil, .gradescope, 30), sentence)
    XCTAssertEqual(problem(path("results.json"), .gradescope, 30), sentence)
    XCTAssertNil(problem(path("results.json"), .gradescope, 1))
    XCTAssertNil(problem(nil, .gradescope, 1))
  }

  func testAFolderIsForFormatsThatNeedOne() {
    let sentence =
      "\(folder.path) is a folder; name a file in it: "
      + "--output \(folder.lastPathComponent)/grades.xml"
    XCTAssertEqual(problem(folder.path, .junit, 3), sentence)
  }

  func testWhatCannotBeWrittenIsSaidBeforeGrading() throws {
    try Data().write(to: folder.appendingPathComponent("file"))
    XCTAssertEqual(
      problem(path("file/grades.json"), .json, 3),
      "--output \(path("file/grades.json")) cannot be written; name a file in a folder of your own")
  }

  func testADeviceIsWrittenToAndNotReplaced() throws {
    _ = try deliver(.example, "/dev/null", .json)
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    XCTAssertEqual(type as? FileAttributeType, .typeCharacterSpecial)
  }
}
