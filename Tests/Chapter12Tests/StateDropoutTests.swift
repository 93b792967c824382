import Backpropagation
import CourseTesting
import LSTMGates
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.5: a mask on either state.
final class StateDropoutTests: ExerciseTestCase {
  private typealias Masks = PlainStep.Masks

  private func expectForward(
    _ step: PlainStep, _ place: DropoutPlace, _ mask: Matrix, line: UInt = #line
  ) {
    let record = step.cell.recordedStep(
      step.input, from: LSTMState(hidden: step.hidden, cell: step.memory), masking: place,
      with: mask)
    let other: DropoutPlace = place == .hiddenState ? .cellState : .hiddenState
    let dropped = mask.map { $0 == 0 ? 0 : 1 }
    let seen =
      place == .hiddenState
      ? [plainProduct(step.hidden, mask), step.memory]
      : [step.hidden, plainProduct(step.memory, mask)]
    expect(
      [record.state.hidden, record.state.cell], "h(t) and c(t), masking \(place.inWords)",
      equals: step.run(Masks(place, mask)),
      mistakes: [
        .noMaskForward: step.run(),
        .otherState: step.run(Masks(other, mask)),
        .bothStates: step.run(Masks(hidden: mask, memory: mask)),
        place == .hiddenState ? .cellMaskedToo : .hiddenMaskedToo: step.run(
          Masks(hidden: mask, memory: mask)),
        .maskedAfterwards: step.run(
          place == .hiddenState ? Masks(newHidden: mask) : Masks(newMemory: mask)),
        .maskedTwice: step.run(Masks(place, plainProduct(mask, mask))),
        .scaleTakenAway: step.run(Masks(place, dropped)),
      ], line: line)
    expect(
      [record.previous.hidden, record.previous.cell], "the states that the step has seen",
      equals: seen, mistakes: [.recordedUnmasked: [step.hidden, step.memory]], line: line)
  }

  func test_12_5_theWorkedExample() {
    // By hand in chapter 12: one unit whose weights are all 0 but for the recurrent ones.
    let cell = LSTMCell(
      inputWeights: Matrix(rows: 1, columns: 4), recurrentWeights: [[0, 0, 1, 0]],
      bias: Matrix(rows: 1, columns: 4))
    let state = LSTMState(hidden: [[0.6], [0.6]], cell: [[0.8], [0.8]])
    let (input, mask) = (Matrix(rows: 2, columns: 1), [[0], [2]] as Matrix)
    let hidden = cell.recordedStep(input, from: state, masking: .hiddenState, with: mask)
    expect(
      hidden.state.cell, "c(t), masking the hidden state", equals: [[0.4], [0.8168]], within: 5e-5)
    let kept = cell.recordedStep(input, from: state, masking: .cellState, with: mask)
    expect(
      kept.state.cell, "c(t), masking the cell state", equals: [[0.2685], [1.0685]], within: 5e-5)
  }

  func test_12_5_theHiddenStateEntersMasked() {
    trials(8) { generator in
      let step = PlainStep.random(rows: 4, using: &generator)
      expectForward(step, .hiddenState, plainMask(4, 3, using: &generator))
    }
  }

  func test_12_5_theCellStateEntersMasked() {
    trials(8) { generator in
      let step = PlainStep.random(rows: 4, using: &generator)
      expectForward(step, .cellState, plainMask(4, 3, using: &generator))
    }
  }
}
