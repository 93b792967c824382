import Course

extension Course {
  /// The files of exercises/ as somebody has written them, by their paths; the rest as handed out.
  ///
  /// - Parameter words: what is written: a chapter (`2`), an exercise (`2.1`), or a mistake in one,
  ///   which is a mutant's name (`2.2-notCarried`) or its file's path.
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
        let (chapter, exercise) = try exercise(mutant.exercise)
        let spoilt = try mutant.applied(in: chapter).exercises
        guard let own = spoilt.first(where: { $0.marker.number == mutant.exercise })
        else { throw UserError("\(word) spoils more than its exercise") }
        try exercise.write(own.solution, into: &files)
      }
    }
    return files
  }

  /// One of the suites' mutants by its name, or the first of a file by the file's path.
  private func mutant(named word: String) throws -> Mutant {
    guard word.hasSuffix(KnownMistake.ending) else { return try mutants(selectedBy: word)[0] }
    guard let text = try folder.text(word) else { throw UserError("there is no \(word)") }
    let number = word.split(separator: "/").last!.dropLast(KnownMistake.ending.count)
    guard let exercise = ExerciseNumber(number),
      let mistake = try KnownMistake.all(in: text, of: word, for: exercise).first
    else { throw UserError("\(word) holds no mistake in an exercise") }
    return Mutant(mistake: mistake, patch: mistake.patches[0], name: word, message: nil)
  }
}

extension Exercise {
  /// Writes the solution, or other lines, in place of the exercise's placeholder; the comment that
  /// says where to read stays, as with a reader.
  fileprivate func write(_ lines: [String]? = nil, into files: inout [String: String]) throws {
    let file = ReaderFile(path: path, text: files[path] ?? "")
    files[path] = file.replacing(
      number, with: [solutionMarkerLine] + file.guidance(of: number) + (lines ?? solution.solution))
    if files[path] == nil { throw UserError("\(path) lacks exercise \(number)") }
  }

  /// The marker as it stands in the solution: `// EXERCISE 1.3 (3 points): …`.
  var solutionMarkerLine: String {
    "\(solution.indentation)// EXERCISE \(number) (\(solution.marker.worth)): "
      + solution.marker.subject
  }
}
