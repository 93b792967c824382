/// Reads LaTeX and writes Unicode, as far as there is any for it.
struct MathematicsParser {
  /// A command that this does not know: the source is then shown as it is.
  struct Unknown: Error {}

  /// Stands after a function's name, until it is known what follows.
  static let afterFunction: Character = "\u{E000}"
  static let gap: Character = "\u{E001}"
  static let lineEnd: Character = "\u{E002}"
  /// Stands nowhere in a formula.
  static let cut: Character = "\u{E003}"
  /// The first of the characters that stand for matrices.
  static let firstMatrix: UInt32 = 0xE100

  /// What is still to be read.
  private var rest: ArraySlice<Character>
  /// The matrices met so far, whose places `firstMatrix` and what follows it hold.
  private(set) var matrices: [[[String]]] = []

  init(_ source: some StringProtocol) {
    // Pages write the longer macros, since GitHub's Markdown takes `\,` for an escaped comma.
    let short = String(source).replacing("\\thinspace", with: "\\,")
    rest = Array(short.replacing(/\\cr\b/, with: "\\\\"))[...]
  }

  mutating func parse() throws(Unknown) -> String {
    let text = try parseGroup()
    guard rest.isEmpty else { throw Unknown() }
    return Self.tidied(text)
  }

  /// What stands up to a closing brace or the end.
  private mutating func parseGroup() throws(Unknown) -> String {
    var text = ""
    while rest.first != "}", let character = rest.popFirst() {
      switch character {
      case "\\": text += try parseCommand(after: text)
      case "{": text += try parseBraced()
      case "^": text += Self.raised(try parseArgument())
      case "_": text += Self.lowered(try parseArgument())
      case "'": text += "′"
      case "-": text += "−"
      case "&": break
      case "~", "\n", "\t": text += " "
      default: text.append(character)
      }
    }
    return text
  }

  /// The rest of a group, with its closing brace.
  private mutating func parseBraced() throws(Unknown) -> String {
    let text = try parseGroup()
    guard rest.popFirst() == "}" else { throw Unknown() }
    return text
  }

  /// What a command or a script is given: a group, a command, or one character.
  private mutating func parseArgument() throws(Unknown) -> String {
    skipSpaces()
    guard rest.first != "}", let character = rest.popFirst() else { throw Unknown() }
    switch character {
    case "{": return Self.tidied(try parseBraced())
    case "\\": return Self.tidied(try parseCommand(after: ""))
    default: return character == "-" ? "−" : String(character)
    }
  }

  private mutating func skipSpaces() { _ = take(while: \.isWhitespace) }

