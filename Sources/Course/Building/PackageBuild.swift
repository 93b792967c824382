import Foundation

/// SwiftPM's build systems, by the names of their flag. Each keeps what it builds in folders of its
/// own making.
enum BuildSystem: String, CaseIterable {
  case native
  case swiftbuild

  static let variable = "COURSE_BUILD_SYSTEM"

  /// What `COURSE_BUILD_SYSTEM` says; nil where it says nothing.
  static func named(in environment: [String: String]) throws -> BuildSystem? {
    guard let name = environment[variable], !name.isEmpty else { return nil }
    guard let system = BuildSystem(rawValue: name) else {
      throw UserError(
        "\(variable) is \(name); it must be " + allCases.map(\.rawValue).joined(separator: " or "))
    }
    return system
  }
}

/// How `swift build` is called, so that where its products stand can be asked in the same words. No
/// other file of the package knows what a build folder looks like inside.
struct PackageBuild: Equatable {
  let folder: PackageFolder
  /// Nil leaves the choice to the toolchain.
  var system: BuildSystem?
  /// Where it builds; nil for SwiftPM's own choice.
  var scratchPath: String?
}

extension PackageBuild {
  /// The way in which this program was built, so that what it has in common with other products is
  /// compiled once. `COURSE_BUILD_SYSTEM` names another.
  init(
    likeThisProgramIn folder: PackageFolder,
    program: URL = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
  ) throws {
    let named = try BuildSystem.named(in: ProcessInfo.processInfo.environment)
    if program.lastPathComponent.hasSuffix("xctest") {
      // `swift test` keeps others out of the folder in which it has built, as long as its tests
      // run.
      self.init(folder: folder, system: named, scratchPath: folder.url(".build/from-tests").path)
      return
    }
    let own = PackageBuild(of: program, in: folder, among: named.map { [$0] })
    self = own ?? PackageBuild(folder: folder, system: named)
  }

  /// The way in which a program of the package was built, told by where it stands: each build
  /// system is asked where in a folder it would have put it. Nil for one that was built in another
  /// way.
  init?(of program: URL, in folder: PackageFolder, among systems: [BuildSystem]? = nil) {
    let place = program.resolvingSymlinksInPath().deletingLastPathComponent().path
    let root = folder.root.resolvingSymlinksInPath()
    guard place.hasPrefix(root.path + "/") else { return nil }
    let scratch = root.appendingPathComponent(".build/asked").path
    for configuration in ["debug", "release"] {
      for system in systems ?? BuildSystem.allCases {
        let asked = PackageBuild(folder: folder, system: system, scratchPath: scratch)
        guard let answer = asked.products(["-c", configuration])?.path,
          answer.hasPrefix(scratch + "/"), place.hasSuffix(answer.dropFirst(scratch.count))
        else { continue }
        let own = String(place.dropLast(answer.count - scratch.count))
        self.init(folder: folder, system: system, scratchPath: own)
        return
      }
    }
    return nil
  }

  private var options: [String] {
    (system.map { ["--build-system", $0.rawValue] } ?? [])
      + (scratchPath.map { ["--scratch-path", $0] } ?? [])
  }

  /// The folder of the products; nil where this toolchain cannot build so.
  func products(_ further: [String] = []) -> URL? {
    let asked = runChild(
      ["swift", "build", "--show-bin-path"] + options + further, in: folder.root, seconds: 600)
    guard asked.end == .exited(0), let path = lines(of: asked.output).last(where: { $0 != "" })
    else { return nil }
    return URL(fileURLWithPath: path, isDirectory: true)
  }

  /// Builds a product.
  ///
  /// - Parameters:
  ///   - environment: what the manifest reads.
  ///   - progress: told how far it is, in words that follow "Building …".
  /// - Returns: the folder of the products.
  /// - Throws: `BuildFailure` with what the compiler says, or `UserError`.
  func build(
    _ product: String, environment: [String: String] = [:], progress: (String) -> Void = { _ in }
  ) throws -> URL {
    func once() -> ChildOutcome {
      runChild(
        ["swift", "build", "--product", product] + options, in: folder.root,
        environment: environment, hear: { said in buildProgress(in: said).map(progress) })
    }
    var outcome = once()
    // Swift Build of 6.3 sometimes ends by a trap of its own and succeeds when it is asked again.
    if case .signalled = outcome.end { outcome = once() }
    try outcome.check(in: folder)
    if let products = products() { return products }
    throw UserError(
      "swift build does not say where its products stand; run it yourself: swift build")
  }
}

extension UserError {
  static let noSwift = UserError("swift is not found; add the toolchain's folder to PATH")
}
