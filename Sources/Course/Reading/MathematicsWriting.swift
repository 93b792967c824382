extension MathematicsParser {
  // MARK: Scripts and fractions

  /// A superscript: in small letters where there are such for all of it.
  package static func raised(_ text: String) -> String {
    let isPlain = isAtom(text) && !text.contains("_")
    return script(text, MathematicsSymbols.superscripts) ?? "^" + (isPlain ? text : "(\(text))")
  }

  /// A subscript. A comma in it stays: `hₜ,ᵢ`.
  static func lowered(_ text: String) -> String {
    script(text, MathematicsSymbols.subscripts.merging([",": ","]) { first, _ in first })
      ?? "_" + (text.count == 1 ? text : "(\(text))")
  }

  private static func script(_ text: String, _ table: [Character: Character]) -> String? {
    let isOne = !text.contains(", ")
    let letters = text.filter { $0 != " " }.map { table[$0] }
    guard isOne, !letters.contains(nil) else { return nil }
    return String(letters.compactMap(\.self))
  }

  package static func fraction(_ above: String, _ below: String) -> String {
    // A differential: d h is one thing.
    let (above, below) = (
      above.hasPrefix("d ") ? "d" + above.dropFirst(2) : above,
      below.hasPrefix("d ") ? "d" + below.dropFirst(2) : below
    )
    let top = isTerm(above) || isEnclosed(above) ? above : "(\(above))"
    let bottom = isAtom(below) || isEnclosed(below) ? below : "(\(below))"
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
  package static func tidied(_ text: String) -> String {
    let characters = Array(text)
    var tidy = ""
    var index = 0
    while index < characters.count {
      let run = characters[index...].prefix { $0 == " " || $0 == afterFunction }
      index += run.count
      let next = index < characters.count ? characters[index] : nil
      if !run.isEmpty, let last = tidy.last, let next, parts(last, next, in: tidy) {
        if !(run.contains(afterFunction) && "(′".contains(next)) { tidy += " " }
      }
      if let next { tidy.append(next) }
      index += 1
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
