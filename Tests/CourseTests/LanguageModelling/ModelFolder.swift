import Foundation
import Layers
import LinearAlgebra
import XCTest

@testable import Course
@testable import Tasks

/// A folder for one test, with a small text in it, that goes when the test ends.
class ModelTestCase: XCTestCase {
  private(set) var folder = ""
  var text: String { folder + "/text.txt" }
  var model: String { folder + "/model.safetensors" }

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "models-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(Self.sentences(count: 3000), to: text)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func write(_ content: String, to path: String) throws {
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Words in a drawn order, so many characters of them.
  static func sentences(count: Int) -> String {
    let words = ["the gate ", "opens ", "a cell ", "forgets ", "and then.\n", "it keeps "]
    var generator = SeededGenerator(seed: 4)
    var text = ""
    while text.count < count { text += words[generator.integer(below: words.count)] }
    return String(text.prefix(count))
  }

  /// A training that takes a fraction of a second: 7 steps an epoch.
  static let small = [
    "--hidden", "8", "--embedding", "4", "--batch", "5", "--length", "80", "--epochs", "3",
  ]

  /// Runs `course train` on the text.
  func train(_ arguments: [String] = [], small: Bool = true) -> Outcome {
    run(["train", text, "--model", model] + (small ? Self.small : []) + arguments)
  }

  typealias Outcome = (status: Int32, output: String, errors: String)

  func run(_ arguments: [String]) -> Outcome {
    let capture = Capture()
    let status = CourseCommandLine.run(arguments, terminal: capture.terminal())
    return (status, capture.output, capture.errors)
  }

  /// What a command said, its lines joined.
  func said(_ outcome: Outcome) -> String {
    outcome.output.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// Exit status 2, and one line on standard error that has these words.
  func expectRefusal(
    _ outcome: Outcome, _ words: String, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertEqual(outcome.status, 2, outcome.output, file: file, line: line)
    XCTAssertTrue(outcome.errors.contains(words), outcome.errors, file: file, line: line)
    XCTAssertTrue(outcome.errors.hasPrefix("course: "), outcome.errors, file: file, line: line)
    XCTAssertEqual(
      outcome.errors.filter { $0 == "\n" }.count, 1, outcome.errors, file: file, line: line)
  }

  /// A request for the same small training, for tests that step through it.
  func request(threads: Int = 1, epochs: Int = 3) -> TrainingSession {
    var flags = ConfigurationFlags()
    (flags.hidden, flags.embedding, flags.batch) = (8, 4, 5)
    (flags.length, flags.epochs) = (80, epochs)
    return TrainingSession(files: [text], flags: flags, path: model, threads: threads)
  }
}
