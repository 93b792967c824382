extension MathematicsParser {
  // MARK: Scripts and fractions

  /// A superscript: in small letters where there are such for all of it.
  static func raised(_ text: String) -> String {
    let isPlain = isAtom(text) && !text.contains("_")
    return script(text, MathematicsSymbols.superscripts) ?? "^" + (isPlain ? text : "(\(text))")
  }

  /// A subscript. A comma in it stays: `hₜ,ᵢ`.
  static func lowered(_ text: String) -> String {
    script(text, MathematicsSymbols.subscripts.merging([",": ","]) { first, _ in first })
      ?? "_" + (text.count == 1 ? text : "(\(text))")
  }

  private static func script(_ text: String, _ table: [Character: Character]) -> String? {
    let letters = text.filter { $0 != " " }.map { table[$0] }
    return text.contains(", ") || letters.contains(nil) ? nil : String(letters.compactMap(\.self))
  }

  static func fraction(_ above: String, _ below: String) -> String {
    // A differential: d h is one thing.
    let parts = [above, below].map { $0.hasPrefix("d ") ? "d" + $0.dropFirst(2) : $0 }
    let top = isTerm(parts[0]) || isEnclosed(parts[0]) ? parts[0] : "(\(parts[0]))"
    let bottom = isAtom(parts[1]) || isEnclosed(parts[1]) ? parts[1] : "(\(parts[1]))"
    return "\(top)/\(bottom)"
  }

  /// A size between bars, or a function of what stands in its parentheses: `|a − b|`, `max(a, b)`.
  private static func isEnclosed(_ text: String) -> Bool {
    if text.count > 2, text.first == "|", text.last == "|" {
      return !text.dropFirst().dropLast().contains("|")
    }
    return text.last == ")" && MathematicsSymbols.functions.contains(outsideParentheses(text))
  }

  /// A product that needs no parentheses on the left of a slash.
  private static func isTerm(_ text: String) -> Bool {
    !outsideParentheses(text.dropFirst()).contains { " +−/".contains($0) }
  }

  /// One number, or one letter with its scripts; a differential counts as a letter.
  static func isAtom(_ text: String) -> Bool {
    if !text.isEmpty, text.allSatisfy({ $0.isNumber || $0 == "." }) { return true }
    var rest = outsideParentheses(text).filter { !"^_".contains($0) }[...]
    if rest.count > 1, let first = rest.first, "∂d".contains(first) { rest = rest.dropFirst() }
    let isLowered = text.contains("_")
    let base = rest.filter { !MathematicsSymbols.scripts.contains($0) && !",′".contains($0) }
    return base.count <= (isLowered ? 2 : 1)
  }

  private static func outsideParentheses(_ text: some StringProtocol) -> String {
    var depth = 0
    return String(
      text.filter { character in
        if character == "(" { depth += 1 }
        defer { if character == ")" { depth -= 1 } }
        return depth == 0
      })
  }

  // MARK: Spaces

  /// The text with single spaces, none just inside parentheses or bars, and one between a function
  /// and what it is taken of where that has no parentheses.
  static func tidied(_ text: String) -> String {
    var tidy = ""
    var rest = text[...]
    while !rest.isEmpty {
      let run = rest.prefix { $0 == " " || $0 == afterFunction }
      rest = rest[run.endIndex...]
      guard let next = rest.popFirst() else { break }
      let isCall = run.contains(afterFunction) && "(′".contains(next)
      if !run.isEmpty, !isCall, let last = tidy.last, parts(last, next, in: tidy) { tidy += " " }
      tidy.append(next)
    }
    return tidy
  }

  /// Whether a space may stand between the end of a text and the next character.
  private static func parts(_ last: Character, _ next: Character, in text: String) -> Bool {
    let isInNorm = text.count { $0 == "‖" } % 2 == 1
    if "([".contains(last) || last == gap || last == lineEnd { return false }
    if "),]".contains(next) || next == gap || next == lineEnd { return false }
    return !(isInNorm && (last == "‖" || next == "‖"))
  }
}
