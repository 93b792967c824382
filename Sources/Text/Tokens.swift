/// What a language model reads and predicts one at a time.
public enum TextUnit: String, Codable, CaseIterable, Sendable {
  /// A character as a reader sees it: one `Character`, so an accented letter, a flag or a line end
  /// of two code units is one symbol.
  case character
  /// A word, or one character that is not part of a word: a space, a comma, a line end.
  case word

  /// Cuts a text into symbols. Joined again they give the text.
  ///
  /// A word is an unbroken run of letters and digits; an apostrophe between two letters belongs
  /// to it, so *don't* is one word and *'quoted'* is one word between two apostrophes.
  public func symbols(of text: String) -> [String] {
    switch self {
    case .character: text.map(String.init)
    case .word: words(of: text)
    }
  }
}

private func words(of text: String) -> [String] {
  var symbols: [String] = []
  var word = ""
  let characters = Array(text)
  for (index, character) in characters.enumerated() {
    let joinsLetters =
      (character == "'" || character == "’") && !word.isEmpty
      && index + 1 < characters.count && characters[index + 1].isLetter
    if character.isLetter || character.isNumber || joinsLetters {
      word.append(character)
      continue
    }
    if !word.isEmpty { symbols.append(word) }
    word = ""
    symbols.append(String(character))
  }
  if !word.isEmpty { symbols.append(word) }
  return symbols
}
