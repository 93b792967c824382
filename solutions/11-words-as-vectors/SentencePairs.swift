import ExerciseSupport

/// Two pairs of sentences about the farm, in its words.
public struct SentencePairs: Equatable, Sendable {
  /// They share no word but "the", and say nearly the same.
  public var strangers: [String]
  /// They have the same bag of words. The first is true on the farm, and the second is false.
  public var twins: [String]

  /// Creates the pairs.
  public init(strangers: [String], twins: [String]) {
    (self.strangers, self.twins) = (strangers, twins)
  }
}

/// What bags of words cannot do.
public func sentencesThatFoolBags() -> SentencePairs {
  // EXERCISE 11.2 (3 points): strangers and twins
  SentencePairs(
    strangers: ["the small puppy plays near the kennel", "the soft lamb jumps by the fold"],
    twins: ["the dog chases the cat", "the cat chases the dog"])
  // PLACEHOLDER notWritten("11.2", SentencePairs(strangers: ["", ""], twins: ["", ""]))
  // END
}
