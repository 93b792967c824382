import Course

extension ClassGrade {
  /// The same grade with every text that a submission's author may have chosen made harmless.
  var harmless: ClassGrade {
    var copy = self
    copy.submissions = submissions.map(\.harmless)
    return copy
  }
}

extension SubmissionGrade {
  /// The same with harmless texts; a submission whose name has nothing that can be shown is called
  /// `(no name)`.
  fileprivate var harmless: SubmissionGrade {
    let shown = PlainText.line(name)
    return SubmissionGrade(
      name: shown.isEmpty ? "(no name)" : shown, exercises: exercises.map(\.harmless),
      notes: notes.map { PlainText.line($0, limit: 500) },
      refusal: refusal.map { PlainText.line($0, limit: 500) })
  }
}

extension ExerciseGrade {
  fileprivate var harmless: ExerciseGrade {
    var copy = self
    copy.message = PlainText.lines(message)
    copy.mistake = mistake.map { PlainText.line($0, limit: 500) }
    copy.file = file.map { PlainText.line($0) }
    return copy
  }
}
