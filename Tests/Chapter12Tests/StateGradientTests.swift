import Backpropagation
import CourseTesting
import LSTMGates
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.6: back through either mask.
final class StateGradientTests: ExerciseTestCase {
  private typealias Masks = PlainStep.Masks

  private func expectBackward(
    _ step: PlainStep, _ place: DropoutPlace, _ mask: Matrix,
    using generator: inout SeededGenerator, line: UInt = #line
  ) {
    let (rows, units) = (step.hidden.rows, step.hidden.columns)
    let weights = (0..<2).map { _ in Matrix.normal(rows: rows, columns: units, using: &generator) }
    let right = step.gradients(Masks(place, mask), weights: weights)
    let seen = LSTMState(
      hidden: place == .hiddenState ? plainProduct(step.hidden, mask) : step.hidden,
      cell: place == .cellState ? plainProduct(step.memory, mask) : step.memory)
    let found = step.cell.stepGradients(
      step.cell.recordedStep(step.input, from: seen), masking: place, with: mask,
      hiddenGradient: weights[0], cellGradient: weights[1])
    /// Of the gradients of h(t-1) and c(t-1), that which is masked.
    func changed(_ change: (Matrix) -> Matrix) -> [Matrix] {
      let masked = place == .hiddenState ? 4 : 5
      var copy = seenGradients
      copy[masked - 4] = change(copy[masked - 4])
      return copy
    }
    /// Those of the states that the step has seen.
    var seenGradients: [Matrix] {
      var other = step
      (other.hidden, other.memory) = (seen.hidden, seen.cell)
      return Array(other.gradients(Masks(), weights: weights).suffix(2))
    }
    let once = seenGradients
    expect(
      [found.previousHidden, found.previousCell], "dh(t-1) and dc(t-1), masking \(place.inWords)",
      equals: Array(right.suffix(2)), within: 1e-7,
      mistakes: [
        .noMaskBackward: once,
        place == .hiddenState ? .noMaskOnHidden : .noMaskOnCell: once,
        .otherGradient: place == .hiddenState
          ? [once[0], plainProduct(once[1], mask)] : [plainProduct(once[0], mask), once[1]],
        .bothGradients: once.map { plainProduct($0, mask) },
        .backwardTwice: changed { plainProduct(plainProduct($0, mask), mask) },
        .backwardUnscaled: changed { plainProduct($0, mask.map { $0 == 0 ? 0 : 1 }) },
        .arrivingMasked: Array(arriving(step, seen, mask, weights).suffix(2)),
        .arrivingMasked: Array(arriving(step, seen, mask, weights, place).suffix(2)),
      ], line: line)
    expect(
      [found.input, found.inputWeights, found.recurrentWeights, found.bias],
      "the gradients of x, W, U and b", equals: Array(right.prefix(4)), within: 1e-7,
      mistakes: [
        .arrivingMasked: Array(arriving(step, seen, mask, weights).prefix(4)),
        .arrivingMasked: Array(arriving(step, seen, mask, weights, place).prefix(4)),
      ], line: line)
  }

  /// All gradients, of the states that the step has seen, where what arrives at one of them is
  /// masked, instead of what leaves.
  private func arriving(
    _ step: PlainStep, _ seen: LSTMState, _ mask: Matrix, _ weights: [Matrix],
    _ place: DropoutPlace = .hiddenState
  ) -> [Matrix] {
    var other = step
    (other.hidden, other.memory) = (seen.hidden, seen.cell)
    let masked =
      place == .hiddenState
      ? [plainProduct(weights[0], mask), weights[1]]
      : [weights[0], plainProduct(weights[1], mask)]
    return other.gradients(Masks(), weights: masked)
  }

  func test_12_6_backThroughAMaskedHiddenState() {
    trials(5) { generator in
      let step = PlainStep.random(rows: 3, using: &generator)
      let mask = plainMask(3, 3, using: &generator)
      expectBackward(step, .hiddenState, mask, using: &generator)
    }
  }

  func test_12_6_backThroughAMaskedCellState() {
    trials(5) { generator in
      let step = PlainStep.random(rows: 3, using: &generator)
      let mask = plainMask(3, 3, using: &generator)
      expectBackward(step, .cellState, mask, using: &generator)
    }
  }

  func test_12_6_sequencesAsInPyTorch() throws {
    for golden in try Golden.decoded().sequences where golden.place != .candidate {
      expectGolden(golden)
    }
  }
}
