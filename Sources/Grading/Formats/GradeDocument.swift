import Course

/// What `course grade --format json` writes. The keys are stable: a later version may add some and
/// changes `version` where it takes one away or gives it another meaning.
///
/// | key | holds |
/// |---|---|
/// | `version` | 1 |
/// | `chapters` | the graded chapters' numbers |
/// | `seed` | what the suites' random trials began with; `--seed` repeats it |
/// | `protection` | what held the submissions' programs |
/// | `seconds` | the wall time of the whole |
/// | `submissions` | a list in the order of their names: `Submission` |
/// | `exercises` | a list in the order of their numbers, over the class: `Exercise` |
///
/// Whatever may be unknown is `null` and not left out.
struct GradeDocument: Encodable {
  let version = 1
  let chapters: [Int]
  let seed: UInt64
  let protection: String
  let seconds: Double
  let submissions: [Submission]
  let exercises: [Exercise]

  init(_ grade: ClassGrade) {
    chapters = grade.chapters
    seed = grade.seed
    protection = grade.protection
    seconds = milliseconds(grade.seconds)
    submissions = grade.submissions.map(Submission.init)
    exercises = ClassSummary(grade).exercises.map(Exercise.init)
  }

  /// One submission: `name`, `earned` of `points`, `passed` exercises, `finished` chapters,
  /// `refusal` (why nothing of it could be graded, or null), `notes`, `seconds`, and its
  /// `exercises`.
  struct Submission: Encodable {
    let grade: SubmissionGrade

    private enum Key: String, CodingKey {
      case name, earned, points, passed, finished, refusal, notes, seconds, exercises
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      let chapters = Set(grade.exercises.map(\.number.chapter)).sorted()
      try container.encode(grade.name, forKey: .name)
      try container.encode(grade.earned, forKey: .earned)
      try container.encode(grade.points, forKey: .points)
      try container.encode(grade.passed, forKey: .passed)
      try container.encode(chapters.filter(grade.hasFinished), forKey: .finished)
      try container.encode(grade.refusal, forKey: .refusal)
      try container.encode(grade.notes, forKey: .notes)
      try container.encode(milliseconds(grade.seconds), forKey: .seconds)
      try container.encode(grade.exercises.map(Result.init), forKey: .exercises)
    }
  }

  /// One exercise of a submission: `number` as text (`"2.10"` is not `"2.1"`), `chapter`, `title`,
  /// `points` it is worth and `earned`, its `verdict` (a case of `GradeVerdict`), the suite's
  /// whole `message`, the named `mistake` or null, `file` and `line` or null, `seconds`.
  struct Result: Encodable {
    let grade: ExerciseGrade

    private enum Key: String, CodingKey {
      case number, chapter, title, points, earned, verdict, message, mistake, file, line, seconds
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode("\(grade.number)", forKey: .number)
      try container.encode(grade.number.chapter, forKey: .chapter)
      try container.encode(grade.title, forKey: .title)
      try container.encode(grade.points, forKey: .points)
      try container.encode(grade.earned, forKey: .earned)
      try container.encode(grade.verdict.rawValue, forKey: .verdict)
      try container.encode(grade.message, forKey: .message)
      try container.encode(grade.mistake, forKey: .mistake)
      try container.encode(grade.file, forKey: .file)
      try container.encode(grade.line, forKey: .line)
      try container.encode(milliseconds(grade.seconds), forKey: .seconds)
    }
  }

  /// One exercise over the class: how many `passed`, how many `failed` at it, how many left it
  /// `open`, and the `reasons` of those who failed, the most frequent first: a `text`, its `count`,
  /// and `is_named` where it is a mistake that the suite named.
  struct Exercise: Encodable {
    let number: String
    let title: String
    let points: Int
    let passed: Int
    let failed: Int
    let open: Int
    let reasons: [ClassSummary.Reason]

    init(_ entry: ClassSummary.Entry) {
      number = "\(entry.number)"
      title = entry.title
      points = entry.points
      passed = entry.passed
      failed = entry.failed
      open = entry.open
      reasons = entry.reasons
    }
  }
}
