import Foundation

@testable import Authoring
@testable import Course
@testable import Grading

extension ClassGrade {
  /// A class whose names and messages try to break each format.
  static let hostile = ClassGrade(
    submissions: hostileTexts.map { text in
      SubmissionGrade(
        name: text,
        exercises: [
          ExerciseGrade(
            number: ExerciseNumber(chapter: 1, index: 10), title: "Softmax, row by row", points: 2,
            verdict: .passed, seconds: 0.5),
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 1), title: "One step", points: 3,
            verdict: .failed, message: text, mistake: text, file: text, line: 3, seconds: 0.25),
        ],
        notes: [text])
    }, chapters: [1, 2], seed: .max, protection: "bubblewrap", seconds: 1.5)

  static let hostileTexts = [
    "two\nlines\r\nand\rthree",
    "\u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{7}text\u{9B}2Jend \u{1B}(B",
    "</testcase><testcase name=\"won\"/> ]]> <![CDATA[ & &amp; <script>alert(1)</script>",
    "a | b \\| c `code` **bold** [link](http://example.org) @somebody $x$ #1 ~~no~~ ![i](u)",
    "=HYPERLINK(\"http://example.org\"),\"quoted\";2",
    "\u{0}\u{1}\u{8}\u{B}\u{C}\u{1F}\u{7F}\u{FFFE}\u{FFFF}\u{1FFFE} controls",
    "\u{202E}reversed\u{202C} \u{200B}hidden\u{FEFF} \u{2066}x\u{2069}",
    "|\u{301} \"\u{301} =\u{301} <\u{301} `\u{301}",
    "{\"score\": 100} \\u0022 \\n 💥 Höpper 漢字",
    "\u{1B}[31m",
    String(repeating: "x\n", count: 50_000),
    "e" + String(repeating: "\u{301}", count: 100_000),
  ]
}

/// The parsed JSON text as a dictionary.
func parsedJSON(_ text: String) throws -> [String: Any] {
  try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
}

/// A grade's text in a format, as a plain terminal of 80 columns gets it.
func text(
  _ format: GradeFormat, _ grade: ClassGrade, width: Int = 80, hasColour: Bool = false
) throws -> String {
  try format.text(
    of: grade, for: Capture().terminal(width: width, hasColour: hasColour),
    at: Date(timeIntervalSince1970: 1_700_000_000))
}

extension ClassGrade {
  /// One submission, each exercise of which failed with a message.
  static func alone(_ message: String, exercises count: Int = 1) -> ClassGrade {
    let exercises = (1...count).map { index in
      ExerciseGrade(
        number: ExerciseNumber(chapter: 2, index: index), title: "One step", points: 3,
        verdict: .failed, message: message)
    }
    return ClassGrade(
      submissions: [SubmissionGrade(name: "ada", exercises: exercises)], chapters: [2], seed: 7,
      protection: "bubblewrap")
  }

  /// With one of its submissions alone.
  func alone(_ index: Int) -> ClassGrade {
    ClassGrade(
      submissions: [submissions[index]], chapters: chapters, seed: seed, protection: protection,
      seconds: seconds)
  }
}
