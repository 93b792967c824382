import Course
import Foundation
import Text

/// Compiles the chapters' modules and the widgets to Embedded WebAssembly, under .build/wasm/. What
/// has not changed since is not compiled again.
package struct WebAssemblyBuild: Sendable {
  private let folder: PackageFolder
  private let toolchain: WebAssemblyToolchain
  /// The chapter that is built from exercises/, on top of the solutions of those before it.
  var readersChapter: Int?
  /// Whether it is to run, and not only to prove that it can be compiled, which takes a third as long.
  var optimises = true
  /// Told what is being compiled.
  private let progress: @Sendable (String) -> Void

  package init(
    folder: PackageFolder, toolchain: WebAssemblyToolchain, readersChapter: Int? = nil,
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (self.folder, self.toolchain) = (folder, toolchain)
    (self.readersChapter, self.progress) = (readersChapter, progress)
  }

  /// What a page must supply, which is what chapters/web/widgets/runtime.js does.
  static let supplied = [
    "posix_memalign", "free", "memcmp", "memcpy", "memmove", "memset", "__multi3", "fmod",
  ]

  private static let ours = ".build/wasm/ours"
  /// Where the reader's modules go, and all that is built on them.
  private var yours: String { readersChapter.map { ".build/wasm/yours-\($0)" } ?? Self.ours }

  /// Every chapter's module, up to one of them.
  func modules(upTo chapter: Int) throws -> [WebAssemblyModule] {
    try WebAssemblyModule.given(in: folder)
      + WebAssemblyModule.chapters(upTo: chapter, readers: readersChapter, in: folder)
  }

  /// What compiling modules consists of, each after those that it imports. All of them stand in the
  /// list, also those that have not changed.
  func steps(for modules: [WebAssemblyModule]) throws -> [Step] {
    var steps: [String: Step] = [:]
    return try modules.map { module in
      let imports = try module.imports(among: modules, in: folder).sorted()
      let key = try key(of: module, imports.map { "\($0) \(steps[$0]?.key ?? "")" })
      let step = Step(
        module: module, base: "\(place(of: module))/\(module.name)", key: key,
        imports: imports.compactMap { steps[$0]?.base }, build: self)
      steps[module.name] = step
      return step
    }
  }

  /// The compilation of one module.
  struct Step: Sendable {
    let module: WebAssemblyModule
    /// What it makes, without its ending.
    let base: String
    /// Changes with all that it is made from.
    let key: String
    /// What the modules that it imports are made as.
    let imports: [String]
    let build: WebAssemblyBuild

    func run() throws {
      let folder = build.folder
      if try folder.text("\(base).key") == key, folder.exists("\(base).o") { return }
      build.progress(module.name)
      try? FileManager.default.removeItem(at: folder.url("\(base).key"))
      try build.compile(module, to: base)
      try folder.write(key, to: "\(base).key")
    }
  }

  /// Compiles modules, as many at once as there are processors. Steps may occur more than once.
  ///
  /// - Throws: `BuildFailure` with what the compiler says to the first that fails, or `UserError`.
  static func compile(_ steps: [Step]) throws {
    var places: [String: Int] = [:]
    var once: [Step] = []
    for step in steps where places[step.base] == nil {
      places[step.base] = once.count
      once.append(step)
    }
    let needs = once.map { step in step.imports.compactMap { places[$0] } }
    try runTasks(needing: needs) { [once] in try once[$0].run() }
  }

  /// Compiles widgets and writes the scripts that hold their code into a folder.
  ///
  /// - Throws: as `compile(_:)` does.
  package func writeScripts(of widgets: [Widget], to path: String) throws {
    try compile(for: widgets)
    for widget in widgets {
      let script = try widget.script(code: linked(widget), in: folder)
      try folder.write(script, to: "\(path)/\(widget.name).wasm.js")
    }
  }

  package func compile(for widgets: [Widget]) throws {
    try Self.compile(widgets.flatMap { try steps(for: modules(upTo: $0.chapter) + [$0.module]) })
  }

  /// The code of a widget that has been compiled: what it exports, and nothing that this does not use.
  package func linked(_ widget: Widget) throws -> Data {
    let modules = try modules(upTo: widget.chapter) + [widget.module]
    let output = "\(yours)/\(widget.name).wasm"
    let list = "\(yours)/supplied.txt"
    // Where nothing is optimised, a precondition's text is still there to be printed.
    let supplied = Self.supplied + (optimises ? [] : ["putchar"])
    try folder.write(supplied.joined(separator: "\n"), to: list)
    let options = [
      "--no-entry", "--gc-sections", "--strip-all", "--stack-first", "-z", "stack-size=1048576",
      "--allow-undefined-file=\(list)", "-o", output,
    ]
    let objects = modules.map { "\(place(of: $0))/\($0.name).o" } + [toolchain.unicode]
    let linked = runChild([toolchain.linker] + options + objects, in: folder.root)
    do {
      try linked.check(in: folder)
    } catch let failure as BuildFailure {
      throw UserError("\(widget.name) cannot be linked: \(failure.tail.first ?? "no reason given")")
    }
    guard let code = try folder.contents(output) else { throw UserError.unwritable(output) }
    return code
  }

  private func place(of module: WebAssemblyModule) -> String {
    module.name.hasPrefix("Widget") || module.chapter == readersChapter ? yours : Self.ours
  }

  private func compile(_ module: WebAssemblyModule, to base: String) throws {
    try FileManager.default.createDirectory(
      at: folder.url(base).deletingLastPathComponent(), withIntermediateDirectories: true)
    let arguments =
      ["swiftc"] + Self.flags + [optimisation(of: module), "-module-name", module.name]
      + ["-I", yours, "-I", Self.ours, "-emit-module", "-emit-module-path", "\(base).swiftmodule"]
      + ["-c", "-o", "\(base).o"]
      // With their whole paths, which is how a compiler's error is told from its other words.
      + module.sources.map { folder.url($0).path }
    let compiled = runChild(arguments, in: folder.root)
    try compiled.check(in: folder)
  }

  /// What is ours is optimised always: the widgets of the book are made of it.
  private func optimisation(of module: WebAssemblyModule) -> String {
    optimises || place(of: module) == Self.ours ? module.optimisation : "-Onone"
  }

  private static let flags = [
    "-target", WebAssemblyToolchain.target, "-enable-experimental-feature", "Embedded", "-wmo",
    "-swift-version", "6", "-parse-as-library", "-Xfrontend", "-disable-stack-protector",
  ]

  /// A text that changes with everything that decides what is compiled.
  private func key(of module: WebAssemblyModule, _ imports: [String]) throws -> String {
    let sources = try module.sources.flatMap { [$0, try folder.text($0) ?? ""] }
    var fingerprint = Fingerprint()
    for text in Self.flags + [optimisation(of: module), toolchain.unicode] + imports + sources {
      fingerprint.add(text)
    }
    return fingerprint.digits
  }
}

extension BuildFailure: CustomStringConvertible {
  package var description: String { firstLine ?? "no reason" }
}
