@testable import Authoring
@testable import Course
@testable import Grading

extension ClassGrade {
  /// A small class with one of each kind, for the tests of the formats.
  static let example = ClassGrade(
    submissions: [
      SubmissionGrade(
        name: "ada",
        exercises: [
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 1), title: "One step", points: 3,
            verdict: .passed, seconds: 0.12),
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 2), title: "The unrolled sequence", points: 3,
            verdict: .failed,
            message: """
              2.2 · hidden: step 2, row 0, column 1 is 0.7616, should be 0.0997 \
              (largest of 4 differences) (seed 7).
                  Every step starts from the initial state: is the new state carried on?
              """,
            mistake: "Every step starts from the initial state: is the new state carried on?",
            file: "Tests/Chapter02Tests/SequenceTests.swift", line: 31, seconds: 0.2),
        ],
        notes: ["notes.txt was ignored: only the release's Swift files are graded."]),
      SubmissionGrade(
        name: "Grace <&> \"Höpper\"",
        exercises: [
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 1), title: "One step", points: 3,
            verdict: .refused,
            message: "2.1 · this imports Foundation, and the exercise's own file does not.",
            file: "exercises/02-the-vanilla-rnn/RNNCell.swift", line: 3),
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 2), title: "The unrolled sequence", points: 3,
            verdict: .timedOut,
            message: "2.2 · a test took longer than 10 s. Is there a loop without an end?",
            file: "Tests/Chapter02Tests/SequenceTests.swift", line: 31, seconds: 10),
        ]),
      SubmissionGrade(
        name: "empty",
        exercises: [
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 1), title: "One step", points: 3,
            verdict: .missing, message: "2.1 · its file is not in the submission."),
          ExerciseGrade(
            number: ExerciseNumber(chapter: 2, index: 2), title: "The unrolled sequence", points: 3,
            verdict: .missing, message: "2.2 · its file is not in the submission."),
        ],
        refusal: "it holds no exercises/ folder."),
    ],
    chapters: [2], seed: 7, protection: "bubblewrap", seconds: 12.5)
}
