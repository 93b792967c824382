import LinearAlgebra

/// A writer of true sentences about the farm.
public struct FarmWriter: Sendable {
  private var generator: SeededGenerator

  /// A writer whose sentences follow from a seed.
  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Sentences until there are so many words, each sentence a list of symbols.
  public mutating func text(words count: Int) -> [[Int]] {
    var (sentences, written): ([[Int]], Int) = ([], 0)
    while written < count {
      let sentence = sentence()
      sentences.append(sentence.compactMap { Farm.symbol(of: $0) })
      written += sentence.count
    }
    return sentences
  }

  // REGION sentence
  /// One sentence, true in this world.
  public mutating func sentence() -> [String] {
    let kind = generator.integer(below: Farm.species.count)
    let isGrown = generator.integer(below: 2) == 0
    let animal = name(of: kind, isGrown)
    switch generator.integer(below: 6) {
    case 0:
      return ["the", animal, one(Farm.foodVerbs), one(Farm.species[kind].foods)] + place(kind)
    case 1: return ["the", animal, "drinks", isGrown ? "water" : "milk"] + place(kind)
    case 2: return quality(isGrown) + [animal, verb(isGrown)] + place(kind)
    case 3: return quality(isGrown) + [animal, verb(isGrown), "with", "the", thing(isGrown)]
    case 4: return ["at", one(Farm.times), "the", animal, verb(isGrown)] + place(kind)
    default: return encounter(kind, isGrown)
    }
  }
  // END REGION sentence

  /// Old animals deal with old ones, young ones with young ones.
  private mutating func encounter(_ kind: Int, _ isGrown: Bool) -> [String] {
    let count = Farm.species.count
    let (next, last) = ((kind + 1) % count, (kind + count - 1) % count)
    let verb = one(Farm.animalVerbs)
    let other = verb == "chases" ? next : verb == "fears" ? last : generator.integer(below: count)
    return ["the", name(of: kind, isGrown), verb, "the", name(of: other, isGrown)]
  }

  private func name(of kind: Int, _ isGrown: Bool) -> String {
    isGrown ? Farm.species[kind].grown : Farm.species[kind].young
  }

  private mutating func place(_ kind: Int) -> [String] {
    [one(["near", "by", "behind", "around"]), "the", one(Farm.species[kind].places)]
  }

  private mutating func quality(_ isGrown: Bool) -> [String] {
    ["the", one(isGrown ? Farm.grownQualities : Farm.youngQualities)]
  }

  private mutating func verb(_ isGrown: Bool) -> String {
    one(isGrown ? Farm.grownVerbs : Farm.youngVerbs)
  }

  private mutating func thing(_ isGrown: Bool) -> String {
    one(isGrown ? Farm.grownThings : Farm.youngThings)
  }

  private mutating func one(_ words: [String]) -> String {
    words[generator.integer(below: words.count)]
  }
}
