import LinearAlgebra

/// What kind of thing a word of the farm names.
public enum WordClass: String, CaseIterable, Sendable {
  case animal, food, place, thing, quality, time, verb, other
}

/// A kind of animal: what it is called, what it eats and where it lives.
public struct Species: Equatable, Sendable {
  /// What it is called when it is grown and when it is young.
  public let grown, young: String
  /// What it eats: two foods that no other kind eats.
  public let foods: [String]
  /// Where it is found: two places where no other kind is.
  public let places: [String]
}

/// A generated world of a hundred words, whose meanings are known: they are its rules.
///
/// Each kind of animal has its foods and its places, grown animals and young ones behave differently,
/// and each kind chases one other. Everything else is chance.
public struct Farm: Equatable, Sendable {
  // REGION species
  /// Each kind chases the next one, and the last kind chases the first.
  public static let species = [
    Species(grown: "dog", young: "puppy", foods: ["meat", "bones"], places: ["kennel", "porch"]),
    Species(grown: "cat", young: "kitten", foods: ["fish", "cream"], places: ["sofa", "roof"]),
    Species(grown: "hen", young: "chick", foods: ["corn", "worms"], places: ["coop", "yard"]),
    Species(
      grown: "duck", young: "duckling", foods: ["bread", "snails"], places: ["pond", "reeds"]),
    Species(grown: "sheep", young: "lamb", foods: ["grass", "turnips"], places: ["hill", "fold"]),
    Species(grown: "goat", young: "kid", foods: ["leaves", "bark"], places: ["cliff", "shed"]),
    Species(grown: "cow", young: "calf", foods: ["clover", "hay"], places: ["meadow", "barn"]),
    Species(grown: "pig", young: "piglet", foods: ["acorns", "roots"], places: ["sty", "mud"]),
    Species(
      grown: "horse", young: "foal", foods: ["oats", "apples"], places: ["stable", "field"]),
  ]
  // END REGION species

  // REGION ages
  /// What grown animals do, and what they are like.
  static let grownVerbs = ["works", "guards", "waits", "listens", "rests"]
  static let grownQualities = ["old", "calm", "strong", "proud"]
  static let grownThings = ["bell", "collar", "cart", "gate"]
  /// What young ones do, and what they are like.
  static let youngVerbs = ["plays", "jumps", "hides", "naps", "tumbles"]
  static let youngQualities = ["small", "soft", "shy", "lively"]
  static let youngThings = ["ball", "stick", "rope", "ribbon"]
  // END REGION ages

  /// What all of them do with food, and with one another.
  static let foodVerbs = ["eats", "finds", "wants"]
  static let animalVerbs = ["meets", "chases", "fears"]
  static let times = ["dawn", "noon", "dusk", "night"]
  static let others = ["the", "at", "with", "near", "by", "behind", "around"]

  /// Every word with its class; a word's place is its symbol.
  private static let entries: [(word: String, kind: WordClass)] = {
    var entries: [(word: String, kind: WordClass)] = []
    func add(_ words: [String], _ kind: WordClass) {
      for word in words { entries.append((word, kind)) }
    }
    add(others, .other)
    for kind in species { add([kind.grown, kind.young], .animal) }
    for kind in species { add(kind.foods, .food) }
    add(["water", "milk"], .food)
    for kind in species { add(kind.places, .place) }
    add(grownThings + youngThings, .thing)
    add(grownQualities + youngQualities, .quality)
    add(times, .time)
    add(foodVerbs + ["drinks"] + animalVerbs + grownVerbs + youngVerbs, .verb)
    return entries
  }()

  /// The words, in the order of their symbols.
  public static let words = entries.map { $0.word }
  /// The class of each word, in the order of their symbols.
  public static let classes = entries.map { $0.kind }

  /// The symbol of a word; nil for a word that the farm does not have.
  public static func symbol(of word: String) -> Int? { words.firstIndex(of: word) }

  /// The symbols of a sentence, whose words stand apart by spaces; nil where it has a word that the
  /// farm does not have, or none.
  public static func symbols(of sentence: String) -> [Int]? {
    let found = sentence.split(separator: " ").map { symbol(of: String($0)) }
    let known = found.compactMap { $0 }
    return known.count == found.count && !known.isEmpty ? known : nil
  }

  // REGION truth
  /// Whether a sentence such as "the dog chases the cat" is true on the farm.
  ///
  /// - Returns: nil for a sentence of another form than "the A chases the B" or "the A fears the B".
  public static func isTrue(_ sentence: [Int]) -> Bool? {
    let said = sentence.map { words[$0] }
    guard said.count == 5, said[0] == "the", said[3] == "the" else { return nil }
    guard said[2] == "chases" || said[2] == "fears" else { return nil }
    let (hunter, hunted) = said[2] == "chases" ? (said[1], said[4]) : (said[4], said[1])
    for (kind, species) in Farm.species.enumerated() {
      let next = Farm.species[(kind + 1) % Farm.species.count]
      if hunter == species.grown && hunted == next.grown { return true }
      if hunter == species.young && hunted == next.young { return true }
    }
    return classes[sentence[1]] == .animal && classes[sentence[4]] == .animal ? false : nil
  }
  // END REGION truth
}
