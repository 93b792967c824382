/// A word of a Swift file, as the compiler reads it.
package struct SwiftToken: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
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

  package let kind: Kind
  package let text: String
  /// Counted from 1.
  package let line: Int
  /// The Unicode scalars of the file that it covers.
  package let range: Range<Int>
  /// Whether it is the first on its line.
  package let startsLine: Bool

  package func isWord(_ word: String) -> Bool { kind == .identifier && text == word }
  package func isMark(_ mark: String) -> Bool { kind == .punctuation && text == mark }
}

/// Why a file of a submission is not compiled, and where.
package struct SourceRefusal: Error, Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// A sentence for the student, without the line.
  package let reason: String

  package init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
}
