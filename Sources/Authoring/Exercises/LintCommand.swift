import Course

extension Command {
  static let devLint = Command(
    name: "dev lint",
    summary: "lists what exercises and chapters lack",
    usage: "course dev lint",
    example: "swift run course dev lint",
    positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    let problems = try Lint(course).problems()
    for problem in problems { arguments.terminal.print("\(problem)") }
    if !problems.isEmpty {
      arguments.terminal.print("\(counted(problems.count, "problem")).")
      return .failed
    }
    let count = counted(course.exercises.count, "exercise")
    arguments.terminal.print("\(count) in \(counted(course.chapters.count, "chapter")): all there.")
    return .done
  }
}

/// Checks that whatever an exercise needs is there, and that its parts agree.
struct Lint {
  let course: Course

  init(_ course: Course) {
    self.course = course
  }

  /// Every problem, chapter by chapter.
  func problems() throws -> [SourceProblem] {
    var problems = try course.chapters.flatMap { try self.problems(in: $0) }
    problems += try course.chapters.flatMap { try excerptProblems(in: $0) }
    for path in pagesBesideChapters() {
      let text = ChapterText(path: path, text: try course.folder.text(path) ?? "")
      problems += try excerptProblems(in: text)
    }
    let mutants = try course.mutants()
    problems += try mutants.flatMap { try mutantProblems($0) }
    problems += course.exercises.compactMap { exercise in
      tooFewProblem(exercise, mutants.compactMap { try? $0.get() })
    }
    return problems
  }

  /// The notation, the page for teachers: whatever of chapters/ no folder of solutions/ belongs to.
  private func pagesBesideChapters() -> [String] {
    let pages = course.folder.names(in: "chapters").filter { $0.hasSuffix(".md") }
      .map { "chapters/\($0)" }
    return pages.filter { page in !course.chapters.contains { $0.textPath == page } }
  }

  func problems(in chapter: Chapter) throws -> [SourceProblem] {
    var problems = chapter.solutionFiles.flatMap(\.problems)
    for file in chapter.solutionFiles {
      problems += markerProblems(in: file, of: chapter)
    }
    problems += numberProblems(in: chapter)
    problems += textProblems(in: chapter)
    problems += try testProblems(in: chapter)
    return problems
  }

  // MARK: Markers

  /// Each exercise belongs to its folder's chapter and is the end of its function, and no region
  /// that the book quotes touches it.
  private func markerProblems(in file: SolutionFile, of chapter: Chapter) -> [SourceProblem] {
    var problems: [SourceProblem] = []
    let reader = ReaderFile(path: file.path, text: file.lines.joined(separator: "\n"))
    let quoted = Regions(path: file.path, lines: file.lines)
    problems += quoted.problems
    for exercise in file.exercises {
      let number = exercise.marker.number
      let line = exercise.markerLine + 1
      if number.chapter != chapter.number {
        problems.append(
          SourceProblem(file.path, line, "exercise \(number) stands in chapter \(chapter.number)"))
      }
      if let region = reader.region(of: number) {
        let isTail = region.closingLine == exercise.endLine + 1 && trimmed(region.tail).isEmpty
        if !isTail {
          problems.append(
            SourceProblem(
              file.path, exercise.endLine + 1,
              "exercise \(number) must be the end of its function: a closing brace after // END"))
        }
      } else {
        problems.append(SourceProblem(file.path, line, "no function closes exercise \(number)"))
      }
      let calls = exercise.placeholder.joined().filter { !$0.isWhitespace }
      if !calls.contains("notWritten(\"\(number)\"") {
        problems.append(
          SourceProblem(file.path, line, "the placeholder must call notWritten(\"\(number)\", …)"))
      }
      let touched = quoted.ranges.first {
        $0.value.overlaps(exercise.markerLine...exercise.endLine)
      }
      if let touched {
        problems.append(
          SourceProblem(
            file.path, line, "region \(touched.key) would show exercise \(number) in the book"))
      }
    }
    return problems
  }

  /// The numbers are 1, 2, 3, …, each once.
  private func numberProblems(in chapter: Chapter) -> [SourceProblem] {
    zip(1..., chapter.exercises).compactMap { expected, exercise in
      if exercise.number.index == expected { return nil }
      return SourceProblem(
        exercise.solutionPath, exercise.solution.markerLine + 1,
        "exercise \(exercise.number) should be \(chapter.number).\(expected)")
    }.prefix(1).map(\.self)
  }

  // MARK: Chapters

  /// The chapter has a section for each exercise, with the same points and two hints at least,
  /// and no section besides.
  private func textProblems(in chapter: Chapter) -> [SourceProblem] {
    guard let text = chapter.text else {
      return [SourceProblem(chapter.textPath, nil, "is missing")]
    }
    var problems = text.problems
    if text.title == nil {
      problems.append(SourceProblem(text.path, 1, "begin with: # \(chapter.number) · Title"))
    }
    for exercise in chapter.exercises {
      let number = exercise.number
      guard let section = exercise.section else {
        let heading = "**Exercise \(number) · Title** (\(counted(exercise.points, "point")))"
        problems.append(SourceProblem(text.path, nil, "has no \(heading)"))
        continue
      }
      if section.points != exercise.points {
        let theirs = counted(exercise.points, "point")
        problems.append(
          SourceProblem(
            text.path, section.line,
            "exercise \(number) has \(counted(section.points, "point")) here and \(theirs) in "
              + "\(exercise.solutionPath)"))
      }
      problems += hintProblems(in: section, text.path)
    }
    for (index, section) in text.exercises.enumerated() {
      if !chapter.exercises.contains(where: { $0.number == section.number }) {
        problems.append(
          SourceProblem(text.path, section.line, "solutions/ has no exercise \(section.number)"))
      }
      if text.exercises[..<index].contains(where: { $0.number == section.number }) {
        problems.append(
          SourceProblem(text.path, section.line, "exercise \(section.number) stands here twice"))
      }
    }
    return problems
  }

