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
package func listed(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}

/// The text with spaces after it, up to a number of columns.
package func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// The text with spaces before it, up to a number of columns.
package func flushRight(_ text: String, to width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// The text, cut with an ellipsis where it is longer than a number of columns.
package func shortened(_ text: String, to width: Int) -> String {
  text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
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