  private mutating func take(while isTaken: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: isTaken)
    rest = rest[taken.endIndex...]
    return String(taken)
  }

  // MARK: Commands

  /// - Parameter before: what stands on the left.
  private mutating func parseCommand(after before: String) throws(Unknown) -> String {
    let name = take { $0.isASCII && $0.isLetter }
    if name.isEmpty { return try parseSign() }
    if let symbol = MathematicsSymbols.plain[name] { return symbol }
    skipSpaces()
    if let symbol = MathematicsSymbols.prefixes[name] { return symbol }
    if let symbol = MathematicsSymbols.between[name] { return " \(symbol) " }
    if MathematicsSymbols.ignored.contains(name) { return "" }
    if MathematicsSymbols.functions.contains(name) { return try parseFunction(name) }
    if let symbol = MathematicsSymbols.largeOperators[name] { return try parseLarge(symbol) }
    if let accent = MathematicsSymbols.accents[name] { return try parseArgument() + accent }
    switch name {
    case "frac", "tfrac", "dfrac":
      let fraction = Self.fraction(try parseArgument(), try parseArgument())
      let isArgument = before.last { $0 != " " } == Self.afterFunction
      return isArgument || isFactorNext ? "(\(fraction))" : fraction
    case "sqrt":
      let radicand = try parseArgument()
      return Self.isAtom(radicand) ? "√\(radicand)" : "√(\(radicand))"
    case "text", "mathrm", "mathbf", "mathit", "operatorname": return try parseWords()
    case "qquad": return String(Self.gap)
    case "pm":
      let isSign = before.last { $0 != " " }.map { "(=,".contains($0) } ?? true
      return isSign ? "±" : " ± "
    case "begin": return try parseEnvironment()
    default: throw Unknown()
    }
  }

  /// Whether what follows multiplies what stands before it, so that a fraction needs parentheses.
  private var isFactorNext: Bool {
    var rest = rest.drop { $0 == " " }
    while rest.starts(with: "\\,") || rest.starts(with: "\\;") {
      rest = rest.dropFirst(2).drop { $0 == " " }
    }
    guard let next = rest.popFirst() else { return false }
    if next != "\\" { return next.isLetter || next.isNumber || next == "(" }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    return MathematicsSymbols.functions.contains(name)
      || MathematicsSymbols.largeOperators[name] != nil || name == "frac" || name == "sqrt"
  }

  /// A command of one character that is no letter.
  private mutating func parseSign() throws(Unknown) -> String {
    switch rest.popFirst() {
    case ",", ";", ":", " ": return " "
    case "!": return ""
    case "\\": return String(Self.lineEnd)
    case "|": return "‖"
    case let sign? where "{}%$#&_".contains(sign): return String(sign)
    default: throw Unknown()
    }
  }

  /// A name with its scripts, `tanh²`.
  private mutating func parseFunction(_ name: String) throws(Unknown) -> String {
    var text = name
    while let mark = rest.first, "^_'".contains(mark) {
      rest.removeFirst()
      switch mark {
      case "^": text += Self.raised(try parseArgument())
      case "_": text += Self.lowered(try parseArgument())
      default: text += "′"
      }
    }
    return text + String(Self.afterFunction)
  }

  /// A sum with its limits: `Σₖ`, `Σ(t=1…T)`.
  private mutating func parseLarge(_ symbol: String) throws(Unknown) -> String {
    var (lower, upper): (String?, String?)
    while let mark = rest.first, mark == "_" || mark == "^" {
      rest.removeFirst()
      if mark == "_" { lower = try parseArgument() } else { upper = try parseArgument() }
    }
    if let lower, let upper { return "\(symbol)(\(lower)…\(upper)) " }
    return symbol + (lower.map(Self.lowered) ?? "") + (upper.map(Self.raised) ?? "")
      + String(Self.afterFunction)
  }

  /// The words of `\text{…}`, as they stand.
  private mutating func parseWords() throws(Unknown) -> String {
    guard rest.popFirst() == "{" else { throw Unknown() }
    let words = take { $0 != "}" }
    guard rest.popFirst() == "}" else { throw Unknown() }
    return words
  }

  // MARK: Environments

  private mutating func parseEnvironment() throws(Unknown) -> String {
    let name = try parseWords()
    guard let end = rest.firstRange(of: Array("\\end{\(name)}")) else { throw Unknown() }
    let body = String(rest[..<end.lowerBound])
    rest = rest[end.upperBound...]
    switch name {
    case "bmatrix", "pmatrix", "matrix":
      var rows: [[String]] = []
      for row in body.split(separator: "\\\\") where !trimmed(row).isEmpty {
        rows.append(try row.split(separator: "&", omittingEmptySubsequences: false).map(Self.flat))
      }
      matrices.append(rows)
      let place = Unicode.Scalar(Self.firstMatrix + UInt32(matrices.count - 1))
      return place.map { String(Character($0)) } ?? ""
    case "aligned", "align", "gathered": return try Self.flat(body[...])
    default: throw Unknown()
    }
  }

  /// A part of an environment. A matrix in it is more than a line of text can show.
  private static func flat(_ source: Substring) throws(Unknown) -> String {
    var parser = MathematicsParser(source)
    let text = try parser.parse()
    if !parser.matrices.isEmpty { throw Unknown() }
    return text
  }
}