  private func hintProblems(in section: ChapterText.Section, _ path: String) -> [SourceProblem] {
    var problems: [SourceProblem] = []
    if section.hints.count < 2 {
      let count = counted(section.hints.count, "hint")
      problems.append(
        SourceProblem(path, section.line, "exercise \(section.number) has \(count), needs two"))
    }
    for (index, hint) in section.hints.enumerated() {
      let title = "Hint \(index + 1) of \(section.hints.count)"
      if hint.title != title {
        problems.append(SourceProblem(path, hint.line, "write this hint's title as: \(title)"))
      }
      if hint.text.isEmpty { problems.append(SourceProblem(path, hint.line, "this hint is empty")) }
    }
    return problems
  }

  // MARK: Tests

  /// Three tests for each exercise at least, and none for an exercise that does not exist.
  private func testProblems(in chapter: Chapter) throws -> [SourceProblem] {
    let tests = try chapter.tests(in: course.folder)
    var problems: [SourceProblem] = []
    for exercise in chapter.exercises {
      let count = tests.filter { $0.exercise == exercise.number }.count
      if count < 3 {
        problems.append(
          SourceProblem(
            exercise.solutionPath, exercise.solution.markerLine + 1,
            "exercise \(exercise.number) has \(counted(count, "test")) in Tests/\(chapter.suite), "
              + "needs three"))
      }
    }
    for test in tests where !chapter.exercises.contains(where: { $0.number == test.exercise }) {
      problems.append(
        SourceProblem(test.file, test.line, "there is no exercise \(test.exercise) to test"))
    }
    return problems
  }

  // MARK: Excerpts

  private func excerptProblems(in chapter: Chapter) throws -> [SourceProblem] {
    try chapter.text.map { try excerptProblems(in: $0) } ?? []
  }

  /// Each excerpt names a file and a region that exist.
  private func excerptProblems(in text: ChapterText) throws -> [SourceProblem] {
    try text.excerpts.compactMap { excerpt in
      guard let source = try course.folder.text(excerpt.file) else {
        return SourceProblem(text.path, excerpt.line, "there is no file \(excerpt.file)")
      }
      guard let name = excerpt.region else {
        // A whole solution would show the lines that the reader is to write.
        if !excerpt.file.hasPrefix("solutions/") { return nil }
        return SourceProblem(text.path, excerpt.line, "name a region: \(excerpt.file)#region")
      }
      let regions = Regions(path: excerpt.file, lines: lines(of: source))
      if regions.ranges[name] != nil { return nil }
      return SourceProblem(text.path, excerpt.line, "\(excerpt.file) has no region \(name)")
    }
  }

  // MARK: Mutants

  /// A mutant can be read, stands where it is looked for, and can be applied.
  private func mutantProblems(_ read: Result<Mutant, SourceProblem>) throws -> [SourceProblem] {
    do {
      let mutant = try read.get()
      guard let chapter = course.chapters.first(where: { $0.number == mutant.exercise.chapter }),
        chapter.exercises.contains(where: { $0.number == mutant.exercise })
      else { return [SourceProblem(mutant.path, 1, "there is no exercise \(mutant.exercise)")] }
      let place = "\(Mutant.folder)/\(chapter.name)/\(mutant.exercise)-"
      if !mutant.path.hasPrefix(place) {
        return [SourceProblem(mutant.path, nil, "should be \(place)….mutant")]
      }
      guard let solution = chapter.solutionFiles.first(where: { $0.path == mutant.file }) else {
        return [SourceProblem(mutant.path, 2, "solutions/\(chapter.name) has no \(mutant.file)")]
      }
      _ = try mutant.applied(to: solution.lines.joined(separator: "\n"))
      return []
    } catch let problem as SourceProblem {
      return [problem]
    }
  }

  /// Three mutants for each exercise at least, and six where it goes backward.
  private func tooFewProblem(_ exercise: Exercise, _ mutants: [Mutant]) -> SourceProblem? {
    let count = mutants.count { $0.exercise == exercise.number }
    let needed = exercise.goesBackward ? 6 : 3
    if count >= needed { return nil }
    return SourceProblem(
      exercise.solutionPath, exercise.solution.markerLine + 1,
      "exercise \(exercise.number) has \(counted(count, "mutant")) in \(Mutant.folder), needs "
        + (exercise.goesBackward ? "six" : "three"))
  }
}

extension Exercise {
  /// Whether its marker says that it computes gradients or goes back through something.
  fileprivate var goesBackward: Bool {
    let words = solution.marker.subject.lowercased().split { !$0.isLetter }
    return words.contains { ["gradient", "gradients", "back"].contains($0) }
  }
}
