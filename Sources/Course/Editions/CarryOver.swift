import Foundation

extension PackageFolder {
  /// Brings a reader's work of the first edition into this one, once: the lines written in
  /// exercises/, the verdicts and the hints that were shown, each under the number that it has now.
  /// What exercises/ held is kept first, whole.
  ///
  /// It stands before every command of the loop, so the course is read only where there is something
  /// to bring.
  ///
  /// - Returns: what is to be said of it; nil where there was nothing to bring.
  func carryOverFirstEdition() throws -> String? {
    let progress = ReaderProgress.stored(in: self)
    if progress?.edition != nil { return nil }
    let edition = try FirstEdition(in: self)
    guard try progress != nil || holdsOldNumbers(edition) else { return nil }
    let course = try Course(self)
    let carryOver = CarryOver(course, edition, try course.keepFirstEdition())
    try carryOver.rewriteFiles()
    try carryOver.translated(progress ?? ReaderProgress()).save(to: self)
    return carryOver.summary
  }

  /// Whether a file of exercises/ has an exercise that stands elsewhere now, or nowhere.
  private func holdsOldNumbers(_ edition: FirstEdition) throws -> Bool {
    try holdsOldNumbers(edition, in: swiftFiles(below: "exercises"), contents)
  }

  /// The same of files that stand elsewhere, by their paths from the package's root.
  fileprivate func holdsOldNumbers(
    _ edition: FirstEdition, in paths: [String], _ contents: (String) throws -> Data?
  ) throws -> Bool {
    let markers = edition.rows.filter { $0.fate != .same }.map {
      Data("// EXERCISE \($0.old) ".utf8)
    }
    return try paths.contains { path in
      let solution = "solutions/" + path.dropFirst("exercises/".count)
      let (yours, ours) = (try contents(path), try self.contents(solution))
      return markers.contains { yours?.range(of: $0) != nil && ours?.range(of: $0) == nil }
    }
  }
}

extension Course {
  /// The reader's files as they were; copied to `CarryOver.kept`, unless an earlier run that did not
  /// come to its end has done so.
  fileprivate func keepFirstEdition() throws -> [ReaderFile] {
    if !folder.exists(CarryOver.kept) {
      let released = Dictionary(
        releasedFiles().map { ($0.path, Data($0.text.utf8)) }, uniquingKeysWith: { $1 })
      let paths = Set(folder.files(below: "exercises")).union(released.keys)
      let isEdited = try paths.contains { try folder.contents($0) != released[$0] }
      if !isEdited { return [] }
      let unfinished = CarryOver.kept + ".part"
      try? FileManager.default.removeItem(at: folder.url(unfinished))
      for path in folder.files(below: "exercises") {
        guard let contents = try folder.contents(path) else { continue }
        try folder.write(contents, to: "\(unfinished)/\(path)")
      }
      guard folder.exists(unfinished) else { return [] }
      try FileManager.default.moveItem(at: folder.url(unfinished), to: folder.url(CarryOver.kept))
    }
    return try folder.swiftFiles(below: CarryOver.kept + "/exercises")
      .compactMap(folder.readerFile)
  }
}

extension Course {
  /// Somebody's files of the first edition, by their paths, as files of this one.
  package func carriedOver(_ files: [String: String]) throws -> [String: String] {
    let readers = files.sorted { $0.key < $1.key }.map { ReaderFile(path: $0.key, text: $0.value) }
    return try CarryOver(self, FirstEdition(in: folder), readers).texts
  }

  /// Whether somebody's files, by their paths, hold what only the first edition had.
  package func areOfFirstEdition(_ files: [String: String]) throws -> Bool {
    try folder.holdsOldNumbers(FirstEdition(in: folder), in: files.keys.sorted()) { path in
      files[path].map { Data($0.utf8) }
    }
  }

  /// The exercises that a solution of the first edition solves.
  package func carriedOver() throws -> Set<ExerciseNumber> {
    Set(try FirstEdition(in: folder).carried.map(\.new))
  }
}

/// A reader's work of the first edition, on its way into this one.
private struct CarryOver {
  static let kept = ".course/kept/first-edition"

  private let course: Course
  private let edition: FirstEdition
  private let files: [ReaderFile]

  init(_ course: Course, _ edition: FirstEdition, _ files: [ReaderFile]) {
    (self.course, self.edition, self.files) = (course, edition, files)
  }

