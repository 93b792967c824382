import Course

extension Course {
  /// The files of exercises/ as somebody has written them, by their paths; the rest as handed out.
  ///
  /// - Parameter words: what is written: a chapter (`2`), an exercise (`2.1`), or a mistake in one,
  ///   which is a mutant's name (`2.2-not-carried`) or its file's path.
  /// - Throws: `UserError` where a word names none of these, `SourceProblem` for a wrong mutant.
  func exercises(writing words: [String]) throws -> [String: String] {
    var files = Dictionary(
      releasedFiles().map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    for word in words {
      if let number = wholeNumber(word) {
        guard let chapter = chapters.first(where: { $0.number == number }) else {
          throw UserError("there is no chapter \(number)")
        }
        for exercise in chapter.exercises { try exercise.write(into: &files) }
      } else if ExerciseNumber(word) != nil {
        try exercise(named: word).write(into: &files)
      } else {
        let mutant = try mutant(named: word)
        let file = SolutionFile(
          path: mutant.file, text: try mutant.applied(to: folder.text(mutant.file) ?? ""))
        guard let spoilt = file.exercises.first(where: { $0.marker.number == mutant.exercise })
        else { throw UserError("\(mutant.path) spoils more than its exercise") }
        try exercise(mutant.exercise).1.write(spoilt.solution, into: &files)
      }
    }
    return files
  }

  /// One of the suites' mutants by its name, or another by its path.
  private func mutant(named word: String) throws -> Mutant {
    guard word.hasSuffix(Mutant.ending) else { return try mutants(selectedBy: word)[0] }
    guard let text = try folder.text(word) else { throw UserError("there is no \(word)") }
    return try Mutant(path: word, text: text)
  }
}

extension Exercise {
  /// Writes the solution, or other lines, in place of the exercise's placeholder; the comment that
  /// says where to read stays, as with a reader.
  fileprivate func write(_ lines: [String]? = nil, into files: inout [String: String]) throws {
    let file = ReaderFile(path: path, text: files[path] ?? "")
    files[path] = file.replacing(
      number,
      with: [solutionMarkerLine] + file.guidance(of: number) + (lines ?? solution.solution))
    if files[path] == nil { throw UserError("\(path) lacks exercise \(number)") }
  }

  /// The marker as it stands in the solution: `// EXERCISE 1.3 (3 points): …`.
  package var solutionMarkerLine: String {
    let marker = solution.marker
    return "\(solution.indentation)// EXERCISE \(marker.number) "
      + "(\(counted(marker.points, "point"))): \(marker.subject)"
  }
}
