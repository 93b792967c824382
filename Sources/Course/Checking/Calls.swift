/// Which functions of some files call which, as far as names and argument labels tell.
struct Calls {
  fileprivate struct Function {
    let name: String
    let labels: [String]
    let path: String
    let lines: ClosedRange<Int>
    let calls: [Call]
  }

  /// A name that is called, or only mentioned: then it has no labels.
  fileprivate struct Call {
    let name: String
    let labels: [String]?
  }

  private var functions: [Function] = []

  init(in files: [(path: String, text: String)]) {
    for (path, text) in files {
      let tokens = SwiftLexer(leniently: text).tokens
      for index in tokens.indices where tokens[index].isWord("func") {
        if let function = Self.function(at: index, of: tokens, path) { functions.append(function) }
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
        for (index, callee) in functions.enumerated()
        where callee.name == call.name && callee.takes(call.labels) {
          if index == last { return true }
          if reached.insert(index).inserted { waiting.append(index) }
        }
      }
    }
    return false
  }

  /// The innermost function around a line.
  private func index(around place: (path: String, line: Int)) -> Int? {
    functions.indices.filter {
      functions[$0].path == place.path && functions[$0].lines.contains(place.line)
    }.max { functions[$0].lines.lowerBound < functions[$1].lines.lowerBound }
  }

  private static func function(
    at start: Int, of tokens: [SwiftToken], _ path: String
  ) -> Function? {
    guard start + 1 < tokens.count,
      let open = tokens[(start + 1)...].firstIndex(where: { $0.isMark("(") }),
      let close = end(of: open, in: tokens),
      let brace = tokens[close...].firstIndex(where: { $0.isMark("{") || $0.isWord("func") }),
      tokens[brace].isMark("{"), let last = end(of: brace, in: tokens)
    else { return nil }
    let calls = (brace..<last).compactMap { place -> Call? in
      guard tokens[place].kind == .identifier else { return nil }
      let arguments =
        tokens[place + 1].isMark("(")
        ? end(of: place + 1, in: tokens).map { labels(tokens[(place + 2)..<$0], isCall: true) }
        : nil
      return Call(name: tokens[place].text, labels: arguments)
    }
    return Function(
      name: tokens[start + 1].text, labels: labels(tokens[(open + 1)..<close], isCall: false),
      path: path,
      lines: tokens[start].line...tokens[last].line, calls: calls)
  }

  /// The bracket that closes one.
  private static func end(of open: Int, in tokens: [SwiftToken]) -> Int? {
    var depth = 0
    return tokens[open...].indices.first { index in
      depth += tokens[index].nesting
      return depth == 0
    }
  }

  /// The labels of parameters or arguments, `_` for none.
  private static func labels(_ list: ArraySlice<SwiftToken>, isCall: Bool) -> [String] {
    var (labels, depth, isFirst): ([String], Int, Bool) = ([], 0, true)
    for (index, token) in zip(list.indices, list) {
      if isFirst && depth == 0 {
        let next = list[index...].dropFirst().first
        let isLabel = next?.isMark(":") == true || !isCall && next?.kind == .identifier
        labels.append(isLabel && token.kind == .identifier ? token.text : "_")
        isFirst = false
      }
      depth += token.nesting
      if token.isMark(","), depth == 0 { isFirst = true }
    }
    return labels
  }
}

extension SwiftToken {
  /// 1 for a bracket that opens, -1 for one that closes.
  fileprivate var nesting: Int {
    guard kind == .punctuation else { return 0 }
    return "([{".contains(text) ? 1 : ")]}".contains(text) ? -1 : 0
  }
}

extension Calls.Function {
  /// Whether a call with these labels may be meant: some may be left out, where a parameter has a
  /// default or its argument follows the parentheses.
  fileprivate func takes(_ labels: [String]?) -> Bool {
    guard let labels else { return true }
    var own = self.labels[...]
    return labels.allSatisfy { label in
      own = own.drop { $0 != label }
      return own.popFirst() != nil
    }
  }
}
