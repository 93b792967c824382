import CourseTesting
import Foundation
import Writing
import XCTest

/// Exercise 9.6: a guess, and what it is worth.
final class LongTailTests: ExerciseTestCase {
  private static let logits = [5.0] + [Double](repeating: 0, count: 999)

  /// A guess is good within a factor of three. A bad one must not learn the answer.
  private func expectGuess(
    _ yours: Double, _ subject: String, is right: Double, tooLow: Mistake, tooHigh: Mistake,
    line: UInt = #line
  ) {
    let (fault, side) = yours < right ? (tooLow, "low") : (tooHigh, "high")
    let guess = String(format: "%g", yours)
    expect(
      yours >= right / 3 && yours <= right * 3,
      orSay: "\(subject): your guess, \(guess), is too \(side) by more than a factor of "
        + "three. " + fault.sentence.dropLast(), line: line)
  }

  func test_9_6_theFavouriteAtTemperature1() {
    expectGuess(
      guessedLongTail().peak, "draws of the favourite, of 10,000",
      is: 10_000 * Reference.softmax(Self.logits, temperature: 1)[0],
      tooLow: .oneUnderrated, tooHigh: .tailForgotten)
  }

  func test_9_6_theOthersInTheCold() {
    expectGuess(
      guessedLongTail().othersWhenCold, "draws of the others at temperature 0.5, of 10,000",
      is: 10_000 * (1 - Reference.softmax(Self.logits, temperature: 0.5)[0]),
      tooLow: .smallSharesForgotten, tooHigh: .coldUnderrated)
  }

  func test_9_6_theNucleus() {
    let probabilities = Reference.softmax(Self.logits, temperature: 1)
    expectGuess(
      guessedLongTail().kept, "symbols in the nucleus of 0.9",
      is: Double(Reference.nucleusCount(probabilities, p: 0.9)),
      tooLow: .nucleusTooSmall, tooHigh: .moreThanThereAre)
  }
}
