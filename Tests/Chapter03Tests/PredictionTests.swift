import CourseTesting
import Foundation
import LinearAlgebra
import VanishingGradients
import XCTest

final class PredictionTests: ExerciseTestCase {
  func test_3_5_threeNumbersAboveZero() {
    let guesses = predictedRemainders()
    expect(
      guesses.count == 3 && guesses.allSatisfy { $0 > 0 && $0.isFinite },
      orSay: "three numbers above 0 are wanted, one for each radius; yours are \(guesses)")
  }

  func test_3_5_radius07() { expectGuess(0) }

  func test_3_5_radius13() { expectGuess(1) }

  func test_3_5_radius2() { expectGuess(2) }

  private func expectGuess(_ index: Int, file: StaticString = #filePath, line: UInt = #line) {
    let guesses = predictedRemainders()
    guard guesses.count == 3, !guesses.contains(where: \.isNaN) else {
      return expect(false, orSay: "three numbers are wanted", file: file, line: line)
    }
    let (guess, measured) = (guesses[index], Remainders.measured[index].left)
    let ratio = max(guess / measured, measured / guess)
    // What is left would be the next guess.
    expect(
      ratio <= 3,
      orSay: "radius \(Remainders.radii[index]): you expect \(text(guess)), which is too "
        + (guess > measured ? "much" : "little")
        + " by a factor of more than \([1_000, 100, 10, 3].first { Double($0) <= ratio } ?? 3); "
        + "what counts is the geometric mean of 20 runs, within a factor of 3"
        + explanation(of: guesses), file: file, line: line)
  }

  private func text(_ value: Double) -> String { String(format: "%.2g", value) }

  /// What the three guesses look like, if they all do.
  private func explanation(of guesses: [Double]) -> String {
    let all = Remainders.measured
    let likenesses: [(Mistake, [Double])] = [
      (.withoutTanh, Remainders.radii.map { pow($0, 20) }),
      (.rateOfOneStep, all.map { pow($0.left, 1.0 / 20) }),
      (.radiusTimesSlope, zip(Remainders.radii, all).map { pow($0 * $1.slope, 20) }),
      (.radiiReversed, all.reversed().map(\.left)),
      (.halfTheSteps, all.map { $0.left.squareRoot() }),
    ]
    let found = likenesses.first { _, values in
      zip(guesses, values).allSatisfy { abs(log($0 / $1)) < log(2.0) }
    }
    return found.map { ". " + $0.0.sentence.dropLast() } ?? ""
  }
}

/// The chapter's network, run for three radii: its weights, gradient and inputs, by plain formulas.
private enum Remainders {
  static let radii = [0.7, 1.3, 2]
  static let steps = 20
  /// What is left of the gradient, and the mean slope of the tanh.
  static let measured = radii.map(measure)

  private static func measure(radius: Double) -> (left: Double, slope: Double) {
    var generator = SeededGenerator(seed: 3)
    let weights =
      randomRecurrentWeights(hiddenSize: 32, spectralRadius: 1, using: &generator) * radius
    let row = Matrix.normal(rows: 1, columns: 32, using: &generator)
    let gradient = row / Reference.length(row)
    var (logarithms, slope) = (0.0, 0.0)
    for seed in 100..<120 as Range<UInt64> {
      let states = states(weights, seed: seed)
      slope += states.reduce(0) { $0 + (1 - $1 .* $1).mean } / Double(20 * steps)
      let left = states.reversed().reduce(gradient) { gradient, state in
        (gradient .* (1 - state .* state)).timesTransposed(weights)
      }
      logarithms += log(Reference.length(left)) / 20
    }
    return (exp(logarithms), slope)
  }

  /// The last states of a run that began long before.
  private static func states(_ weights: Matrix, seed: UInt64) -> [Matrix] {
    var generator = SeededGenerator(seed: seed)
    func row(_ deviation: Double) -> Matrix {
      .normal(rows: 1, columns: 32, standardDeviation: deviation, using: &generator)
    }
    var hidden = row(0.1)
    let states = (0..<100 + steps).map { _ in
      hidden = (row(0.3) + hidden * weights).map { Foundation.tanh($0) }
      return hidden
    }
    return Array(states.suffix(steps))
  }
}
