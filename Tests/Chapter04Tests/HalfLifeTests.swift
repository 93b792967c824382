import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 4.6: the forget gate's bias for a half-life.
final class HalfLifeTests: ExerciseTestCase {
  private func expectBias(
    _ steps: [Double], equals right: [Double]? = nil, within tolerance: Double = 1e-6,
    line: UInt = #line
  ) {
    let gates = steps.map { pow(0.5, 1 / $0) }
    let biases = gates.map { Foundation.log($0 / (1 - $0)) }
    func each(_ bias: (_ steps: Double, _ gate: Double) -> Double) -> [Double] {
      zip(steps, gates).map(bias)
    }
    expect(
      steps.map { LSTMCell.forgetBias(halfLife: $0) }, "biases for half-lives of \(steps)",
      equals: right ?? biases, within: tolerance,
      mistakes: [
        .gateForBias: gates,
        .signOfTheBias: biases.map { -$0 },
        .notTheGate: each { steps, _ in Foundation.log(steps) },
        .halvedEachStep: each { steps, _ in
          let gate = 1 - 0.5 / steps
          return Foundation.log(gate / (1 - gate))
        },
        .rootUpsideDown: each { steps, _ in
          let gate = pow(0.5, steps)
          return Foundation.log(gate / (1 - gate))
        },
        .aHundredthForHalf: each { steps, _ in
          let gate = pow(0.01, 1 / steps)
          return Foundation.log(gate / (1 - gate))
        },
        .aThirdForHalf: each { steps, _ in
          let gate = Foundation.exp(-1 / steps)
          return Foundation.log(gate / (1 - gate))
        },
        .logarithmOfTheGate: gates.map { Foundation.log($0) },
      ], line: line)
  }

  func test_4_6_biasesOfThePage() {
    // The table of chapter 04: half is left after 14.3, 2.2 and 1 steps.
    expectBias([14.3, 2.2, 1])
    expectBias([14.3, 2.2, 1], equals: [3, 1, 0], within: 0.02)
  }

  func test_4_6_halfIsLeftWhenItIsRun() {
    for steps in [3, 10, 50, 200, 1_000] {
      expectBias([Double(steps)])
      let bias = LSTMCell.forgetBias(halfLife: Double(steps))
      let left = (0..<steps).reduce(1.0) { left, _ in left * logistic(bias) }
      expect(left, "what is left after \(steps) steps with that bias", equals: 0.5, within: 1e-6)
    }
  }

  func test_4_6_lessThanOneStepTakesANegativeBias() {
    expectBias([0.25, 0.5, 0.9])
  }

  func test_4_6_anyHalfLife() {
    trials(10) { generator in
      expectBias((0..<3).map { _ in Foundation.exp(generator.uniform(in: -1...7)) })
    }
  }
}
