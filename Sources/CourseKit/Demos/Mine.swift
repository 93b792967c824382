import Foundation

/// Builds `course` on the reader's chapters, runs it with the given arguments, and shows what it
/// printed: for demos with `--mine`.
///
/// It builds where `course check` does, so that the given modules are compiled only once.
///
/// - Parameter arguments: the words after `course`, without `--mine`.
/// - Throws: `UserError` where the reader's code does not compile, with the compiler's first error.
func rerunWithReadersCode(
  _ arguments: [String], in folder: PackageFolder, _ terminal: Terminal
) throws -> ExitStatus {
  terminal.showProgress("Building on your chapters; the first time takes a minute …")
  let scratch = TestRunner.scratchPath
  let build = runChild(
    ["swift", "build", "--product", "course", "--scratch-path", scratch], in: folder.root,
    environment: ["COURSE_YOURS": "all", "COURSE_CHECK": ""])
  terminal.clearProgress()
  if build.end == .exited(127) {
    throw UserError("swift is not found; add the toolchain's folder to PATH")
  }
  guard build.end == .exited(0) else {
    throw UserError(buildProblem(BuildFailure(output: build.output, root: folder.root.path)))
  }
  let run = runChild(["\(scratch)/debug/course"] + arguments, in: folder.root)
  terminal.write(run.output)
  switch run.end {
  case .exited(let status): return ExitStatus(rawValue: status) ?? .failed
  case .signalled, .timedOut, .notStarted:
    throw UserError("your code stopped the program, as shown above; find out where: course check")
  }
}

/// The one line for a build that failed: the first error in the reader's own files, or else the
/// first of all.
func buildProblem(_ failure: BuildFailure) -> String {
  let own = failure.errors.first { $0.file.hasPrefix("exercises/") } ?? failure.errors.first
  guard let error = own else {
    return "your code could not be built: \(failure.tail.last ?? "the build said nothing")"
  }
  return "your code does not compile: \(error.file):\(error.line):\(error.column): \(error.message)"
}
