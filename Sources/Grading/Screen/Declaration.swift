import Course

/// A declaration of a file or of a type's body, found by its tokens.
struct Declaration {
  /// `func`, `struct`, `extension`.
  let keyword: String
  /// `public`, `static`; the attributes' names are not among them.
  let modifiers: [String]
  /// Up to the brace that opens the body; all of it where it has none.
  let header: [SwiftToken]
  /// Between the braces; nil for a declaration without a body of statements or members.
  var body: [SwiftToken]?
  /// What a type or an extension declares; nil for others.
  var members: [Declaration]?
  /// The brace that ends it, where it has a body.
  var closing: SwiftToken?

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
    var found: [Declaration] = []
    while reader.index < tokens.count {
      if tokens[reader.index].isMark(";") {
        reader.index += 1
      } else {
        found.append(try reader.readNext())
      }
    }
    return found
  }

  private mutating func readNext() throws(SourceRefusal) -> Declaration {
    let first = index
    guard let (keyword, modifiers, place) = start(at: first) else {
      throw SourceRefusal(
        line: tokens[first].line,
        reason: "\"\(tokens[first].text.prefix(40))\" stands outside of any declaration.")
    }
    let hasMembers = ["struct", "enum", "class", "actor", "extension"].contains(keyword)
    // A protocol's body is a part of what it is: it is compared whole.
    guard hasMembers || ["func", "init", "deinit", "subscript", "protocol"].contains(keyword) else {
      index = end(after: place)
      return Declaration(
        keyword: keyword, modifiers: modifiers, header: Array(tokens[first..<index]))
    }
    guard let open = opening(after: place), let close = closing(of: open) else {
      throw SourceRefusal(
        line: tokens[first].line, reason: "the braces of this declaration do not match.")
    }
    let body = Array(tokens[(open + 1)..<close])
    index = close + 1
    return Declaration(
      keyword: keyword, modifiers: modifiers, header: Array(tokens[first..<open]), body: body,
      members: hasMembers ? try Self.declarations(in: body) : nil, closing: tokens[close])
  }

  // MARK: Where a declaration begins

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

  /// What begins at a place, and where its keyword stands.
  private func start(at place: Int) -> (keyword: String, modifiers: [String], place: Int)? {
    var place = place
    var found: [String] = []
    while place < tokens.count {
      let token = tokens[place]
      if token.isMark("@") {
        place = afterParentheses(place + 2)
      } else if token.kind == .identifier, Self.modifiers.contains(token.text),
        token.text != "class" || isFollowedByMember(place)
      {
        found.append(token.text)
        place = afterParentheses(place + 1)
      } else if token.kind == .identifier, Self.keywords.contains(token.text) {
        return (token.text, found, place)
      } else {
        return nil
      }
    }
    return nil
  }

  /// Whether this `class` is a modifier, as in `class func`.
  private func isFollowedByMember(_ place: Int) -> Bool {
    guard place + 1 < tokens.count else { return false }
    let next = tokens[place + 1]
    return ["func", "var", "let", "subscript"].contains(where: next.isWord)
      || Self.modifiers.contains(next.text)
  }

  /// The place after `(set)` or an attribute's arguments, where they stand there.
  private func afterParentheses(_ place: Int) -> Int {
    guard place < tokens.count, tokens[place].isMark("("), !tokens[place].startsLine else {
      return place
    }
    return closing(of: place).map { $0 + 1 } ?? tokens.count
  }

  // MARK: Where it ends

  /// A declaration without a body of its own ends where a line begins another.
  private func end(after place: Int) -> Int {
    var depth = 0
    return tokens.indices.dropFirst(place + 1).first { place in
      if depth == 0, tokens[place].isMark(";") { return true }
      if depth == 0, tokens[place].startsLine, start(at: place) != nil { return true }
      depth += tokens[place].depthChange
      return false
    } ?? tokens.count
  }

  /// The first brace outside of brackets; nil where another declaration begins before it.
  private func opening(after place: Int) -> Int? {
    var depth = 0
    for place in tokens.indices.dropFirst(place) {
      if depth == 0, tokens[place].isMark("{") { return place }
      depth += tokens[place].depthChange
      if depth < 0 { return nil }
    }
    return nil
  }

  private func closing(of open: Int) -> Int? {
    var depth = 0
    return tokens.indices.dropFirst(open).first { place in
      depth += tokens[place].depthChange
      return depth == 0
    }
  }
}

extension SwiftToken {
  fileprivate var depthChange: Int {
    ["(", "[", "{"].contains(where: isMark) ? 1 : [")", "]", "}"].contains(where: isMark) ? -1 : 0
  }
}
