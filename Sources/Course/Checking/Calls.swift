/// Which functions of some files certainly call which, as far as can be told without types: by
/// their names, their argument labels, and whose members they are.
struct Calls {
  private var functions: [CalledFunction] = []
  /// What each type is declared to be, by its name: its protocols and what it inherits from.
  private var supertypes: [String: Set<String>] = [:]
  /// What the properties of each name are declared to be.
  private var properties: [String: Set<String>] = [:]

  init(in files: [(path: String, text: String)]) {
    for (path, text) in files {
      let tokens = SwiftLexer(leniently: text).tokens
      let types = DeclaredType.all(in: tokens)
      for type in types { supertypes[type.name, default: []].formUnion(type.supertypes) }
      for (name, type) in tokens.declaredValues(in: tokens.indices) {
        properties[name, default: []].insert(type)
      }
      for index in tokens.indices where tokens[index].isWord("func") {
        let owner = types.filter { $0.body.contains(index) }.max {
          $0.body.lowerBound < $1.body.lowerBound
        }
        if let function = CalledFunction(at: index, of: tokens, in: path, owner: owner?.name) {
          functions.append(function)
        }
      }
    }
  }

  /// Whether the function around a line, counted from 1, calls that around another, by whatever
  /// way.
  func lead(from start: (path: String, line: Int), to end: (path: String, line: Int)) -> Bool {
    guard let first = index(around: start), let last = index(around: end) else { return false }
    var (reached, waiting): (Set<Int>, [Int]) = ([first], [first])
    while let caller = waiting.popLast() {
      for call in functions[caller].calls {
        guard let callee = callee(of: call, in: functions[caller]) else { continue }
        if callee == last { return true }
        if reached.insert(callee).inserted { waiting.append(callee) }
      }
    }
    return false
  }

  /// The function that a call means; nil where there is none or more than one.
  private func callee(of call: FunctionCall, in caller: CalledFunction) -> Int? {
    let meant = functions.indices.filter { index in
      functions[index].name == call.name && functions[index].takes(call)
        && reaches(functions[index].owner, by: call.receiver, in: caller)
    }
    return meant.count == 1 ? meant[0] : nil
  }

  /// Whether a function of this type, or of none, can be called on a receiver.
  private func reaches(
    _ owner: String?, by receiver: FunctionCall.Receiver, in caller: CalledFunction
  ) -> Bool {
    switch receiver {
    case .none: owner == nil || caller.owner.map { self.is($0, owner) } == true
    case .own: caller.owner.map { self.is($0, owner) } == true
    case .named(let name):
      if let type = type(of: name, in: caller) { self.is(type, owner) } else { name == owner }
    case .unknown: false
    }
  }

  /// The type of a value; nil where it cannot be told.
  private func type(of name: String, in caller: CalledFunction) -> String? {
    if caller.values.contains(name) { return caller.types[name] }
    guard let types = properties[name], types.count == 1 else { return nil }
    return types.first
  }

  /// Whether a type is another, or is declared to conform to it.
  private func `is`(_ type: String, _ other: String?) -> Bool {
    guard let other else { return false }
    return type == other || supertypes[type]?.contains(other) == true
  }

  /// The innermost function around a line.
  private func index(around place: (path: String, line: Int)) -> Int? {
    functions.indices.filter {
      functions[$0].path == place.path && functions[$0].lines.contains(place.line)
    }.max { functions[$0].lines.lowerBound < functions[$1].lines.lowerBound }
  }
}

/// A type's declaration, or an extension of it.
private struct DeclaredType {
  let name: String
  let supertypes: Set<String>
  /// The tokens between its braces.
  let body: Range<Int>

  static func all(in tokens: [SwiftToken]) -> [DeclaredType] {
    let words: Set = ["struct", "class", "enum", "actor", "protocol", "extension"]
    return tokens.indices.compactMap { start in
      guard tokens[start].kind == .identifier, words.contains(tokens[start].text),
        start + 1 < tokens.count, tokens[start + 1].kind == .identifier,
        let open = tokens[start...].firstIndex(where: { $0.isMark("{") }),
        let close = tokens.end(of: open)
      else { return nil }
      let head = tokens[(start + 2)..<open]
      let listed = head.prefix { !$0.isWord("where") }
      return DeclaredType(
        name: tokens[start + 1].text,
        supertypes: Set(listed.filter { $0.kind == .identifier }.map(\.text)), body: open..<close)
    }
  }
}

