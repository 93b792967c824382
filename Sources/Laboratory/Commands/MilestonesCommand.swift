import Course
import ExerciseSupport

extension Command {
  static let milestones = Command(
    name: "milestones", summary: "sees the claims of papers again, with your code",
    usage: "course milestones [NAME] [--ours] [--seed N]",
    example: "swift run course milestones letters",
    flags: [
      Flag("--ours", "runs our solutions, and keeps nothing"),
      Flag("--seed N", "begins with other weights (default 1)"),
    ], positionals: 0...1
  ) { arguments in
    let (course, terminal) = (try Course.here(), arguments.terminal)
    guard let milestone = try arguments.milestone() else {
      try MilestoneTable(course: course, terminal: terminal).show()
      return .done
    }
    let seed = try arguments.milestoneSeed()
    if arguments.has("--ours") {
      return try milestone.show(terminal, seed: seed, isReaders: false, in: course.folder)
    }
    if let line = try milestone.unwritten(in: course) {
      terminal.printWrapped(line)
      return .failed
    }
    let words = ["dev", "milestone"] + arguments.words.dropFirst()
    return try showWithReadersCode(words, in: course.folder, terminal)
  }

  /// What `course milestones NAME` runs in a build on the reader's chapters.
  package static let devMilestone = Command(
    name: "dev milestone", summary: "runs a milestone with the chapters' own code, and keeps it",
    usage: "course dev milestone NAME [--seed N]",
    example: "swift run course dev milestone letters",
    flags: milestones.flags.filter { $0.name != "--ours" }, positionals: 1...1
  ) { arguments in
    try arguments.milestone()?.show(
      arguments.terminal, seed: arguments.milestoneSeed(), isReaders: true, in: .containing())
      ?? .wrongUse
  }
}

extension ParsedArguments {
  fileprivate func milestoneSeed() throws -> UInt64 {
    UInt64(try integer("--seed", default: 1, in: 0...Int.max / 2))
  }

  /// The milestone that is named; nil where none is.
  fileprivate func milestone() throws -> Milestone? {
    guard let word = positionals.first else { return nil }
    let names = Milestone.all.map(\.name)
    if let index = names.firstIndex(of: word) { return Milestone.all[index] }
    let near = nearestSpelling(to: word, among: names).map { "did you mean \($0)?" }
    throw UserError("there is no milestone \"\(word)\"; \(near ?? "there are \(listed(names))")")
  }
}

// MARK: - One

extension Milestone {
  /// What the reader has yet to write for it, and the command for the next; nil for nothing.
  func unwritten(in course: Course) throws -> String? {
    let missing = try exercisesToWrite(in: course)
    guard let first = missing.first else { return nil }
    let verb = missing.count == 1 ? "is not written yet" : "are not written yet"
    return "\(paper) needs \(counted(missing.count, "exercise")) of yours that \(verb): "
      + "\(listed(missing.map { "\($0)" })). Next: swift run course check \(first)"
  }

  /// Those of its exercises that the reader has not written.
  func exercisesToWrite(in course: Course) throws -> [ExerciseNumber] {
    let progress = course.progress
    return try exercises.filter { number in
      guard let exercise = course.exercises.first(where: { $0.number == number }) else {
        return true
      }
      return try [.notWritten, .missing].contains(course.state(of: exercise, progress))
    }
  }

