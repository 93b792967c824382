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

extension ChapterGrader {
  /// The first function that the chapter's code calls and no exercise needs, by its name in the
  /// object file. This does not depend on how the source was read. Nil also where the system has
  /// no `nm`.
  static func foreignSymbol(in object: URL) -> String? {
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
