import Course

/// A module that is compiled to WebAssembly.
package struct WebAssemblyModule: Equatable, Sendable {
  let name: String
  /// Paths from the package's root, sorted.
  let sources: [String]
  /// `-O`, or `-Ounchecked` for the kernels, as in Package.swift.
  let optimisation: String
  /// The number of the chapter whose module it is; nil for what is given and for widgets.
  var chapter: Int?
}

extension WebAssemblyModule {
  /// What the chapters' modules are built on, in the order of building.
  static func given(in folder: PackageFolder) -> [WebAssemblyModule] {
    ["KernelTemplates", "Kernels", "LinearAlgebra", "ExerciseSupport"].map { name in
      WebAssemblyModule(
        name: name, sources: folder.swiftFiles(below: "Sources/\(name)"),
        optimisation: name.hasPrefix("Kernel") ? "-Ounchecked" : "-O")
    }
  }

  /// The chapters' modules up to a chapter, from solutions/ or, where it is the reader's, from
  /// exercises/. Their names and folders are Package.swift's.
  package static func chapters(
    upTo last: Int, readers: Int?, in folder: PackageFolder
  ) throws -> [WebAssemblyModule] {
    try ChapterModule.all(in: folder).filter { $0.number <= last }.map { chapter in
      let place = chapter.number == readers ? "exercises" : "solutions"
      return WebAssemblyModule(
        name: chapter.name, sources: folder.swiftFiles(below: "\(place)/\(chapter.folder)"),
        optimisation: "-O", chapter: chapter.number)
    }
  }

  /// The modules that the sources import, among those that there are.
  func imports(among modules: [WebAssemblyModule], in folder: PackageFolder) throws -> Set<String> {
    let found = try sources.reduce(into: Set<String>()) { names, path in
      names.formUnion(importedModules(in: try folder.text(path) ?? ""))
    }
    return found.intersection(modules.map(\.name))
  }
}
