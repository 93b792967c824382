/// What was measured for the book and takes too long to measure again: a file of
/// chapters/measurements/. A line has a name, a colon, and numbers or a text.
///
///     command: swift run -c release course dev language-model rnn tinyshakespeare.txt
///     processor: AMD EPYC with AVX-512
///     date: 21 November 2026
///     rnn.validation: 1.9871 1.8789 1.8558
package struct Measurements: Equatable, Sendable {
  package static let folder = "chapters/measurements"

  /// What stands behind each colon.
  package let texts: [String: String]

  package init(_ text: String) {
    let parts = lines(of: text).compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...]))
    }
    texts = Dictionary(parts, uniquingKeysWith: { first, _ in first })
  }

  /// - Throws: `UserError` where the file is missing.
  package init(_ name: String, in folder: PackageFolder) throws {
    try self.init(Self.text(name, in: folder))
  }

  /// - Throws: `UserError` where the file is missing.
  package static func text(_ name: String, in folder: PackageFolder) throws -> String {
    let path = "\(Self.folder)/\(name).txt"
    if let text = try folder.text(path) { return text }
    throw UserError("\(path) is missing; put it back: git checkout \(path)")
  }

  /// The numbers behind a name; none where they are something else, or there is no such line.
  package subscript(name: String) -> [Double] {
    let words = (texts[name] ?? "").split(separator: " ")
    let numbers = words.compactMap { Double(String($0)) }
    return numbers.count == words.count ? numbers : []
  }

  /// The first number behind a name; NaN where there is none.
  package func number(_ name: String) -> Double { self[name].first ?? .nan }
}
