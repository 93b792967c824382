import Course

/// Compares what a page quotes with where it comes from: code and recorded texts with their files,
/// transcripts with what the commands print, typed commands with what `course` understands.
struct Weaver {
  let course: Course
  let runner: TranscriptRunner
  /// Every command of `course`, for those that pages name.
  let commands: [Command]
  /// Whether transcripts are run that take minutes, too.
  var runsSlow = false

  /// A page as it should be, and what was wrong with it.
  struct Woven {
    var lines: [String] = []
    var problems: [Problem] = []
    /// How many blocks were compared, and how many are transcripts that wait for `--slow`.
    var blocks = 0
    var waiting = 0
  }

  struct Problem: Equatable {
    let problem: SourceProblem
    /// Whether the woven page is without it.
    let isMended: Bool
  }

  /// What a block should hold.
  private enum Verdict {
    case fits
    case waits
    case differs(from: String, OutputComparison.Difference, mended: [String])
  }

  func weave(_ page: ChapterText) throws -> Woven {
    var woven = Woven()
    var next = 0
    let fences: [MarkdownFence]
    do {
      fences = try MarkdownFence.all(in: page.lines, of: page.path)
    } catch let problem as SourceProblem {
      return Woven(lines: page.lines, problems: [Problem(problem: problem, isMended: false)])
    }
    for fence in fences {
      woven.blocks += 1
      let body = page.lines[fence.body].map {
        $0.hasPrefix(fence.indentation) ? String($0.dropFirst(fence.indentation.count)) : $0
      }
      do {
        switch try verdict(on: fence, body) {
        case .fits: break
        case .waits: woven.waiting += 1
        case .differs(let source, let difference, let mended):
          woven.lines += page.lines[next..<fence.body.lowerBound]
          woven.lines += mended.map { $0.isEmpty ? "" : fence.indentation + $0 }
          next = fence.body.upperBound
          let found = SourceProblem(
            page.path, fence.body.lowerBound + difference.index + 1,
            "\(difference.sentence(from: source)); mend it: swift run course dev weave")
          woven.problems.append(Problem(problem: found, isMended: true))
        }
      } catch {
        let problem = SourceProblem(page.path, fence.line, "\(error)")
        woven.problems.append(Problem(problem: problem, isMended: false))
      }
    }
    woven.lines += page.lines[next...]
    checkCommands(of: page, outside: fences, &woven)
    try checkNumbers(of: page, &woven)
    return woven
  }

  // MARK: Blocks

  /// - Throws: `UserError` where nothing can be compared.
  private func verdict(on fence: MarkdownFence, _ body: [String]) throws -> Verdict {
    switch fence.language {
    case "swift":
      try allow(["excerpt"], in: fence)
      guard let source = fence.attributes["excerpt"] else {
        throw UserError("show Swift that is compiled: ```swift excerpt=FILE#region")
      }
      return compare(body, with: try Quotation(source).lines(in: course.folder), named: source)
    case "text":
      try allow(["excerpt", "example"], in: fence)
      if let source = fence.attributes["excerpt"] {
        return compare(body, with: try Quotation(source).lines(in: course.folder), named: source)
      }
      if fence.attributes["example"] != nil { return .fits }
      throw UserError(
        "say where this text stands: ```text excerpt=FILE#region, or that it is an example")
    case "console":
      guard let command = fence.attributes["command"] else { return try typed(body, fence) }
      return try transcript(command, fence, body)
    case "": throw UserError("name the language: swift, console or text")
    default: throw UserError("nothing weaves \(fence.language); use swift, console or text")
    }
  }

  private func allow(_ names: [String], in fence: MarkdownFence) throws {
    guard let wrong = fence.attributes.keys.sorted().first(where: { !names.contains($0) }) else {
      return
    }
    let near = nearestSpelling(to: wrong, among: names).map { "; did you mean \($0)?" }
    throw UserError("a \(fence.language) block has no \(wrong)\(near ?? "")")
  }

  private func compare(
    _ body: [String], with lines: [String], named source: String
  ) -> Verdict {
    guard let difference = OutputComparison.Difference.first(body, lines) else { return .fits }
    return .differs(from: source, difference, mended: lines)
  }

