import Foundation

/// What is remembered between runs, in .course/progress.json: the last verdicts and the hints
/// that were shown. It is a memory aid: without it, checks tell everything again.
package struct ReaderProgress: Codable, Equatable, Sendable {
  package enum Verdict: String, Codable, Sendable { case done, failing }

  package struct Entry: Codable, Equatable, Sendable {
    package var verdict: Verdict
    /// The fingerprint of the lines that were checked.
    package var fingerprint: String
  }

  /// A paper's claim that was tried with the reader's code.
  package struct Milestone: Codable, Equatable, Sendable {
    package let authors: String
    package let year: Int
    package var isReached: Bool

    package init(authors: String, year: Int, isReached: Bool) {
      (self.authors, self.year, self.isReached) = (authors, year, isReached)
    }
  }

  package static let path = ".course/progress.json"

  package var checks: [String: Entry] = [:]
  package var hints: [String: Int] = [:]
  /// The chapter that was checked last.
  package var chapter: Int?
  /// By their names; nil before there is one.
  package private(set) var milestones: [String: Milestone]?
  /// Which edition's numbers these are; nil for the first, which did not say.
  package var edition: Int?

  package init() { edition = 2 }

  /// What was remembered; nothing where the file is missing or spoilt.
  static func load(from folder: PackageFolder) -> ReaderProgress {
    stored(in: folder) ?? ReaderProgress()
  }

  /// What was remembered; nil where the file is missing or spoilt.
  static func stored(in folder: PackageFolder) -> ReaderProgress? {
    let data = try? Data(contentsOf: folder.url(path))
    return data.flatMap { try? JSONDecoder().decode(Self.self, from: $0) }
  }

  package func save(to folder: PackageFolder) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(self) else { return }
    try folder.write(String(decoding: data, as: UTF8.self) + "\n", to: Self.path)
  }

  package mutating func remember(
    _ verdict: Verdict, of exercise: ExerciseNumber, fingerprint: String
  ) { checks["\(exercise)"] = Entry(verdict: verdict, fingerprint: fingerprint) }

  /// Keeps what came of a milestone. What was reached once stays so.
  package mutating func keep(_ milestone: Milestone, as name: String) {
    let wasReached = milestones?[name]?.isReached ?? false
    milestones = (milestones ?? [:]).merging([name: milestone]) { $1 }
    if wasReached { milestones?[name]?.isReached = true }
  }

  mutating func forget(_ exercise: ExerciseNumber) { checks["\(exercise)"] = nil }
}

/// Where an exercise stands, as far as can be told without building.
package enum ExerciseState: Equatable, Sendable {
  case notWritten
  case done
  case failing
  /// Written, and never checked.
  case unchecked
  /// Edited since the last check.
  case changed
  /// The reader's file is not there.
  case missing
}

extension PackageFolder {
  /// A file that a reader wrote; nil where it is missing. One that is not UTF-8 is read all the same,
  /// with a mark for each byte: it is the compiler that refuses it.
  func readerFile(_ path: String) throws -> ReaderFile? {
    try contents(path).map { ReaderFile(path: path, text: String(decoding: $0, as: UTF8.self)) }
  }
}

extension Course {
  /// What is remembered now.
  package var progress: ReaderProgress { .load(from: folder) }

  /// The reader's file that holds an exercise; nil where it is missing.
  package func readerFile(of exercise: Exercise) throws -> ReaderFile? {
    try folder.readerFile(exercise.path)
  }

  package func state(of exercise: Exercise, _ progress: ReaderProgress) throws -> ExerciseState {
    guard let file = try readerFile(of: exercise) else { return .missing }
    let entry = progress.checks["\(exercise.number)"]
    // A verdict on this very text outweighs a call of `notWritten` that was left behind in it.
    if let entry, entry.fingerprint == file.fingerprint(of: exercise.number) {
      return entry.verdict == .done ? .done : .failing
    }
    if file.isUnwritten(exercise.number) { return .notWritten }
    return entry == nil ? .unchecked : .changed
  }

  /// The chapter with a number.
  ///
  /// - Throws: `UserError` that names the chapters there are.
  package func chapter(_ number: Int) throws -> Chapter {
    if let chapter = chapters.first(where: { $0.number == number }) { return chapter }
    guard let first = chapters.first, let last = chapters.last else {
      throw UserError("solutions/ has no chapters; put it back: git checkout solutions")
    }
    throw UserError(
      "there is no chapter \(number); there are chapters \(first.number) to \(last.number)")
  }

  /// The exercise with a number.
  ///
  /// - Throws: `UserError` that names the exercises there are.
  package func exercise(_ number: ExerciseNumber) throws -> (Chapter, Exercise) {
    let chapter = try chapter(number.chapter)
    if let exercise = chapter.exercises.first(where: { $0.number == number }) {
      return (chapter, exercise)
    }
    throw UserError("there is no exercise \(number); \(Self.exerciseRange(of: chapter))")
  }

  static func exerciseRange(of chapter: Chapter) -> String {
    guard let first = chapter.exercises.first, let last = chapter.exercises.last else {
      return "chapter \(chapter.number) has none"
    }
    if first.number == last.number { return "chapter \(chapter.number) has \(first.number)" }
    return "chapter \(chapter.number) has \(first.number) to \(last.number)"
  }

  /// What an argument names: a chapter, or an exercise of one.
  package func selection(_ word: String) throws -> (Chapter, Exercise?) {
    if let number = wholeNumber(word) { return (try chapter(number), nil) }
    guard let number = ExerciseNumber(word) else {
      throw UserError("\"\(word)\" is neither a chapter (1) nor an exercise (1.3)")
    }
    return try exercise(number)
  }
}
