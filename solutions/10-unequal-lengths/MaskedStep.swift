import Backpropagation
import ExerciseSupport
import LSTMGates
import LinearAlgebra

// REGION record
/// What a masked step leaves behind for the way back.
public struct MaskedStepRecord: Equatable, Sendable {
  /// The step as chapter 5 records it, made by all rows, those of the padding too.
  public var step: LSTMStepRecord
  /// `m(t)`, batch × 1: 1 where the step counts, 0 where it is padding.
  public var mask: Matrix
  /// `h(t)` and `c(t)` with the mask, each batch × hiddenSize.
  public var state: LSTMState
}
// END REGION record

extension Matrix {
  /// A matrix of one column, N × 1, repeated to N × count so that it fits beside others.
  ///
  ///     [[1], [0]].across(3)      // [[1, 1, 1], [0, 0, 0]]
  public func across(_ count: Int) -> Matrix {
    self * Matrix(rows: 1, columns: count, repeating: 1)
  }
}

extension LSTMCell {
  /// One step of a batch in which some rows have nothing to read: their states stand still.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize. What stands in a row of padding must not matter.
  ///   - state: `h(t-1)` and `c(t-1)`, each batch × hiddenSize.
  ///   - mask: `m(t)`, batch × 1, of 1 and 0.
  /// - Returns: the step that all rows make, and the states of those that count beside the old
  ///   states of those that do not.
  public func maskedStep(
    _ input: Matrix, from state: LSTMState, mask: Matrix
  ) -> MaskedStepRecord {
    let step = recordedStep(input, from: state)
    // EXERCISE 10.2 (3 points): a step that stands still
    let moves = mask.across(hiddenSize)
    let next = LSTMState(
      hidden: moves .* step.state.hidden + (1 - moves) .* state.hidden,
      cell: moves .* step.state.cell + (1 - moves) .* state.cell)
    return MaskedStepRecord(step: step, mask: mask, state: next)
    // PLACEHOLDER let empty = LSTMState(
    // PLACEHOLDER   hidden: state.hidden.filledWithNaN, cell: state.cell.filledWithNaN)
    // PLACEHOLDER return notWritten("10.2", MaskedStepRecord(step: step, mask: mask, state: empty))
    // END
  }

  // REGION through
  /// The records of a whole sequence with its mask, one for each step.
  ///
  /// - Parameters:
  ///   - inputs: `x(1)` to `x(T)`, each batch × inputSize.
  ///   - mask: `m(1)` to `m(T)`, each batch × 1.
  ///   - state: `h(0)` and `c(0)`, each batch × hiddenSize.
  /// - Precondition: there are as many masks as inputs.
  public func maskedRecords(
    _ inputs: [Matrix], mask: [Matrix], from state: LSTMState
  ) -> [MaskedStepRecord] {
    stop(if: maskProblem(steps: inputs.count, masks: mask.count))
    var state = state
    return zip(inputs, mask).map { input, mask in
      let record = maskedStep(input, from: state, mask: mask)
      state = record.state
      return record
    }
  }
  // END REGION through
}

/// The sentence that says that steps and masks do not belong together; nil where they do.
func maskProblem(steps: Int, masks: Int) -> String? {
  steps == masks ? nil : "\(steps) steps with \(masks) masks: each step needs one"
}
