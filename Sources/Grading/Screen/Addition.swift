import Course

/// A declaration that a submission adds to a file. Helpers are welcome; what other modules would
/// see, or what would change a given type, is not.
struct Addition {
  private let declaration: Declaration
  private let container: String
  private let given: Set<String>

  /// - Parameters:
  ///   - container: the signature of what it stands in.
  ///   - given: the containers of the file as handed out.
  init(_ declaration: Declaration, in container: String, given: Set<String>) {
    self.declaration = declaration
    self.container = container
    self.given = given
  }

  /// Why it is refused; nil where it is not.
  var reason: String? {
    let keyword = declaration.keyword
    let open = ["public", "open", "package"].first { declaration.modifiers.contains($0) }
    if let open {
      return "\(declaration.title) is declared \(open) and was not in the file as handed out, or "
        + "not with this signature. Only the suite's own functions may be seen from outside: "
        + "leave \(open) out, or put the given signature back."
    }
    switch keyword {
    case "operator", "precedencegroup", "macro", "actor", "protocol", "associatedtype":
      return "no exercise needs a new \(keyword)."
    case "import", "deinit", "subscript", "init", "struct", "enum", "typealias": return nil
    case "extension": return extensionReason
    case "class":
      return "no exercise needs a class; a struct or a function will do."
    case "func": return functionReason
    case "let", "var", "case": return valueReason
    default: return nil
    }
  }

  /// Whether it stands directly in a type that was handed out, where its values are laid out.
  private var isInGivenType: Bool {
    let innermost = container.components(separatedByMark: " { ").last ?? ""
    return given.contains(container) && !container.isEmpty
      && !innermost.split(separator: " ").contains("extension")
  }

  private var extensionReason: String? {
    let clause = declaration.header.drop { !$0.isWord("extension") }
    guard clause.contains(where: { $0.isMark(":") }) else { return nil }
    return "\(declaration.title) is made to conform to a protocol, which changes it for the whole "
      + "program; no exercise needs that."
  }

  /// An operator of this file's own is harmless; one for the whole module might stand in for `==`.
  private var functionReason: String? {
    let isOperator =
      declaration.header.drop { !$0.isWord("func") }.dropFirst().first
      .map { $0.kind == .symbol } ?? false
    let isPrivate = ["private", "fileprivate"].contains { declaration.modifiers.contains($0) }
    guard isOperator, !isPrivate else { return nil }
    return "a new operator must be private."
  }

  private var valueReason: String? {
    guard isInGivenType, !declaration.modifiers.contains("static"), !isComputed else { return nil }
    let words = container.split(separator: " ")
    let keyword = words.lastIndex { ["struct", "enum", "class"].contains($0) }
    let type = keyword.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? "its type"
    return "\(declaration.title) adds to what \(type) holds; "
      + "the suite needs the type as it was handed out."
  }

  /// Whether a variable has a getter and no storage: a brace after its type, before any `=`.
  private var isComputed: Bool {
    guard declaration.keyword == "var" else { return false }
    let tokens = declaration.header
    guard let brace = tokens.firstIndex(where: { $0.isMark("{") }) else { return false }
    let isAssigned = tokens[..<brace].contains { $0.kind == .symbol && $0.text == "=" }
    let observers = ["willSet", "didSet"]
    return !isAssigned && !tokens[brace...].contains { observers.contains($0.text) }
  }
}
