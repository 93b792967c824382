import Course

/// Refuses what reaches outside of the language's safe part: a word, an attribute or an import
/// that an exercise does not need and its own file, as handed out, does not use.
///
/// It is one of several fences. Behind it, the compiler refuses what is not memory-safe, the object
/// file may only call what is listed, and the tests run with limits, in a sandbox where there is
/// one.
struct SourceScreen {
  private let known: Set<String>
  private let imports: Set<String>

  /// - Parameter stub: the file as it was handed out.
  init(stub: [SwiftToken]) {
    known = Set(stub.filter { [.identifier, .directive].contains($0.kind) }.map(\.text))
    imports = Set(Self.imports(in: stub).compactMap(\.module))
  }

  /// - Throws: the first thing that the file must not hold.
  func check(_ tokens: [SwiftToken]) throws(SourceRefusal) {
    for (place, token) in tokens.enumerated() {
      if let reason = reason(against: token, after: place > 0 ? tokens[place - 1] : nil) {
        throw SourceRefusal(line: token.line, reason: reason)
      }
    }
    for found in Self.imports(in: tokens) {
      guard let module = found.module else {
        throw SourceRefusal(
          line: found.line, reason: "an import is the word and a module's name, nothing else.")
      }
      if !imports.contains(module) {
        throw SourceRefusal(
          line: found.line,
          reason: "this imports \(module), and the file as handed out does not. "
            + "The exercises can be written without it.")
      }
    }
  }

  // MARK: Imports

  /// An import; its module is nil where it is more than a word and a name.
  private static func imports(in tokens: [SwiftToken]) -> [(module: String?, line: Int)] {
    tokens.indices.filter { isImport($0, tokens) }.map { place in
      let rest = tokens[(place + 1)...].prefix { !$0.startsLine && !$0.isMark(";") }
      let isPlain = tokens[place].startsLine && rest.count == 1 && rest.first?.kind == .identifier
      return (isPlain ? rest.first?.text : nil, tokens[place].line)
    }
  }

  /// `import` may also be the name of a member or a label; the compiler wants backticks elsewhere.
  private static func isImport(_ place: Int, _ tokens: [SwiftToken]) -> Bool {
    guard tokens[place].isWord("import") else { return false }
    let isMember = place > 0 && tokens[place - 1].text == "."
    let isLabel = place + 1 < tokens.count && tokens[place + 1].isMark(":")
    return !isMember && !isLabel
  }

  // MARK: Words

  private func reason(against token: SwiftToken, after previous: SwiftToken?) -> String? {
    if known.contains(token.text) { return nil }
    switch token.kind {
    case .directive: return Self.directives.contains(token.text) ? nil : directiveReason(token)
    case .identifier: break
    case .number, .string, .symbol, .punctuation: return nil
    }
    let word = token.text
    if let previous, previous.isMark("@") {
      return Self.attributes.contains(word) ? nil : "no exercise needs the attribute @\(word)."
    }
    if word.lowercased().contains("unsafe") {
      return "\(word) steps out of what Swift can keep safe, and no exercise needs it."
    }
    if word.hasPrefix("_"), word != "_", word != "__always" {
      return "names that begin with an underscore, such as \(word), belong to Swift's inner parts; "
        + "give yours another."
    }
    if word.hasPrefix("$"), !word.dropFirst().allSatisfy({ ("0"..."9").contains($0) }) {
      return "names that begin with $, such as \(word), are made by the compiler."
    }
    return Self.words[word].map { "\(word) \($0), and no exercise needs it." }
  }

  private func directiveReason(_ token: SwiftToken) -> String {
    ["#if", "#elseif", "#else", "#endif"].contains(token.text)
      ? "\(token.text) compiles a part of the file only sometimes; write the code without it."
      : "\(token.text) changes how the compiler works, and no exercise needs it."
  }

  private static let directives: Set = [
    "#file", "#fileID", "#filePath", "#function", "#line", "#column",
  ]

  private static let attributes: Set = [
    "discardableResult", "inline", "escaping", "autoclosure", "Sendable",
  ]

  /// What each word does that no exercise needs. The safe part of the standard library hands out
  /// pointers in a few places whose names do not say so.
  private static let words: [String: String] = {
    let groups: [(String, [String])] = [
      (
        "works on raw memory",
        [
          "Unmanaged", "OpaquePointer", "ManagedBuffer", "ManagedBufferPointer", "CVaListPointer",
          "CVarArg", "withVaList", "pointee", "baseAddress", "utf8Start", "withUTF8Buffer",
          "withUTF8", "withCString", "cString", "decodingCString", "validatingCString",
          "validatingUTF8", "withContiguousStorageIfAvailable",
          "withContiguousMutableStorageIfAvailable", "withMemoryRebound", "assumingMemoryBound",
          "bindMemory", "bitPattern", "Builtin", "unmanaged",
        ]
      ),
      ("reads what the program was started with", ["CommandLine"]),
      ("reads what is typed", ["readLine"]),
      ("looks into values from outside", ["Mirror", "CustomReflectable", "customMirror"]),
      (
        "runs code beside the test",
        [
          "Task", "TaskGroup", "ThrowingTaskGroup", "DiscardingTaskGroup", "withTaskGroup",
          "withThrowingTaskGroup", "withDiscardingTaskGroup", "async", "await", "actor",
          "AsyncStream", "AsyncSequence", "MainActor", "Executor", "SerialExecutor",
          "withCheckedContinuation", "withCheckedThrowingContinuation",
        ]
      ),
      ("is the suite's own book-keeping", ["forgetUnwritten", "unwrittenExercises"]),
      ("changes how the compiler reads operators", ["precedencegroup"]),
      ("writes code by itself", ["macro"]),
    ]
    return groups.reduce(into: [:]) { words, group in
      for word in group.1 { words[word] = group.0 }
    }
  }()
}