/// A call, or a function that is handed to another.
private struct FunctionCall {
  enum Receiver {
    case none, own
    case named(String)
    case unknown
  }

  let name: String
  let receiver: Receiver
  /// Nil where the function is handed on.
  let labels: [String]?
  /// Whether closures follow the arguments.
  var hasTrailingClosure = false
}

private struct CalledFunction {
  let name: String
  /// The name of the type whose member it is.
  let owner: String?
  let parameters: [Parameter]
  let path: String
  let lines: ClosedRange<Int>
  let calls: [FunctionCall]
  /// The names that stand for values in it.
  let values: Set<String>
  /// The types of these, where they are told by a single name.
  let types: [String: String]

  struct Parameter {
    var label = "_"
    /// Whether a call may leave it out.
    var isOptional = false
    var name = ""
    var type: String?
  }

  init?(at start: Int, of tokens: [SwiftToken], in path: String, owner: String?) {
    guard start + 1 < tokens.count,
      let open = tokens[(start + 1)...].firstIndex(where: { $0.isMark("(") }),
      let close = tokens.end(of: open),
      let brace = tokens[close...].firstIndex(where: { $0.isMark("{") || $0.isWord("func") }),
      tokens[brace].isMark("{"), let last = tokens.end(of: brace)
    else { return nil }
    (name, self.path, self.owner) = (tokens[start + 1].text, path, owner)
    lines = tokens[start].line...tokens[last].line
    parameters = tokens.parts(of: (open + 1)..<close).map { Parameter(tokens[$0]) }
    let values = Self.values(in: tokens[brace..<last]).union(parameters.map(\.name))
    self.values = values
    types = parameters.reduce(into: Dictionary(tokens.declaredValues(in: brace..<last)) { $1 }) {
      $0[$1.name] = $1.type
    }
    calls = (brace..<last).compactMap { Self.call(at: $0, of: tokens, values) }
  }

  /// The names that stand for values: what is declared, and what a loop or a closure is given.
  private static func values(in body: ArraySlice<SwiftToken>) -> Set<String> {
    var (names, isDeclaring, depth): (Set<String>, Bool, Int) = ([], false, 0)
    for (index, token) in zip(body.indices, body) {
      if token.kind == .identifier, ["let", "var", "for"].contains(token.text) {
        (isDeclaring, depth) = (true, 0)
      } else if isDeclaring {
        depth += token.nesting
        let isOver = token.kind == .symbol || token.isWord("in") || token.isMark(":") || depth < 0
        if isOver {
          isDeclaring = false
        } else if token.kind == .identifier {
          names.insert(token.text)
        }
      } else if token.isWord("in") {
        // Back to the closure's brace: `{ name, other -> Type in`.
        names.formUnion(
          body[..<index].reversed().prefix { !$0.isMark("{") && $0.line == token.line }
            .filter { $0.kind == .identifier }.map(\.text))
      }
    }
    return names
  }

  /// - Parameter values: the names that are no functions here.
  private static func call(
    at place: Int, of tokens: [SwiftToken], _ values: Set<String>
  ) -> FunctionCall? {
    let token = tokens[place]
    guard token.kind == .identifier, place > 0, place + 1 < tokens.count,
      !tokens[place - 1].isWord("func")
    else { return nil }
    let isMember = tokens[place - 1].kind == .symbol && tokens[place - 1].text == "."
    if !isMember, values.contains(token.text) { return nil }
    let next = tokens[place + 1]
    if next.isMark("("), next.line == token.line, let close = tokens.end(of: place + 1) {
      let labels = tokens.parts(of: (place + 2)..<close).map { tokens.label(of: $0) }
      let follows = close + 1 < tokens.count && tokens[close + 1].isMark("{")
      return FunctionCall(
        name: token.text, receiver: isMember ? receiver(before: place - 1, of: tokens) : .none,
        labels: labels, hasTrailingClosure: follows)
    }
    // `map(step)`: handed on, as an argument of its own.
    let before = tokens[place - 1]
    let isArgument =
      ["(", ",", ":"].contains { before.isMark($0) } && [")", ","].contains { next.isMark($0) }
    return isArgument ? FunctionCall(name: token.text, receiver: .none, labels: nil) : nil
  }

