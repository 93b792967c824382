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

  private typealias Mended = OutputComparison.Mended

  private var typed: TypedCommand { TypedCommand(course: course, commands: commands) }

  /// A page as it should be, and what was wrong with it.
  struct Woven {
    let path: String
    var lines: [String]
    private(set) var problems: [(problem: SourceProblem, isMended: Bool)] = []
    /// How many blocks were compared, and how many are transcripts that wait for `--slow`.
    var blocks = 0
    var waiting = 0

    init(_ page: ChapterText) { (path, lines) = (page.path, page.lines) }

    /// - Parameters:
    ///   - line: counted from 1.
    ///   - isMended: whether `lines` are without the problem.
    mutating func add(_ line: Int?, _ message: String, isMended: Bool = false) {
      problems.append((SourceProblem(path, line, message), isMended))
    }
  }

  func weave(_ page: ChapterText) throws -> Woven {
    var woven = Woven(page)
    let fences: [MarkdownFence]
    do {
      fences = try MarkdownFence.all(in: page.lines, of: page.path)
    } catch let problem as SourceProblem {
      woven.add(problem.line, problem.message)
      return woven
    }
    for fence in fences {
      woven.blocks += 1
      let body = page.lines[fence.body].map {
        $0.hasPrefix(fence.indentation) ? String($0.dropFirst(fence.indentation.count)) : $0
      }
      do {
        if let mended = try mended(body, in: fence) {
          write(mended, into: fence, of: page, &woven)
        } else {
          woven.waiting += 1
        }
      } catch { woven.add(fence.line, "\(error)") }
    }
    checkCommands(of: page, outside: fences, &woven)
    try checkNumbers(of: page, &woven)
    return woven
  }

  // MARK: Blocks

  private func write(
    _ mended: Mended, into fence: MarkdownFence, of page: ChapterText, _ woven: inout Woven
  ) {
    guard let difference = mended.difference else { return }
    // How many lines more the blocks above have than they had.
    let shift = woven.lines.count - page.lines.count
    woven.lines.replaceSubrange(
      fence.body.lowerBound + shift..<fence.body.upperBound + shift,
      with: mended.lines.map { $0.isEmpty ? "" : fence.indentation + $0 })
    let source = fence.attributes["excerpt"] ?? fence.attributes["command"] ?? ""
    woven.add(
      fence.body.lowerBound + difference.index + 1,
      "\(difference.sentence(from: source)); mend it: swift run course dev weave", isMended: true)
  }

  /// What a block should hold; nil for a transcript that waits.
  ///
  /// - Throws: `UserError` where nothing can be compared.
  private func mended(_ body: [String], in fence: MarkdownFence) throws -> Mended? {
    switch fence.language {
    case "swift", "text":
      let isSwift = fence.language == "swift"
      try allow(isSwift ? ["excerpt"] : ["excerpt", "example"], in: fence)
      if let source = fence.attributes["excerpt"] {
        let lines = try Quotation(source).lines(in: course.folder)
        return .init(lines: lines, difference: .first(body, lines))
      }
      if fence.attributes["example"] != nil { return .init(lines: body) }
      throw UserError(
        isSwift
          ? "show Swift that is compiled: ```swift excerpt=FILE#region"
          : "say where this text stands: ```text excerpt=FILE#region, or that it is an example")
    case "console":
      if let command = fence.attributes["command"] { return try transcript(command, fence, body) }
      try allow([], in: fence)
      for (place, command) in TypedCommand.joined(body) {
        if let problem = typed.problem(with: command) {
          throw UserError("line \(fence.body.lowerBound + 1 + place): \(problem)")
        }
      }
      return .init(lines: body)
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

  private func transcript(
    _ command: String, _ fence: MarkdownFence, _ body: [String]
  ) throws -> Mended? {
    try allow(["command", "within", "noise", "exercises", "class", "slow"], in: fence)
    let transcript = Transcript(
      command: command, exercises: shellWords(fence.attributes["exercises"] ?? ""),
      people: fence.attributes["class"])
    if let problem = transcript.words.flatMap(typed.courseProblem) { throw UserError(problem) }
    if fence.attributes["slow"] != nil && !runsSlow { return nil }
    let rule = OutputComparison(
      within: try number("within", of: fence), noise: try number("noise", of: fence))
    return rule.mended(body, after: "$ \(command)", for: try runner.output(of: transcript))
  }

  private func number(_ name: String, of fence: MarkdownFence) throws -> Double? {
    guard let word = fence.attributes[name] else { return nil }
    if let number = Double(word), number > 0, number < 1 { return number }
    throw UserError("\(name) is \"\(word)\"; it must be a number between 0 and 1, such as 1e-9")
  }

  // MARK: Sentences

  /// The commands that sentences name, as `swift run course check 1` or without the first words.
  /// Whatever follows may be left out there.
  private func checkCommands(
    of page: ChapterText, outside fences: [MarkdownFence], _ woven: inout Woven
  ) {
    let inside = Set(fences.flatMap(\.body))
    for (index, line) in page.lines.enumerated() where !inside.contains(index) {
      for span in line.matches(of: /`(?:swift run )?course ([^`…]+)`/) {
        let problem = typed.problemInSentence(String(span.1))
        if let problem { woven.add(index + 1, problem) }
      }
    }
  }

  private func checkNumbers(of page: ChapterText, _ woven: inout Woven) throws {
    for numbers in RecordedNumbers.all(in: page.lines) {
      woven.blocks += 1
      do {
        let recorded = try numbers.sources.flatMap(recorded)
        for (line, number) in numbers.strangers(in: page.lines, recorded: recorded) {
          let sources = numbers.sources.joined(separator: ", ")
          woven.add(line, "\(number) does not stand in \(sources)")
        }
      } catch { woven.add(numbers.line, "\(error)") }
    }
  }

  /// The lines of a file or of a command's output.
  private func recorded(_ source: String) throws -> [String] {
    let transcript = Transcript(command: source)
    return try transcript.words == nil
      ? Quotation(source).lines(in: course.folder) : runner.output(of: transcript)
  }
}
