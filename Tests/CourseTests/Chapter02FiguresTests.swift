import Foundation
import LinearAlgebra
import Sequences
import VanillaRNN
import XCTest

@testable import Authoring
@testable import Laboratory

/// Chapter 02 quotes numbers of its figures and its demo; these tests hold the page to them.
final class Chapter02FiguresTests: XCTestCase {
  func testFiveLinesAreARecurrentNetwork() {
    var printed: [Double] = []
    func print(_ value: Double) { printed.append(value) }
    // REGION five-lines
    var h = 0.0
    for x in [1.0, 0, 0] {
      h = tanh(1 * x + 0.5 * h + 0.1)
      print(h)
    }
    // END REGION five-lines
    for (value, page) in zip(printed, [0.8005, 0.4623, 0.3196]) {
      XCTAssertEqual(value, page, accuracy: 5e-5)
    }
    XCTAssertEqual(printed.count, 3)
  }

  func testTheGapIsThatOfThePage() {
    // REGION gap
    let gaps = NotesValues.gaps
    for (bits, median) in [(1, 0.19), (2, 0.0043), (4, 0.000048), (8, 1.2e-8), (12, 2.6e-12)] {
      XCTAssertEqual(gaps.medians[bits - 1] / median, 1, accuracy: 0.03, "\(bits) bits")
    }
    XCTAssertEqual(gaps.medians[0] / gaps.medians[1], 44, accuracy: 0.5)
    XCTAssertEqual(pow(gaps.medians[1] / gaps.medians[11], 0.1), 8.3, accuracy: 0.1)
    XCTAssertEqual(gaps.largest[11], 2.4e-4, accuracy: 1e-5)
    for gap in gaps.byHand { XCTAssertEqual(gap, 15.984, accuracy: 0.001) }
    // END REGION gap
  }

  func testThePlateauIsThatOfThePage() {
    // REGION plateau
    func loss(_ bits: Int, _ factor: Double) -> Double {
      ParityStrings(length: bits).finalLoss(of: parityModel().scaled(by: factor))
    }
    XCTAssertEqual(loss(12, 0), 0.6931, accuracy: 5e-5)
    XCTAssertEqual(loss(12, 0.08), 0.7033, accuracy: 5e-5)
    XCTAssertEqual(loss(12, 0.2), 0.69, accuracy: 0.01)
    XCTAssertEqual(loss(12, 0.3), 0.24, accuracy: 0.01)
    XCTAssertLessThan(loss(1, 0.1), 0.65)
    // END REGION plateau
  }

  func testTheGuessesAreThoseOfThePage() {
    XCTAssertEqual(ParityGuesses(count: 100_000, bound: 16, seed: 2).solved, 1)
    XCTAssertEqual(ParityGuesses(count: 100_000, bound: 64, seed: 2).solved, 3)
    XCTAssertEqual(ParityGuesses(count: 20_000, bound: 1, seed: 2).solved, 0)
  }

  func testAQuarterOfTheWeightsFailsAtNineBitsAndForgetsAfterAHundred() {
    var cell = parityModel().cell
    cell.inputWeights = cell.inputWeights / 4
    cell.recurrentWeights = cell.recurrentWeights / 4
    cell.bias = cell.bias / 4
    let model = RNNModel(cell: cell, output: parityModel().output)
    XCTAssertTrue(ParityStrings(length: 8).areSolved(by: model))
    XCTAssertFalse(ParityStrings(length: 9).areSolved(by: model))
    var generator = SeededGenerator(seed: 1)
    let bits = (0..<100).map { _ in (0..<1_000).map { _ in generator.integer(below: 2) } }
    let inputs = bits.map { Matrix(column: $0.map(Double.init)) }
    let last = model.cell.unrolled(inputs, from: Matrix(rows: 1_000, columns: 2)).last!
    let logits = model.output.logits(last)
    let right = (0..<1_000).count { row in
      let parity = bits.reduce(0) { $0 + $1[row] } % 2
      return logits[row, parity] > logits[row, 1 - parity]
    }
    XCTAssertEqual(Double(right) / 1_000, 0.5, accuracy: 0.06)
  }

  func testTheDoubledLetterAndTheBigramHaveTheLossesOfThePage() {
    // REGION doubled-letter
    let text = (0..<300).map { $0 % 3 == 2 ? 1 : 0 }
    let inputs = text.dropLast().map { oneHot([$0], vocabularySize: 2) }
    let loss = doubledLetterModel().loss(
      inputs, targets: text.dropFirst().map { [$0] }, from: [[0, 0]])
    XCTAssertEqual(loss, 0.0029, accuracy: 5e-5)
    let states = doubledLetterModel().cell.unrolled(Array(inputs.prefix(3)), from: [[0, 0]])
    let logits = states.map { doubledLetterModel().output.logits($0) }
    XCTAssertEqual(logits[0][0, 0], 2.2848, accuracy: 5e-5)
    XCTAssertEqual(logits[0][0, 1], -2.2848, accuracy: 5e-5)
    XCTAssertEqual(softmax(logits[0])[0, 0], 0.9897, accuracy: 5e-5)
    XCTAssertEqual(logits[1][0, 1], 2.8667, accuracy: 5e-5)
    let surprises = zip(logits, [0, 1, 0]).map { crossEntropy($0, targets: [$1]) }
    for (surprise, page) in zip(surprises, [0.0103, 0.0032, 0.0029]) {
      XCTAssertEqual(surprise, page, accuracy: 5e-5)
    }
    XCTAssertEqual(surprises.reduce(0, +) / 3, 0.0055, accuracy: 5e-5)
    let twice = zip(states, [1, 2, 3]).reduce(0) { sum, next in
      let probabilities = softmax(doubledLetterModel().output.logits(next.0))
      return sum + crossEntropy(probabilities, targets: [text[next.1]]) / 3
    }
    XCTAssertEqual(twice, 0.3162, accuracy: 5e-5)
    XCTAssertEqual(
      BigramModel(symbols: text, vocabularySize: 2).loss(on: text), 0.4669, accuracy: 5e-5)
    // What no table of one letter can go below.
    XCTAssertEqual(2 * log(2.0) / 3, 0.4621, accuracy: 5e-5)
    // END REGION doubled-letter
  }

  func testTheDemoTakesBitsAndNothingElse() {
    let run = course("demo", "parity", "011", "--guesses", "1")
    XCTAssertEqual(run.status, 0)
    XCTAssertTrue(run.output.hasPrefix("The states of exercise 2.4's model:\n\nbit"))
    XCTAssertTrue(run.output.contains("  0   -0.9993  -1.0000   even\n"), run.output)
    XCTAssertTrue(run.output.contains("  1    1.0000   0.9993   even\n"), run.output)
    let wrong = course("demo", "parity", "012")
    XCTAssertEqual(wrong.status, 2)
    XCTAssertEqual(
      wrong.errors,
      "course: 012 is not a string of bits; write up to 60 of 0 and 1, such as 1101\n")
  }
}
