import Foundation

/// Builds another program of the package as this one was built, and runs it on this process's own
/// terminal.
///
/// - Returns: its exit status.
/// - Throws: `UserError` where it does not build or a signal ended it.
package func runProgram(
  _ product: String, _ arguments: [String], in folder: PackageFolder, _ terminal: Terminal
) throws -> Int32 {
  let notice = "Building \(product); the first time takes a minute or more …"
  terminal.showProgress(notice)
  let built = try PackageBuild(likeThisProgramIn: folder).build(product) {
    terminal.showProgress("\(notice) \($0)")
  }
  terminal.clearProgress()
  switch built {
  case .failure(let failure):
    throw UserError("\(product) does not build: \(failure.firstLine ?? "swift build failed")")
  case .success(let products):
    let program = products.appendingPathComponent(product).path
    guard let status = runInForeground([program] + arguments, adding: [:]) else {
      throw UserError("\(product) was ended before it was done")
    }
    return status
  }
}
