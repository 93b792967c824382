import LinearAlgebra

/// A text, and whether it praises what it speaks of.
public struct Review: Equatable, Sendable {
  /// The text: places in `Reviews.vocabulary`, never that of the padding.
  public var words: [Int]
  /// Praise or blame.
  public var isPraise: Bool

  /// Creates a review from its parts.
  public init(words: [Int], isPraise: Bool) {
    (self.words, self.isPraise) = (words, isPraise)
  }

  /// How many sentences follow that say nothing: each begins with a full stop.
  public var asides: Int { words.count { Reviews.vocabulary[$0] == "." } }
}

/// A world of reviews in which the order of the words decides, and every verdict is known.
///
///     the film was good but dull                 blame
///     the film was dull but good                 praise
///     they called it weak ; it was funny         praise
///     the play was silly though warm             blame
public enum Reviews {
  /// What stands after a text that is shorter than others.
  public static let padding = 0

  // REGION words
  static let subjects = ["it", "the film", "the book", "the play"]
  static let verbs = ["was", "seemed"]
  static let adverbs = ["really", "quite", "rather"]
  static let praise = ["good", "clever", "funny", "warm", "lovely"]
  static let blame = ["bad", "dull", "weak", "silly", "poor"]
  // END REGION words

  // REGION forms
  /// S is a subject, B a verb, R an adverb, A any adjective. V is the adjective that counts, and O
  /// one of the other kind, which does not.
  static let plainForms = ["S B A", "S B R A", "i found S A", "S B not A"]
  static let contrastForms = [
    "S B O but V", "S B not O but V", "S B V , not O", "they called S O ; it B V",
    "S B V ; they called it O", "though O , S B V", "S B V though O",
  ]
  static let asides = [
    "we sat near the door", "my sister came by train", "it rained all the way home",
    "the lights went out at nine", "a man sold ice and tea", "we had tickets from a friend",
  ]
  // END REGION forms

  /// The padding, written as a dot, then every word once.
  public static let vocabulary: [String] = {
    let places = ["S", "B", "R", "A", "V", "O"]
    var words = ["·", "."]
    for phrase in plainForms + contrastForms + subjects + verbs + adverbs + praise + blame + asides
    {
      for word in split(phrase) where !places.contains(word) && !words.contains(word) {
        words.append(word)
      }
    }
    return words
  }()

  // REGION verdict
  /// Whether a text praises; nil where nothing in it counts.
  ///
  /// Each adjective praises or blames, and a "not" before it turns it round. What they say, and what
  /// follows a "though", does not count until the next comma, semicolon, full stop or "but". Of the
  /// adjectives that count, the last one decides.
  public static func verdict(of words: [Int]) -> Bool? {
    var (verdict, isTurned, counts): (Bool?, Bool, Bool) = (nil, false, true)
    for word in words.map({ vocabulary[$0] }) {
      switch word {
      case "not": isTurned.toggle()
      case "they", "though": counts = false
      case ",", ";", ".", "but":
        (isTurned, counts) = (false, true)
      default:
        guard praise.contains(word) || blame.contains(word) else { continue }
        if counts { verdict = praise.contains(word) != isTurned }
        isTurned = false
      }
    }
    return verdict
  }
  // END REGION verdict
}

// MARK: - Drawing

extension Reviews {
  /// New reviews of one adjective: in three of four forms it says what it means, in the fourth a
  /// "not" turns it round.
  public static func plain(_ count: Int, using generator: inout SeededGenerator) -> [Review] {
    (0..<count).map { _ in
      let adjectives = generator.integer(below: 2) == 0 ? praise : blame
      return review(any(plainForms, &generator), [any(adjectives, &generator)], using: &generator)
    }
  }

  /// New pairs of reviews that have the same words in another order, and opposite verdicts: a twin
  /// after the other.
  public static func twins(_ pairs: Int, using generator: inout SeededGenerator) -> [Review] {
    (0..<pairs).flatMap { _ in
      let form = any(contrastForms, &generator)
      var adjectives = [any(praise, &generator), any(blame, &generator)]
      if generator.integer(below: 2) == 0 { adjectives.swapAt(0, 1) }
      var copy = generator
      let first = review(form, adjectives, using: &generator)
      return [first, review(form, [adjectives[1], adjectives[0]], using: &copy)]
    }
  }

  /// New reviews, every other one plain, the rest twins: two of each in turn.
  public static func mixed(_ count: Int, using generator: inout SeededGenerator) -> [Review] {
    var reviews: [Review] = []
    while reviews.count < count {
      reviews += plain(2, using: &generator) + twins(1, using: &generator)
    }
    return Array(reviews.prefix(count))
  }

  /// New mixed reviews of which one in ten blames, and the others praise.
  public static func mostlyPraise(
    _ count: Int, using generator: inout SeededGenerator
  ) -> [Review] {
    var reviews: [Review] = []
    while reviews.count < count {
      let blames = generator.integer(below: 10) == 0
      reviews += mixed(4, using: &generator).filter { $0.isPraise != blames }.prefix(1)
    }
    return reviews
  }

  /// A review after which sentences follow that say nothing of the matter.
  public static func followed(
    _ review: Review, by sentences: Int, using generator: inout SeededGenerator
  ) -> Review {
    var review = review
    for _ in 0..<sentences {
      review.words += symbols([".", any(asides, &generator)])
    }
    return review
  }

  /// A form with its places filled: with the first adjective V or A, and with the second O.
  private static func review(
    _ form: String, _ adjectives: [String], using generator: inout SeededGenerator
  ) -> Review {
    let words = symbols(
      split(form).map { place in
        switch place {
        case "S": any(subjects, &generator)
        case "B": any(verbs, &generator)
        case "R": any(adverbs, &generator)
        case "A", "V": adjectives[0]
        case "O": adjectives[1]
        default: place
        }
      })
    return Review(words: words, isPraise: verdict(of: words) ?? false)
  }

  private static func any(_ list: [String], _ generator: inout SeededGenerator) -> String {
    list[generator.integer(below: list.count)]
  }
}

// MARK: - Texts

extension Reviews {
  /// The words of a text, with or without spaces before a comma, a semicolon or a full stop; nil
  /// where it has one that no review uses.
  public static func symbols(of text: String) -> [Int]? {
    var symbols: [Int] = []
    for word in split(text) {
      guard let symbol = vocabulary.firstIndex(of: word), symbol != padding else { return nil }
      symbols.append(symbol)
    }
    return symbols
  }

  /// The words of a review, parted by spaces.
  public static func text(of symbols: [Int]) -> String {
    var text = ""
    for symbol in symbols { text += (text.isEmpty ? "" : " ") + vocabulary[symbol] }
    return text
  }

  private static func symbols(_ phrases: [String]) -> [Int] {
    phrases.flatMap { split($0) }.map { vocabulary.firstIndex(of: $0) ?? padding }
  }

  /// Words, and commas, semicolons and full stops as words of their own.
  static func split(_ text: String) -> [String] {
    var words = [""]
    for character in text {
      if character == " " || ",;.".contains(character) {
        if words[words.count - 1] != "" { words.append("") }
        if character != " " { words.insert(String(character), at: words.count - 1) }
      } else {
        words[words.count - 1].append(character)
      }
    }
    if words[words.count - 1] == "" { words.removeLast() }
    return words
  }
}