  /// Runs it and shows the claim beside what was seen. Of the reader's code, it keeps the result.
  func show(
    _ terminal: Terminal, seed: UInt64, isReaders: Bool, in folder: PackageFolder
  ) throws -> ExitStatus {
    forgetUnwritten()
    Interruption.catchSignals()
    defer { Interruption.stopCatchingSignals() }
    terminal.printWrapped("\(authors) (\(year)), “\(title)”", .bold)
    let finding: Finding
    do {
      finding = try run(MilestoneRun(seed: seed, terminal: terminal))
      // One that only the end of the run calls spoils its result, too.
      if !unwrittenExercises.isEmpty { throw MilestoneStop() }
    } catch is MilestoneStop {
      terminal.clearProgress()
      if terminal.saysWhatIsUnwritten("nothing to see yet") { return .failed }
      terminal.complain("Stopped; nothing is kept.")
      return .interrupted
    }
    terminal.clearProgress()
    let whose = isReaders ? "your" : "our"
    let width = min(80, terminal.width)
    let parts = [("claimed in \(year)", claim), ("seen with \(whose) code", finding.seen)]
    for line in [""] + sideBySide(parts, width: width) { terminal.print(line) }
    terminal.print("\n\(finding.sketch(width, terminal.hasColour))\n")
    terminal.printWrapped("What counts: \(criterion)")
    let verdict = finding.holds ? "✓ Reached" : "✗ Not reached"
    terminal.print(terminal.styled(verdict, finding.holds ? .green : .red, .bold))
    if !finding.holds && isReaders {
      terminal.printWrapped("To compare with ours: swift run course milestones \(name) --ours")
    }
    if isReaders {
      try terminal.keep(finding.svg, at: ".course/milestones/\(name).svg", in: folder)
      var progress = try Course(folder).progress
      progress.keep(
        .init(authors: authors, year: year, isReached: finding.holds), as: name)
      try progress.save(to: folder)
    }
    return finding.holds ? .done : .failed
  }
}

/// Two texts under headings in two columns; in a narrow window one below the other.
private func sideBySide(_ parts: [(head: String, text: String)], width: Int) -> [String] {
  let room = width < 60 ? width : (width - 4) / 2
  let columns = parts.map { [$0.head] + wrapped($0.text, to: room) }
  if width < 60 { return Array(columns.joined(separator: [""])) }
  return (0..<(columns.map(\.count).max() ?? 0)).map { line in
    let cells = columns.map { line < $0.count ? $0[line] : "" }
    return padded(cells[0], to: room + 4) + cells[1]
  }
}

// MARK: - All

/// What `course milestones` lists.
struct MilestoneTable {
  let course: Course
  let terminal: Terminal
  var milestones = Milestone.all

  func show() throws {
    let progress = course.progress
    terminal.printWrapped("Claims of papers, to be seen again with your own code.")
    for milestone in milestones {
      let kept = progress.milestones?[milestone.name]
      let (sign, state) = try standing(of: milestone, kept)
      let cells = [sign, padded(milestone.name, to: 9), padded(milestone.paper, to: 37), state]
      let chapters = Set(milestone.exercises.map(\.chapter)).sorted().map { "\($0)" }
      terminal.print()
      if terminal.width < 74 {
        terminal.printWrapped("\(sign) \(milestone.name): \(milestone.paper), \(state)", hanging: 2)
      } else {
        terminal.print(cells.joined(separator: " "))
      }
      terminal.printWrapped("  " + milestone.summary)
      let chapter = chapters.count == 1 ? "chapter" : "chapters"
      let exercises = counted(milestone.exercises.count, "exercise")
      terminal.printWrapped("  Needs \(exercises) of \(chapter) \(listed(chapters)).", .dim)
    }
    let next = milestones.first { progress.milestones?[$0.name]?.isReached != true }
    guard let next = next ?? milestones.first else { return }
    terminal.print()
    terminal.printWrapped("Run one: swift run course milestones \(next.name)", hanging: 2)
  }

  private func standing(
    of milestone: Milestone, _ kept: ReaderProgress.Milestone?
  ) throws -> (sign: String, state: String) {
    if let kept {
      return kept.isReached
        ? (terminal.sign("✓", .green), "reached") : (terminal.sign("✗", .red), "run, not reached")
    }
    let count = try milestone.exercisesToWrite(in: course).count
    return count == 0 ? (terminal.sign("?", .yellow), "ready to run") : ("·", "\(count) to write")
  }
}
