/// What the compiler says about one place.
package struct Diagnostic: Equatable, Sendable {
  /// From the package's root where the file is below it.
  package let file: String
  package let line: Int
  package let column: Int
  /// `error` or `warning`.
  package let severity: String
  package let message: String
  /// The lines of code that the compiler shows beneath.
  package var excerpt: [String]

  package var lines: [String] { ["\(file):\(line):\(column): \(severity): \(message)"] + excerpt }
}

/// The compiler's diagnostics in what `swift build` prints, each once, without the progress
/// between them.
///
/// - Parameter root: the package's root, which is left out of the files' paths.
package func diagnostics(in output: String, root: String) -> [Diagnostic] {
  var found: [Diagnostic] = []
  var isInExcerpt = false
  var seen: Set<String> = []
  for line in lines(of: output) {
    if let next = diagnostic(line, root: root) {
      isInExcerpt = seen.insert(next.lines[0]).inserted
      if isInExcerpt { found.append(next) }
    } else if isInExcerpt, isExcerpt(line) {
      found[found.count - 1].excerpt.append(line)
    } else {
      isInExcerpt = false
    }
  }
  return found
}

/// Reads `/path/File.swift:7:18: error: cannot find 'x' in scope`.
private func diagnostic(_ line: String, root: String) -> Diagnostic? {
  let pattern = /(\/[^:]*):([0-9]+):([0-9]+): (error|warning): (.*)/
  guard let (_, path, line, column, severity, message) = line.wholeMatch(of: pattern)?.output,
    let line = Int(line), let column = Int(column)
  else { return nil }
  let prefix = root.hasSuffix("/") ? root : root + "/"
  return Diagnostic(
    file: String(path.hasPrefix(prefix) ? path.dropFirst(prefix.count) : path), line: line,
    column: column, severity: String(severity), message: String(message), excerpt: [])
}

/// Whether a line belongs to the code that the compiler shows: ` 7 |   let x = 1`, `   |  `-
/// error`.
private func isExcerpt(_ line: String) -> Bool {
  line.first { $0 != " " && !("0"..."9").contains($0) } == "|"
}

/// How far `swift build` is, from what it has just written: `12 of 345`, or that it waits for
/// another to end. Nil where it does not say.
package func buildProgress(in output: String) -> String? {
  for line in lines(of: output).reversed() {
    if line.hasPrefix("Another instance of SwiftPM") { return "another build is running; waiting" }
    if let (_, done, all) = line.prefixMatch(of: /\[0*([0-9]+)\/0*([0-9]+)\]/)?.output {
      return "\(done) of \(all)"
    }
  }
  return nil
}

/// Why a suite could not be built.
package struct BuildFailure: Error, Equatable, Sendable {
  package let errors: [Diagnostic]
  /// The last lines of the build, for where it failed without naming a place.
  package let tail: [String]

  package init(output: String, root: String) {
    errors = diagnostics(in: output, root: root).filter { $0.severity == "error" }
    tail = lines(of: output).filter { !$0.hasPrefix("[") && !trimmed($0).isEmpty }.suffix(20)
  }

  /// The first error, or the last line of a build that names none; nil where it said nothing.
  package var firstLine: String? { errors.first?.lines[0] ?? tail.last }
}
