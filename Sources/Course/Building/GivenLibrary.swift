import Foundation

/// What suites and chapters stand on, as one library: `CourseTesting` and all that it imports.
///
/// `swift build` makes it where it made this program, which has compiled most of it already.
/// Library and modules are copied to a folder of their own, so that what is built on them does not
/// change with the build folder.
package struct GivenLibrary: Equatable, Sendable {
  /// Where `lib*.a` and the modules stand.
  package let place: URL
  /// Another one each time that it is made.
  let version: String

  /// Where it is kept, in the folder of what is built on it.
  package static let folder = "given"
  /// The product of Package.swift.
  static let product = "SuiteSupport"

  /// To be linked whole: conformances are found at run time, where no name leads to them.
  package var library: URL { place.appendingPathComponent("lib\(Self.product).a") }

  /// Brings the library up to date.
  ///
  /// - Parameters:
  ///   - path: where the copy goes, from the package's root.
  ///   - progress: told how far the build is, in words that follow "Building …".
  /// - Throws: `UserError` where it cannot be built.
  package static func upToDate(
    in folder: PackageFolder, at path: String, progress: (String) -> Void = { _ in }
  ) throws -> GivenLibrary {
    let (record, version) = ("\(path)/made-of", "\(path)/version")
    let modules = try modules(in: folder)
    let wanted = try sources(of: modules, in: folder)
    if try folder.contents(record) == wanted, let version = try folder.text(version) {
      return GivenLibrary(place: folder.url(path), version: version)
    }
    let given = GivenLibrary(place: folder.url(path), version: UUID().uuidString)
    try? FileManager.default.removeItem(at: given.place)
    do {
      let products = try PackageBuild(likeThisProgramIn: folder).build(
        product, environment: ["COURSE_YOURS": "none", "COURSE_CHECK": ""], progress: progress)
      try given.copy(modules, from: products)
    } catch let failure as BuildFailure {
      // The reader's code has no part in it.
      throw UserError(
        "Sources/ does not build: \(failure.firstLine ?? "swift build failed without a word")")
    }
    try folder.write(given.version, to: version)
    try folder.write(wanted, to: record)
    return given
  }

  /// `CourseTesting` and what it imports of Sources/, by way of others too.
  private static func modules(in folder: PackageFolder) throws -> [String] {
    var found = ["CourseTesting"]
    var next = 0
    while next < found.count {
      for path in folder.swiftFiles(below: "Sources/\(found[next])") {
        for name in importedModules(in: try folder.text(path) ?? "").sorted()
        where !found.contains(name) && folder.exists("Sources/\(name)") { found.append(name) }
      }
      next += 1
    }
    return found
  }

  /// All that decides what the library is: its sources, and the compiler, which reads no module
  /// that another release of it has made.
  private static func sources(of modules: [String], in folder: PackageFolder) throws -> Data {
    let files = modules.flatMap { folder.swiftFiles(below: "Sources/\($0)") }
    let compiler = runChild(["swiftc", "--version"], in: folder.root, seconds: 600)
    if compiler.end == .exited(127) { throw UserError.noSwift }
    return try Data(compiler.output.utf8) + snapshot(of: ["Package.swift"] + files, in: folder)
  }

  /// Copies the library, and each module from where the compiler would find it: in the products'
  /// folder or in a folder there. A module that this system does not build is not there.
  private func copy(_ modules: [String], from products: URL) throws {
    let manager = FileManager.default
    do {
      try manager.createDirectory(at: place, withIntermediateDirectories: true)
      try manager.copyItem(
        at: products.appendingPathComponent(library.lastPathComponent), to: library)
      let inner = try manager.contentsOfDirectory(at: products, includingPropertiesForKeys: nil)
      for name in modules.map({ "\($0).swiftmodule" }) {
        let found = ([products] + inner).map { $0.appendingPathComponent(name) }
          .first { manager.fileExists(atPath: $0.path) }
        if let found { try manager.copyItem(at: found, to: place.appendingPathComponent(name)) }
      }
    } catch { throw UserError.unwritable(place.path) }
  }
}

/// The contents of files with their names, by which two states of them are told apart for certain.
func snapshot(of paths: [String], in folder: PackageFolder) throws -> Data {
  var all = Data()
  for path in paths {
    let contents = try folder.contents(path) ?? Data()
    all += Data("\(path) \(contents.count)\n".utf8) + contents
  }
  return all
}

/// The modules that a Swift file names after `import`.
package func importedModules(in text: String) -> Set<String> {
  // `@testable import Layers`, `private import struct Foundation.Date`.
  let pattern =
    #/
    \s* (?: (?: @\S+ | public | package | internal | fileprivate | private ) \s+ )* import \s+
    (?: (?: struct | class | enum | protocol | typealias | func | let | var | actor ) \s+ (?=\S) )?
    ([^\s.]+)
    /#
  let imports = lines(of: text).filter { $0.contains("import ") }
    .compactMap { try? pattern.prefixMatch(in: $0) }
  return Set(imports.map { String($0.output.1) })
}
