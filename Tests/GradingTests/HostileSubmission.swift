import Foundation

@testable import Course
@testable import Grading

/// A file that tries to earn points that it does not deserve or to harm whoever grades it, and what
/// must come of it.
///
///     tries: to leave the test with success
///     exercise: 0.1
///     file: exercises/00-before-you-begin/Blend.swift
///     expect: refused
///     unfenced: leftEarly
///
///     …the file…
struct HostileSubmission {
  let name: String
  let exercise: ExerciseNumber
  /// The file of exercises/ that it stands for.
  let file: String
  let text: String
  /// The verdicts that are right.
  let expected: [GradeVerdict]
  /// The same where nothing is refused before it runs; empty where that is not tried, since it
  /// could not even be compiled or would need a sandbox.
  let unfenced: [GradeVerdict]

  static let folder = "Tests/Submissions/hostile"

  /// Every one of them, in the order of their names.
  static func all(in folder: PackageFolder) throws -> [HostileSubmission] {
    try folder.files(below: Self.folder).filter { $0.hasSuffix(".hostile") }.map { path in
      try HostileSubmission(path, folder.text(path) ?? "")
    }
  }

  private init(_ path: String, _ text: String) throws {
    let parts = text.split(separator: "\n\n", maxSplits: 1)
    let fields = parts[0].split(separator: "\n").map { line in
      line.split(separator: ": ", maxSplits: 1).map(String.init)
    }
    guard parts.count == 2, fields.map({ $0[0] }) == Self.names,
      fields.allSatisfy({ $0.count == 2 }), let exercise = ExerciseNumber(fields[1][1]),
      let expected = Self.verdicts(fields[3][1]), let unfenced = Self.verdicts(fields[4][1])
    else { throw UserError("\(path) does not begin as a hostile submission does") }
    name = String((path.split(separator: "/").last ?? "").dropLast(".hostile".count))
    self.exercise = exercise
    file = fields[2][1]
    self.text = String(parts[1])
    self.expected = expected
    self.unfenced = unfenced
  }

  private static let names = ["tries", "exercise", "file", "expect", "unfenced"]

  /// Reads `crashed or failed`; a dash is none.
  private static func verdicts(_ text: String) -> [GradeVerdict]? {
    if text == "-" { return [] }
    let verdicts = text.components(separatedBy: " or ").map { name in
      GradeVerdict.allCases.first { "\($0)" == name }
    }
    return verdicts.contains(nil) ? nil : verdicts.compactMap { $0 }
  }
}
