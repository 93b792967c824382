import CourseTesting
import Foundation
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 7.6: how far Adam gets.
final class ReachTests: ExerciseTestCase {
  private let (updates, rate) = (1_000, 0.001)

  /// How far from its start Adam takes a number, by a loop that is not the reader's.
  private func distance(_ gradient: () -> Double) -> Double {
    var (m, q, place, left, leftOfSquares) = (0.0, 0.0, 0.0, 1.0, 1.0)
    for _ in 0..<updates {
      let now = gradient()
      (m, q) = (0.9 * m + 0.1 * now, 0.999 * q + 0.001 * now * now)
      (left, leftOfSquares) = (0.9 * left, 0.999 * leftOfSquares)
      let root = (q / (1 - leftOfSquares)).squareRoot()
      place -= rate * (m / (1 - left)) / (root + 1e-8)
    }
    return abs(place)
  }

  /// - Parameter factor: how far off a guess may be.
  private func expectGuess(
    _ guess: Double, _ subject: String, near measured: Double, within factor: Double,
    _ mistakes: [(mistake: Mistake, range: ClosedRange<Double>)], line: UInt = #line
  ) {
    let off = max(guess / measured, measured / guess)
    let isNear = guess >= measured / factor && guess <= measured * factor
    let known = mistakes.first { $0.range.contains(guess) }.map { "\n    \($0.mistake.sentence)" }
    // The distance would be the next guess.
    let least = String(format: "%g", [1_000, 100, 10].first { $0 <= off } ?? factor)
    let judged =
      guess > 0
      ? "that is too \(guess > measured ? "far" : "near") by a factor of more than \(least)"
      : "a distance above 0 is wanted"
    expect(
      isNear, orSay: "\(subject): your guess is \(guess); \(judged)" + (known ?? ""), line: line)
  }

  func test_7_6_aSteadyGradient() {
    expectGuess(
      expectedReach().steady, "with a gradient of 1", near: distance { 1 }, within: 1.5,
      [(.oneUpdate, 0...0.01), (.withoutTheRate, 100...10_000)])
  }

  func test_7_6_aSteepGradient() {
    expectGuess(
      expectedReach().steep, "with a gradient of 1,000", near: distance { 1_000 }, within: 1.5,
      [(.timesTheGradient, 2...1e12), (.dividedByTheGradient, 0...0.1)])
  }

  func test_7_6_aNoisyGradient() {
    var generator = SeededGenerator(seed: 1)
    let runs = (0..<200).map { _ in distance { generator.uniform() < 0.5 ? 1 : -1 } }
    let typical = (runs.reduce(0) { $0 + $1 * $1 } / 200).squareRoot()
    expectGuess(
      expectedReach().noisy, "with a gradient of 1 or −1, typically", near: typical, within: 3,
      [(.noiseCancels, 0...0.0101), (.noiseAddsUp, 0.0951...1e12)])
  }
}
