import XCTest

@testable import Course
@testable import Grading

/// Tests of what is taken of the folders and archives that people hand in.
class SubmissionTestCase: XCTestCase {
  static let blend = "exercises/00-before-you-begin/Blend.swift"
  final var folder: URL!
  final var reader: SubmissionReader!

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("submissions-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    reader = SubmissionReader(try Course(PackageFolder.containing(here)))
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  final func write(_ text: String, to path: String) throws {
    try PackageFolder(root: folder).write(text, to: path)
  }

  final func shell(_ script: String) -> ChildOutcome.End {
    runChild(["/bin/sh", "-c", script], in: folder, seconds: 60).end
  }

  final func read(_ path: String) throws -> [Submission] {
    try reader.submissions(at: folder.appendingPathComponent(path).path)
  }
}
