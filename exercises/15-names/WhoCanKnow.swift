import ExerciseSupport

/// What a tagger sees, and whether it scores tags after tags.
public enum TaggerKind: CaseIterable, Equatable, Sendable {
  /// One direction; each word's tag is chosen by itself.
  case ahead
  /// One direction, and a chain that scores tags after tags.
  case aheadWithChain
  /// Two directions; each word's tag is chosen by itself.
  case both
}

/// Two sentences with their right tags.
public struct SentencePair: Equatable, Sendable {
  /// One and the other.
  public var first, second: TaggedSentence

  /// Six pairs, A to F.
  public static let all: [SentencePair] = [
    pair("Jordan said so", "B-PER O O", "Jordan exports grain", "B-LOC O O"),
    pair("Jordan Wilson", "B-PER I-PER", "Jordan Weston", "B-LOC I-LOC"),
    pair("we met Jordan", "O O B-PER", "we left Jordan", "O O B-LOC"),
    pair("Jordan Alba said so", "B-PER I-PER O O", "Jordan Alba exports grain", "B-LOC I-LOC O O"),
    pair("New York shone", "B-LOC I-LOC O", "New shoes shone", "O O O"),
    pair("Jordan won", "B-PER O", "Jordan won", "B-LOC O"),
  ]

  private static func pair(
    _ first: String, _ firstTags: String, _ second: String, _ secondTags: String
  ) -> SentencePair {
    func sentence(_ words: String, _ tags: String) -> TaggedSentence {
      TaggedSentence(
        words: words.split(separator: " ").map { String($0) },
        tags: tags.split(separator: " ").map { tag in
          let kind = tag.hasSuffix("LOC") ? 1 : 0
          return tag == "O" ? .outside : tag.hasPrefix("B") ? .begin(kind) : .inside(kind)
        })
    }
    return SentencePair(
      first: sentence(first, firstTags), second: sentence(second, secondTags))
  }
}

/// Which taggers can be right about both sentences of a pair, whatever they have learnt?
///
/// - Returns: for each pair, A to F, the kinds that can; in any order.
public func whoCanKnow() -> [[TaggerKind]] {
  // EXERCISE 15.3 (2 points): who can know
  // Read chapters/15-names.md, "Who can know". Check with: swift run course check 15.3
  notWritten("15.3", [])
}