  private static func receiver(before point: Int, of tokens: [SwiftToken]) -> FunctionCall.Receiver
  {
    guard point > 0, tokens[point].text == ".", tokens[point - 1].kind == .identifier else {
      return .unknown
    }
    let isChain = point > 1 && tokens[point - 2].kind == .symbol && tokens[point - 2].text == "."
    if isChain { return .unknown }
    let name = tokens[point - 1].text
    if name == "self" || name == "Self" { return .own }
    return .named(name)
  }

  /// Whether a call may mean this: its labels are those of the parameters, but for some that have a
  /// default, or whose closure follows the parentheses.
  func takes(_ call: FunctionCall) -> Bool {
    guard let labels = call.labels else { return true }
    var own = parameters[...]
    for label in labels {
      while let first = own.first, first.label != label, first.isOptional { own.removeFirst() }
      guard own.popFirst()?.label == label else { return false }
    }
    return own.allSatisfy(\.isOptional) || call.hasTrailingClosure
  }
}

extension CalledFunction.Parameter {
  init(_ tokens: ArraySlice<SwiftToken>) {
    guard let colon = tokens.firstIndex(where: { $0.isMark(":") }) else { return }
    let names = tokens[..<colon].filter { $0.kind == .identifier || $0.text == "_" }
    label = names.first?.text ?? "_"
    name = names.last?.text ?? ""
    let rest = tokens[(colon + 1)...]
    isOptional = rest.contains { $0.kind == .symbol && ($0.text == "=" || $0.text == "...") }
    let words = rest.prefix { !($0.kind == .symbol && $0.text == "=") }
      .filter { !$0.isWord("inout") && !$0.isWord("borrowing") && !$0.isWord("consuming") }
    type = words.count == 1 ? words.first?.text : nil
  }
}

extension [SwiftToken] {
  /// The bracket that closes one.
  fileprivate func end(of open: Int) -> Int? {
    var depth = 0
    return self[open...].indices.first { index in
      depth += self[index].nesting
      return depth == 0
    }
  }

  /// A list between brackets, split at its commas.
  fileprivate func parts(of list: Range<Int>) -> [Range<Int>] {
    var (parts, begin, depth): ([Range<Int>], Int, Int) = ([], list.lowerBound, 0)
    for index in list {
      depth += self[index].nesting
      guard depth == 0, self[index].isMark(",") else { continue }
      parts.append(begin..<index)
      begin = index + 1
    }
    if begin < list.upperBound { parts.append(begin..<list.upperBound) }
    return parts
  }

  /// The values whose declarations tell their type: `let cell: LSTMCell`, `var cell = LSTMCell(…)`.
  fileprivate func declaredValues(in range: Range<Int>) -> [(String, String)] {
    range.dropLast(4).compactMap { start in
      guard self[start].isWord("let") || self[start].isWord("var"),
        self[start + 1].kind == .identifier, self[start + 3].kind == .identifier
      else { return nil }
      let (sign, type, next) = (self[start + 2], self[start + 3], self[start + 4])
      let isTold = sign.isMark(":") && !(next.kind == .symbol && next.text != "=")
      let isMade =
        sign.kind == .symbol && sign.text == "=" && next.isMark("(")
        && type.text.first?.isUppercase == true
      return isTold || isMade ? (self[start + 1].text, type.text) : nil
    }
  }

  /// An argument's label, `_` for none.
  fileprivate func label(of argument: Range<Int>) -> String {
    guard argument.count > 2, self[argument.lowerBound].kind == .identifier,
      self[argument.lowerBound + 1].isMark(":")
    else { return "_" }
    return self[argument.lowerBound].text
  }
}

extension SwiftToken {
  /// 1 for a bracket that opens, -1 for one that closes.
  fileprivate var nesting: Int {
    guard kind == .punctuation else { return 0 }
    return "([{".contains(text) ? 1 : ")]}".contains(text) ? -1 : 0
  }
}
