import Course
import Text

extension Command {
  package static let devWasm = Command(
    name: "dev wasm", summary: "compiles every chapter and widget to WebAssembly",
    usage: "course dev wasm [--exercises]", example: "swift run course dev wasm",
    flags: [Flag("--exercises", "exercises/ as well, each chapter on the solutions before it")],
    positionals: 0...0
  ) { arguments in
    let (course, terminal) = (try Course.here(), arguments.terminal)
    let toolchain = try WebAssemblyToolchain(in: course.folder)
    let chapters = course.chapters.map(\.number)
    defer { terminal.clearProgress() }
    let builds = ([nil] + (arguments.has("--exercises") ? chapters : [])).map { readers in
      var build = WebAssemblyBuild(
        folder: course.folder, toolchain: toolchain, readersChapter: readers,
        progress: { terminal.showProgress("Compiling \($0) …") })
      build.optimises = readers == nil
      return (build, Widget.all.filter { readers == nil || $0.chapter == readers })
    }
    do {
      try WebAssemblyBuild.compile(
        builds.flatMap { build, widgets in
          let modules = try build.modules(upTo: build.readersChapter ?? chapters.max() ?? 0)
          return try build.steps(for: modules + widgets.map(\.module))
        })
      for (build, widgets) in builds {
        for widget in widgets {
          let code = try build.linked(widget)
          terminal.clearProgress()
          let kind = build.readersChapter == nil ? "" : ", as handed out"
          terminal.print("\(widget.name)\(kind): \(grouped(code.count)) bytes")
        }
      }
    } catch let failure as BuildFailure {
      terminal.clearProgress()
      for line in failure.errors.first?.lines ?? failure.tail { terminal.print(line) }
      return .failed
    }
    return .done
  }
}
