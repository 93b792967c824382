import Foundation

extension BidirectionalCollection {
  /// All but the last elements for which something holds.
  package func dropLast(while isDropped: (Element) -> Bool) -> SubSequence {
    lastIndex { !isDropped($0) }.map { self[...$0] } ?? self[startIndex..<startIndex]
  }

  /// All but the first and the last elements for which something holds.
  package func dropEnds(while isDropped: (Element) -> Bool) -> SubSequence {
    drop(while: isDropped).dropLast(while: isDropped)
  }
}

/// The text without spaces and tabs at its ends.
package func trimmed(_ text: some StringProtocol) -> String {
  String(text.dropEnds { $0 == " " || $0 == "\t" || $0 == "\r" })
}

extension String {
  /// The lines of a text, without their ends; a last empty one is no line.
  package var lines: [String] {
    var lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}

/// The same, for where no variable hides the name.
package func lines(of text: String) -> [String] { text.lines }

/// A number written in digits alone, without a sign.
package func wholeNumber(_ text: some StringProtocol) -> Int? {
  guard !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
  return Int(text)
}

/// `1 point`, `3 points`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// `1.6`, `1.6 and 1.7`, `1.6, 1.7 and 1.8`.
package func listed(_ words: [String], lastWord: String = "and") -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(lastWord) " + last
}

/// The text with spaces after it, up to a number of columns.
package func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.columns))
}

/// The text with spaces before it, up to a number of columns.
package func flushRight(_ text: String, to width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.columns)) + text
}

/// The text, cut with an ellipsis where it is longer than a number of columns.
package func shortened(_ text: String, to width: Int) -> String {
  text.columns <= width ? text : text.prefix(columns: max(0, width - 1)) + "…"
}

extension Character {
  /// How many columns of a terminal it takes: two for wide letters, as in Chinese, and for pictures.
  package var columns: Int {
    guard let first = unicodeScalars.first, first.value >= 0x1100 else { return 1 }
    let isPicture =
      first.properties.isEmojiPresentation || unicodeScalars.contains { $0 == "\u{FE0F}" }
    return isPicture || Self.wide.contains { $0.contains(first.value) } ? 2 : 1
  }

  /// Unicode's East Asian Width, classes W and F (UAX 11), in whole blocks.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}

extension StringProtocol {
  /// How many columns of a terminal the text takes.
  package var columns: Int { reduce(0) { $0 + $1.columns } }

  /// As much of the beginning as fits into a number of columns.
  package func prefix(columns: Int) -> SubSequence {
    var room = columns
    return prefix {
      room -= $0.columns
      return room >= 0
    }
  }
}

/// A number with so many digits after the point.
package func fixed(_ number: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", number)
}

/// A text as it stands in HTML.
package func escapedForHTML(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
}
