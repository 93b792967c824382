import Course
import Foundation

/// What came of a compilation.
enum BuildOutcome {
  case built(program: URL)
  /// What the compiler said of files of the submission, the first error of each; at least one.
  case errors([Diagnostic])
  /// Why there is no program, where no place in a file is known.
  case failed(GradeVerdict, String)

  var program: URL? {
    if case .built(let program) = self { program } else { nil }
  }
}

/// What is left of the time for compiling one chapter of one submission.
struct CompilerTime {
  static let processorSeconds = 80.0
  private static let seconds = 300.0

  private let start = ContinuousClock().now
  private var used = 0.0

  mutating func use(_ outcome: ChildOutcome) { used += outcome.processorSeconds }

  /// For one more call; nil where nothing is left.
  var limits: ResourceLimits? {
    let left = Self.seconds - (ContinuousClock().now - start) / .seconds(1)
    return used < Self.processorSeconds && left > 0 ? .compiler(seconds: left) : nil
  }
}

extension ChapterGrader {
  /// Compiles what can be compiled. A file that cannot is replaced by the one that was handed out,
  /// so that it costs its own exercises only. Nil where nothing is left that has tests to run.
  func compile(_ work: inout Work) throws -> URL? {
    var kept = Set(work.theirs.keys)
    var failures: [String: BuildOutcome] = [:]
    var program: URL?
    while program == nil, !kept.isEmpty {
      let outcome = try build(kept, &work)
      program = outcome.program
      if program != nil { break }
      let causes = causes(of: outcome, among: kept)
      if causes.isEmpty {
        (program, failures) = try compileOneByOne(&work)
        break
      }
      kept.subtract(causes)
      for path in causes { failures[path] = outcome }
    }
    for (path, outcome) in failures.sorted(by: { $0.key < $1.key }) {
      drop(path, outcome, from: &work)
    }
    return program
  }

  /// The files for which a compilation surely failed; of the student's own and those that were
  /// handed out the former, since they may be what is wrong with the latter.
  private func causes(of outcome: BuildOutcome, among files: Set<String>) -> Set<String> {
    guard case .errors(let errors) = outcome else { return files.count == 1 ? files : [] }
    let named = files.intersection(errors.map(\.file))
    let own = named.filter { !isGiven($0) }
    return own.isEmpty ? named : own
  }

  /// Adds one file after the other, and leaves out each with which it does not compile.
  private func compileOneByOne(
    _ work: inout Work
  ) throws -> (program: URL?, failures: [String: BuildOutcome]) {
    var program: URL?
    var kept: Set<String> = []
    var failures: [String: BuildOutcome] = [:]
    var waiting = ordered(work.theirs.keys)
    var before = -1
    while kept.count > before, !waiting.isEmpty {
      before = kept.count
      for path in waiting {
        let outcome = try build(kept.union([path]), &work)
        program = outcome.program ?? program
        failures[path] = outcome.program == nil ? outcome : nil
        if outcome.program != nil { kept.insert(path) }
      }
      // What another file declares may be there by now.
      waiting = waiting.filter { if case .errors? = failures[$0] { true } else { false } }
    }
    return (program, failures)
  }

  /// The student's own files come first: others may need them, and of two that declare the same
  /// the compiler blames the first.
  private func ordered(_ paths: some Sequence<String>) -> [String] {
    paths.sorted { (isGiven($0) ? 1 : 0, $0) < (isGiven($1) ? 1 : 0, $1) }
  }

  /// Compiles the chapter's module from some of a submission's files, in place of those that were
  /// handed out, and links the suite with it.
  private func build(_ paths: Set<String>, _ work: inout Work) throws -> BuildOutcome {
    let folder = work.folder
    let theirs = work.theirs.filter { paths.contains($0.key) }.mapValues(\.text)
    let files = Dictionary(uniqueKeysWithValues: given.map { ($0.path, $0.text) })
      .merging(theirs) { $1 }
    for (path, text) in files { try PackageFolder(root: folder).write(text, to: path) }
    let object = folder.appendingPathComponent("Chapter.o")
    let program = Compiler.program(chapter.suite, in: folder)
    let commands = try laboratory.commands(
      compiling: ordered(files.keys).map { folder.appendingPathComponent($0).path }, as: chapter,
      to: object, linking: program, isSafe: fences.contains(.memorySafety))
    if let failure = run(commands.compile, &work) { return failure }
    if fences.contains(.symbols), let symbol = Self.foreignSymbol(in: object) {
      return .failed(.refused, "its file calls \(symbol), which no exercise needs.")
    }
    return run(commands.link, &work) ?? .built(program: program)
  }

  private func run(_ command: [String], _ work: inout Work) -> BuildOutcome? {
    guard let limits = work.time.limits else {
      return .failed(
        .timedOut,
        "it was not compiled: with other files of this chapter the compiler had already worked for "
          + "as long as it may, \(Int(CompilerTime.processorSeconds)) s.")
    }
    let outcome = confinement.run(
      command, in: work.folder, laboratory.compilerView(writing: work.folder), limits,
      environment: ["TMPDIR": work.folder.path])
    work.time.use(outcome)
    return Self.failure(of: outcome, in: work.folder)
  }

  /// Leaves out a file with which the chapter does not compile.
  private func drop(_ path: String, _ outcome: BuildOutcome, from work: inout Work) {
    let finding: Finding
    switch outcome {
    case .built: return
    case .failed(let verdict, let message):
      finding = Finding(verdict: verdict, message: message, file: path)
    case .errors(let errors):
      let first = errors.first { $0.file == path } ?? errors[0]
      finding = Finding(
        verdict: .doesNotCompile,
        message: "its file does not compile: \(first.message) (\(first.file):\(first.line)).",
        file: path, line: first.file == path ? first.line : nil)
    }
    work.obstacles[path] = finding
    work.theirs[path] = nil
    let fate = isGiven(path) ? "replaced by the file as handed out" : "left out"
    work.notes.append("\(path) was \(fate): \(finding.message)")
  }

  /// Why a compilation gave no program; nil where it did.
  static func failure(of outcome: ChildOutcome, in folder: URL) -> BuildOutcome? {
    if outcome.end == .exited(0) { return nil }
    let lines = outcome.output.lines
    // The compiler's driver tells of its part's signal in a line of its own.
    let told = lines.lazy.filter { $0.hasPrefix("error: ") }
      .compactMap { $0.firstMatch(of: /due to signal (\d+)/).flatMap { Int32($0.1) } }.first
    let signal: Int32? = if case .signalled(let number) = outcome.end { number } else { told }
    let found = diagnostics(in: outcome.output, root: folder.path)
      .filter { $0.severity == "error" && $0.file.hasPrefix("exercises/") }
    // Also of a compiler that was ended: what it had found by then is wrong, and has a line.
    if !found.isEmpty { return .errors(found) }
    if outcome.end == .timedOut || signal == SIGXCPU || signal == SIGKILL {
      return .failed(
        .timedOut,
        "the compiler took too long with its file. Is there an expression that is too complex?")
    }
    if outcome.end == .flooded {
      return .failed(
        .doesNotCompile, "the compiler has more to say of its file than anybody reads.")
    }
    if let signal {
      return .failed(
        .doesNotCompile,
        "the compiler crashed on its file (signal \(signal)). "
          + "Is something in it huge, or nested or chained very deep?")
    }
    let line = lines.last { $0.contains("error") } ?? lines.last ?? ""
    return .failed(
      .doesNotCompile, "its file does not compile: \(line.replacing(folder.path + "/", with: ""))")
  }
}
