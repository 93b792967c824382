import LinearAlgebra

/// Generated sentences with names of persons and places.
///
///     Jordan Weston said so in the brisk
///     Yesterday Jordan exports grain to Alba
///
/// The words of a name tell little of its class. What tells is the verb after it, or, less often,
/// a word before it. A name's last word may have an ending, which tells the class nine times in ten
/// if `misled` is a tenth. Rare words, a new one each time, are made of the same syllables as names.
public enum Names {
  /// The classes, as in files.
  public static let classes = ["PER", "LOC"]

  private static let openings = ["", "", "Yesterday", "Today", "Later", "Meanwhile", "Perhaps"]
  /// P is a person, L a place, and r a rare word.
  private static let middles = [
    "P said so", "P wrote letters", "P smiled", "P agreed", "P thanked P", "P met P",
    "r said so", "r wrote letters", "r smiled", "r agreed", "r thanked P", "P met r",
    "letters for P arrived", "letters for r arrived", "grain from L arrived",
    "grain from r arrived", "r from L arrived", "L exports grain", "L exports r to L",
    "L borders L", "L taxes r", "L imports r", "L votes",
  ]
  private static let endings = ["", "", "again", "at last", "in the r", "after the r"]

  private static let onsets = [
    "b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "dr",
    "gr", "kl", "st", "tr",
  ]
  private static let vowels = ["a", "e", "i", "o", "u"]
  private static let codas = ["n", "r", "l", "k", "m", "rd", "nd", "x", "b", "t"]
  private static let personEndings = ["son", "sen", "man"]
  private static let placeEndings = ["ton", "land", "ford"]

  /// The words that names are made of.
  public struct Pool: Sendable {
    /// Without an ending, with a person's, and with a place's.
    public let bare, persons, places: [String]

    /// All of them.
    public var all: [String] { bare + persons + places }

    init(seed: UInt64, without others: [String] = []) {
      var generator = SeededGenerator(seed: seed)
      var taken = others
      func stems(_ count: Int, _ endings: [String]) -> [String] {
        var words: [String] = []
        while words.count < count {
          let word =
            capitalised(syllables(using: &generator)) + chosen(endings, using: &generator)
          if !taken.contains(word) {
            words.append(word)
            taken.append(word)
          }
        }
        return words
      }
      bare = stems(40, [""])
      persons = stems(20, personEndings)
      places = stems(20, placeEndings)
    }
  }

  /// Names to learn from.
  public static let known = Pool(seed: 1)
  /// Names that nobody learns from.
  public static let unseen = Pool(seed: 2, without: known.all)

  /// The unknown word, then those that sentences are made of, then those of the known names.
  public static let vocabulary: [String] = ["?"] + common + known.all

  private static let common: [String] = {
    var words: [String] = []
    for phrase in openings + middles + endings {
      for (place, word) in split(phrase).enumerated() where !["P", "L", "r"].contains(word) {
        for form in place == 0 ? [word, capitalised(word)] : [word] where !words.contains(form) {
          words.append(form)
        }
      }
    }
    return words
  }()

  /// Symbols from here on are words of names.
  public static let commonCount = common.count + 1

  /// The symbol of a word; 0 where it is unknown.
  public static func symbol(of word: String) -> Int { vocabulary.firstIndex(of: word) ?? 0 }

  // MARK: Drawing

  /// New sentences of one length, as often of each length as sentences are.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - pool: the words of names.
  ///   - misled: of the endings, the share that belongs to the other class.
  ///   - generator: draws them.
  public static func batch(
    _ count: Int, of pool: Pool, misled: Double, using generator: inout SeededGenerator
  ) -> [TaggedSentence] {
    var sentences = [sentence(of: pool, misled: misled, using: &generator)]
    while sentences.count < count {
      let next = sentence(of: pool, misled: misled, using: &generator)
      if next.words.count == sentences[0].words.count { sentences.append(next) }
    }
    return sentences
  }

  /// A new sentence.
  ///
  /// - Parameters:
  ///   - pool: the words of names.
  ///   - misled: of the endings, the share that belongs to the other class.
  ///   - generator: draws them.
  public static func sentence(
    of pool: Pool, misled: Double, using generator: inout SeededGenerator
  ) -> TaggedSentence {
    let parts = [openings, middles, endings].flatMap { split(chosen($0, using: &generator)) }
    var sentence = TaggedSentence(words: [], tags: [])
    for part in parts {
      switch part {
      case "P", "L":
        let kind = part == "P" ? 0 : 1
        let name = name(kind, of: pool, misled: misled, using: &generator)
        sentence.words += name
        sentence.tags += name.indices.map { $0 == 0 ? .begin(kind) : .inside(kind) }
      default:
        let word = part == "r" ? syllables(using: &generator) + "s" : part
        sentence.words.append(sentence.words.isEmpty ? capitalised(word) : word)
        sentence.tags.append(.outside)
      }
    }
    return sentence
  }

  /// One to three words; the last has an ending in half of all names.
  private static func name(
    _ kind: Int, of pool: Pool, misled: Double, using generator: inout SeededGenerator
  ) -> [String] {
    let count = [1, 1, 1, 2, 2, 2, 2, 3][generator.integer(below: 8)]
    var words = (1..<count).map { _ in chosen(pool.bare, using: &generator) }
    let hasEnding = generator.integer(below: 2) == 0
    let isPerson = (kind == 0) != (generator.uniform() < misled)
    words.append(
      chosen(!hasEnding ? pool.bare : isPerson ? pool.persons : pool.places, using: &generator))
    return words
  }

  private static func syllables(using generator: inout SeededGenerator) -> String {
    var word = ""
    for _ in 0...generator.integer(below: 2) {
      word += chosen(onsets, using: &generator) + chosen(vowels, using: &generator)
    }
    return word + chosen(codas, using: &generator)
  }

  private static func chosen(
    _ words: [String], using generator: inout SeededGenerator
  ) -> String {
    words[generator.integer(below: words.count)]
  }

  private static func capitalised(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func split(_ text: String) -> [String] {
    text.split(separator: " ").map { String($0) }
  }
}