  /// What the reader wrote for an exercise of the first edition; nil for nothing.
  private func lines(of old: ExerciseNumber) -> [String]? {
    files.first { $0.region(of: old) != nil && !$0.isUnwritten(old) }?.ownLines(of: old)
  }

  /// Brings exercises/ to this edition, with the reader's lines in it.
  func rewriteFiles() throws {
    let released = course.releasedFiles()
    for (path, text) in released where untouched(path, text) == nil {
      try course.folder.write(withTheirs(path, text), to: path)
    }
    // What is not in this edition would be compiled beside what took its place.
    let current = Set(released.map(\.path))
    for path in course.folder.swiftFiles(below: "exercises") where !current.contains(path) {
      try FileManager.default.removeItem(at: course.folder.url(path))
    }
  }

  /// The reader's file that stays as it is, since it differs from this edition's in its exercises
  /// alone, and in none that changed its number; nil for none.
  private func untouched(_ path: String, _ text: String) -> ReaderFile? {
    let file = ReaderFile(path: path, text: text)
    let numbers = exercises(in: path)
    return files.first { $0.path == path || $0.path.hasSuffix("/" + path) }.flatMap { yours in
      yours.rest(without: numbers) == file.rest(without: numbers)
        && numbers.allSatisfy { isSame($0) && holds(yours, $0) } ? yours : nil
    }
  }

  private func exercises(in path: String) -> [ExerciseNumber] {
    course.exercises.filter { $0.path == path }.map(\.number)
  }

  /// A released text with the reader's lines for its exercises.
  private func withTheirs(_ path: String, _ text: String) -> String {
    exercises(in: path).reduce(text, withTheirs)
  }

  /// Every file of this edition, with the reader's lines, by its path.
  fileprivate var texts: [String: String] {
    Dictionary(
      course.releasedFiles().map { path, text in
        let own = untouched(path, text)?.lines.map { $0 + "\n" }.joined()
        return (path, own ?? withTheirs(path, text))
      }, uniquingKeysWith: { $1 })
  }

  private func isSame(_ new: ExerciseNumber) -> Bool {
    let old = edition.old(of: new)
    return old == new || (old == nil && !edition.rows.contains { $0.old == new })
  }

  /// Whether nothing was written for an exercise that does not stand in this file.
  private func holds(_ file: ReaderFile, _ exercise: ExerciseNumber) -> Bool {
    lines(of: exercise).map { $0 == file.ownLines(of: exercise) } ?? true
  }

  /// A released text with the reader's lines for an exercise, where there are any.
  private func withTheirs(_ text: String, _ new: ExerciseNumber) -> String {
    let file = ReaderFile(path: "", text: text)
    guard let old = edition.old(of: new), let own = lines(of: old),
      let marker = file.markerLine(of: new)
    else { return text }
    return file.replacing(new, with: [marker] + file.guidance(of: new) + own) ?? text
  }

  /// What is remembered, under the numbers of this edition.
  func translated(_ old: ReaderProgress) -> ReaderProgress {
    var progress = ReaderProgress()
    progress.chapter = old.chapter
    for row in edition.carried {
      progress.checks["\(row.new)"] = old.checks["\(row.old)"]
      progress.hints["\(row.new)"] = old.hints["\(row.old)"]
    }
    return progress
  }

  /// What was brought along, what has a new number, what is not asked any more, what was kept; nil
  /// where nothing was written.
  var summary: String? {
    if edition.rows.allSatisfy({ lines(of: $0.old) == nil }) { return nil }
    let brought = edition.carried.filter { lines(of: $0.old) != nil }
    var sentences = [
      "This is the second edition of the book. \(counted(brought.count, "exercise")) that you "
        + "wrote \(brought.count == 1 ? "is" : "are") carried over."
    ]
    let moved = brought.filter { $0.old != $0.new }.map { "\($0.old) is \($0.new)" }
    if !moved.isEmpty { sentences.append("With a new number: \(listed(moved)).") }
    let lost = edition.rows.filter { row in
      lines(of: row.old) != nil && !edition.carried.contains { $0.old == row.old }
    }
    if !lost.isEmpty {
      let numbers = lost.map {
        "\($0.old)" + ($0.fate == .merged ? $0.new.map { " (part of \($0))" } ?? "" : "")
      }
      sentences.append("Not asked any more as they were: \(listed(numbers)).")
    }
    if !files.isEmpty { sentences.append("All that exercises/ held is kept in \(Self.kept)/.") }
    return sentences.joined(separator: " ")
  }
}
