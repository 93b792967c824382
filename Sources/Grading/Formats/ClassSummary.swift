import Course

/// How a class came out at one exercise.
struct ExerciseSummary {
  let number: ExerciseNumber
  let title: String
  let points: Int
  let passed: Int
  /// How many tried it and did not pass.
  let failed: Int
  /// How many left it as it was handed out, or left it out.
  let open: Int
  /// What went wrong, the most frequent first.
  let reasons: [Reason]

  /// A mistake that the suite named, else the verdict in words.
  struct Reason: Hashable {
    let text: String
    let isNamed: Bool
    var count = 1
  }

  /// - Parameter grades: what everybody earned at it.
  fileprivate init(_ number: ExerciseNumber, _ grades: [ExerciseGrade]) {
    self.number = number
    title = grades[0].title
    points = grades[0].points
    passed = grades.count { $0.verdict == .passed }
    open = grades.count { $0.verdict.isOpen }
    failed = grades.count - passed - open
    let wrong = grades.filter { $0.verdict != .passed && !$0.verdict.isOpen }
    let counts = Dictionary(grouping: wrong) { grade in
      let isNameless = grade.verdict == .failed
      let words = isNameless ? "failed without a mistake that has a name" : grade.verdict.rawValue
      return Reason(text: grade.mistake ?? words, isNamed: grade.mistake != nil)
    }
    reasons = counts.map { Reason(text: $0.text, isNamed: $0.isNamed, count: $1.count) }
      .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
  }
}

extension ClassGrade {
  /// What the class found hard: its exercises in the order of their numbers.
  var exercises: [ExerciseSummary] {
    Dictionary(grouping: submissions.flatMap(\.exercises), by: \.number)
      .map(ExerciseSummary.init).sorted { $0.number < $1.number }
  }

  /// Those that somebody tried and did not pass: first what most failed at, of two the earlier.
  var hardest: [ExerciseSummary] {
    exercises.filter { $0.failed > 0 }.sorted { ($1.failed, $0.number) < ($0.failed, $1.number) }
  }
}

extension SubmissionGrade {
  /// The exercises of one chapter.
  func exercises(of chapter: Int) -> [ExerciseGrade] {
    exercises.filter { $0.number.chapter == chapter }
  }

  /// Whether every exercise of a chapter has passed.
  func hasFinished(_ chapter: Int) -> Bool {
    let own = exercises(of: chapter)
    return !own.isEmpty && own.allSatisfy { $0.verdict == .passed }
  }
}
