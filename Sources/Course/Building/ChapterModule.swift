package struct ChapterModule: Equatable, Sendable {
  package let number: Int
  /// `02-the-vanilla-rnn`, below solutions/ and exercises/.
  package let folder: String
  /// `VanillaRNN`.
  package let name: String

  /// All of them, in the order of the chapters.
  package static func all(in package: PackageFolder) throws -> [ChapterModule] {
    let pattern = /Chapter\(\s*number: (\d+), folder: "([^"]+)", module: "([^"]+)"/
    return (try package.text("Package.swift") ?? "").matches(of: pattern).compactMap { match in
      wholeNumber(match.output.1).map {
        ChapterModule(number: $0, folder: String(match.output.2), name: String(match.output.3))
      }
    }
  }
}
