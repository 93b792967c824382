import Course
import Foundation

/// What keeps a submission's code inside of what exercises need, before any of it runs. The tests
/// of the grader take them away, to show that what comes after them holds alone.
enum Fence: CaseIterable {
  /// The source is screened and held against what was handed out.
  case source
  /// The compiler refuses what is not memory-safe.
  case memorySafety
  /// The object file may call what is listed, and nothing else.
  case symbols

  static let all = Set(allCases)
}

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

extension ChapterGrader {
  /// Compiles the chapter's module from a submission's files and links the suite with it.
  ///
  /// - Parameters:
  ///   - files: every file of the chapter, by its path from the package's root.
  ///   - folder: one of its own, which goes when the chapter is graded.
  func build(_ files: [String: String], in folder: URL) throws -> BuildOutcome {
    for (path, text) in files { try PackageFolder(root: folder).write(text, to: path) }
    let object = folder.appendingPathComponent("Chapter.o")
    let program = Compiler.program(chapter.suite, in: folder)
    let commands = try laboratory.commands(
      compiling: files.keys.sorted().map { folder.appendingPathComponent($0).path }, as: chapter,
      to: object, linking: program, isSafe: fences.contains(.memorySafety))
    func failure(of command: [String]) -> BuildOutcome? {
      let outcome = confinement.run(
        command, in: folder, laboratory.compilerView(writing: folder), .compiler,
        environment: ["TMPDIR": folder.path])
      return Self.failure(of: outcome, in: folder)
    }
    if let failure = failure(of: commands.compile) { return failure }
    if fences.contains(.symbols), let symbol = Self.foreignSymbol(in: object) {
      return .failed(.refused, "its file calls \(symbol), which no exercise needs.")
    }
    return failure(of: commands.link) ?? .built(program: program)
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
    if outcome.end == .timedOut || signal == SIGXCPU {
      return .failed(
        .timedOut,
        "the compiler took too long with its file. Is there an expression that is too complex?")
    }
    if !found.isEmpty { return .errors(found) }
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

  // MARK: What the object file calls

  /// The first function that the chapter's code calls and no exercise needs, by its name in the
  /// object file. This does not depend on how the source was read. Nil also where the system has
  /// no `nm`.
  private static func foreignSymbol(in object: URL) -> String? {
    let outcome = runChild(
      ["nm", "-u", object.path], in: object.deletingLastPathComponent(), seconds: 30,
      keeping: 1 << 24)
    guard outcome.end == .exited(0) else { return nil }
    return outcome.output.lines.compactMap { $0.split(separator: " ").last.map(String.init) }
      .first { !isHarmless($0) }
  }

  private static let modules = [
    "10Foundation", "20FoundationEssentials", "8Dispatch", "6XCTest", "13CourseTesting",
    "15Synchronization", "7Kernels", "5Glibc", "4Musl", "6Darwin",
  ]

  private static let functions: Set = [
    "memcpy", "memmove", "memset", "memcmp", "exp", "exp2", "log", "log2", "log10", "log1p",
    "expm1", "pow", "sin", "cos", "tan", "tanh", "sinh", "cosh", "fmod", "fma", "sqrt", "round",
    "floor", "ceil", "trunc", "rint", "ldexp", "frexp", "_GLOBAL_OFFSET_TABLE_",
    "__stack_chk_fail", "malloc", "malloc_size", "free", "bzero",
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
    return ["swift_", "_swift_", "__swift"].contains { name.hasPrefix($0) }
      || functions.contains(String(name)) || functions.contains(String(name.dropFirst()))
  }
}
