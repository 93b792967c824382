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

  private func expectGuess(_ preset: Preset, _ kind: String) {
    let it = setting(preset)
    let measured = (0..<100).reduce(it.start) { c, _ in it.f * c + it.i * it.g }
    let guess = guessAfterHundredSteps(preset)
    let share = guess / measured
    expect(
      share >= 1 / 3.0 && share <= 3,
      orSay: "the guess for the \(preset) is \(String(format: "%.3g", guess)), "
        + "\(judged(share, isNegative: measured < 0)). \(kind)")
  }

  /// On which side a guess is wrong, and between which powers of ten.
  private func judged(_ share: Double, isNegative: Bool) -> String {
    if share == 0 { return "and its cell state is not 0" }
    if share < 0 { return "which has the wrong sign" }
    let side =
      switch (share > 1, isNegative) {
      case (true, false): "too large"
      case (false, false): "too small"
      case (true, true): "too far below 0"
      case (false, true): "negative as it should be, but too near 0"
      }
    let off = max(share, 1 / share)
    let factor =
      off < 10 ? "between 3 and 10" : off < 100 ? "between 10 and 100" : "of more than 100"
    return "which is \(side), by a factor \(factor)"
  }

  func test_4_1_leak() {
    expectGuess(.leak, "Nothing comes in here: each step only takes a share of what is left")
  }

  func test_4_1_drip() {
    expectGuess(.drip, "Nothing goes out here: whatever comes in stays")
  }

  func test_4_1_basin() {
    expectGuess(
      .basin, "The same comes in at every step, and what goes out is a share of what is there")
  }

  func test_4_1_tug() {
    expectGuess(
      .tug, "Each step takes a share of what is there, and pulls the state the same way again")
  }
}
