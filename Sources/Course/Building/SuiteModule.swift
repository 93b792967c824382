/// A module that a suite's program is made of: a chapter's or the suite itself.
package struct SuiteModule: Equatable, Sendable {
  package let name: String
  /// Paths from the package's root, sorted.
  let sources: [String]
  /// The names of those among them that this one imports, and what those import.
  var imports: [String] = []
  /// Whether it is compiled for speed. A module that is judged is not: what it does wrong, it says
  /// with its line.
  let isOptimised: Bool
  /// The folder of what it is compiled to. Where two suites need it in two forms, they do not
  /// compile it in turns.
  let place: String
}

extension SuiteModule {
  /// The chapters that are built from exercises/; for the others the solutions serve.
  package enum Yours {
    case none
    case thisChapter
    case all
  }

  /// What the suite of a chapter is made of, each after those that it imports, the suite last.
  ///
  /// - Parameters:
  ///   - yours: the chapters that are compiled from exercises/.
  ///   - package: where the sources stand.
  static func closure(
    of chapter: Chapter, yours: Yours, in package: PackageFolder
  ) throws -> [SuiteModule] {
    let all = try ChapterModule.all(in: package)
    guard all.contains(where: { $0.number == chapter.number }) else {
      throw UserError("Package.swift does not list chapter \(chapter.number)")
    }
    var found: [SuiteModule] = []
    for own in all where own.number <= chapter.number {
      let isJudged = own.number == chapter.number
      let isYours = yours == .all || isJudged && yours == .thisChapter
      let sources = package.swiftFiles(below: (isYours ? "exercises/" : "solutions/") + own.folder)
      let place =
        own.name + (isYours ? yours == .all ? "-mine" : "-yours" : isJudged ? "-ours" : "")
      found.append(
        SuiteModule(
          name: own.name, sources: sources,
          imports: try imports(of: sources, among: found, in: package),
          isOptimised: !isYours && !isJudged, place: place))
    }
    let sources = package.swiftFiles(below: "Tests/\(chapter.suite)")
    let imports = try imports(of: sources, among: found, in: package)
    let ending = found.last.map { $0.place.dropFirst($0.name.count) } ?? ""
    let suite = SuiteModule(
      name: chapter.suite, sources: sources, imports: imports, isOptimised: true,
      place: chapter.suite + ending)
    return found.filter { imports.contains($0.name) } + [suite]
  }

  private static func imports(
    of sources: [String], among others: [SuiteModule], in package: PackageFolder
  ) throws -> [String] {
    let direct = try sources.reduce(into: Set<String>()) { names, path in
      names.formUnion(importedModules(in: try package.text(path) ?? ""))
    }
    let known = others.filter { direct.contains($0.name) }
    let all = Set(known.flatMap { $0.imports + [$0.name] })
    return others.map(\.name).filter(all.contains)
  }
}
