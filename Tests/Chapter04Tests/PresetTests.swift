import CourseTesting
import Foundation
import LSTMGates
import XCTest

/// Exercise 4.1: a guess for each preset, judged by what its cell state really becomes. A failure
/// says on which side the guess is wrong and by how much at least, never what would have been right.
final class PresetTests: ExerciseTestCase {
  private typealias Setting = (start: Double, i: Double, f: Double, g: Double)

  /// As the page's table has them.
  private func setting(_ preset: Preset) -> Setting {
    switch preset {
    case .leak: (1, 0, 0.97, 0.9)
    case .drip: (0, 0.01, 1, 0.5)
    case .basin: (0, 0.5, 0.95, 1)
    case .tug: (5, 0.5, 0.5, -1)
    }
  }

  private func expectGuess(_ preset: Preset, _ why: (_ guess: Double) -> String) {
    let it = setting(preset)
    let measured = (0..<100).reduce(it.start) { c, _ in it.f * c + it.i * it.g }
    let guess = guessAfterHundredSteps(preset)
    let share = guess / measured
    expect(
      share >= 1 / 3.0 && share <= 3,
      orSay: "the guess for the \(preset) is \(String(format: "%.3g", guess)), \(judged(share)). "
        + why(guess))
  }

  private func judged(_ share: Double) -> String {
    if share == 0 { return "and its cell state is not 0" }
    if share < 0 { return "which has the wrong sign" }
    let side = share > 1 ? "too far from 0" : "too near 0"
    let off = [1_000, 100, 10].first { Double($0) <= max(share, 1 / share) }
    return "which is \(side) by a factor of " + (off.map { "more than \($0)" } ?? "less than 10")
  }

  func test_4_1_leak() {
    expectGuess(.leak) { guess in
      if guess > 0.5 {
        return "The gate takes 3 % away at each step, and a hundred steps are many"
      }
      if guess <= 0 {
        return "Each step takes 3 % of what is still there, not of what was there at first: the "
          + "belt is never empty and never below 0"
      }
      return "Half is gone after some 23 steps: count the halvings in 100"
    }
  }

  func test_4_1_drip() {
    expectGuess(.drip) { guess in
      if guess <= 0.01 {
        return "A forget gate of 1 takes nothing away, so a hundred small sums add up"
      }
      return "Each step adds the product of the input gate and the candidate, and takes nothing off"
    }
  }

  func test_4_1_basin() {
    expectGuess(.basin) { guess in
      if guess > 30 {
        return "What comes in is always the same, but what leaks grows with the level: find the "
          + "level at which the two are equal"
      }
      return "Each step adds 0.5, and 5 % of the level leaks: the level rises far above what one "
        + "step brings"
    }
  }

  func test_4_1_tug() {
    expectGuess(.tug) { guess in
      if guess >= 0 {
        return "The first 5 is halved at each step, and after a hundred steps nothing of it is "
          + "left: what is written decides"
      }
      return "Each step halves the state and then takes 0.5 away: find the state that this leaves "
        + "as it was"
    }
  }
}
