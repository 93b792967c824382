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
    let lint = Lint(course)
    let problems = try lint.problems()
    if !lint.canReadAsGitHub {
      arguments.terminal.print("cmark-gfm is not installed: formulas on GitHub were not looked at.")
    }
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
    for name in course.folder.names(in: "chapters") where name.hasSuffix(".md") {
      let path = "chapters/\(name)"
      let text = ChapterText(path: path, text: try course.folder.text(path) ?? "")
      problems += try excerptProblems(in: text)
    }
    problems += try formulaProblems()
    return problems + (try mistakeProblems()) + course.unlistedChapters()
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
    let reader = ReaderFile(path: file.path, text: file.lines.joined(separator: "\n"))
    let quoted = Regions(path: file.path, lines: file.lines)
    var problems = quoted.problems
    for exercise in file.exercises {
      let number = exercise.marker.number
      func complain(_ problem: String, at line: Int? = nil) {
        problems.append(SourceProblem(file.path, (line ?? exercise.markerLine) + 1, problem))
      }
      if number.chapter != chapter.number {
        complain("exercise \(number) stands in chapter \(chapter.number)")
      }
      if let region = reader.region(of: number) {
        if region.closingLine != exercise.endLine + 1 || !trimmed(region.tail).isEmpty {
          complain(
            "exercise \(number) must be the end of its function: a closing brace after // END",
            at: exercise.endLine)
        }
      } else {
        complain("no function closes exercise \(number)")
      }
      let calls = exercise.placeholder.joined().filter { !$0.isWhitespace }
      if !calls.contains("notWritten(\"\(number)\"") {
        complain("the placeholder must call notWritten(\"\(number)\", …)")
      }
      for region in quoted.ranges
      where region.value.overlaps(exercise.markerLine...exercise.endLine) {
        complain("region \(region.key) would show exercise \(number) in the book")
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
    func complain(_ line: Int?, _ problem: String) {
      problems.append(SourceProblem(text.path, line, problem))
    }
    if text.title == nil { complain(1, "begin with: # \(chapter.number) · Title") }
    for exercise in chapter.exercises {
      let points = counted(exercise.points, "point")
      guard let section = exercise.section else {
        complain(nil, "has no **Exercise \(exercise.number) · Title** (\(points))")
        continue
      }
      if section.points != exercise.points {
        complain(
          section.line,
          "exercise \(section.number) has \(counted(section.points, "point")) here and \(points) in "
            + exercise.solutionPath)
      }
      problems += hintProblems(in: section, text.path)
    }
    for (index, section) in text.exercises.enumerated() {
      if !chapter.exercises.contains(where: { $0.number == section.number }) {
        complain(section.line, "solutions/ has no exercise \(section.number)")
      }
      if text.exercises[..<index].contains(where: { $0.number == section.number }) {
        complain(section.line, "exercise \(section.number) stands here twice")
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
}
