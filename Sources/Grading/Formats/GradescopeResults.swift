import Course
import Foundation

/// The `results.json` that Gradescope's harness uploads, with the field names of its published
/// specification (https://gradescope-autograders.readthedocs.io/en/latest/specs/). The points are
/// the tests' own; the specification's `score` of the whole, which would override them, is left
/// out.
struct GradescopeResults: Encodable {
  /// Seconds.
  let executionTime: Int
  let output: String
  let outputFormat = "text"
  let testOutputFormat = "text"
  let testNameFormat = "text"
  let visibility = "visible"
  let stdoutVisibility = "hidden"
  let tests: [Test]

  /// One exercise.
  struct Test: Encodable {
    let name: String
    let number: String
    let score: Int
    let maxScore: Int
    let status: String
    let output: String
    let visibility = "visible"
    /// What the site stores and does not show.
    let extraData: Extra

    init(_ grade: ExerciseGrade) {
      name = grade.title
      number = "\(grade.number)"
      score = grade.earned
      maxScore = grade.points
      status = grade.verdict == .passed ? "passed" : "failed"
      output = grade.explanation
      extraData = Extra(verdict: grade.verdict.rawValue, mistake: grade.mistake ?? "")
    }
  }

  struct Extra: Encodable {
    let verdict: String
    let mistake: String
  }

  init(of grade: SubmissionGrade) {
    let seconds = milliseconds(grade.seconds).rounded()
    executionTime = Int(min(seconds, 1e9))
    output = grade.overview.joined(separator: "\n")
    tests = grade.exercises.map(Test.init)
  }
}

extension SubmissionGrade {
  /// What is to be said of the whole, a sentence a line: the points, why nothing could be graded,
  /// the notes.
  var overview: [String] {
    let sum = "\(earned) of \(counted(points, "point")); \(passed) of "
    let refused = refusal.map { ["This submission could not be graded: \($0)"] } ?? []
    return [sum + "\(counted(exercises.count, "exercise")) passed."] + refused + notes
  }
}
