import Foundation
import HeatStrips

/// What a test tells the command line, one JSON object a line, in the file that `COURSE_REPORT`
/// names. Without it nothing is written.
///
/// The command line does not read what a test prints: a reader's `print` cannot disturb a report,
/// and a test whose process ends early has no `finished` line and so has not passed.
///
/// Where `COURSE_REPORT_KEY` is `stdin`, as it is for `course grade`, the first line of standard
/// input is put before each event. Only what is signed in this way is believed, and the key is in
/// neither the environment nor a file.
public enum TestReport {
  /// One line of the report.
  public enum Event: Codable, Equatable, Sendable {
    /// The test began; without this line it was never run.
    case started
    /// Something is not as the test expects.
    ///
    /// - Parameters:
    ///   - message: what is wrong, as the reader sees it.
    ///   - unwritten: the exercise that is still to be written, where that is the failure.
    ///   - file: the test's file, from the package's root.
    ///   - line: the test's line, counted from 1.
    case failure(message: String, unwritten: String?, file: String, line: Int)
    /// What is true of the case under way, for the reader whose code stops the program in it;
    /// empty when it is over.
    case note(String)
    /// What else is true of the failure before, as a sentence.
    case observation(String)
    /// Where the numbers of the failure before are wrong.
    case strip(HeatStrip)
    /// What all results of the test say of a mistake, told at its end where COURSE_MISTAKES is
    /// `weighed`.
    case mistake(sentence: String, standing: MistakeStanding)
    /// The test came to its end.
    case finished(failures: Int)
  }

  /// Read before the first test begins, and so before any of the reader's code can read it.
  private static let key: String? = {
    let source = ProcessInfo.processInfo.environment["COURSE_REPORT_KEY"]
    return source == "stdin" ? (readLine() ?? "") + " " : nil
  }()

  /// Whether a test compares all its results with those of each mistake, also the right ones.
  static var weighsMistakes: Bool {
    ProcessInfo.processInfo.environment["COURSE_MISTAKES"] == "weighed"
  }

  static func append(_ event: Event) {
    let key = key
    guard let path = ProcessInfo.processInfo.environment["COURSE_REPORT"],
      let json = try? JSONEncoder().encode(event)
    else { return }
    let line = Data((key ?? "").utf8) + json + Data("\n".utf8)
    guard let file = fopen(path, "a") else { return }
    line.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  /// The part of a file's path below the package's root, which may itself lie in a folder of one of
  /// these names.
  static func packagePath(_ path: String) -> String {
    let places = ["exercises", "solutions", "Tests"].compactMap {
      path.range(of: "/\($0)/", options: .backwards)
    }
    guard let last = places.max(by: { $0.lowerBound < $1.lowerBound }) else { return path }
    return String(path[path.index(after: last.lowerBound)...])
  }
}
