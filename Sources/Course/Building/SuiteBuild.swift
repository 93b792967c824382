import Foundation

/// Compiles what a chapter's suite is made of and links its program, each part only where something
/// that it is made from has changed.
package struct SuiteBuild: Sendable {
  /// Where the sources stand, and the results below `path`.
  let package: PackageFolder
  let path: String
  package let given: GivenLibrary
  /// Each after those that it imports, the suite last.
  let modules: [SuiteModule]
  package let tests: [SuiteTest]

  /// - Parameters:
  ///   - path: where the results go, from the package's root.
  ///   - yours: the chapters that are compiled from exercises/.
  package init(
    of chapter: Chapter, yours: SuiteModule.Yours, in package: PackageFolder, at path: String,
    on given: GivenLibrary
  ) throws {
    self.package = package
    self.path = path
    self.given = given
    modules = try SuiteModule.closure(of: chapter, yours: yours, in: package)
    tests = try chapter.tests(in: package)
  }

  /// Where checks build, from the package's root.
  package static let checks = ".build/check"

  /// Brings the suite of a chapter up to date. Another process that does the same is waited for.
  ///
  /// - Parameters:
  ///   - path: where the results go, from the package's root.
  ///   - progress: told how far it is, in words that follow "Building …".
  /// - Throws: `BuildFailure` with what the compiler says, or `UserError`.
  package static func upToDate(
    of chapter: Chapter, yours: SuiteModule.Yours, in package: PackageFolder, at path: String,
    progress: (String) -> Void = { _ in }
  ) throws -> SuiteBuild {
    let waits = { progress("another build is running; waiting") }
    return try package.whileLocked(path, waiting: waits) {
      let given = try GivenLibrary.upToDate(
        in: package, at: "\(path)/\(GivenLibrary.folder)", progress: progress)
      let build = try SuiteBuild(of: chapter, yours: yours, in: package, at: path, on: given)
      try build.run()
      return build
    }
  }

  package var compiler: Compiler {
    Compiler(given: given.place, cache: package.url("\(path)/cache"))
  }

  private var suite: SuiteModule { modules[modules.count - 1] }
  /// The module of the chapter whose suite this is.
  package var judged: SuiteModule { modules[modules.count - 2] }

  private func folder(of module: SuiteModule) -> URL { package.url("\(path)/\(module.place)") }
  private func file(_ ending: String, of module: SuiteModule) -> URL {
    folder(of: module).appendingPathComponent(module.name + ending)
  }

  package var program: URL { Compiler.program(suite.name, in: folder(of: suite)) }

  /// The object files of which the program is linked, that of the judged module first: beside it
  /// the linker's driver writes a file of its own.
  ///
  /// - Parameter other: one to take in place of the judged module's own.
  package func objects(with other: URL? = nil) -> [URL] {
    let others = modules.filter { $0 != judged }.map { file(".o", of: $0) }
    return [other ?? file(".o", of: judged)] + others + (Compiler.hasMain ? [mainObject] : [])
  }

  private var mainObject: URL { folder(of: suite).appendingPathComponent("main.o") }

  /// Brings the program up to date, and throws what `upToDate` does.
  package func run() throws {
    let needs = modules.map { module in
      modules.indices.filter { module.imports.contains(modules[$0].name) }
    }
    try runTasks(needing: needs) { try compile(modules[$0]) }
    if Compiler.hasMain { try compileMain() }
    try link()
  }

  /// Compiles the judged module from other texts, links the program anew, and changes nothing else:
  /// what the files declare must be as before.
  ///
  /// - Parameters:
  ///   - texts: by the paths of the files that they stand for.
  ///   - place: a folder that no other uses meanwhile, from the package's root.
  /// - Returns: the program.
  /// - Throws: `BuildFailure` with what the compiler or the linker says, or `UserError`.
  package func program(with texts: [String: String], in place: String) throws -> URL {
    let sources = try judged.sources.map { path in
      guard let text = texts[path] else { return package.url(path).path }
      let changed = "\(place)/\(path.split(separator: "/").last ?? "")"
      try package.write(text, to: changed)
      return package.url(changed).path
    }
    let folder = package.url(place)
    let object = folder.appendingPathComponent("\(judged.name).o")
    let program = Compiler.program(suite.name, in: folder)
    let commands = [
      compiler.compiling(judged.name, sources, imports: imports(of: judged), to: object),
      compiler.linking(objects(with: object), with: given.library, to: program),
    ]
    for command in commands {
      try runChild(command, in: package.root, seconds: 300).check(in: package)
    }
    return program
  }

  // MARK: Steps

  /// The folders in which a module's imports are found.
  package func imports(of module: SuiteModule) -> [URL] { imported(by: module).map(folder) }

  private func imported(by module: SuiteModule) -> [SuiteModule] {
    modules.filter { module.imports.contains($0.name) }
  }

  private func compile(_ module: SuiteModule) throws {
    let object = file(".o", of: module)
    let command = compiler.compiling(
      module.name, module.sources.map { package.url($0).path }, imports: imports(of: module),
      isOptimised: module.isOptimised, interface: file(".swiftmodule", of: module), to: object)
    // An interface holds no bodies: a change inside a function leaves what stands above as it is.
    let interfaces = imported(by: module).map { file(".swiftmodule", of: $0) }
    try BuildStep(package: package, command: command, output: object).run {
      try snapshot(of: module.sources, in: package) + contents(of: interfaces)
    }
  }

  private func compileMain() throws {
    let text = Self.main(running: tests, of: suite.name)
    let source = "\(path)/\(suite.place)/main.swift"
    if try package.text(source) != text { try package.write(text, to: source) }
    let command = compiler.compilingMain(
      package.url(source).path, imports: [folder(of: suite)] + imports(of: suite), to: mainObject)
    try BuildStep(package: package, command: command, output: mainObject).run {
      try Data(text.utf8) + contents(of: [file(".swiftmodule", of: suite)])
    }
  }

  private func link() throws {
    let command = compiler.linking(objects(), with: given.library, to: program)
    try BuildStep(package: package, command: command, output: program).run {
      try contents(of: objects())
    }
  }

  /// The contents of what was compiled, after the version of what is given.
  private func contents(of files: [URL]) throws -> Data {
    try files.reduce(into: Data(given.version.utf8)) { all, file in
      let contents = try Data(contentsOf: file)
      all += Data("\n\(file.lastPathComponent) \(contents.count)\n".utf8) + contents
    }
  }

  /// The program's own text, which names every test.
  static func main(running tests: [SuiteTest], of suite: String) -> String {
    var classes: [String] = []
    for test in tests where !classes.contains(test.className) { classes.append(test.className) }
    let lists = classes.enumerated().map { index, name in
      let own = tests.filter { $0.className == name }
        .map { "  (\"\($0.method)\", \(name).\($0.method))," }
      return "let tests\(index): [(String, (\(name)) -> () throws -> Void)] = [\n"
        + own.joined(separator: "\n") + "\n]\n"
    }
    let all = classes.indices.map { "testCase(tests\($0))" }.joined(separator: ", ")
    return "import XCTest\n@testable import \(suite)\n\n" + lists.joined() + "XCTMain([\(all)])\n"
  }
}
