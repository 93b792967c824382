import LinearAlgebra

/// A sentence, and whether it praises what it speaks of.
public struct Opinion: Equatable, Sendable {
  /// The sentence: places in `Opinions.vocabulary`, never that of the padding.
  public var words: [Int]
  /// Praise or blame: the adjective's, turned round by "not".
  public var isPositive: Bool

  /// Creates an opinion from its parts.
  public init(words: [Int], isPositive: Bool) {
    self.words = words
    self.isPositive = isPositive
  }
}

/// Generated opinions of 3 to 10 words, each length as often as any other.
///
///     it was good                                        praise
///     the film was not really dull when we saw it        praise
///     that play seemed not quite clever in the end       blame
///
/// One adjective decides, and a "not" before it turns it round. All other words tell nothing.
public enum Opinions {
  /// What stands in the places after, or before, a sentence that is shorter than others.
  public static let padding = 0
  /// The words of a sentence, the fewest and the most.
  public static let lengths = 3...10

  private static let subjects = ["it", "the film", "this book", "that play", "the song"]
  private static let verbs = ["was", "seemed", "is"]
  private static let adverbs = ["really", "quite", "rather"]
  private static let praise = ["good", "great", "lovely", "clever", "fine"]
  private static let blame = ["bad", "dull", "awful", "silly", "poor"]
  private static let endings = [
    "today", "to me", "at first", "in the end", "as they say", "when we saw it", "if you ask me",
  ]

  /// The padding, written as a dot, then every word once.
  public static let vocabulary: [String] = {
    var words = ["·", "not"]
    for phrase in subjects + verbs + adverbs + praise + blame + endings {
      for word in split(phrase) where !words.contains(word) { words.append(word) }
    }
    return words
  }()

  /// The words of a text; nil where it has one that no opinion uses.
  public static func symbols(of text: String) -> [Int]? {
    var symbols: [Int] = []
    for word in split(text) {
      guard let symbol = vocabulary.firstIndex(of: word) else { return nil }
      symbols.append(symbol)
    }
    return symbols
  }

  /// The words of a sentence, parted by spaces.
  public static func text(of symbols: [Int]) -> String {
    var text = ""
    for symbol in symbols { text += (text.isEmpty ? "" : " ") + vocabulary[symbol] }
    return text
  }

  /// New opinions, as often praise as blame.
  public static func drawn(_ count: Int, using generator: inout SeededGenerator) -> [Opinion] {
    (0..<count).map { _ in
      let length = lengths.lowerBound + generator.integer(below: lengths.count)
      while true {
        let opinion = draw(using: &generator)
        if opinion.words.count == length { return opinion }
      }
    }
  }

  /// An opinion of any length.
  private static func draw(using generator: inout SeededGenerator) -> Opinion {
    func any(_ phrases: [String]) -> [String] {
      split(phrases[generator.integer(below: phrases.count)])
    }
    let praises = generator.integer(below: 2) == 0
    let isTurned = generator.integer(below: 2) == 0
    var words = any(subjects) + any(verbs)
    if isTurned { words.append("not") }
    if generator.integer(below: 2) == 0 { words += any(adverbs) }
    words += any(praises ? praise : blame)
    if generator.integer(below: 4) > 0 { words += any(endings) }
    return Opinion(
      words: words.map { word in vocabulary.firstIndex(of: word) ?? padding },
      isPositive: praises != isTurned)
  }

  /// Words, parted by any number of spaces.
  private static func split(_ text: String) -> [String] {
    var words = [""]
    for character in text {
      if character == " " {
        if words[words.count - 1] != "" { words.append("") }
      } else {
        words[words.count - 1].append(character)
      }
    }
    if words[words.count - 1] == "" { words.removeLast() }
    return words
  }
}
