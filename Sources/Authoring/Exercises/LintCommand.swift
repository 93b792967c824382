import Course

extension Command {
  static let devLint = Command(
    name: "dev lint", summary: "lists what exercises and chapters lack", usage: "course dev lint",
    example: "swift run course dev lint", positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    let lint = Lint(course)
    let problems = try lint.problems()
    if !lint.canReadAsGitHub {
      arguments.terminal.print("cmark-gfm is not installed: formulas on GitHub were not looked at.")
    }
    let exercises = counted(course.exercises.count, "exercise")
    let chapters = counted(course.chapters.count, "chapter")
    let status = arguments.terminal.list(problems, orSay: "\(exercises) in \(chapters): all there.")
    if !problems.isEmpty { arguments.terminal.print("\(counted(problems.count, "problem")).") }
    return status
  }
}

/// Checks that whatever an exercise needs is there, and that its parts agree.
struct Lint {
  let course: Course

  init(_ course: Course) { self.course = course }

  /// Every problem, chapter by chapter.
  func problems() throws -> [SourceProblem] {
    try course.chapters.flatMap(problems) + course.folder.chapterPages.flatMap(excerptProblems)
      + formulaProblems() + mistakeProblems() + course.unlistedChapters()
      + course.problemsOfWhatPagesShow()
  }

  private func problems(in chapter: Chapter) throws -> [SourceProblem] {
    let files = chapter.solutionFiles
    return try files.flatMap(\.problems) + files.flatMap { markerProblems(in: $0, of: chapter) }
      + numberProblems(in: chapter) + textProblems(in: chapter) + testProblems(in: chapter)
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
      let region = reader.region(of: number)
      if region == nil { complain("no function closes exercise \(number)") }
      if let region, region.closingLine != exercise.endLine + 1 || !trimmed(region.tail).isEmpty {
        complain(
          "exercise \(number) must be the end of its function: a closing brace after // END",
          at: exercise.endLine)
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
    let wrong = zip(1..., chapter.exercises).first { $0 != $1.number.index }
    return wrong.map { expected, exercise in
      [exercise.problem("exercise \(exercise.number) should be \(chapter.number).\(expected)")]
    } ?? []
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
      let worth = exercise.solution.marker.worth
      guard let section = exercise.section else {
        complain(nil, "has no **Exercise \(exercise.number) · Title** (\(worth))")
        continue
      }
      if section.worth != worth {
        complain(
          section.line,
          "exercise \(section.number) has \(section.worth) here and \(worth) in "
            + exercise.solutionPath)
      }
      checkHints(in: section, complain)
    }
    for (index, section) in text.exercises.enumerated() {
      if !chapter.exercises.contains(where: { $0.number == section.number }) {
        complain(section.line, "solutions/ has no exercise \(section.number)")
      }
      if text.exercises[..<index].contains(where: { $0.number == section.number }) {
        complain(section.line, "exercise \(section.number) stands here twice")
      }
    }
    return problems + questionProblems(in: text)
  }

  /// None, or three to five of them, numbered from 1, each with one right answer.
  private func questionProblems(in text: ChapterText) -> [SourceProblem] {
    let questions = text.questions
    var problems = zip(1..., questions).compactMap { number, question -> SourceProblem? in
      let problem =
        question.number == number
        ? question.problem : "question \(question.number) should be question \(number)"
      return problem.map { SourceProblem(text.path, question.line, $0) }
    }
    if let first = questions.first, !(3...5).contains(questions.count) {
      let count = counted(questions.count, "question")
      problems.append(SourceProblem(text.path, first.line, "\(count) here; ask three to five"))
    }
    return problems
  }

  private func checkHints(in section: ChapterText.Section, _ complain: (Int?, String) -> Void) {
    let count = section.hints.count
    if count < 2 {
      let hints = counted(count, "hint")
      complain(section.line, "exercise \(section.number) has \(hints), needs two")
    }
    for (number, hint) in zip(1..., section.hints) {
      let title = "Hint \(number) of \(count)"
      if hint.title != title { complain(hint.line, "write this hint's title as: \(title)") }
      if hint.text.isEmpty { complain(hint.line, "this hint is empty") }
    }
  }

  // MARK: Tests

  /// Three tests for each exercise at least, and none for an exercise that does not exist.
  private func testProblems(in chapter: Chapter) throws -> [SourceProblem] {
    let tests = try chapter.tests(in: course.folder)
    let numbers = chapter.exercises.map(\.number)
    let tooFew = chapter.exercises.compactMap { exercise in
      let count = tests.count { $0.exercise == exercise.number }
      let has = "has \(counted(count, "test")) in Tests/\(chapter.suite), needs three"
      return count < 3 ? exercise.problem("exercise \(exercise.number) \(has)") : nil
    }
    let strays = tests.filter { !numbers.contains($0.exercise) }.map {
      SourceProblem($0.file, $0.line, "there is no exercise \($0.exercise) to test")
    }
    return tooFew + strays
  }

  // MARK: Excerpts

  /// Each excerpt of a page names a file and a region that exist.
  private func excerptProblems(in path: String) throws -> [SourceProblem] {
    let text = try course.folder.text(path) ?? ""
    return try ((try? MarkdownFence.all(in: text.lines, of: path)) ?? []).compactMap { fence in
      guard fence.language == "swift", let source = fence.attributes["excerpt"] else { return nil }
      let (file, region) = (Quotation(source).file, Quotation(source).region)
      func problem(_ message: String) -> SourceProblem { SourceProblem(path, fence.line, message) }
      guard let text = try course.folder.text(file) else {
        return problem("there is no file \(file)")
      }
      guard let region else {
        // A whole solution would show the lines that the reader is to write.
        return file.hasPrefix("solutions/") ? problem("name a region: \(file)#region") : nil
      }
      let isThere = Regions(path: file, lines: text.lines).ranges[region] != nil
      return isThere ? nil : problem("\(file) has no region \(region)")
    }
  }
}

extension Exercise {
  /// Something wrong with it, at its marker in solutions/.
  func problem(_ message: String) -> SourceProblem {
    SourceProblem(solutionPath, solution.markerLine + 1, message)
  }
}
