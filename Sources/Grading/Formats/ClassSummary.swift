import Course

/// What a class found hard: for each exercise who passed it, and what went wrong.
struct ClassSummary: Sendable {
  /// In the order of their numbers.
  let exercises: [Entry]

  /// How a class came out at one exercise.
  struct Entry: Sendable {
    let number: ExerciseNumber
    let title: String
    let points: Int
    let passed: Int
    /// How many tried it and did not pass.
    let failed: Int
    /// How many left it as it was handed out, or left it out.
    let open: Int
    /// What went wrong, the most frequent first: the mistakes that the suite named, else the
    /// verdict in words.
    let reasons: [Reason]
  }

  struct Reason: Encodable, Equatable, Sendable {
    let text: String
    /// Whether the suite named it.
    let isNamed: Bool
    let count: Int
  }

  init(_ grade: ClassGrade) {
    let all = grade.submissions.flatMap(\.exercises)
    let byNumber = Dictionary(grouping: all, by: \.number)
    exercises = byNumber.keys.sorted().compactMap { number in
      guard let grades = byNumber[number], let first = grades.first else { return nil }
      let wrong = grades.filter { $0.verdict != .passed && !$0.verdict.isOpen }
      return Entry(
        number: number, title: first.title, points: first.points,
        passed: grades.count { $0.verdict == .passed }, failed: wrong.count,
        open: grades.count { $0.verdict.isOpen }, reasons: Self.reasons(wrong))
    }
  }

  /// Those that somebody tried and did not pass: first what most failed at, of two the earlier.
  var hardest: [Entry] {
    exercises.filter { $0.failed > 0 }.sorted { ($1.failed, $0.number) < ($0.failed, $1.number) }
  }

  private static func reasons(_ grades: [ExerciseGrade]) -> [Reason] {
    let named = Dictionary(grouping: grades.compactMap(\.mistake)) { $0 }
    let others = Dictionary(grouping: grades.filter { $0.mistake == nil }) { grade in
      grade.verdict == .failed ? "failed without a mistake that has a name" : grade.verdict.words
    }
    let all =
      named.map { Reason(text: $0.key, isNamed: true, count: $0.value.count) }
      + others.map { Reason(text: $0.key, isNamed: false, count: $0.value.count) }
    return all.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
  }
}

extension GradeVerdict {
  /// There was nothing to judge.
  var isOpen: Bool { self == .unwritten || self == .waits || self == .missing }
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
