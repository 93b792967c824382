import Course

extension Declaration {
  /// Why a submission may not add it to a file; nil where it may. Helpers are welcome; what other
  /// modules would see, or what would change a given type, is not.
  ///
  /// - Parameters:
  ///   - container: the signature of what it stands in.
  ///   - given: the containers of the file as handed out.
  func refusal(addedTo container: String, given: Set<String>) -> String? {
    if let open = ["public", "open", "package"].first(where: modifiers.contains) {
      return "\(title) is declared \(open) and was not in the file as handed out, or "
        + "not with this signature. Only the suite's own functions may be seen from outside: "
        + "leave \(open) out, or put the given signature back."
    }
    switch keyword {
    case "import" where header.count == 2:
      return "this imports \(name), and the file as handed out does not. "
        + "The exercises can be written without it."
    case "import": return "an import is the word and a module's name, nothing else."
    case "operator", "precedencegroup", "macro", "actor", "protocol", "associatedtype":
      return "no exercise needs a new \(keyword)."
    case "class": return "no exercise needs a class; a struct or a function will do."
    case "extension" where isConformance:
      return "\(title) is made to conform to a protocol, which changes it for the "
        + "whole program; no exercise needs that."
    case "func" where isOperator && !isPrivate: return "a new operator must be private."
    case "let", "var", "case":
      // Directly in a type that was handed out its values are laid out.
      let words = (container.components(separatedByMark: " { ").last ?? "").split(separator: " ")
      guard given.contains(container), !container.isEmpty, !words.contains("extension"),
        !modifiers.contains("static"), !isComputed
      else { return nil }
      let place = words.lastIndex { ["struct", "enum", "class"].contains($0) }
      let type = place.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? "its type"
      return "\(title) adds to what \(type) holds; the suite needs the type as it was handed out."
    default: return nil
    }
  }

  private var isConformance: Bool {
    // Not what it asks for after `where`, nor the colon of `[Key: Value]`.
    var depth = 0
    for token in header.drop(while: { !$0.isWord("extension") }) {
      depth += token.depthChange
      if depth == 0, token.isMark(":") { return true }
      if token.isWord("where") { return false }
    }
    return false
  }

  /// An operator of this file's own is harmless; one for the whole module might stand in for `==`.
  private var isOperator: Bool {
    header.drop { !$0.isWord("func") }.dropFirst().first?.kind == .symbol
  }

  private var isPrivate: Bool {
    ["private", "fileprivate"].contains(where: modifiers.contains)
  }

  /// Whether a variable has a getter and no storage: a brace after its type, before any `=`.
  private var isComputed: Bool {
    let tokens = header
    guard keyword == "var", let brace = tokens.firstIndex(where: { $0.isMark("{") })
    else { return false }
    return !tokens[..<brace].contains { $0.kind == .symbol && $0.text == "=" }
      && !tokens[brace...].contains { ["willSet", "didSet"].contains($0.text) }
  }
}
