import Foundation

/// Builds another program of the package where `swift run course` builds, and runs it on this
/// process's own terminal.
///
/// - Returns: its exit status.
/// - Throws: `UserError` where it does not build or a signal ended it.
package func runProgram(
  _ product: String, _ arguments: [String], in folder: PackageFolder, _ terminal: Terminal
) throws -> Int32 {
  let notice = "Building \(product); the first time takes a minute or more …"
  terminal.showProgress(notice)
  let build = runChild(
    ["swift", "build", "--product", product], in: folder.root,
    hear: { said in buildProgress(in: said).map { terminal.showProgress("\(notice) \($0)") } })
  terminal.clearProgress()
  guard build.end == .exited(0) else {
    let failure = BuildFailure(output: build.output, root: folder.root.path)
    throw UserError("\(product) does not build: \(failure.firstLine ?? "swift build failed")")
  }
  let place = runChild(["swift", "build", "--show-bin-path"], in: folder.root)
  let program = URL(fileURLWithPath: trimmed(place.output.lines.last ?? ""))
    .appendingPathComponent(product).path
  guard let status = runInForeground([program] + arguments, adding: [:]) else {
    throw UserError("\(product) was ended before it was done")
  }
  return status
}
