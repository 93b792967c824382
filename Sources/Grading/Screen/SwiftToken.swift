import Course

/// A word of a Swift file, as the compiler reads it.
struct SwiftToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// Keywords, too; without the backticks around it.
    case identifier
    case number
    /// A string, or the part of one before, between or after its interpolations, whose code
    /// follows as tokens of its own.
    case string
    case symbol
    /// A bracket, a comma, a semicolon, a colon or an at sign.
    case punctuation
    /// `#line`, `#if`.
    case directive
  }

  let kind: Kind
  let text: String
  /// Counted from 1.
  let line: Int
  /// The Unicode scalars of the file that it covers.
  let range: Range<Int>
  /// Whether it is the first on its line.
  let startsLine: Bool

  func isWord(_ word: String) -> Bool { kind == .identifier && text == word }
  func isMark(_ mark: String) -> Bool { kind == .punctuation && text == mark }
}

/// Why a file of a submission is not compiled, and where.
struct SourceRefusal: Error, Equatable, Sendable {
  /// Counted from 1.
  let line: Int
  /// A sentence for the student, without the line.
  let reason: String
}
