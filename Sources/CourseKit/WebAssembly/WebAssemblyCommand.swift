import Text

extension Command {
  static let devWasm = Command(
    name: "dev wasm",
    summary: "compiles every chapter and widget to WebAssembly",
    usage: "course dev wasm [--exercises]",
    example: "swift run course dev wasm",
    flags: [
      Flag(name: "--exercises", help: "exercises/, each chapter on the solutions before it")
    ],
    positionals: 0...0
  ) { arguments in
    let course = try Course.here()
    let toolchain = try WebAssemblyToolchain(in: course.folder)
    let chapters = course.chapters.map(\.number)
    for readers in arguments.has("--exercises") ? chapters.map(Optional.some) : [nil] {
      var build = WebAssemblyBuild(folder: course.folder, toolchain: toolchain)
      build.readersChapter = readers
      let terminal = arguments.terminal
      build.progress = { terminal.showProgress("Compiling \($0) …") }
      defer { terminal.clearProgress() }
      do {
        try build.compile(build.modules(upTo: readers ?? chapters.max() ?? 0))
        for widget in Widget.all where readers == nil || widget.chapter == readers {
          let code = try build.code(of: widget)
          terminal.clearProgress()
          terminal.print("\(widget.name): \(grouped(code.count)) bytes")
        }
      } catch let error as WebAssemblyFailure {
        terminal.clearProgress()
        for line in error.failure.errors.first?.lines ?? error.failure.tail { terminal.print(line) }
        return .failed
      }
    }
    return .done
  }
}
