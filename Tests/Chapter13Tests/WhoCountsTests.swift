import CourseTesting
import Cousins
import XCTest

/// Exercise 13.1: who counts.
final class WhoCountsTests: ExerciseTestCase {
  /// A unit's number after some steps up and some down. What it adds at an a, it takes away at a b
  /// where its cell can do that; a state that never leaves the range from −1 to 1 cannot for ever.
  private func afterUpAndDown(_ cousin: Cousin, _ up: Int, _ down: Int) -> Double {
    var number = 0.0
    for step in 0..<up + down {
      let sign = step < up ? 1.0 : -1
      switch cousin {
      // Keep all, write all: a candidate of ±0.01.
      case .lstm, .noInputGate, .noForgetGate, .noOutputGate, .peepholes, .layerNorm:
        number += sign * 0.01
      // What is written makes room for itself.
      case .coupled, .gru: number = 0.95 * number + 0.05 * sign
      }
    }
    return number
  }

  /// Whether a hundred b's undo a hundred a's, and ninety do not.
  private func counts(_ cousin: Cousin) -> Bool {
    abs(afterUpAndDown(cousin, 100, 100)) < 1e-9 && abs(afterUpAndDown(cousin, 100, 90)) > 0.01
  }

  private func expectVerdict(_ cousins: [Cousin], line: UInt = #line) {
    let guess = whoCounts().counters
    for cousin in cousins {
      let (yours, right) = (guess.contains(cousin), counts(cousin))
      expect(
        yours, "whether \(cousin.rawValue) counts", is: right,
        mistakes: [mistake(of: cousin): !right], line: line)
    }
  }

  private func mistake(of cousin: Cousin) -> Mistake {
    switch cousin {
    case .lstm: .ownGates
    case .peepholes: .withPeepholes
    case .noInputGate: .withoutInputGate
    case .noForgetGate: .withoutForgetGate
    case .noOutputGate: .withoutOutputGate
    case .coupled: .coupledCounts
    case .gru: .gruCounts
    case .layerNorm: .withLayerNorm
    }
  }

  func test_13_1_cellsWithBothGates() { expectVerdict([.lstm, .peepholes, .layerNorm]) }
  func test_13_1_cellsWithAGateFewer() {
    expectVerdict([.noInputGate, .noForgetGate, .noOutputGate])
  }
  func test_13_1_averages() { expectVerdict([.coupled, .gru]) }

  func test_13_1_theWayDown() {
    // Until the unit of the page is at 0 or below, in plain steps.
    var (number, steps) = (0.0, 0)
    for _ in 0..<100 { number = 0.95 * number + 0.05 }
    while number > 0 {
      number = 0.95 * number - 0.05
      steps += 1
    }
    let yours = whoCounts().wayDown
    let isNear = yours > Double(steps) / 1.5 && yours < Double(steps) * 1.5
    let known: Mistake? =
      yours >= 90 ? .asManyAsUp : yours > 0 && yours <= 1 ? .atOnce : isNear ? nil : .goOnByHand
    expect(
      isNear,
      orSay: "the way down: is \(yours), should be within a factor of 1.5 of what a loop counts"
        + (known.map { "\n    \($0.sentence)" } ?? ""))
  }
}
