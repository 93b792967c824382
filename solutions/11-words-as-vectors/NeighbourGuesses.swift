import ExerciseSupport

// REGION questions
/// Five words, each with four others: which of the four has the vector nearest to the word's?
public let neighbourQuestions = [
  NeighbourQuestion(word: "meat", candidates: ["eats", "dog", "bones", "kennel"]),
  NeighbourQuestion(word: "puppy", candidates: ["dog", "foal", "plays", "kennel"]),
  NeighbourQuestion(word: "milk", candidates: ["drinks", "cream", "water", "calf"]),
  NeighbourQuestion(word: "ball", candidates: ["plays", "with", "bell", "small"]),
  NeighbourQuestion(word: "chases", candidates: ["cat", "eats", "fears", "dog"]),
]
// END REGION questions

/// A word, and four words of which one is nearest to it.
public struct NeighbourQuestion: Equatable, Sendable {
  /// The word that is asked about.
  public let word: String
  /// What may be nearest.
  public let candidates: [String]
}

/// Your guesses, made before anything has run.
///
/// - Returns: for each of `neighbourQuestions` one of its candidates.
public func guessedNeighbours() -> [String] {
  // EXERCISE 11.1 (2 points): guess the neighbours
  ["bones", "foal", "water", "small", "fears"]
  // PLACEHOLDER notWritten("11.1", ["", "", "", "", ""])
  // END
}
