import Course

/// A declaration of a file or of a type's body, found by its tokens.
struct Declaration: Equatable, Sendable {
  /// `func`, `struct`, `extension`.
  let keyword: String
  /// `public`, `static`; the attributes' names are not among them.
  let modifiers: [String]
  /// Up to the brace that opens the body; all of it where it has none.
  let header: [SwiftToken]
  /// Between the braces, without them; nil for a declaration without a body of statements or
  /// members.
  let body: [SwiftToken]?
  /// What a type or an extension declares; nil for others.
  let members: [Declaration]?
  /// The brace that ends it, where it has a body.
  let closing: SwiftToken?

  var line: Int { header[0].line }

  /// The header as one text, whose spaces and comments do not count.
  var signature: String { header.map(\.text).joined(separator: " ") }

  /// What it declares: `affineGradients`, or the type that it extends.
  var name: String {
    guard let place = header.firstIndex(where: { $0.isWord(keyword) }), place + 1 < header.count
    else { return keyword }
    let isNamed = !["init", "deinit", "subscript"].contains(keyword)
    return isNamed ? header[place + 1].text : keyword
  }

  /// As the compiler might call it, for a message: `func affineGradients`.
  var title: String { name == keyword ? keyword : "\(keyword) \(name)" }

  var tokens: [SwiftToken] { header + (body ?? []) + (closing.map { [$0] } ?? []) }
}

/// Reads declarations from tokens: enough of the language to tell where each begins and ends, and
/// no more.
struct DeclarationReader {
  private let tokens: [SwiftToken]
  private var index = 0

  /// Reads a whole file.
  ///
  /// - Throws: a refusal of the first thing that stands outside of any declaration.
  static func declarations(in tokens: [SwiftToken]) throws(SourceRefusal) -> [Declaration] {
    var reader = DeclarationReader(tokens: tokens)
    return try reader.readAll()
  }

  private init(tokens: [SwiftToken]) {
    self.tokens = tokens
  }

  private mutating func readAll() throws(SourceRefusal) -> [Declaration] {
    var found: [Declaration] = []
    while index < tokens.count {
      if tokens[index].isMark(";") {
        index += 1
      } else {
        found.append(try readNext())
      }
    }
    return found
  }

  private mutating func readNext() throws(SourceRefusal) -> Declaration {
    guard let start = Self.start(at: index, of: tokens) else {
      throw SourceRefusal(
        line: tokens[index].line,
        reason: "\"\(tokens[index].text.prefix(40))\" stands outside of any declaration.")
    }
    switch start.keyword {
    case "func", "init", "deinit", "subscript": return try readWithBody(start, hasMembers: false)
    case "struct", "enum", "class", "actor", "extension":
      return try readWithBody(start, hasMembers: true)
    // A protocol's body is a part of what it is: it is compared whole.
    case "protocol": return try readWithBody(start, hasMembers: false)
    default: return readToTheNext(start)
    }
  }

  private mutating func readWithBody(
    _ start: Start, hasMembers: Bool
  ) throws(SourceRefusal) -> Declaration {
    let first = index
    guard let open = opening(after: start.place), let close = closing(of: open) else {
      throw SourceRefusal(
        line: tokens[first].line, reason: "the braces of this declaration do not match.")
    }
    let body = Array(tokens[(open + 1)..<close])
    index = close + 1
    return Declaration(
      keyword: start.keyword, modifiers: start.modifiers, header: Array(tokens[first..<open]),
      body: body, members: hasMembers ? try Self.declarations(in: body) : nil,
      closing: tokens[close])
  }

  /// A declaration without a body of its own ends where a line begins another.
  private mutating func readToTheNext(_ start: Start) -> Declaration {
    let first = index
    index = start.place + 1
    var depth = 0
    while index < tokens.count {
      let token = tokens[index]
      if depth == 0, token.isMark(";") { break }
      if depth == 0, token.startsLine, Self.start(at: index, of: tokens) != nil { break }
      depth += Self.depthChange(token)
      index += 1
    }
    return Declaration(
      keyword: start.keyword, modifiers: start.modifiers, header: Array(tokens[first..<index]),
      body: nil, members: nil, closing: nil)
  }

  // MARK: Where a declaration begins

  private struct Start {
    let keyword: String
    let modifiers: [String]
    /// The keyword's place.
    let place: Int
  }

  private static let keywords: Set = [
    "import", "let", "var", "func", "init", "deinit", "subscript", "struct", "enum", "class",
    "actor", "extension", "protocol", "typealias", "associatedtype", "case", "operator",
    "precedencegroup", "macro",
  ]

  private static let modifiers: Set = [
    "public", "private", "fileprivate", "internal", "open", "package", "static", "final",
    "mutating", "nonmutating", "override", "lazy", "weak", "unowned", "indirect", "required",
    "convenience", "dynamic", "nonisolated", "isolated", "prefix", "postfix", "infix", "borrowing",
    "consuming", "distributed", "optional", "sending", "class",
  ]

  private static func start(at place: Int, of tokens: [SwiftToken]) -> Start? {
    var place = place
    var found: [String] = []
    while place < tokens.count {
      let token = tokens[place]
      if token.isMark("@") {
        place = afterParentheses(place + 2, of: tokens)
      } else if token.kind == .identifier, modifiers.contains(token.text),
        token.text != "class" || isFollowedByMember(place, of: tokens)
      {
        found.append(token.text)
        place = afterParentheses(place + 1, of: tokens)
      } else if token.kind == .identifier, keywords.contains(token.text) {
        return Start(keyword: token.text, modifiers: found, place: place)
      } else {
        return nil
      }
    }
    return nil
  }

  /// Whether this `class` is a modifier, as in `class func`.
  private static func isFollowedByMember(_ place: Int, of tokens: [SwiftToken]) -> Bool {
    guard place + 1 < tokens.count else { return false }
    let next = tokens[place + 1]
    return ["func", "var", "let", "subscript"].contains { next.isWord($0) }
      || modifiers.contains(next.text)
  }

  /// The place after `(set)` or an attribute's arguments, where they stand there.
  private static func afterParentheses(_ place: Int, of tokens: [SwiftToken]) -> Int {
    guard place < tokens.count, tokens[place].isMark("("), !tokens[place].startsLine else {
      return place
    }
    var depth = 0
    var place = place
    repeat {
      depth += depthChange(tokens[place])
      place += 1
    } while depth > 0 && place < tokens.count
    return place
  }

  // MARK: Brackets

  private static func depthChange(_ token: SwiftToken) -> Int {
    guard token.kind == .punctuation else { return 0 }
    if ["(", "[", "{"].contains(token.text) { return 1 }
    return [")", "]", "}"].contains(token.text) ? -1 : 0
  }

  /// The first brace outside of brackets; nil where another declaration begins before it.
  private func opening(after place: Int) -> Int? {
    var depth = 0
    for place in tokens.indices.dropFirst(place) {
      if depth == 0, tokens[place].isMark("{") { return place }
      depth += Self.depthChange(tokens[place])
      if depth < 0 { return nil }
    }
    return nil
  }

  private func closing(of open: Int) -> Int? {
    var depth = 0
    for place in tokens.indices.dropFirst(open) {
      depth += Self.depthChange(tokens[place])
      if depth == 0 { return place }
    }
    return nil
  }
}
