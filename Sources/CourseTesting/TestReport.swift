import Foundation
import HeatStrips

/// What a test tells the command line, one JSON object a line, in the file that `COURSE_REPORT`
/// names. Without it nothing is written.
///
/// The command line does not read what a test prints: a reader's `print` cannot disturb a report,
/// and a test whose process ends early has no `finished` line and so has not passed.
public enum TestReport {
  public enum Event: Codable, Equatable, Sendable {
    /// The test began; without this line it was never run.
    case started
    /// - Parameters:
    ///   - unwritten: the exercise that is still to be written, where that is the failure.
    ///   - file: the test's file, from the package's root.
    case failure(message: String, unwritten: String?, file: String, line: Int)
    /// Where the numbers of the failure before are wrong.
    case strip(HeatStrip)
    case finished(failures: Int)
  }

  static func append(_ event: Event) {
    guard let path = ProcessInfo.processInfo.environment["COURSE_REPORT"],
      var line = try? JSONEncoder().encode(event)
    else { return }
    line.append(UInt8(ascii: "\n"))
    guard let file = fopen(path, "a") else { return }
    line.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  /// The part of a file's path below the package's root.
  static func packagePath(_ path: String) -> String {
    for folder in ["exercises", "solutions", "Tests"] {
      if let range = path.range(of: "/\(folder)/", options: .backwards) {
        return "\(folder)/" + path[range.upperBound...]
      }
    }
    return path
  }
}
