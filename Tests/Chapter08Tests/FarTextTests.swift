import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import LanguageModel

/// Exercises 8.7 and 8.8: texts that tables of few symbols cannot tell.
final class FarTextTests: ExerciseTestCase {

  // MARK: 8.7

  private static let count = 30_000

  /// Two texts of one die: a table learns from the first and is judged on the second.
  private func texts(seed: UInt64) -> (first: [Int], second: [Int], nats: Double) {
    var die = Die(seed: seed)
    let first = farText(count: Self.count, die: &die)
    let before = die.nats
    let second = farText(count: Self.count, die: &die)
    return (first, second, (die.nats - before) / Double(max(1, second.count)))
  }

  func test_8_7_theTextIsAsLongAsItShouldBe() {
    for count in [1, 2, 9, 100, 1_001] {
      var die = Die(seed: 1)
      let text = farText(count: count, die: &die)
      expect(
        text.count == count,
        orSay: "a text of \(text.count) symbols; it should have \(count): cut off what is too much")
    }
  }

  func test_8_7_itHasTwoSymbols() {
    let text = texts(seed: 1).first
    expect(
      text.allSatisfy { [0, 1].contains($0) },
      orSay: "a symbol is \(text.first { ![0, 1].contains($0) } ?? 0); every one should be 0 or 1")
  }

  func test_8_7_allChanceComesFromTheDie() {
    var (die, twin) = (Die(seed: 5), Die(seed: 5))
    let first = farText(count: 1_000, die: &die)
    let again = farText(count: 1_000, die: &twin)
    expect(
      first == again,
      orSay: "two dice with the same seed give two different texts: some of the chance comes from "
        + "elsewhere, and the die does not count it")
    expect(
      die.nats > 0,
      orSay: "after 1,000 symbols the die has given 0 nats. The die is not rolled, or has one side")
    expect(
      farText(count: 1_000, die: &die) != first,
      orSay: "one die gives the same text twice: its next rolls should make another text")
  }

  func test_8_7_theTableLoses() { expectLoss(seed: 1) }

  func test_8_7_itLosesWithEveryDie() {
    for seed in 2...4 { expectLoss(seed: UInt64(seed)) }
  }

  private func expectLoss(seed: UInt64, line: UInt = #line) {
    let (first, second, nats) = texts(seed: seed)
    guard !second.isEmpty, (first + second).allSatisfy({ [0, 1].contains($0) }) else {
      return expect(false, orSay: "there is no text of 0 and 1 to judge", line: line)
    }
    let table = Reference.tableLoss(back: 6, first, second, vocabularySize: 2)
    func shown(_ number: Double) -> String { String(format: "%.3f", number) }
    let cause: String =
      if nats == 0 {
        "The die is not rolled, and the table has learnt by heart what comes"
      } else if nats > 0.68 {
        "Every symbol is rolled for: then nobody can foresee one, a table or you"
      } else if nats > 0.493 {
        "Even a blind guess pays only 0.693: more symbols must follow from what came before"
      } else {
        "The table foresees most of what you do: what tells the next symbol must stand further off"
      }
    expect(
      table - nats >= 0.2,
      orSay: "the table of six pays \(shown(table)) nats a symbol, your die gave \(shown(nats)): "
        + "the table should pay at least 0.2 more. \(cause)", line: line)
  }

  // MARK: 8.8

  /// What a table pays that has counted for ever, from every place where a record can be cut.
  private func expectPrediction(back: Int, letters: Int, line: UInt = #line) {
    let (two, symbols) = (Foundation.log(2.0), Double(letters + 2))
    let unsure = letters - back + 1
    func loss(places: Int, kinds: Double = 4, lostLetters: Int? = nil) -> Double {
      let m = Double(places)
      let letter = m > 1 ? Foundation.log(2 * m / (m - 1)) : two
      let lost = Double(lostLetters ?? letters - back) * letter + Foundation.log(kinds * m)
      return (Double(2 + back) * two + lost) / symbols
    }
    let right = loss(places: unsure)
    let known: Double = Double(letters) * two
    let closing: Double = Foundation.log(4 * Double(unsure))
    let letterForTwo: Double = (2 * two + known + closing) / symbols
    let sightForgotten: Double = right - Double(back) * two / symbols
    expect(
      bracketLoss(back: back, letters: letters),
      "loss of a table that looks \(back) back, \(letters) letters between brackets", equals: right,
      mistakes: [
        .bestPossible: two,
        .asIfItCounted: (4 * two + known) / symbols,
        .letterForTwo: letterForTwo,
        .sightForgotten: sightForgotten,
        .kindIsFree: loss(places: unsure, kinds: 1),
        .onePlaceTooFew: loss(places: unsure - 1),
        // The slip alone, n − k for m: 0 · log(2 / 0) where that is 1.
        .onePlaceTooFew: unsure == 2 ? .nan : loss(places: unsure - 1, lostLetters: unsure - 2),
        .onePlaceTooMany: loss(places: unsure + 1),
        .onePlaceTooMany: loss(places: unsure + 1, lostLetters: unsure),
        .allPlaces: loss(places: letters + 1),
        .ofTheRecord: right * symbols,
        .overLetters: right * symbols / Double(letters),
        .inBits: right / two,
        .evenGuess: (2 * two + Double(back) * two + Double(unsure) * Foundation.log(6.0)) / symbols,
      ], line: line)
  }

  func test_8_8_aTableOfSixBetweenTwelveLetters() {
    expectPrediction(back: 6, letters: 12)
  }

  func test_8_8_everyTable() {
    for letters in 2...24 {
      for back in 1..<letters { expectPrediction(back: back, letters: letters) }
    }
  }

  func test_8_8_theTableThatCountsPaysIt() {
    for (back, letters) in [(6, 12), (3, 9), (1, 5)] {
      var die = Die(seed: 88)
      let first = bracketText(count: 600_000, letters: letters, die: &die)
      let second = bracketText(count: 60_000, letters: letters, die: &die)
      let paid = Reference.tableLoss(back: back, first, second, vocabularySize: 10)
      let predicted = bracketLoss(back: back, letters: letters)
      let (yours, its) = (String(format: "%.3f", predicted), String(format: "%.3f", paid))
      expect(
        abs(predicted - paid) < 0.01,
        orSay: "you predict \(yours) nats for a table that looks \(back) back, \(letters) letters "
          + "between brackets; it paid \(its)")
    }
  }
}
