/// Stands for a space at which a line should not break.
package let hardSpace: Character = "\u{A0}"

/// The line broken at spaces so that each part fits, its indentation kept; what follows the first
/// part hangs under the text of a list's item, or deeper by a number of columns. A word that is
/// longer than a line stands alone on one.
package func wrapped(_ line: String, to width: Int, hanging: Int? = nil) -> [String] {
  if line.columns <= width { return [line] }
  let indentation = String(line.prefix { $0 == " " })
  let hang = hanging ?? itemMark(of: line.dropFirst(indentation.count)).count
  var parts = [indentation]
  for word in line.split(separator: " ") {
    let last = parts[parts.count - 1]
    if trimmed(last).isEmpty {
      parts[parts.count - 1] = last + word
    } else if last.columns + 1 + word.columns <= width {
      parts[parts.count - 1] = last + " " + word
    } else {
      parts.append(indentation + padded("", to: hang) + word)
    }
  }
  return parts
}

/// What a list's item begins with, `- ` or `12. `; empty for any other line.
func itemMark(of line: some StringProtocol) -> String {
  if line.hasPrefix("- ") || line.hasPrefix("* ") { return String(line.prefix(2)) }
  let digits = line.prefix { ("0"..."9").contains($0) }
  let isItem = !digits.isEmpty && digits.count < 4 && line.dropFirst(digits.count).hasPrefix(". ")
  return isItem ? String(line.prefix(digits.count + 2)) : ""
}

/// A text beside a label, such as `Model:   an LSTM`, broken at words within a column of its own.
package func labelled(_ label: String, _ text: String, to width: Int) -> [String] {
  let column = 9
  return wrapped(text, to: max(20, width - column), hanging: 0).enumerated().map { index, line in
    padded(index == 0 ? label : "", to: column) + line
  }
}

/// A line of code broken at spaces so that each part fits. What is broken off hangs four columns
/// deeper, and a comment that is broken goes on as one.
///
/// - Parameter gutter: what stands before the code on its line, such as ` 7 | `; spaces, and its
///   bar where it has one, stand before what is broken off.
func wrappedCode(_ line: String, to width: Int, gutter: String = "") -> [String] {
  if gutter.count + line.columns <= width { return [gutter + line] }
  let indentation = line.prefix { $0 == " " }.count
  let isComment = trimmed(line).hasPrefix("//")
  let mark = isComment ? trimmed(line).prefix { $0 == "/" } + " " : "    "
  let next = gutter.map { $0 == "|" ? "|" : " " } + Array(padded("", to: indentation) + mark)
  let room = width - next.count
  // Too narrow to help: the terminal breaks it.
  guard room > 12 else { return [gutter + line] }
  var parts = wrapped(line, to: width - gutter.count, hanging: 0)
  guard parts.count > 1 else { return [gutter + line] }
  let first = gutter + parts.removeFirst()
  let rest = parts.map(trimmed).joined(separator: " ")
  return [first] + wrapped(rest, to: room, hanging: 0).map { String(next) + $0 }
}

/// The line with the command that ends it in one piece, to be copied as it is: a terminal that must
/// break it does so without a line's end.
func keepingCommand(_ line: String) -> String {
  let start = #/: (?:swift run|iconv|head|tr|file|chmod|git checkout|rm) /#
  guard let match = line.matches(of: start).last else { return line }
  let command = line.index(match.range.lowerBound, offsetBy: 2)
  return line[..<command]
    + line[command...].map { $0 == " " ? String(hardSpace) : String($0) }.joined()
}

extension Terminal {
  func printCode(_ line: String, gutter: String) {
    for part in wrappedCode(PlainText.visible(line), to: width, gutter: gutter) { print(part) }
  }

  /// Writes a line, broken at words to the terminal's width, in a style. At a hard space (U+00A0)
  /// it is not broken.
  ///
  /// - Parameter hanging: how much deeper than the line what is broken off stands.
  package func printWrapped(_ line: String, hanging: Int = 0, _ styles: Style...) {
    for part in wrapped(keepingCommand(line), to: width, hanging: hanging) {
      print(styled(part.softened, styles))
    }
  }

  /// Writes a user's mistake to standard error: one line, which is broken at words only where
  /// somebody sees it.
  package func complain(_ error: UserError) { complain("course: \(error.message)", hanging: 8) }

  /// Writes a line to standard error, broken at words only where somebody sees it.
  package func complain(_ line: String, hanging: Int) {
    let line = PlainText.visible(line)
    for part in isInteractive ? wrapped(keepingCommand(line), to: width, hanging: hanging) : [line]
    {
      complain(part.softened)
    }
  }
}

extension String {
  /// The text with spaces where hard ones kept it whole.
  package var softened: String { String(map { $0 == hardSpace ? " " : $0 }) }

  /// The text between the occurrences of a mark.
  package func components(separatedByMark mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }
}
