import Course
import Foundation

/// The converter from Markdown, a tool of the maintainers: the rest of the course does without.
struct Pandoc: Sendable {
  let folder: PackageFolder

  /// - Throws: `UserError` where pandoc is not installed.
  init(in folder: PackageFolder) throws {
    self.folder = folder
    guard case .exited(0) = runChild(["pandoc", "--version"], in: folder.root).end else {
      throw UserError(
        "the book needs pandoc; install it: apt-get install pandoc, or brew install pandoc")
    }
  }

  /// What every page and the EPUB have in common.
  private static let settings = [
    "--from=gfm+tex_math_dollars+smart", "--lua-filter=chapters/web/filter.lua",
    "--syntax-definition=chapters/web/swift.xml", "--mathml", "--wrap=none", "--standalone",
    "--metadata=lang:en-GB",
  ]

  /// Converts files.
  ///
  /// - Parameters:
  ///   - inputs: paths from the package's root.
  ///   - metadata: read by the filter and by the template.
  /// - Throws: `UserError` where pandoc fails or warns: a formula that it does not know would be
  ///   left in the page as LaTeX.
  func convert(
    _ inputs: [String], to output: String, _ options: [String], metadata: [(String, String)]
  ) throws {
    let settings = metadata.map { "--metadata=\($0):\($1)" }
    let run = runChild(
      ["pandoc"] + inputs + ["--output=\(output)"] + Self.settings + options + settings,
      in: folder.root)
    guard case .exited(0) = run.end, run.output.isEmpty else {
      let said = lines(of: run.output).prefix(4).map(trimmed).joined(separator: " ")
      throw UserError("pandoc, for \(output): \(said.isEmpty ? "it did not run" : said)")
    }
  }
}
