import Course

/// How one exercise of a submission came out, in a few words for a table. All but `passed` earn
/// nothing.
enum GradeVerdict: String, CaseIterable, Sendable {
  case passed
  /// A test ran to its end and found something wrong, or a trap stopped it.
  case failed
  /// It is as it was handed out.
  case unwritten = "not written yet"
  /// Its tests need an exercise of the same chapter that is not written.
  case waits = "waits for another"
  /// The file that holds it is not in the submission.
  case missing = "file missing"
  case doesNotCompile = "does not compile"
  /// The screen found something in its file that no exercise needs; it was not compiled.
  case refused
  /// A test, or the compiler, took longer than its limit.
  case timedOut = "took too long"
  case outOfMemory = "took all memory"
  /// A trap or a bad memory access, such as an endless recursion.
  case crashed
  /// The program ended before its test was over, by `exit` or otherwise.
  case leftEarly = "left early"
  case tooMuchOutput = "printed too much"
  /// Nothing was shown: its suite ran no test.
  case noTests = "no test was run"

  /// There was nothing to judge.
  var isOpen: Bool { self == .unwritten || self == .waits || self == .missing }
  /// A suite found it; every other verdict but `passed` is what kept a suite from finding anything.
  var isFinding: Bool { self == .failed || self == .unwritten || self == .waits }

  /// One character for a table, and the style that it is shown in.
  var sign: (mark: String, style: Terminal.Style) {
    switch self {
    case .passed: ("✓", .green)
    case .failed: ("✗", .red)
    case .unwritten, .waits, .missing: ("·", .dim)
    default: ("!", .yellow)
    }
  }
}

/// What one exercise of a submission earned, and why.
struct ExerciseGrade: Equatable, Sendable {
  let number: ExerciseNumber
  let title: String
  /// What its marker says that it is worth.
  let points: Int
  let verdict: GradeVerdict
  /// The suite's message, whole, or the grader's own; it may have several lines. Empty where the
  /// exercise passed.
  var message = ""
  /// The sentence of the suite that names the mistake, where it named one.
  var mistake: String?
  /// Where the message points, from the package's root: the reader's file or a test's.
  var file: String?
  /// Counted from 1.
  var line: Int?
  /// The wall time of its tests.
  var seconds = 0.0

  /// All the points or none.
  var earned: Int { verdict == .passed ? points : 0 }
}

/// What one submission earned.
struct SubmissionGrade: Equatable, Sendable {
  /// The folder's or the archive's name without its ending; it may hold any characters.
  let name: String
  /// The exercises of the graded chapters in their order; also those of a refused submission.
  let exercises: [ExerciseGrade]
  /// What else the teacher should know, a sentence each: files that were ignored, a file that did
  /// not compile and was replaced by the stub.
  var notes: [String] = []
  /// Why nothing of it could be graded, where that is so: no exercises/ in it, a broken archive.
  var refusal: String?

  var earned: Int { exercises.reduce(0) { $0 + $1.earned } }
  var points: Int { exercises.reduce(0) { $0 + $1.points } }
  var passed: Int { exercises.count { $0.verdict == .passed } }
  var seconds: Double { exercises.reduce(0) { $0 + $1.seconds } }
}

/// What a class earned: everything that the formats tell.
struct ClassGrade: Equatable, Sendable {
  /// In the order of their names.
  var submissions: [SubmissionGrade]
  /// The graded chapters' numbers.
  let chapters: [Int]
  /// What the suites' random trials began with; `--seed` repeats it.
  let seed: UInt64
  /// What held the submissions' programs, in words that follow "graded in": `bubblewrap`.
  let protection: String
  /// The wall time of the whole.
  var seconds = 0.0
  /// What was left out on purpose, a sentence each.
  var choice: [String] = []
}
