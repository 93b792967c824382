import Course

/// A wrong version of an exercise, and what the suite must say to it.
struct Mutant: Equatable, Sendable {
  let mistake: KnownMistake
  let patch: KnownMistake.Patch
  /// `2.1-withoutBias`; the second version with this mistake is `2.1-withoutBias-2`.
  let name: String
  /// A part of what the suite must say; nil where a test need only fail.
  let message: String?
  /// The sentences of the exercise's other mistakes, which would accuse it of what it does not do.
  var otherSentences: [String] = []

  var exercise: ExerciseNumber { mistake.exercise }
  var path: String { mistake.path }

  /// The chapter's file that it changes, with the mistake in it: the lines stand once in the
  /// exercise, or else once in the chapter.
  func applied(in chapter: Chapter) throws(SourceProblem) -> SolutionFile {
    func places(_ file: SolutionFile, _ range: Range<Int>) -> [(SolutionFile, Range<Int>)] {
      if patch.original.isEmpty { return [(file, range)] }
      return range.map { $0..<$0 + patch.original.count }.filter { lines in
        lines.upperBound <= range.upperBound && Array(file.lines[lines]) == patch.original
      }.map { (file, $0) }
    }
    let files = chapter.solutionFiles
    var found = files.flatMap { file in
      file.exercises.filter { $0.marker.number == exercise }.flatMap {
        places(file, $0.markerLine + 1..<$0.markerLine + 1 + $0.solution.count)
      }
    }
    if found.isEmpty && !patch.original.isEmpty {
      found = files.flatMap { places($0, $0.lines.indices) }
    }
    guard found.count == 1, let (file, range) = found.first else {
      let count = found.isEmpty ? "do not stand" : "stand \(found.count) times"
      throw SourceProblem(
        path, patch.line,
        "does not apply: the lines to replace \(count) in solutions/\(chapter.name)")
    }
    var lines = file.lines
    lines.replaceSubrange(range, with: patch.replacement)
    return SolutionFile(path: file.path, text: lines.joined(separator: "\n") + "\n")
  }
}

extension Course {
  /// All wrong versions, exercise by exercise.
  func mutants() throws -> [Mutant] {
    let all = try mistakes()
    return all.flatMap { mistake in
      let shared = all.first {
        $0.name == mistake.name && $0.exercise.chapter == mistake.exercise.chapter
      }
      let text = mistake.text.isEmpty ? shared?.text ?? "" : mistake.text
      return mistake.patches.enumerated().map { index, patch in
        Mutant(
          mistake: mistake, patch: patch,
          name: "\(mistake.exercise)-\(mistake.name)" + (index == 0 ? "" : "-\(index + 1)"),
          message: text == "-"
            ? nil : text.hasPrefix("…") ? trimmed(text.filter { $0 != "…" }) : text,
          // What no wrong version is called may be true of several.
          otherSentences: all.filter {
            $0.exercise == mistake.exercise && $0.name != mistake.name && !$0.patches.isEmpty
          }
          .compactMap(\.sentence).filter { $0 != text })
      }
    }
  }

  /// The mutants of a chapter or of an exercise, or one by its name, or all.
  ///
  /// - Throws: `UserError` where there are none.
  func mutants(selectedBy word: String?) throws -> [Mutant] {
    let all = try mutants()
    let selected = all.filter { mutant in
      guard let word else { return true }
      if let number = wholeNumber(word) { return mutant.exercise.chapter == number }
      if let number = ExerciseNumber(word) { return mutant.exercise == number }
      return mutant.name == word
    }
    if selected.isEmpty {
      guard let word else { throw UserError("\(KnownMistake.folder) has no mutants") }
      let near = nearestSpelling(to: word, among: all.map(\.name))
      throw UserError(
        "no mutant is chosen by \"\(word)\"; "
          + (near.map { "did you mean \($0)?" } ?? "name a chapter (2), an exercise (2.1) or one"))
    }
    return selected
  }
}
