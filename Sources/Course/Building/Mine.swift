import Foundation

/// Builds the laboratory on the reader's chapters, runs it with the given arguments, and shows what
/// it printed: for demos with `--mine`.
///
/// - Parameter arguments: the words after `course`, without `--mine`.
/// - Throws: `UserError` where the reader's code does not compile, with the compiler's first error.
package func rerunWithReadersCode(
  _ arguments: [String], in folder: PackageFolder, _ terminal: Terminal
) throws -> ExitStatus {
  let program = try buildOnReadersCode(in: folder, terminal)
  let run = runChild([program] + arguments, in: folder.root)
  terminal.write(terminal.isInteractive ? PlainText.visible(run.output) : run.output)
  guard case .exited(let status) = run.end else { throw stoppedByReadersCode }
  return ExitStatus(rawValue: status) ?? .failed
}

/// The same for what takes long: it runs on this process's own terminal, so that it is seen while
/// it happens, and Ctrl-C is its own.
package func showWithReadersCode(
  _ arguments: [String], in folder: PackageFolder, _ terminal: Terminal
) throws -> ExitStatus {
  let program = try buildOnReadersCode(in: folder, terminal)
  guard let status = runInForeground([program] + arguments) else { throw stoppedByReadersCode }
  return ExitStatus(rawValue: status) ?? .failed
}

private let stoppedByReadersCode = UserError(
  "your code stopped the program, as shown above; find out where: course check")

/// Builds in a folder of its own, beside the programs on our chapters. What is going on is said on
/// standard error where standard output is no terminal: there it would be part of what the demo
/// shows, and silence would look like a hang.
///
/// - Returns: the program's path.
private func buildOnReadersCode(in folder: PackageFolder, _ terminal: Terminal) throws -> String {
  let notice = "Building the demos on your chapters; a first build takes a few minutes …"
  terminal.announceBuild(notice)
  var build = try PackageBuild(likeThisProgramIn: folder)
  build.scratchPath = folder.url(".build/mine").path
  let environment = ["COURSE_YOURS": "all", "COURSE_CHECK": ""]
  return try build.program(
    OtherProgram.laboratory.rawValue, environment: environment, notice, terminal,
    problem: buildProblem)
}

extension PackageBuild {
  /// Builds a program and returns its path.
  ///
  /// - Throws: `UserError`, where it does not build with the words of `problem`.
  func program(
    _ product: String, environment: [String: String] = [:], _ notice: String,
    _ terminal: Terminal, problem: (BuildFailure) -> String
  ) throws -> String {
    defer { terminal.clearProgress() }
    do {
      return try build(product, environment: environment) {
        terminal.showProgress("\(notice) \($0)")
      }
      .appendingPathComponent(product).path
    } catch let failure as BuildFailure {
      throw UserError(problem(failure))
    }
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
