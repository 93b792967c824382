import CourseTesting
import Foundation
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.7: what share of the work is useful?
final class SharesTests: ExerciseTestCase {
  private static let cases = [
    "padded to 60", "each batch to its own longest", "batches of similar lengths",
    "one of 20 with 60 words",
  ]

  /// Simulated in plain loops: many sentences, dealt 32 at a time.
  private static let measured: [Double] = {
    var generator = SeededGenerator(seed: 107)
    let lengths = (0..<32_000).map { _ in 3 + generator.integer(below: 8) }
    let uneven = (0..<64_000).map { _ in generator.integer(below: 20) == 0 ? 60 : 6 }
    func share(_ lengths: [Int], _ longest: (ArraySlice<Int>) -> Int) -> Double {
      var (useful, all) = (0, 0)
      for start in stride(from: 0, to: lengths.count, by: 32) {
        let batch = lengths[start..<start + 32]
        useful += batch.reduce(0, +)
        all += 32 * longest(batch)
      }
      return Double(useful) / Double(all)
    }
    return [
      share(lengths) { _ in 60 }, share(lengths) { $0.max() ?? 0 },
      share(lengths.sorted()) { $0.max() ?? 0 }, share(uneven) { $0.max() ?? 0 },
    ]
  }()

  private static let tolerance = 0.02

  func test_10_7_fourShares() {
    let guesses = expectedShares()
    expect(
      guesses.count == 4 && guesses.allSatisfy { (0...1).contains($0) },
      orSay: "four shares from 0 to 1 are wanted; yours are \(guesses)")
  }

  func test_10_7_paddedToSixty() { expectShare(0) }
  func test_10_7_paddedToTheLongest() { expectShare(1) }
  func test_10_7_similarLengths() { expectShare(2) }
  func test_10_7_oneLongAmongMany() { expectShare(3) }

  private func expectShare(_ index: Int, line: UInt = #line) {
    let guesses = expectedShares()
    guard guesses.count == 4, !guesses.contains(where: \.isNaN) else {
      return expect(false, orSay: "four shares are wanted", line: line)
    }
    let (guess, measured) = (guesses[index], Self.measured[index])
    expect(
      abs(guess - measured) <= Self.tolerance,
      orSay: "\(Self.cases[index]): you expect \(text(guess)), which is too "
        + (guess > measured ? "much" : "little")
        + "; it may be off by \(text(Self.tolerance))" + explanation(of: guesses, at: index),
      line: line)
  }

  private func text(_ value: Double) -> String { String(format: "%.3g", value) }

  /// What the guess looks like.
  private func explanation(of guesses: [Double], at index: Int) -> String {
    let likenesses: [(Mistake, [Double])] = [
      (.shareOfPadding, Self.measured.map { 1 - $0 }),
      (.longestForMean, [10.0 / 60, 1, 1, .nan]),
      (.middleOfTheEnds, [6.5 / 60, 0.65, 0.65, 33.0 / 60]),
      (.longOneInEveryBatch, [6.5 / 60, 0.65, 1, 8.7 / 60]),
      (.noLongOne, [6.5 / 60, 0.65, 1, 1]),
      (.asIfPaddedToSixty, [6.5 / 60, 6.5 / 60, 6.5 / 60, 8.7 / 60]),
    ]
    let found = likenesses.first { _, values in
      abs(guesses[index] - values[index]) < 0.005
        && abs(values[index] - Self.measured[index]) > Self.tolerance
    }
    return found.map { ". " + $0.0.sentence.dropLast() } ?? ""
  }
}
