import Course

/// Refuses what reaches outside of the language's safe part: a word or an attribute that an exercise
/// does not need and its own file, as handed out, does not use.
///
/// It is one of several fences. Behind it, the compiler refuses what is not memory-safe, the object
/// file may only call what is listed, and the tests run with limits, in a sandbox where there is
/// one.
struct SourceScreen {
  private let known: Set<String>

  /// - Parameter stub: the file as it was handed out.
  init(stub: [SwiftToken]) {
    let words = zip([nil] + stub.map(Optional.some), stub).filter {
      [.identifier, .directive].contains($1.kind)
    }
    known = Set(words.map { Self.key($1, after: $0) })
  }

  /// An attribute's name is not the same word elsewhere.
  private static func key(_ token: SwiftToken, after previous: SwiftToken?) -> String {
    previous?.isMark("@") ?? false ? "@\(token.text)" : token.text
  }

  /// - Throws: the first thing that the file must not hold.
  func check(_ tokens: [SwiftToken]) throws(SourceRefusal) {
    var previous: SwiftToken?
    for token in tokens {
      if let reason = reason(against: token, after: previous) {
        throw SourceRefusal(line: token.line, reason: reason)
      }
      previous = token
    }
  }

  private func reason(against token: SwiftToken, after previous: SwiftToken?) -> String? {
    if known.contains(Self.key(token, after: previous)) { return nil }
    let word = token.text
    if token.kind == .directive { return directiveReason(word) }
    guard token.kind == .identifier else { return nil }
    if previous?.isMark("@") ?? false {
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
    return harm(of: word).map { "\(word) \($0), and no exercise needs it." }
  }

  private func directiveReason(_ word: String) -> String? {
    switch word {
    case "#file", "#fileID", "#filePath", "#function", "#line", "#column": nil
    case "#if", "#elseif", "#else", "#endif":
      "\(word) compiles a part of the file only sometimes; write the code without it."
    default: "\(word) changes how the compiler works, and no exercise needs it."
    }
  }

  private static let attributes: Set = [
    "discardableResult", "inline", "escaping", "autoclosure", "Sendable",
  ]

  /// What a word does that no exercise needs. The safe part of the standard library hands out
  /// pointers in a few places whose names do not say so.
  private func harm(of word: String) -> String? {
    switch word {
    case "Unmanaged", "OpaquePointer", "ManagedBuffer", "ManagedBufferPointer", "CVaListPointer",
      "CVarArg", "withVaList", "pointee", "baseAddress", "utf8Start", "withUTF8Buffer", "withUTF8",
      "withCString", "cString", "decodingCString", "validatingCString", "validatingUTF8",
      "withContiguousStorageIfAvailable", "withContiguousMutableStorageIfAvailable",
      "withMemoryRebound", "assumingMemoryBound", "bindMemory", "bitPattern", "Builtin",
      "unmanaged":
      "works on raw memory"
    case "CommandLine": "reads what the program was started with"
    case "readLine": "reads what is typed"
    case "Mirror", "CustomReflectable", "customMirror": "looks into values from outside"
    case "Task", "TaskGroup", "ThrowingTaskGroup", "DiscardingTaskGroup", "withTaskGroup",
      "withThrowingTaskGroup", "withDiscardingTaskGroup", "async", "await", "actor", "AsyncStream",
      "AsyncSequence", "MainActor", "Executor", "SerialExecutor", "withCheckedContinuation",
      "withCheckedThrowingContinuation":
      "runs code beside the test"
    case "forgetUnwritten", "unwrittenExercises": "is the suite's own book-keeping"
    case "precedencegroup": "changes how the compiler reads operators"
    case "macro": "writes code by itself"
    default: nil
    }
  }
}
