import Course

extension ClassGrade {
  /// What `course grade --format json` writes. The keys are stable: a later version may add some
  /// and changes `version` where it takes one away or gives it another meaning.
  ///
  /// | key | holds |
  /// |---|---|
  /// | `version` | 1 |
  /// | `chapters` | the graded chapters' numbers |
  /// | `seed` | what the suites' random trials began with; `--seed` repeats it |
  /// | `protection` | what held the submissions' programs |
  /// | `seconds` | the wall time of the whole |
  /// | `submissions` | a list in the order of their names: `SubmissionGrade.document` |
  /// | `exercises` | a list in the order of their numbers: `ExerciseSummary.document` |
  ///
  /// Whatever may be unknown is `null` and not left out.
  var document: JSONObject {
    [
      "version": 1, "chapters": chapters, "seed": seed, "protection": protection,
      "seconds": milliseconds(seconds), "submissions": submissions.map(\.document),
      "exercises": exercises.map(\.document),
    ]
  }
}

extension SubmissionGrade {
  /// `earned` of `points`, `passed` exercises, `finished` chapters, `refusal` (why nothing of it
  /// could be graded, or null), and its `exercises`.
  fileprivate var document: JSONObject {
    [
      "name": name, "earned": earned, "points": points, "passed": passed,
      "finished": Set(exercises.map(\.number.chapter)).sorted().filter(hasFinished),
      "refusal": refusal, "notes": notes, "seconds": milliseconds(seconds),
      "exercises": exercises.map(\.document),
    ]
  }
}

extension ExerciseGrade {
  /// `number` is text (`"2.10"` is not `"2.1"`), `points` what it is worth, `verdict` a case's
  /// name of `GradeVerdict`, `message` the suite's whole one; `mistake`, `file` and `line` may be null.
  fileprivate var document: JSONObject {
    [
      "number": "\(number)", "chapter": number.chapter, "title": title, "points": points,
      "earned": earned, "verdict": "\(verdict)", "message": message, "mistake": mistake,
      "file": file, "line": line, "seconds": milliseconds(seconds),
    ]
  }
}

extension ExerciseSummary {
  /// How many `passed`, how many `failed`, how many left it `open`, and the `reasons` of those who
  /// failed, the most frequent first: `is_named` where it is a mistake that the suite named.
  fileprivate var document: JSONObject {
    [
      "number": "\(number)", "title": title, "points": points, "passed": passed, "failed": failed,
      "open": open,
      "reasons": reasons.map {
        ["text": $0.text, "is_named": $0.isNamed, "count": $0.count] as JSONObject
      },
    ]
  }
}
