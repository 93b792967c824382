/// Tells code from comments and text in a Swift file, whatever its reader has done to it: enough to
/// find where a function ends, and no more.
struct SwiftScanner {
  struct Brace: Equatable {
    let isOpening: Bool
    /// Counted from 0.
    let line: Int
    /// The characters before it on its line.
    let column: Int
  }

  /// The braces of code, in order.
  let braces: [Brace]
  /// The file's lines with every comment taken out; what stands in strings is left.
  let codeLines: [String]
  /// The lines, counted from 0, on which a comment of two slashes begins.
  let commentLines: Set<Int>

  init(_ text: String) {
    let lexer = SwiftLexer(leniently: text)
    let scalars = lexer.scalars
    let starts = Self.lineStarts(in: scalars)
    // Tokens and comments come in the order of the file, so their lines are found in one walk.
    func lines(of places: [Int]) -> [Int] {
      var line = 0
      return places.map { place in
        while line + 1 < starts.count, starts[line + 1] <= place { line += 1 }
        return line
      }
    }
    let marks = lexer.tokens.filter { $0.isMark("{") || $0.isMark("}") }
    braces = zip(marks, lines(of: marks.map(\.range.lowerBound))).map { mark, line in
      let before = scalars[starts[line]..<mark.range.lowerBound]
      return Brace(
        isOpening: mark.text == "{", line: line,
        column: String(String.UnicodeScalarView(before)).count)
    }
    let slashed = lexer.comments.map(\.lowerBound).filter { scalars[$0 + 1] == "/" }
    commentLines = Set(lines(of: slashed))
    var code = scalars
    for comment in lexer.comments.reversed() {
      code.replaceSubrange(comment, with: code[comment].filter { Character($0).isNewline })
    }
    codeLines = String(String.UnicodeScalarView(code))
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// Where each line begins, lines being what `String.lines` takes them for.
  private static func lineStarts(in scalars: [Unicode.Scalar]) -> [Int] {
    [0]
      + scalars.indices.filter { place in
        Character(scalars[place]).isNewline
          && !(scalars[place] == "\r" && scalars.dropFirst(place + 1).first == "\n")
      }.map { $0 + 1 }
  }
}
