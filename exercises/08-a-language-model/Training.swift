import ExerciseSupport
import GradientChecking
import LinearAlgebra
import Optimizers
import Sequences

extension RecurrentModel {
  /// Learns from one window: reads it from the state that the window before it left, and takes one
  /// step of the optimiser.
  ///
  /// - Parameters:
  ///   - window: of symbols in `0..<vocabularySize`.
  ///   - state: before the window, one row for each of its rows; afterwards the state at its end,
  ///     from which the next window goes on. The gradient stops at the window's beginning.
  ///   - maximumNorm: to which the gradients are clipped, all of them together.
  ///   - optimizer: which takes the step, and may remember it.
  /// - Returns: the mean loss of the window's predictions, in nats, before the step.
  public mutating func train<Rule: Optimizer>(
    on window: Window, from state: inout State, maximumNorm: Double, with optimizer: inout Rule
  ) -> Double {
    // EXERCISE 8.4 (4 points): learn from one window
    // Read chapters/08-a-language-model.md, "Learn from one window".
    // Check with: swift run course check 8.4
    notWritten("8.4")
  }
}

// MARK: - Epochs

/// How a model's loss fell while it learnt.
public struct TrainingHistory: Equatable, Sendable {
  /// The loss of each window, in nats, in the order of learning.
  public var training: [Double] = []
  /// The loss on the validation text after each epoch, in nats; NaN where there is no such text.
  public var validation: [Double] = []
}

extension RecurrentModel {
  /// Learns from a text several times over.
  ///
  /// - Parameters:
  ///   - windows: of the text, in its order.
  ///   - validation: windows of a text that the model does not learn from; may be empty.
  ///   - epochs: how often the text is read.
  ///   - maximumNorm: to which the gradients of each step are clipped.
  ///   - optimizer: which takes the steps.
  ///   - afterEpoch: is told the model and the history after each epoch.
  public mutating func train<Rule: Optimizer>(
    on windows: [Window], validation: [Window], epochs: Int, maximumNorm: Double,
    with optimizer: inout Rule, afterEpoch: (Self, TrainingHistory) -> Void = { _, _ in }
  ) -> TrainingHistory {
    var history = TrainingHistory()
    for _ in 0..<epochs {
      // At the end of the text the state goes back to the beginning, as the text does.
      var state = initialState(rows: windows.first?.rows ?? 0)
      for window in windows {
        history.training.append(
          train(on: window, from: &state, maximumNorm: maximumNorm, with: &optimizer))
      }
      history.validation.append(validation.isEmpty ? .nan : loss(of: validation))
      afterEpoch(self, history)
    }
    return history
  }
}
