import Foundation

/// Calls of `swiftc`, with options that are this package's own and the same for either build
/// system.
package struct Compiler: Sendable {
  /// The program, found along PATH unless its path is given.
  package var program = "swiftc"
  /// Where the modules of `GivenLibrary` stand.
  let given: URL
  /// What the compiler keeps of system modules.
  package let cache: URL

  /// Compiles a module into one object file.
  ///
  /// - Parameters:
  ///   - imports: the folders of the modules that it imports, besides those that are given.
  ///   - interface: where the module's interface goes; nil where nobody needs it again.
  package func compiling(
    _ name: String, _ sources: [String], imports: [URL] = [], isOptimised: Bool = false,
    interface: URL? = nil, to object: URL
  ) -> [String] {
    let search = ([given] + imports).flatMap { ["-I", $0.path] }
    // In one call of the compiler proper, which knows the whole module.
    let emitted = interface.map {
      ["-emit-module", "-no-emit-module-separately-wmo", "-emit-module-path", $0.path]
    }
    return [program, "-c", "-wmo", "-module-name", name] + Self.language
      + [isOptimised ? "-O" : "-Onone", "-gline-tables-only", "-module-cache-path", cache.path]
      + Self.platform + search + (emitted ?? []) + sources + ["-o", object.path]
  }

  /// The package's name is only for `package` access: all that is compiled here shares one.
  private static let language = [
    "-swift-version", "6", "-package-name", "course", "-parse-as-library", "-enable-testing",
    "-DDEBUG",
  ]

  /// Compiles the program that runs a suite's tests.
  func compilingMain(_ source: String, imports: [URL], to object: URL) -> [String] {
    let search = ([given] + imports).flatMap { ["-I", $0.path] }
    return [program, "-c", "-swift-version", "5", "-module-name", "main", "-module-cache-path"]
      + [cache.path] + Self.platform + search + [source, "-o", object.path]
  }

  /// Whether a suite's program needs a text of its own that names the tests. On Apple's systems it
  /// is a bundle, in which `xctest` finds them.
  #if os(macOS)
    static let hasMain = false
  #else
    static let hasMain = true
  #endif

  package static func program(_ name: String, in folder: URL) -> URL {
    let bundle = folder.appendingPathComponent("\(name).xctest")
    return hasMain ? bundle : bundle.appendingPathComponent("Contents/MacOS/\(name)")
  }

  /// Links a suite's program with the whole of what is given.
  package func linking(_ objects: [URL], with library: URL, to output: URL) -> [String] {
    #if os(macOS)
      let whole = ["-Xlinker", "-force_load", "-Xlinker", library.path, "-Xlinker", "-bundle"]
    #else
      let whole = ["--whole-archive", library.path, "--no-whole-archive"].flatMap {
        ["-Xlinker", $0]
      }
    #endif
    return [program] + objects.map(\.path) + whole + Self.platform + ["-o", output.path]
  }

  /// Where the system's modules and XCTest stand. On Linux the toolchain has them among its own. On
  /// Apple's systems only `/usr/bin/swiftc` finds them by itself, and not the compiler that it
  /// calls.
  private static let platform: [String] = {
    #if os(macOS)
      func xcrun(_ question: String) -> String {
        trimmed(runChild(["xcrun", question], in: FileManager.default.temporaryDirectory).output)
      }
      let developer = xcrun("--show-sdk-platform-path") + "/Developer"
      let (frameworks, libraries) = (developer + "/Library/Frameworks", developer + "/usr/lib")
      return ["-sdk", xcrun("--show-sdk-path"), "-F", frameworks, "-I", libraries, "-L", libraries]
        + [frameworks, libraries].flatMap { ["-Xlinker", "-rpath", "-Xlinker", $0] }
    #else
      return []
    #endif
  }()
}
