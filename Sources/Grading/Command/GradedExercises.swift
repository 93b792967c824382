import Course

/// Which exercises count, and in which edition they were written.
struct GradedExercises {
  /// Those that have an exercise that counts, with these exercises alone.
  let chapters: [Chapter]
  /// The flags that chose them, as they are typed.
  let words: [String]
  /// What a table says of them, a sentence each.
  let remarks: [String]
  private let isOfFirstEdition: Bool

  /// - Throws: `UserError` where the flags contradict each other, or leave nothing.
  init(_ arguments: ParsedArguments, of course: Course) throws {
    let named = arguments.string("--chapters")
    let part = try arguments.integer("--part", in: 1...Part.all.count).map { Part.all[$0 - 1] }
    if named != nil && part != nil {
      throw UserError("--chapters and --part both choose chapters; leave one")
    }
    isOfFirstEdition = arguments.has("--first-edition")
    let isShort = arguments.has("--without-long")
    let carried = isOfFirstEdition ? try course.carriedOver() : []
    let chosen = try course.chapters(selectedBy: named)
      .filter { part?.chapters.contains($0.number) ?? true }
    let isFirst = isOfFirstEdition
    chapters = chosen.map { chapter in
      chapter.keeping { !(isShort && $0.isLong) && (!isFirst || carried.contains($0.number)) }
    }.filter { !$0.exercises.isEmpty }
    words =
      (named.map { ["--chapters", $0] } ?? []) + (part.map { ["--part", "\($0.number)"] } ?? [])
      + ["--without-long", "--first-edition"].filter(arguments.has)
    if chapters.isEmpty {
      throw UserError("\(words.joined(separator: " ")) leaves no exercise to grade; choose another")
    }
    let long = isShort ? chosen.flatMap(\.exercises).filter(\.isLong).map { "\($0.number)" } : []
    remarks =
      (long.isEmpty ? [] : ["Without the long exercises: \(listed(long))."])
      + (isFirst ? ["Work of the first edition: what both editions ask counts."] : [])
  }

  /// What was handed in, as work of this edition.
  func translated(_ submissions: [Submission], in course: Course) throws -> [Submission] {
    try submissions.map { submission in
      var submission = submission
      if isOfFirstEdition && submission.refusal == nil {
        submission.files = try course.carriedOver(submission.files)
      } else if try course.areOfFirstEdition(submission.files) {
        submission.notes.append("it is work of the first edition; grade it with --first-edition.")
      }
      return submission
    }
  }
}

extension Course {
  /// The chapters with exercises that `3` or `1-5` names; all of them where nothing is named.
  func chapters(selectedBy word: String?) throws -> [Chapter] {
    let all = chapters.filter { !$0.exercises.isEmpty }
    guard let word else { return all }
    let bounds = word.split(separator: "-", omittingEmptySubsequences: false).map(wholeNumber)
    guard bounds.count <= 2, let first = bounds.first ?? nil, let last = bounds.last ?? nil,
      first <= last
    else { throw UserError("--chapters is \(word); it must be a chapter (3) or a range (1-5)") }
    let chosen = all.filter { (first...last).contains($0.number) }
    if chosen.isEmpty { throw UserError("--chapters \(word) names no chapter with exercises") }
    return chosen
  }
}
