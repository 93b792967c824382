import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

/// What a forecaster is told where a reading is missing.
public enum GapWay: String, CaseIterable, Sendable {
  // REGION ways
  /// 0, which is the mean.
  case zero
  /// The last reading.
  case carried
  /// The last reading, and that it is not new: the mask.
  case masked
  /// The same, and how old it is.
  case timed
  /// The same, with a last reading that fades.
  case fading
  // END REGION ways
}

/// An LSTM that reads a window and then says, for each level and each step ahead, a number.
public struct Forecaster: Parameterised, Equatable, Sendable {
  /// Numbers that the network reads at a step: the reading, the mask, its age and the calendar.
  public static let inputSize = 7

  /// What reads the window.
  public var cell: LSTMCell
  /// Wy, hiddenSize × levels · horizon, and by: a block of columns for each level.
  public var output: OutputLayer
  /// Of one feature; used where the way is `fading`.
  public var fading: FadingInput
  /// What is told of gaps.
  public var way: GapWay
  /// The probability that the target lies below each block's forecast.
  public var levels: [Double]

  /// Random weights, drawn evenly from ±1/√hiddenSize; a fading input that keeps 0.9 a step.
  ///
  /// - Parameters:
  ///   - way: what is told of gaps.
  ///   - levels: 0.5 alone for a single forecast, the median.
  ///   - horizon: steps ahead that it says at once.
  ///   - hiddenSize: H.
  ///   - generator: draws the weights.
  public init(
    _ way: GapWay, levels: [Double] = [0.5], horizon: Int, hiddenSize: Int,
    using generator: inout SeededGenerator
  ) {
    (self.way, self.levels) = (way, levels)
    cell = LSTMCell(inputSize: Self.inputSize, hiddenSize: hiddenSize, using: &generator)
    output = OutputLayer(
      hiddenSize: hiddenSize, outputs: levels.count * horizon, using: &generator)
    fading = FadingInput(rate: [[0.105]], bias: [[0]])
  }

  public var parameterNames: [String] {
    cell.parameterNames + output.parameterNames + ["r", "b of r"]
  }

  /// Those of the cell and of the output layer, then the two rows of the fading input, 1 × 1 each.
  public var parameters: [Matrix] {
    get { cell.parameters + output.parameters + [fading.rate, fading.bias] }
    set {
      cell.parameters = Array(newValue[0..<3])
      output.parameters = Array(newValue[3..<5])
      fading = FadingInput(rate: newValue[5], bias: newValue[6])
    }
  }

  // REGION input
  /// What the network reads at one step, batch × 7: a reading, its mask, its age in days, and the
  /// calendar. What a way does not tell is 0.
  public func input(_ step: GapStep, calendar: Matrix) -> Matrix {
    let nothing = step.mask.filledWithZeros
    let value: Matrix
    switch way {
    case .zero: value = (step.mask .* step.carried)
    case .carried, .masked, .timed: value = step.carried
    case .fading: value = fading.filled(step)
    }
    let isMasked = way != .zero && way != .carried
    let mask = isMasked ? step.mask : nothing
    let age = isMasked && way != .masked ? step.since / 8 : nothing
    return .sideBySide([value, mask, age, calendar])
  }
  // END REGION input

  /// What the network reads of a batch, one matrix, batch × 7, for each step of the windows.
  public func inputs(_ batch: WindowBatch) -> [Matrix] {
    batch.steps.indices.map { input(batch.steps[$0], calendar: batch.calendar[$0]) }
  }

  /// Forecasts of all steps ahead at once, from the last hidden state: batch × levels · horizon.
  public func forecasts(_ batch: WindowBatch) -> Matrix {
    output.logits(cell.read(inputs(batch)).hidden[batch.steps.count - 1])
  }
}
