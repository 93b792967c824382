/// What a language model reads and predicts one at a time.
public enum TextUnit: Equatable, Sendable {
  /// A character as a reader sees it, Swift's `Character`: é, 👩‍🚀, a flag and a line end of two
  /// code units are one symbol each.
  case character
  /// A word, or one character that is not part of a word: a space, a comma, a line end.
  case word

  /// Cuts a text into symbols. One after the other they are the text again.
  public func symbols(of text: String) -> [String] {
    switch self {
    case .character: text.map { String($0) }
    case .word: words(of: text)
    }
  }
}

// REGION words
/// Runs of letters and digits, and between them each other character alone. An apostrophe between
/// two letters belongs to its word: `don't` is one symbol.
private func words(of text: String) -> [String] {
  var symbols: [String] = []
  var word = ""
  let characters = Array(text)
  for (place, character) in characters.enumerated() {
    let isBetweenLetters =
      !word.isEmpty && place + 1 < characters.count && characters[place + 1].isLetter
    let isApostrophe = character == "'" || character == "’"
    if character.isLetter || character.isNumber || (isApostrophe && isBetweenLetters) {
      word.append(character)
    } else {
      if !word.isEmpty { symbols.append(word) }
      word = ""
      symbols.append(String(character))
    }
  }
  return word.isEmpty ? symbols : symbols + [word]
}
// END REGION words
