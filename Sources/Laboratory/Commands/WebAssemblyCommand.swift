import Course
import Text

extension Command {
  package static let devWasm = Command(
    name: "dev wasm",
    summary: "compiles every chapter and widget to WebAssembly",
    usage: "course dev wasm [--exercises]",
    example: "swift run course dev wasm",
    flags: [
      Flag(name: "--exercises", help: "exercises/ as well, each chapter on the solutions before it")
    ],
    positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    let toolchain = try WebAssemblyToolchain(in: course.folder)
    let chapters = course.chapters.map(\.number)
    let terminal = arguments.terminal
    defer { terminal.clearProgress() }
    let builds = ([nil] + (arguments.has("--exercises") ? chapters : [])).map { readers in
      var build = WebAssemblyBuild(
        folder: course.folder, toolchain: toolchain, readersChapter: readers,
        progress: { terminal.showProgress("Compiling \($0) …") })
      build.optimises = readers == nil
      return build
    }
    do {
      try WebAssemblyBuild.compile(
        builds.flatMap { build in
          let modules = try build.modules(upTo: build.readersChapter ?? chapters.max() ?? 0)
          return try build.steps(for: modules + widgets(of: build).map(\.module))
        })
      for build in builds {
        for widget in widgets(of: build) {
          let code = try build.linked(widget)
          terminal.clearProgress()
          let kind = build.readersChapter == nil ? "" : ", as handed out"
          terminal.print("\(widget.name)\(kind): \(grouped(code.count)) bytes")
        }
      }
    } catch let error as WebAssemblyFailure {
      terminal.clearProgress()
      for line in error.failure.errors.first?.lines ?? error.failure.tail { terminal.print(line) }
      return .failed
    }
    return .done
  }

  private static func widgets(of build: WebAssemblyBuild) -> [Widget] {
    Widget.all.filter { build.readersChapter == nil || $0.chapter == build.readersChapter }
  }
}
