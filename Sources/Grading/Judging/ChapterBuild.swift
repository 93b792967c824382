import Course
import Foundation

/// What keeps a submission's code inside of what exercises need, before any of it runs. The tests
/// of the grader take them away, to show that what comes after them holds alone.
enum Fence: CaseIterable, Sendable {
  /// The source is screened and held against what was handed out.
  case source
  /// The compiler refuses what is not memory-safe.
  case memorySafety
  /// The object file may call what is listed, and nothing else.
  case symbols

  static let all = Set(allCases)
}

/// Compiles one chapter's module from a submission's files and links the suites with it.
struct ChapterBuild: Sendable {
  let laboratory: GradingLaboratory
  let confinement: Confinement
  let chapter: Chapter
  /// A folder of its own, which goes when the chapter is graded.
  let folder: URL
  var fences = Fence.all

  enum Outcome: Sendable {
    case built(program: URL)
    /// What the compiler said of files of the submission, the first error of each.
    case errors([Diagnostic])
    /// It calls what no exercise needs.
    case calls(String)
    case late
    case outOfMemory
    /// The linker or the compiler failed without naming a place; the last line that it wrote.
    case other(String)
  }

  /// Where a file of exercises/ is compiled.
  func place(of path: String) -> URL { folder.appendingPathComponent(path) }

  /// - Parameter files: every file of the chapter, by its path from the package's root.
  func build(_ files: [String: String]) throws -> Outcome {
    for (path, text) in files {
      let place = place(of: path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: place)
    }
    let object = folder.appendingPathComponent("Chapter.o")
    let program = Compiler.program(chapter.suite, in: folder)
    let sources = files.keys.sorted().map { place(of: $0).path }
    let commands = try laboratory.commands(
      compiling: sources, as: chapter, to: object, linking: program,
      isSafe: fences.contains(.memorySafety))
    if let failure = failure(of: run(commands.compile)) { return failure }
    if fences.contains(.symbols), let symbol = foreignSymbol(in: object.path) {
      return .calls(symbol)
    }
    return failure(of: run(commands.link)) ?? .built(program: program)
  }

  private func run(_ command: [String]) -> ChildOutcome {
    confinement.run(
      command, in: folder, laboratory.compilerView(writing: folder), .compiler,
      environment: ["TMPDIR": folder.path])
  }

  private func failure(of outcome: ChildOutcome) -> Outcome? {
    switch outcome.end {
    case .exited(0): return nil
    case .timedOut, .signalled(SIGXCPU): return .late
    case .exited, .signalled, .flooded, .notStarted: break
    }
    let found = diagnostics(in: outcome.output, root: folder.path)
      .filter { $0.severity == "error" && $0.file.hasPrefix("exercises/") }
    if !found.isEmpty { return .errors(found) }
    let output = outcome.output
    if output.contains("signal 24") || output.contains("CPU time limit") { return .late }
    if ["out of memory", "bad_alloc", "Cannot allocate"].contains(where: { output.contains($0) }) {
      return .outOfMemory
    }
    return .other(lines(of: output).last { $0.contains("error") } ?? lines(of: output).last ?? "")
  }

  // MARK: What the object file calls

  /// The first function that the chapter's code calls and no exercise needs, by its name in the
  /// object file. This does not depend on how the source was read. Nil also where the system has
  /// no `nm`.
  private func foreignSymbol(in object: String) -> String? {
    let outcome = runChild(["nm", "-u", object], in: folder, seconds: 30, keeping: 1 << 24)
    guard outcome.end == .exited(0) else { return nil }
    return lines(of: outcome.output).compactMap { $0.split(separator: " ").last.map(String.init) }
      .first { !Self.isHarmless($0) }
  }

  private static let modules = [
    "10Foundation", "20FoundationEssentials", "8Dispatch", "6XCTest", "13CourseTesting",
    "15Synchronization", "7Kernels", "5Glibc", "4Musl", "6Darwin",
  ]

  private static let functions: Set = [
    "memcpy", "memmove", "memset", "memcmp", "exp", "exp2", "log", "log2", "log10", "log1p",
    "expm1",
    "pow", "sin", "cos", "tan", "tanh", "sinh", "cosh", "fmod", "fma", "sqrt", "round", "floor",
    "ceil", "trunc", "rint", "ldexp", "frexp", "_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail",
    "malloc", "malloc_size", "free", "bzero",
    // Of Apple's systems: the guard of the stack, what fills memory with a pattern, sine and cosine
    // in one call, powers of ten, and what every class stands on.
    "__stack_chk_guard", "memset_pattern4", "memset_pattern8", "memset_pattern16", "__sincos_stret",
    "__exp10", "_objc_empty_cache", "OBJC_CLASS_$__TtCs12_SwiftObject",
    "OBJC_METACLASS_$__TtCs12_SwiftObject",
  ]

  static func isHarmless(_ symbol: String) -> Bool {
    // Apple's systems put an underscore before each name.
    let name =
      symbol.hasPrefix("_$s") || symbol.hasPrefix("_swift") ? symbol.dropFirst() : symbol[...]
    if name.hasPrefix("$s") { return !modules.contains { name.dropFirst(2).hasPrefix($0) } }
    if name.hasPrefix("swift_") || name.hasPrefix("_swift_") || name.hasPrefix("__swift") {
      return true
    }
    return functions.contains(String(name)) || functions.contains(String(name.dropFirst()))
  }
}
