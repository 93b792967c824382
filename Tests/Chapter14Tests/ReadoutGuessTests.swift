import Classification
import CourseTesting
import ExerciseSupport
import LinearAlgebra
import XCTest

/// Exercise 14.7: who still hears the verdict? The tests train.
final class ReadoutGuessTests: ExerciseTestCase {
  private static let tolerance = 0.1

  /// The share of right verdicts on 500 new reviews, the mean of three seeds.
  private func measured(_ readout: Readout, followedBy asides: ClosedRange<Int>) -> Double {
    let shares = (1...3).map { seed in
      let parts = ReviewParts(150, followedBy: asides, seed: UInt64(seed))
      return Reviewer(
        readout: readout, studying: parts.training, updates: 400, seed: UInt64(seed)
      ).accuracy(on: parts.test)
    }
    return shares.reduce(0, +) / 3
  }

  /// The first of the exercises that training uses that is wrong.
  private var wrongExercise: String? {
    var generator = SeededGenerator(seed: 5)
    let it = ReadoutCase.random(4, 0, using: &generator)
    let arriving = Matrix.normal(rows: 4, columns: 3, using: &generator)
    for readout in Readout.allCases {
      let found = readout.summary(of: it.states, mask: it.mask)
      if !isNear(found, it.right(readout)) { return "14.1" }
      let right = CourseTesting.measured(it.states) {
        weightedSum(it.with($0).right(readout), arriving)
      }
      let back = readout.gradients(of: it.states, mask: it.mask, summaryGradient: arriving)
      if !zip(back, right).allSatisfy(isNear) { return "14.2" }
    }
    let loss = binaryCrossEntropy([[1.5], [-0.5]], targets: [1, 1])
    let slopes = Matrix(column: [1.5, -0.5].map { (Plain.logistic($0) - 1) / 2 })
    return isNear(loss.logitGradients, slopes) ? nil : "14.3"
  }

  private func isNear(_ one: Matrix, _ other: Matrix) -> Bool {
    one.shape == other.shape && zip(one.values, other.values).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  private func expectGuess(
    _ subject: String, _ readout: Readout, followedBy asides: ClosedRange<Int>,
    _ guess: (ReadoutGuesses) -> Double, _ likeness: [(Mistake, ClosedRange<Double>)],
    line: UInt = #line
  ) {
    let yours = guess(readoutGuesses())
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    expect(
      (0...1).contains(yours),
      orSay: "\(subject): \(yours) is no share.\n    \(Mistake.perCent.sentence)", line: line)
    if !(0...1).contains(yours) { return }
    let wrong = wrongExercise
    expect(
      wrong == nil,
      orSay: "the networks learn with your exercise \(wrong ?? ""): write it or correct it first",
      line: line)
    if wrong != nil { return }
    let right = measured(readout, followedBy: asides)
    let known = likeness.first { $0.1.contains(yours) }.map { "\n    \($0.0.sentence)" } ?? ""
    expect(
      abs(yours - right) <= Self.tolerance,
      orSay: "\(subject): your guess is \(yours), which is too \(yours > right ? "high" : "low"); "
        + "it may be off by \(Self.tolerance)\(known)", line: line)
  }

  func test_14_7_theLastStateOfLongReviews() {
    expectGuess(
      "last state, one to four sentences follow", .last, followedBy: 1...4, { $0.last },
      [(.stillHeard, 0.8...1), (.worseThanACoin, 0...0.45)])
  }

  func test_14_7_theMeanOfLongReviews() {
    expectGuess(
      "mean, one to four sentences follow", .mean, followedBy: 1...4, { $0.mean },
      [(.meanDrowns, 0...0.85)])
  }

  func test_14_7_theLargestOfLongReviews() {
    expectGuess(
      "largest, one to four sentences follow", .maximum, followedBy: 1...4, { $0.maximum },
      [(.largestDrowns, 0...0.85)])
  }

  func test_14_7_theLastStateOfShortReviews() {
    expectGuess(
      "last state, nothing follows", .last, followedBy: 0...0, { $0.lastOfShort },
      [(.shortIsHardToo, 0...0.85)])
  }
}
