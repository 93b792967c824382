import XCTest

@testable import Course
@testable import Grading

final class GradingSetupTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("setup-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  /// The package itself, for its chapters/grading/.
  private func package() throws -> PackageFolder {
    try .containing(URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)
  }

  /// A small course with the texts of chapters/grading/.
  private func sampleCourse() throws -> SampleCourse {
    let sample = try SampleCourse()
    try package().mirror(["chapters/grading"], in: sample.folder)
    return sample
  }

  private func run(_ arguments: String...) -> ChildOutcome {
    runChild(arguments, in: folder, seconds: 60)
  }

  // MARK: Zip

  private func skipWithoutZip() throws {
    let zip = runChild(["/bin/sh", "-c", "command -v zip && command -v unzip"], in: folder)
    try XCTSkipIf(zip.end != .exited(0), "zip or unzip is not installed")
  }

  func testAnArchiveUnpacksToWhatWentIn() throws {
    try skipWithoutZip()
    var archive = ZipArchive()
    archive.add("run", Data("#!/bin/sh\necho ran\n".utf8), isExecutable: true)
    archive.add("folder/Höpper.txt", Data("text".utf8))
    archive.add("empty", Data())
    try archive.data().write(to: folder.appendingPathComponent("a.zip"))
    let unpacked = run("unzip", "-q", "a.zip")
    XCTAssertEqual(unpacked.end, .exited(0), unpacked.output)
    XCTAssertEqual(run("./run").output, "ran\n")
    XCTAssertEqual(try String(contentsOfFile: path("folder/Höpper.txt"), encoding: .utf8), "text")
    XCTAssertEqual(try Data(contentsOf: folder.appendingPathComponent("empty")), Data())
    XCTAssertEqual(try archive.data(), try archive.data(), "one date for all entries")
  }

  // MARK: Gradescope

  func testTheArchiveHasTheScriptsAtItsRootAndThePackageBelow() throws {
    try skipWithoutZip()
    let sample = try sampleCourse()
    try sample.folder.write("one", to: "Sources/A/A.swift")
    try sample.folder.write("no", to: "Tests/Mutants/a.mutants")
    try sample.folder.write("hidden", to: "mine/Chapter01Tests/HiddenTests.swift")
    var setup = GradingSetup(folder: sample.folder, chosen: ["--chapters", "1"])
    setup.hidden = sample.folder.url("mine")
    try setup.archive().write(to: folder.appendingPathComponent("a.zip"))
    let listing = run("unzip", "-Z1", "a.zip")
    XCTAssertEqual(
      lines(of: listing.output),
      [
        "setup.sh", "run_autograder", "package/Package.swift", "package/chapters/01-sums.md",
        "package/chapters/02-last.md", "package/exercises/01-sums/Sums.swift",
        "package/exercises/02-last/Last.swift", "package/solutions/01-sums/Sums.swift",
        "package/solutions/02-last/Last.swift", "package/Sources/A/A.swift",
        "package/Tests/Chapter01Tests/SumTests.swift",
        "package/Tests/Chapter02Tests/LastTests.swift", "hidden/Chapter01Tests/HiddenTests.swift",
      ])
  }

  func testTheScriptsAreBash() throws {
    let setup = GradingSetup(folder: try package(), chosen: ["--chapters", "1-3"], hidden: folder)
    for name in ["setup.sh", "run_autograder"] {
      let text = try setup.script(name)
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      let checked = run("bash", "-n", name)
      XCTAssertEqual(checked.end, .exited(0), checked.output)
      XCTAssertTrue(text.hasPrefix("#!/usr/bin/env bash\n"))
      XCTAssertTrue(text.contains(" --chapters 1-3 --hidden \"$root/source/hidden\"\n"), text)
    }
  }

  /// A folder like /autograder, with a program that answers in the place of `course`.
  ///
  /// - Parameter file: what the student uploaded.
  private func autograder(
    given file: String = "exercises/01-sums/Sums.swift", answering program: String
  ) throws -> ChildOutcome {
    let script = try GradingSetup(folder: package()).script("run_autograder")
    let package = PackageFolder(root: folder)
    try? FileManager.default.removeItem(at: package.url("submission"))
    try package.write("text", to: "submission/\(file)")
    try package.write(script, to: "run_autograder")
    try package.write("#!/bin/sh\n" + program, to: "course")
    try package.write("// a package\n", to: "source/package/Package.swift")
    try package.write("old", to: "results/results.json")
    XCTAssertEqual(run("chmod", "+x", "course").end, .exited(0))
    return runChild(
      ["bash", "run_autograder"], in: folder, environment: ["AUTOGRADER": folder.path], seconds: 60)
  }

  private func results() throws -> String {
    try String(contentsOfFile: path("results/results.json"), encoding: .utf8)
  }

  func testRunAutograderGradesTheSubmissionIntoResults() throws {
    let places = [
      "exercises/01-sums/Sums.swift": "submission/exercises",
      "LearnLSTM/exercises/01-sums/Sums.swift": "submission/LearnLSTM/exercises",
      "01-sums/Sums.swift": "submission",
    ]
    for (file, place) in places {
      let outcome = try autograder(given: file, answering: "echo \"$@\" > \"$6\"; exit 1")
      XCTAssertEqual(outcome.end, .exited(0), outcome.output)
      XCTAssertEqual(
        try results(),
        "grade \(path(place)) --format gradescope --output \(path("results/results.json"))\n")
    }
  }

  func testRunAutograderSaysThatTheFolderIsMissing() throws {
    let outcome = try autograder(given: "Sums.swift", answering: "exit 2")
    XCTAssertEqual(outcome.end, .exited(0), outcome.output)
    let said = try parsedJSON(results())
    XCTAssertEqual(said["score"] as? Int, 0)
    XCTAssertTrue((said["output"] as? String)?.hasPrefix("There is no exercises/ folder") ?? false)
  }

  func testRunAutograderLeavesNoResultWhereTheGraderFailed() throws {
    XCTAssertEqual(try autograder(answering: "exit 2").end, .exited(1))
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("results/results.json")))
    XCTAssertEqual(try autograder(answering: "exit 0").end, .exited(1))
  }

  // MARK: GitHub

  func testTheWorkflowIsWhatGitHubClassroomLooksFor() throws {
    let text = try GradingSetup(folder: package(), chosen: ["--chapters", "2"]).workflow(
      grader: "ada/LearnLSTM")
    for line in [
      "name: Autograding Tests\n", "\n  run-autograding-tests:\n", "\n  GRADER: ada/LearnLSTM\n",
      "grade ../submission/exercises --chapters 2 \\\n", "\n          runners: course\n",
      "          COURSE_RESULTS: ${{ steps.course.outputs.result }}\n",
    ] {
      XCTAssertTrue(text.contains(line), "lacks \(line):\n\(text)")
    }
    XCTAssertFalse(text.contains("\t"))
  }

  func testTheWorkflowIsYAML() throws {
    let text = try GradingSetup(folder: package()).workflow(grader: "ada/LearnLSTM")
    try Data(text.utf8).write(to: folder.appendingPathComponent("a.yml"))
    let program = """
      import sys, yaml
      job = yaml.safe_load(open("a.yml"))["jobs"]["run-autograding-tests"]
      print(*[step["name"] for step in job["steps"]], sep="\\n")
      """
    let parsed = run("python3", "-c", program)
    try XCTSkipIf(parsed.end != .exited(0) && parsed.output.contains("No module named"), "no yaml")
    try XCTSkipIf(parsed.end == .exited(127), "no python3")
    XCTAssertEqual(
      lines(of: parsed.output),
      [
        "Fetch the submission", "Fetch the package that grades", "Restore what was built before",
        "Build", "Grade", "Report",
      ])
  }

  func testARepositoryIsReadFromItsRemote() {
    XCTAssertEqual(gitHubRepository(in: "https://github.com/ada/LearnLSTM.git\n"), "ada/LearnLSTM")
    XCTAssertEqual(gitHubRepository(in: "git@github.com:ada/Learn.LSTM-2.git"), "ada/Learn.LSTM-2")
    XCTAssertEqual(gitHubRepository(in: "https://github.com/ada/LearnLSTM/"), "ada/LearnLSTM")
    XCTAssertNil(gitHubRepository(in: "https://example.org/ada/LearnLSTM.git"))
    XCTAssertNil(gitHubRepository(in: "https://github.com/ada/Learn LSTM"))
    XCTAssertNil(gitHubRepository(in: ""))
  }

  // MARK: Keeping what was there

  func testWhatIsReplacedIsKept() throws {
    let sample = try sampleCourse()
    let workflow = ".github/workflows/classroom.yml"
    try sample.folder.write("mine\n", to: workflow)
    let capture = Capture()
    let setup = GradingSetup(folder: sample.folder)
    try setup.write(.github, to: nil, capture.terminal())
    let kept = ".github/workflows/classroom-1.yml-kept"
    XCTAssertEqual(try sample.folder.text(kept), "mine\n")
    XCTAssertEqual(try sample.folder.text(workflow), try setup.workflow(grader: nil))
    XCTAssertTrue(capture.output.contains("is kept in \(sample.folder.url(kept).path)\n"))
    try setup.write(.github, to: nil, capture.terminal())
    XCTAssertEqual(sample.folder.names(in: ".github/workflows").count, 2)
  }

  func testAnArchiveIsReplacedTheSameWay() throws {
    try skipWithoutZip()
    let sample = try sampleCourse()
    try Data("mine".utf8).write(to: folder.appendingPathComponent("a.zip"))
    let setup = GradingSetup(folder: sample.folder)
    try setup.write(.gradescope, to: path("a.zip"), Capture().terminal())
    XCTAssertEqual(try String(contentsOfFile: path("a-1.zip"), encoding: .utf8), "mine")
    XCTAssertEqual(
      try Data(contentsOf: folder.appendingPathComponent("a.zip")), try setup.archive())
    XCTAssertThrowsError(
      try setup.write(.gradescope, to: path("a.zip/b.zip"), Capture().terminal())
    ) { error in
      XCTAssertEqual(
        (error as? UserError)?.message,
        "\(path("a.zip/b.zip")) cannot be written; is the disk full, or the folder read-only?")
    }
  }
}
