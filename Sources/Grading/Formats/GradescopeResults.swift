import Course

extension SubmissionGrade {
  /// The `results.json` that Gradescope's harness uploads, with the field names of its published
  /// specification (https://gradescope-autograders.readthedocs.io/en/latest/specs/). The points are
  /// the tests' own; the specification's `score` of the whole, which would override them, is left
  /// out.
  var gradescopeResults: JSONObject {
    [
      "execution_time": Int(min(milliseconds(seconds).rounded(), 1e9)),
      "output": overview.joined(separator: "\n"), "output_format": "text",
      "test_output_format": "text", "test_name_format": "text", "visibility": "visible",
      "stdout_visibility": "hidden", "tests": exercises.map(\.gradescopeTest),
    ]
  }

  /// What is to be said of the whole, a sentence a line: the points, why nothing could be graded,
  /// the notes.
  var overview: [String] {
    let refused = refusal.map { ["This submission could not be graded: \($0)"] } ?? []
    return [
      "\(earned) of \(counted(points, "point")); "
        + "\(passed) of \(counted(exercises.count, "exercise")) passed."
    ] + refused + notes
  }
}

extension ExerciseGrade {
  /// The site stores `extra_data` and does not show it.
  fileprivate var gradescopeTest: JSONObject {
    [
      "name": title, "number": "\(number)", "score": earned, "max_score": points,
      "status": verdict == .passed ? "passed" : "failed", "output": explanation,
      "visibility": "visible",
      "extra_data": ["verdict": "\(verdict)", "mistake": mistake ?? ""],
    ]
  }
}
