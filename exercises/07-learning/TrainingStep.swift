import Backpropagation
import ExerciseSupport
import GradientChecking
import LinearAlgebra
import VanillaRNN

extension Regressor {
  /// Learns from one batch: forward, back through time, clipping, one update.
  ///
  /// The loss is the mean squared error of the answers after the last step; the steps before it
  /// have no output of their own.
  ///
  /// - Parameters:
  ///   - batch: sequences of at least one step, and their answers.
  ///   - limit: the greatest norm that all gradients together may have.
  ///   - optimizer: keeps its memory from update to update.
  /// - Returns: the loss before the update.
  @discardableResult
  public mutating func train(
    on batch: AddingBatch, clippingAt limit: Double, with optimizer: inout some Optimizer
  ) -> Double {
    // EXERCISE 7.7 (5 points): one update, of any cell
    // Read chapters/07-learning.md, "One update, of any cell".
    // Check with: swift run course check 7.7
    return notWritten("7.7")
  }
}
