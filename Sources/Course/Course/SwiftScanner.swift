/// Tells code from comments and text in a Swift file: enough of the language to find where a
/// function ends, and no more.
///
/// It knows strings (raw, multi-line, with interpolations that hold strings again) and comments
/// (nested). It does not know regular expressions between bare slashes.
struct SwiftScanner {
  struct Brace: Equatable {
    let isOpening: Bool
    /// Counted from 0.
    let line: Int
    /// The characters before it on its line.
    let column: Int
  }

  /// The braces of code, in order.
  private(set) var braces: [Brace] = []
  /// The file's lines with every comment taken out; what stands in strings is left.
  private(set) var codeLines: [String] = [""]
  /// The lines, counted from 0, on which a comment of two slashes begins.
  private(set) var commentLines: Set<Int> = []

  /// What the scanner is inside of.
  private enum Context: Equatable {
    /// Parentheses that are open since the interpolation began; nil outside of one.
    case code(parentheses: Int?)
    case string(pounds: Int, isMultiline: Bool)
  }

  private let characters: [Character]
  private var index = 0
  private var column = 0
  private var contexts: [Context] = [.code(parentheses: nil)]

  init(_ text: String) {
    characters = Array(text)
    while index < characters.count {
      switch contexts[contexts.count - 1] {
      case .code(let parentheses): scanCode(parentheses)
      case .string(let pounds, let isMultiline): scanString(pounds, isMultiline)
      }
    }
  }

  // MARK: Code

  private mutating func scanCode(_ parentheses: Int?) {
    if sees("//") { return skipLineComment() }
    if sees("/*") { return skipBlockComment() }
    let pounds = characters[index...].prefix { $0 == "#" }.count
    if sees("\"", at: pounds) { return openString(pounds) }
    let character = characters[index]
    switch character {
    case "{", "}":
      let line = codeLines.count - 1
      braces.append(Brace(isOpening: character == "{", line: line, column: column))
    case "(":
      if let parentheses { replaceContext(.code(parentheses: parentheses + 1)) }
    case ")":
      if let parentheses {
        if parentheses == 1 {
          contexts.removeLast()
        } else {
          replaceContext(.code(parentheses: parentheses - 1))
        }
      }
    default: break
    }
    take()
  }

  private mutating func skipLineComment() {
    commentLines.insert(codeLines.count - 1)
    while index < characters.count, !characters[index].isNewline { skip() }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        skip(2)
      } else if sees("*/") {
        depth -= 1
        skip(2)
      } else {
        skip()
      }
    } while depth > 0 && index < characters.count
  }

  // MARK: Strings

  private mutating func openString(_ pounds: Int) {
    let isMultiline = sees("\"\"\"", at: pounds)
    take(pounds + (isMultiline ? 3 : 1))
    contexts.append(.string(pounds: pounds, isMultiline: isMultiline))
  }

  private mutating func scanString(_ pounds: Int, _ isMultiline: Bool) {
    let end = isMultiline ? "\"\"\"" : "\""
    if characters[index] == "\\", seesPounds(pounds, at: 1) {
      take(1 + pounds)
      if sees("(") {
        contexts.append(.code(parentheses: 0))
      } else if index < characters.count, !characters[index].isNewline {
        take()
      }
    } else if sees(end), seesPounds(pounds, at: end.count) {
      take(end.count + pounds)
      contexts.removeLast()
    } else {
      // A string without its end stops at the line's: the rest of the file is not text.
      if !isMultiline, characters[index].isNewline { contexts.removeLast() }
      take()
    }
  }

  // MARK: Moving

  private func sees(_ text: String, at offset: Int = 0) -> Bool {
    characters[min(index + offset, characters.count)...].starts(with: text)
  }

  private func seesPounds(_ count: Int, at offset: Int) -> Bool {
    sees(String(repeating: "#", count: count), at: offset)
  }

  private mutating func replaceContext(_ context: Context) {
    contexts[contexts.count - 1] = context
  }

  /// Moves on and keeps what was passed as code.
  private mutating func take(_ count: Int = 1) {
    for _ in 0..<count where index < characters.count {
      if !characters[index].isNewline { codeLines[codeLines.count - 1].append(characters[index]) }
      skip()
    }
  }

  /// Moves on and leaves out what was passed, except for line ends.
  private mutating func skip(_ count: Int = 1) {
    for _ in 0..<count where index < characters.count {
      if characters[index].isNewline {
        codeLines.append("")
        column = 0
      } else {
        column += 1
      }
      index += 1
    }
  }
}
