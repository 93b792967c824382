import Course

/// A file, or a region of one, that a page quotes: `solutions/…/RNNCell.swift#weights`.
struct Quotation {
  let file: String
  let region: String?

  init(_ name: String) {
    let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
    (file, region) = (parts.first ?? "", parts.dropFirst().first)
  }

  /// The lines, moved left as far as all of them can be.
  ///
  /// - Throws: `UserError` where there are none.
  func lines(in folder: PackageFolder) throws -> [String] {
    guard let source = try folder.text(file)?.lines else { throw UserError("there is no \(file)") }
    guard let region else { return Self.atMargin(source) }
    if file.hasSuffix(KnownMistake.ending) {
      let mistake = source.drop { !$0.hasPrefix("\(region):") }.prefix { !$0.isEmpty }
      if !mistake.isEmpty { return Array(mistake) }
    }
    guard let range = Regions(path: file, lines: source).ranges[region] else {
      throw UserError("there is no \(file)#\(region)")
    }
    return Self.atMargin(source[range])
  }

  private static func atMargin(_ lines: some Collection<String>) -> [String] {
    let indentation = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(indentation)) }
  }
}
