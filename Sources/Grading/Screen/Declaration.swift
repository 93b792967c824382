import Course

/// A declaration of a file or of a type's body, found by its tokens.
struct Declaration {
  /// `func`, `struct`, `extension`.
  let keyword: String
  /// `public`, `static`; the attributes' names are not among them.
  let modifiers: [String]
  /// Up to the brace that opens the body; all of it where it has none.
  let header: ArraySlice<SwiftToken>
  /// Between the braces; nil for a declaration without a body of statements or members.
  var body: ArraySlice<SwiftToken>?
  /// What a type or an extension declares; nil for others.
  var members: [Declaration]?
  /// The brace that ends it, where it has a body.
  var closing: SwiftToken?

  var line: Int { header.first?.line ?? 1 }
  /// Where it begins, as a Unicode scalar of the file.
  var start: Int { header.first?.range.lowerBound ?? 0 }

  /// The header as one text, whose spaces and comments do not count.
  var signature: String { header.map(\.text).joined(separator: " ") }

  /// What it declares: `affineGradients`, or the type that it extends.
  var name: String {
    guard let place = header.firstIndex(where: { $0.isWord(keyword) }), place + 1 < header.endIndex
    else { return keyword }
    let isNamed = !["init", "deinit", "subscript"].contains(keyword)
    return isNamed ? header[place + 1].text : keyword
  }

  /// As the compiler might call it, for a message: `func affineGradients`.
  var title: String { name == keyword ? keyword : "\(keyword) \(name)" }
}

/// Reads declarations from tokens: enough of the language to tell where each begins and ends, and
/// no more. It looks at no token more often than a few times.
struct DeclarationReader {
  private let tokens: [SwiftToken]
  /// For a bracket that opens, the place of the one that closes it; of another kind, too.
  private var closings: [Int?]
  /// The keyword of what would begin at a place, after its modifiers and attributes.
  private var keywords: [Int?]
  private var index = 0

  private init(_ tokens: [SwiftToken]) {
    self.tokens = tokens
    closings = Array(repeating: nil, count: tokens.count)
    keywords = closings
    var open: [Int] = []
    for (place, token) in tokens.enumerated() {
      if token.depthChange > 0 { open.append(place) }
      if token.depthChange < 0, let opening = open.popLast() { closings[opening] = place }
    }
    for place in tokens.indices.reversed() {
      let next = after(place)
      let isKeyword =
        tokens[place].kind == .identifier && Self.keywords.contains(tokens[place].text)
      keywords[place] =
        next == nil
        ? isKeyword ? place : nil
        : next.flatMap { $0 < tokens.count ? keywords[$0] : nil }
    }
  }

  /// Reads a whole file.
  ///
  /// - Throws: a refusal of the first thing that stands outside of any declaration.
  static func declarations(in tokens: [SwiftToken]) throws(SourceRefusal) -> [Declaration] {
    var reader = DeclarationReader(tokens)
    return try reader.declarations(upTo: tokens.count)
  }

  private mutating func declarations(upTo end: Int) throws(SourceRefusal) -> [Declaration] {
    var found: [Declaration] = []
    while index < end {
      if tokens[index].isMark(";") {
        index += 1
      } else {
        found.append(try readNext(upTo: end))
      }
    }
    return found
  }

  private mutating func readNext(upTo end: Int) throws(SourceRefusal) -> Declaration {
    let first = index
    guard let place = keywords[first], place < end else {
      throw SourceRefusal(
        line: tokens[first].line,
        reason: "\"\(tokens[first].text.prefix(40))\" stands outside of any declaration.")
    }
    let keyword = tokens[place].text
    var modifiers: [String] = []
    while index < place, let next = after(index) {
      if tokens[index].kind == .identifier { modifiers.append(tokens[index].text) }
      index = next
    }
    let hasMembers = ["struct", "enum", "class", "actor", "extension"].contains(keyword)
    // A protocol's body is a part of what it is: it is compared whole.
    guard hasMembers || ["func", "init", "deinit", "subscript", "protocol"].contains(keyword) else {
      index = ending(after: place, upTo: end)
      return Declaration(keyword: keyword, modifiers: modifiers, header: tokens[first..<index])
    }
    guard let open = opening(after: place, upTo: end), let close = closings[open] else {
      throw SourceRefusal(
        line: tokens[first].line, reason: "the braces of this declaration do not match.")
    }
    index = open + 1
    let members = hasMembers ? try declarations(upTo: close) : nil
    index = close + 1
    return Declaration(
      keyword: keyword, modifiers: modifiers, header: tokens[first..<open],
      body: tokens[(open + 1)..<close], members: members, closing: tokens[close])
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

  /// The place after an attribute or a modifier; nil where none stands here.
  private func after(_ place: Int) -> Int? {
    let token = tokens[place]
    if token.isMark("@") { return afterParentheses(place + 2) }
    guard token.kind == .identifier, Self.modifiers.contains(token.text),
      token.text != "class" || isFollowedByMember(place)
    else { return nil }
    return afterParentheses(place + 1)
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
    return closings[place].map { $0 + 1 } ?? tokens.count
  }

  // MARK: Where it ends

  /// A declaration without a body of its own ends where a line begins another.
  private func ending(after keyword: Int, upTo end: Int) -> Int {
    var place = keyword + 1
    while place < end {
      let token = tokens[place]
      if token.isMark(";") || token.startsLine && keywords[place] != nil { return place }
      place = afterBrackets(place)
    }
    return end
  }

  /// The first brace outside of brackets; nil where there is none.
  private func opening(after keyword: Int, upTo end: Int) -> Int? {
    var place = keyword
    while place < end, tokens[place].depthChange >= 0 {
      if tokens[place].isMark("{") { return place }
      place = afterBrackets(place)
    }
    return nil
  }

  /// The next place, beyond the bracket that closes the one that opens here.
  private func afterBrackets(_ place: Int) -> Int {
    tokens[place].depthChange > 0 ? closings[place].map { $0 + 1 } ?? tokens.count : place + 1
  }
}

extension SwiftToken {
  var depthChange: Int {
    if kind != .punctuation { return 0 }
    return ["(", "[", "{"].contains(text) ? 1 : [")", "]", "}"].contains(text) ? -1 : 0
  }
}
