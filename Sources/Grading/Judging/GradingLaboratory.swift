import Course
import Foundation

/// A copy of the solutions and of every chapter's suite, built once. Grading exchanges one module at
/// a time, in a folder of its own, and never changes the copy.
struct GradingLaboratory: Sendable {
  let copy: PackageFolder
  /// The suites by the numbers of their chapters.
  private let suites: [Int: SuiteBuild]
  private let toolchain: Toolchain
  /// The compiler's options that make it refuse code that is not memory-safe; none before
  /// Swift 6.2.
  private let safety: [String]

  /// Brings the copy up to date and builds it. It is locked until the process ends.
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
    copy = PackageFolder(root: course.folder.url(place).resolvingSymlinksInPath())
    toolchain = try Toolchain(in: course.folder)
    safety = Self.safetyOptions(toolchain)
    let extra = try hidden.map { try Self.hiddenTests(in: $0, course) } ?? [:]
    let parts = ["Package.swift", "solutions", "Tests/Fixtures"]
    try course.folder.mirror(parts + course.chapters.map { "Tests/\($0.suite)" }, in: copy)
    for (path, data) in extra { try copy.write(data, to: path) }
    let given = try GivenLibrary.upToDate(
      in: course.folder, at: "\(PackageFolder.suites)/\(GivenLibrary.folder)", progress: progress)
    var suites: [Int: SuiteBuild] = [:]
    for chapter in course.chapters {
      progress("chapter \(chapter.number) of \(course.chapters.count - 1)")
      let suite = try SuiteBuild(
        of: chapter, yours: .none, in: copy, at: ".build/suites", on: given)
      do {
        try suite.run()
      } catch let failure as BuildFailure {
        throw UserError("the suites do not build: \(failure.firstLine ?? "the compiler failed")")
      }
      suites[chapter.number] = suite
    }
    self.suites = suites
  }

  /// What the name of a hidden test's file begins with in the copy.
  static let hiddenMark = "Hidden-"

  /// The tests of a teacher's folder by their places beside the suites. A mark in the file's name
  /// keeps it from taking another's place.
  private static func hiddenTests(in folder: URL, _ course: Course) throws -> [String: Data] {
    let files = PackageFolder(root: folder)
    var found: [String: Data] = [:]
    for path in course.chapters.map(\.suite).flatMap(files.swiftFiles(below:)) {
      let parts = path.split(separator: "/")
      let name = hiddenMark + parts.dropFirst().joined(separator: "-")
      found["Tests/\(parts[0])/\(name)"] = try files.contents(path)
    }
    if found.isEmpty {
      throw UserError("\(folder.path) holds no tests; put them in it as Chapter05Tests/NAME.swift")
    }
    return found
  }

  /// Tried on an empty file, the standard input.
  private static func safetyOptions(_ toolchain: Toolchain) -> [String] {
    let options = ["-strict-memory-safety", "-Werror", "StrictMemorySafety"]
    let outcome = runChild(
      [toolchain.compiler.path, "-typecheck"] + options + ["-"],
      in: FileManager.default.temporaryDirectory, seconds: 60)
    return outcome.end == .exited(0) ? options : []
  }

  /// The commands that compile a chapter's module from other files into one object file, and that
  /// link its suite with this in place of the chapter's own.
  ///
  /// - Parameter isSafe: whether the compiler refuses what is not memory-safe.
  func commands(
    compiling files: [String], as chapter: Chapter, to object: URL, linking program: URL,
    isSafe: Bool
  ) throws -> (compile: [String], link: [String]) {
    guard let suite = suites[chapter.number] else {
      throw UserError("there is no suite of chapter \(chapter.number)")
    }
    var compiler = suite.compiler
    // In a sandbox PATH is the system's own.
    compiler.program = toolchain.compiler.path
    let compile = compiler.compiling(
      suite.judged.name, files, imports: suite.imports(of: suite.judged), to: object)
    let link = compiler.linking(suite.objects(with: object), with: suite.given.library, to: program)
    return (compile + (isSafe ? safety : []), link)
  }

  // MARK: Views

  /// What the compiler and the linker see.
  func compilerView(writing folder: URL) -> Confinement.View {
    let caches = Set(suites.values.map { $0.compiler.cache.path })
    return Confinement.View(seesAll: true, writable: [folder.path] + caches.sorted())
  }

  /// What a test sees: the numbers that other libraries computed, and nothing else of the package.
  func testView(program: URL, writing folder: URL) -> Confinement.View {
    Confinement.View(
      readable: [
        toolchain.root.appendingPathComponent("lib").path, copy.url("Tests/Fixtures").path,
        program.path,
      ],
      writable: [folder.path],
      hidden: [copy.url("Tests").path, copy.url("solutions").path])
  }
}