  private func transcript(_ command: String, _ fence: MarkdownFence, _ body: [String]) throws
    -> Verdict
  {
    try allow(["command", "within", "noise", "exercises", "class", "slow"], in: fence)
    let transcript = Transcript(
      command: command, exercises: shellWords(fence.attributes["exercises"] ?? ""),
      people: fence.attributes["class"])
    if let problem = transcript.words.flatMap(
      TypedCommand(course: course, commands: commands).courseProblem)
    {
      throw UserError(problem)
    }
    if fence.attributes["slow"] != nil && !runsSlow { return .waits }
    let rule = OutputComparison(
      within: try number("within", of: fence), noise: try number("noise", of: fence))
    let printed = try runner.output(of: transcript)
    let mended = rule.mended(body, after: "$ \(command)", for: printed)
    guard let difference = mended.difference else { return .fits }
    return .differs(from: command, difference, mended: mended.lines)
  }

  private func number(_ name: String, of fence: MarkdownFence) throws -> Double? {
    guard let word = fence.attributes[name] else { return nil }
    guard let number = Double(word), number > 0, number < 1 else {
      throw UserError("\(name) is \"\(word)\"; it must be a number between 0 and 1, such as 1e-9")
    }
    return number
  }

  private func typed(_ body: [String], _ fence: MarkdownFence) throws -> Verdict {
    try allow([], in: fence)
    for (index, line) in body.enumerated() {
      guard let problem = TypedCommand(course: course, commands: commands).problem(with: line)
      else { continue }
      throw UserError("line \(fence.body.lowerBound + index + 1): \(problem)")
    }
    return .fits
  }

  /// The commands that sentences name, as `swift run course check 1` or without the first words.
  /// Whatever follows may be left out there.
  private func checkCommands(
    of page: ChapterText, outside fences: [MarkdownFence], _ woven: inout Woven
  ) {
    let inside = Set(fences.flatMap { $0.body })
    for (index, line) in page.lines.enumerated() where !inside.contains(index) {
      for span in line.matches(of: /`(?:swift run )?course ([^`…]+)`/) {
        guard
          let problem = TypedCommand(course: course, commands: commands).problemInSentence(
            String(span.1))
        else {
          continue
        }
        let found = SourceProblem(page.path, index + 1, problem)
        woven.problems.append(Problem(problem: found, isMended: false))
      }
    }
  }

  // MARK: Numbers

  /// The lines of a file or of a command's output.
  private func recorded(_ source: String) throws -> [String] {
    let transcript = Transcript(command: source)
    return try transcript.words == nil
      ? Quotation(source).lines(in: course.folder) : runner.output(of: transcript)
  }

  private func checkNumbers(of page: ChapterText, _ woven: inout Woven) throws {
    for numbers in RecordedNumbers.all(in: page.lines) {
      woven.blocks += 1
      do {
        let recorded = try numbers.sources.flatMap(recorded)
        for (line, number) in numbers.strangers(in: page.lines, recorded: recorded) {
          let problem = SourceProblem(
            page.path, line,
            "\(number) does not stand in \(numbers.sources.joined(separator: ", "))")
          woven.problems.append(Problem(problem: problem, isMended: false))
        }
      } catch {
        let problem = SourceProblem(page.path, numbers.line, "\(error)")
        woven.problems.append(Problem(problem: problem, isMended: false))
      }
    }
  }
}

/// A file, or a region of one, that a page quotes: `solutions/…/RNNCell.swift#weights`.
struct Quotation {
  let file: String
  let region: String?

  init(_ name: String) {
    let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
    file = parts.first ?? ""
    region = parts.count > 1 ? parts[1] : nil
  }

  /// The lines, moved left as far as all of them can be.
  ///
  /// - Throws: `UserError` where there are none.
  func lines(in folder: PackageFolder) throws -> [String] {
    guard let text = try folder.text(file) else { throw UserError("there is no \(file)") }
    let source = text.lines
    guard let region else { return Self.atMargin(source) }
    if file.hasSuffix(KnownMistake.ending) {
      let mistake = source.drop { !$0.hasPrefix("\(region):") }.prefix { !$0.isEmpty }
      if !mistake.isEmpty { return Array(mistake) }
    }
    guard let range = Regions(path: file, lines: source).ranges[region] else {
      throw UserError("there is no \(file)#\(region)")
    }
    return Self.atMargin(source[range])
  }

  private static func atMargin(_ lines: some Collection<String>) -> [String] {
    let indentation =
      lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(indentation)) }
  }
}
