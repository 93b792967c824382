/// Reads LaTeX and writes Unicode, as far as there is any for it.
struct MathematicsParser {
  /// A command that this does not know: the source is then shown as it is.
  struct Unknown: Error {}

  /// Stands after a function's name, until it is known what follows.
  static let afterFunction: Character = "\u{E000}"
  static let gap: Character = "\u{E001}"
  static let lineEnd: Character = "\u{E002}"
  /// The first of the characters that stand for matrices.
  static let firstMatrix: UInt32 = 0xE100

  private let source: [Character]
  private var index = 0
  /// The matrices met so far, whose places `firstMatrix` and what follows it hold.
  private(set) var matrices: [[[String]]] = []

  init(_ source: some StringProtocol) {
    // Pages write the longer macros, since GitHub's Markdown takes `\,` for an escaped comma.
    self.source = Array(
      String(source).replacing("\\thinspace", with: "\\,").replacing(/\\cr\b/, with: "\\\\"))
  }

  /// The whole source.
  mutating func parse() throws(Unknown) -> String {
    let text = try parseGroup()
    guard index == source.count else { throw Unknown() }
    return Self.tidied(text)
  }

  /// What stands up to a closing brace or the end.
  private mutating func parseGroup() throws(Unknown) -> String {
    var text = ""
    while index < source.count, source[index] != "}" {
      let character = source[index]
      index += 1
      switch character {
      case "\\": text += try parseCommand(after: text)
      case "{":
        text += try parseGroup()
        try close()
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

  private mutating func close() throws(Unknown) {
    guard index < source.count, source[index] == "}" else { throw Unknown() }
    index += 1
  }

  /// What a command or a script is given: a group, a command, or one character.
  private mutating func parseArgument() throws(Unknown) -> String {
    skipSpaces()
    guard index < source.count, source[index] != "}" else { throw Unknown() }
    let character = source[index]
    index += 1
    switch character {
    case "{":
      let text = try parseGroup()
      try close()
      return Self.tidied(text)
    case "\\": return Self.tidied(try parseCommand(after: ""))
    case "-": return "−"
    default: return String(character)
    }
  }

  private mutating func skipSpaces() {
    while index < source.count, source[index].isWhitespace { index += 1 }
  }

  // MARK: Commands

  /// - Parameter before: what stands on the left.
  private mutating func parseCommand(after before: String) throws(Unknown) -> String {
    let letters = source[index...].prefix { $0.isASCII && $0.isLetter }
    index += letters.count
    if letters.isEmpty { return try parseSign() }
    let name = String(letters)
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
    var rest = source[index...].drop { $0 == " " }
    while rest.starts(with: "\\,") || rest.starts(with: "\\;") {
      rest = rest.dropFirst(2).drop { $0 == " " }
    }
    guard let next = rest.first else { return false }
    if next != "\\" { return next.isLetter || next.isNumber || next == "(" }
    let name = String(rest.dropFirst().prefix { $0.isASCII && $0.isLetter })
    return MathematicsSymbols.functions.contains(name)
      || MathematicsSymbols.largeOperators[name] != nil || name == "frac" || name == "sqrt"
  }

  /// A command of one character that is no letter.
  private mutating func parseSign() throws(Unknown) -> String {
    guard index < source.count else { throw Unknown() }
    let sign = source[index]
    index += 1
    switch sign {
    case ",", ";", ":", " ": return " "
    case "!": return ""
    case "\\": return String(Self.lineEnd)
    case "|": return "‖"
    case "{", "}", "%", "$", "#", "&", "_": return String(sign)
    default: throw Unknown()
    }
  }

  /// A name with its scripts, `tanh²`.
  private mutating func parseFunction(_ name: String) throws(Unknown) -> String {
    var text = name
    while index < source.count, "^_'".contains(source[index]) {
      let mark = source[index]
      index += 1
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
    while index < source.count, source[index] == "_" || source[index] == "^" {
      let isLower = source[index] == "_"
      index += 1
      if isLower { lower = try parseArgument() } else { upper = try parseArgument() }
    }
    let mark = String(Self.afterFunction)
    if let lower, let upper { return "\(symbol)(\(lower)…\(upper)) " }
    return symbol + (lower.map(Self.lowered) ?? "") + (upper.map(Self.raised) ?? "") + mark
  }

  /// The words of `\text{…}`, as they stand.
  private mutating func parseWords() throws(Unknown) -> String {
    guard index < source.count, source[index] == "{" else { throw Unknown() }
    let words = source[(index + 1)...].prefix { $0 != "}" }
    index += 1 + words.count
    try close()
    return String(words)
  }

  // MARK: Environments

  private mutating func parseEnvironment() throws(Unknown) -> String {
    let name = try parseWords()
    let end = Array("\\end{\(name)}")
    guard
      let close = source.indices.dropFirst(index).first(where: { source[$0...].starts(with: end) })
    else { throw Unknown() }
    let body = String(source[index..<close])
    index = close + end.count
    switch name {
    case "bmatrix", "pmatrix", "matrix":
      var rows: [[String]] = []
      for row in body.components(separatedByMark: "\\\\") where !trimmed(row).isEmpty {
        var cells: [String] = []
        for cell in row.split(separator: "&", omittingEmptySubsequences: false) {
          var parser = MathematicsParser(cell)
          cells.append(try parser.parse())
          // A matrix in a matrix is more than a line of text can show.
          if !parser.matrices.isEmpty { throw Unknown() }
        }
        rows.append(cells)
      }
      matrices.append(rows)
      guard let place = Unicode.Scalar(Self.firstMatrix + UInt32(matrices.count - 1)) else {
        throw Unknown()
      }
      return String(Character(place))
    case "aligned", "align", "gathered":
      var parser = MathematicsParser(body)
      let text = try parser.parse()
      if !parser.matrices.isEmpty { throw Unknown() }
      return text
    default: throw Unknown()
    }
  }
}
