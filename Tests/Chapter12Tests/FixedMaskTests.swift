import Backpropagation
import CourseTesting
import GradientChecking
import LSTMGates
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.8: a mask that stands still.
final class FixedMaskTests: ExerciseTestCase {
  private func expectReport(_ it: MaskedCase, line: UInt = #line) {
    var generator = SeededGenerator(seed: it.seed)
    // Called first, so that an exercise that is not begun is told as that, not as one that waits.
    let outcome = Result { () throws(GradientCheckError) in
      try dropoutReport(of: it.trial, with: it.dropout, using: &generator)
    }
    let place = it.dropout.place
    expect(
      it.isPassedBack,
      orSay: "the report judges the way back that you wrote for \(place.inWords), which is wrong: "
        + "correct exercise \(place == .candidate ? "12.7" : "12.6") first", line: line)
    switch outcome {
    case .success(let report): expectNumbers(report, it, line: line)
    case .failure(let error):
      let known: Mistake? = if case .lossChanges = error { .freshMasks } else { nil }
      expect(
        false, orSay: "\(error)" + (known.map { "\n    \($0.sentence)" } ?? ""), line: line)
    }
  }

  private func expectNumbers(_ report: GradientReport, _ it: MaskedCase, line: UInt = #line) {
    expect(
      report.parameters.map(\.name), "what the report is about", is: it.trial.parameterNames,
      line: line)
    guard report.parameters.count == it.trial.parameters.count else { return }
    /// The numbers of some gradients at the places that the report tells of.
    func told(_ gradients: [Matrix]) -> [Double] {
      zip(gradients, report.parameters).map { $0[$1.worst.row, $1.worst.column] }
    }
    let (right, plain) = (it.gradients(masks: it.masks), it.gradients(masks: nil))
    expect(
      report.parameters.map(\.worst.numerical), "what the loss says, parameter by parameter",
      equals: told(right), within: 1e-6,
      mistakes: [.lossWithoutMasks: told(plain)], line: line)
    expect(
      report.parameters.map(\.worst.analytic), "what the way back says, parameter by parameter",
      equals: told(right), within: 1e-6, mistakes: [.backWithoutMasks: told(plain)], line: line)
    expect(
      report.passes(within: 1e-5), orSay: "the report does not pass: \(report.failures())",
      line: line)
  }

  func test_12_8_aMaskedHiddenState() {
    for seed in 1...2 { expectReport(MaskedCase(.hiddenState, oneMask: false, seed: UInt64(seed))) }
  }

  func test_12_8_aMaskedCandidate() {
    for seed in 3...4 { expectReport(MaskedCase(.candidate, oneMask: false, seed: UInt64(seed))) }
  }

  func test_12_8_aMaskedCellState() {
    for seed in 5...6 { expectReport(MaskedCase(.cellState, oneMask: false, seed: UInt64(seed))) }
  }

  func test_12_8_oneMaskForAllSteps() {
    for place in DropoutPlace.allCases { expectReport(MaskedCase(place, oneMask: true, seed: 7)) }
  }
}
