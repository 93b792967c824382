import Course
import Foundation

/// A copy of the package in which every chapter's suite is built once, on the solutions. Grading
/// exchanges one module at a time, in a folder of its own, and never changes the copy.
struct GradingLaboratory: Sendable {
  let copy: PackageFolder
  /// Where the suites were built: nothing of it must be readable for a test.
  let scratch: URL
  private let commands: [BuildCommand]
  /// The compiler's options that make it refuse code that is not memory-safe; none before
  /// Swift 6.2.
  private let safety: [String]

  private static let scratchPath = ".build/suites"

  /// Brings the copy up to date and builds it: minutes for the first time, seconds later. It is
  /// locked until the process ends.
  ///
  /// - Parameters:
  ///   - hidden: a folder of further tests, `Chapter05Tests/….swift`.
  ///   - progress: told how far the build is, in words that follow "Building …".
  /// - Throws: `UserError` where the suites do not build.
  init(
    of course: Course, hidden: URL? = nil, progress: (String) -> Void = { _ in }
  ) throws {
    let place = "\(PackageFolder.suites)/package"
    try course.folder.lock(
      place, busy: "this package is grading already; wait for the other to end")
    // The build writes paths without links, and is asked by path how a file is compiled.
    copy = PackageFolder(root: course.folder.url(place).resolvingSymlinksInPath())
    let extra = try hidden.map { try Self.hiddenTests(in: $0, course) } ?? [:]
    let suites = course.chapters.map { "Tests/\($0.suite)" }
    let parts = ["Package.swift", "Sources", "solutions", "Tests/Fixtures"] + suites
    try course.folder.mirror(parts, in: copy)
    for (path, data) in extra { try copy.writeForBuild(data, to: path) }
    let arguments = ["swift", "build", "--build-tests", "--scratch-path", Self.scratchPath]
    let outcome = runChild(
      arguments, in: copy.root, environment: ["COURSE_YOURS": "none", "COURSE_CHECK": "all"],
      hear: { said in buildProgress(in: said).map(progress) })
    guard outcome.end == .exited(0) else {
      let failure = BuildFailure(output: outcome.output, root: copy.root.path)
      throw UserError("the suites do not build: \(failure.firstLine ?? "swift build failed")")
    }
    scratch = copy.url("\(Self.scratchPath)").resolvingSymlinksInPath()
    let description = copy.url("\(Self.scratchPath)/debug.yaml")
    commands = BuildCommand.all(in: try String(contentsOf: description, encoding: .utf8))
    safety = Self.safetyOptions(commands)
  }

  /// What the name of a hidden test's file begins with in the copy.
  static let hiddenMark = "Hidden-"

  /// The tests of a teacher's folder by their places beside the suites. A mark in the file's name
  /// keeps it from taking another's place.
  private static func hiddenTests(in folder: URL, _ course: Course) throws -> [String: Data] {
    let files = PackageFolder(root: folder)
    var found: [String: Data] = [:]
    for suite in course.chapters.map(\.suite) {
      for path in files.swiftFiles(below: suite) {
        let name = path.split(separator: "/").dropFirst().joined(separator: "-")
        found["Tests/\(suite)/\(hiddenMark)\(name)"] = try files.contents(path)
      }
    }
    if found.isEmpty {
      throw UserError("\(folder.path) holds no tests; put them in it as Chapter05Tests/NAME.swift")
    }
    return found
  }

  private static func safetyOptions(_ commands: [BuildCommand]) -> [String] {
    let options = ["-strict-memory-safety", "-Werror", "StrictMemorySafety"]
    guard let compiler = commands.first(where: { $0.arguments.contains("-emit-module") }) else {
      return []
    }
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("course-probe-\(UUID().uuidString).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    try? Data().write(to: file)
    let outcome = runChild(
      [compiler.arguments[0], "-typecheck"] + options + [file.path], in: folder, seconds: 60)
    return outcome.end == .exited(0) ? options : []
  }

  // MARK: Commands

  /// The command that compiles a chapter's module from other files into one object file.
  ///
  /// - Parameter isSafe: whether the compiler refuses what is not memory-safe.
  func compiling(
    _ files: [String], as chapter: Chapter, to object: String, isSafe: Bool = true
  ) throws -> [String] {
    let own = chapter.solutionFiles.map { copy.url($0.path).path }
    guard let command = commands.first(where: { command in own.contains { command.compiles($0) } })
    else { throw UserError("the build does not say how chapter \(chapter.number) is compiled") }
    return [command.arguments[0]] + command.compilerOptions + (isSafe ? safety : [])
      + ["-wmo", "-c"] + files + ["-o", object]
  }

  /// The command that links the suites with another object file in place of a chapter's own, and
  /// the list of objects that it reads.
  ///
  /// - Parameters:
  ///   - list: where the list will be written.
  func linking(
    _ object: String, as chapter: Chapter, to program: String, list: String
  ) throws -> (command: [String], list: String) {
    guard
      let linking = commands.first(where: { $0.option("-o")?.hasSuffix(".xctest") == true }),
      let output = linking.option("-o"),
      let given = linking.arguments.first(where: { $0.hasSuffix(".LinkFileList") }),
      let objects = try? String(contentsOfFile: String(given.dropFirst()), encoding: .utf8)
    else { throw UserError("the build does not say how the suites are linked") }
    let module = try moduleName(of: chapter)
    let others = lines(of: objects).filter { !$0.contains("/\(module).build/") }
    let command = linking.arguments.filter { $0 != "-g" }.map { word in
      word == output ? program : word == given ? "@\(list)" : word
    }
    return (command, ([object] + others).joined(separator: "\n") + "\n")
  }

  private func moduleName(of chapter: Chapter) throws -> String {
    let own = chapter.solutionFiles.map { copy.url($0.path).path }
    let command = commands.first { command in own.contains { command.compiles($0) } }
    guard let name = command?.option("-module-name") else {
      throw UserError("the build does not say how chapter \(chapter.number) is compiled")
    }
    return name
  }

  // MARK: Views

  /// What the compiler and the linker see.
  func compilerView(writing folder: URL) -> Confinement.View {
    Confinement.View(
      seesAll: true,
      writable: [
        folder.path,
        scratch.appendingPathComponent("debug/ModuleCache")
          .resolvingSymlinksInPath().path,
      ])
  }

  /// What a test sees: the numbers that other libraries computed, and nothing else of the package.
  func testView(program: URL, writing folder: URL) -> Confinement.View {
    let compiler = commands.first { $0.arguments.contains("-emit-module") }?.arguments[0]
    let toolchains = compiler.map { path in
      [path, URL(fileURLWithPath: path).resolvingSymlinksInPath().path].map {
        URL(fileURLWithPath: $0).deletingLastPathComponent().deletingLastPathComponent()
          .appendingPathComponent("lib").path
      }
    }
    return Confinement.View(
      readable: Set(toolchains ?? []).sorted() + [copy.url("Tests/Fixtures").path, program.path],
      writable: [folder.path],
      hidden: [copy.url("Tests").path, copy.url("solutions").path])
  }
}
