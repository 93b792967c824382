import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

/// Exercise 1.2: scores by hand. What the weights say is computed by the reference.
final class AffineTests: ExerciseTestCase {
  func test_1_2_shapesAreThoseOfABigramTable() {
    let (weights, bias) = bananaScores()
    expect(
      weights.shape == "3×3" && bias.shape == "1×3",
      orSay: "the weights have the shape \(weights.shape) and the bias \(bias.shape): for three "
        + "symbols the weights' shape is 3×3 and the bias's 1×3")
    expect(
      (weights.values + bias.values).allSatisfy(\.isFinite),
      orSay: "a weight is not a number; every weight must be an ordinary one")
  }

  func test_1_2_eachLetterIsFollowedAsInBanana() {
    guard let (weights, bias) = checkedScores() else { return }
    for (letter, next) in [(0, 2), (1, 0), (2, 0)] {
      let scores = Reference.affine(Reference.oneHot([letter], 3), weights, bias)
      let lead = lead(of: next, in: scores)
      expect(
        lead >= 2,
        orSay: "after \(names[letter]) the scores are \(text(scores)): \(names[next]) should lead "
          + "by at least 2" + explanation(weights, bias))
    }
  }

  func test_1_2_beforeTheFirstLetterComesB() {
    guard let (weights, bias) = checkedScores() else { return }
    let scores = Reference.affine([[0, 0, 0]], weights, bias)
    let best = (0..<3).max { scores[0, $0] < scores[0, $1] } ?? 0
    let isEven = scores[0, 0] == scores[0, 1] && scores[0, 1] == scores[0, 2]
    let mistake: Mistake? = isEven ? .noBias : best == 1 ? nil : .biasForTheWrongLetter
    expect(
      lead(of: 1, in: scores) >= 2,
      orSay: "of a row of zeros the scores are \(text(scores)): b should lead by at least 2"
        + sentence(mistake))
  }

  func test_1_2_aSmudgedLetterLeavesTwo() {
    guard let (weights, bias) = checkedScores() else { return }
    let scores = Reference.affine([[0.5, 0, 0.5]], weights, bias)
    expect(
      abs(scores[0, 0] - scores[0, 2]) < 1e-9,
      orSay: "of half an a and half an n the scores are \(text(scores)): a and n should be equal"
        + sentence(bias[0, 0] == bias[0, 2] ? .halvesDiffer : nil))
    expect(
      min(scores[0, 0], scores[0, 2]) - scores[0, 1] >= 1,
      orSay: "of half an a and half an n the scores are \(text(scores)): a and n should be "
        + "above b by at least 1")
  }

  // MARK: Mistakes

  private let names = ["a", "b", "n"]

  private func text(_ scores: Matrix) -> String {
    zip(names, scores.values).map { String(format: "%@ %g", $0, $1) }.joined(separator: ", ")
  }

  private func sentence(_ mistake: Mistake?) -> String {
    // A report puts a full stop behind what it says.
    mistake.map { ". " + $0.sentence.dropLast() } ?? ""
  }

  /// By how much a letter is above the best of the others.
  private func lead(of letter: Int, in scores: Matrix) -> Double {
    let others = (0..<3).filter { $0 != letter }.map { scores[0, $0] }
    return scores[0, letter] - (others.max() ?? 0)
  }

  private func follows(_ weights: Matrix, _ bias: Matrix) -> Bool {
    [(0, 2), (1, 0), (2, 0)].allSatisfy { letter, next in
      lead(of: next, in: Reference.affine(Reference.oneHot([letter], 3), weights, bias)) >= 2
    }
  }

  private func explanation(_ weights: Matrix, _ bias: Matrix) -> String {
    if follows(weights.transposed, bias) { return sentence(.rowsForColumns) }
    return sentence(follows(weights, bias * 0) ? .biasOutvotes : nil)
  }

  /// The reader's scores where their shapes are right; nil, with a failure, where they are not.
  private func checkedScores(line: UInt = #line) -> (Matrix, Matrix)? {
    let (weights, bias) = bananaScores()
    let fits =
      weights.shape == "3×3" && bias.shape == "1×3"
      && (weights.values + bias.values).allSatisfy(\.isFinite)
    expect(
      fits,
      orSay: "for three symbols the weights' shape is 3×3 and the bias's 1×3, of ordinary numbers",
      line: line)
    return fits ? (weights, bias) : nil
  }
}
