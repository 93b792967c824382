import CourseTesting
import ExerciseSupport
import LinearAlgebra
import WordVectors
import XCTest

/// Exercise 11.1: guesses, judged by vectors that plain loops have learnt.
final class NeighbourTests: ExerciseTestCase {
  /// The vectors of three trainings.
  private static let tables = (1...3).map {
    Reference.rows(Reference.trained(SkipGramSettings(), words: 30_000, seed: $0))
  }

  /// Which candidate is nearest, in the mean of the cosines of three trainings.
  static func nearest(_ question: NeighbourQuestion) -> String {
    guard let word = Farm.symbol(of: question.word) else { return "" }
    let cosines = question.candidates.map { candidate -> Double in
      guard let other = Farm.symbol(of: candidate) else { return -1 }
      return tables.reduce(0) { $0 + Reference.cosine($1[word], $1[other]) }
    }
    return question.candidates[cosines.firstIndex(of: cosines.max() ?? 0) ?? 0]
  }

  private func expectGuess(_ index: Int, line: UInt = #line) {
    let guesses = guessedNeighbours()
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    let question = neighbourQuestions[index]
    guard index < guesses.count, question.candidates.contains(guesses[index]) else {
      let guess = index < guesses.count ? "“\(guesses[index])”" : "nothing"
      return expect(
        false,
        orSay: "\(question.word): your guess is \(guess); it must be one of "
          + question.candidates.joined(separator: ", "), line: line)
    }
    let known: [String: Mistake] = [
      "dog": index == 1 ? .sameKind : .standsBeside, "cream": .sameTaste, "bell": .sameThing,
      "eats": index == 4 ? .bothAreVerbs : .standsBeside,
    ]
    let fault = known[guesses[index], default: .standsBeside]
    expect(
      guesses[index] == Self.nearest(question),
      orSay: "\(question.word): another of the four is nearer than \(guesses[index]). "
        + fault.sentence.dropLast(), line: line)
  }

  func test_11_1_fiveGuesses() {
    let guesses = guessedNeighbours()
    expect(
      guesses.count == 5,
      orSay: "five guesses are wanted, one for each word; there are "
        + "\(guesses.count)")
  }

  func test_11_1_meat() { expectGuess(0) }
  func test_11_1_puppy() { expectGuess(1) }
  func test_11_1_milk() { expectGuess(2) }
  func test_11_1_ball() { expectGuess(3) }
  func test_11_1_chases() { expectGuess(4) }
}
