import ExerciseSupport
import LSTMGates
import LinearAlgebra
import Sequences
import VanillaRNN

extension LSTMModel {
  // REGION probabilities
  /// What the model gave each symbol of a text that came, after its first; it starts from zeros.
  public func probabilities(of symbols: [Int]) -> [Double] {
    let inputs = symbols.dropLast().map { oneHot([$0], vocabularySize: cell.inputWeights.rows) }
    let states = cell.unrolled(
      Array(inputs), from: .zeros(batch: 1, hiddenSize: cell.recurrentWeights.rows))
    return zip(states, symbols.dropFirst()).map { state, next in
      softmax(output.logits(state.hidden))[0, next]
    }
  }
  // END REGION probabilities

  /// The model after one update of all its weights by gradient descent on one text.
  ///
  /// It reads every symbol but the last, one row each, from a state of zeros, and should predict
  /// every symbol but the first.
  ///
  /// - Parameters:
  ///   - symbols: at least two, each in `0..<V`.
  ///   - rate: the learning rate, above 0.
  /// - Returns: a model with the same shapes; this one is as it was.
  public func updated(reading symbols: [Int], rate: Double) -> LSTMModel {
    // EXERCISE 5.8 (4 points): one update
    let inputs = symbols.dropLast().map { oneHot([$0], vocabularySize: cell.inputWeights.rows) }
    let targets = symbols.dropFirst().map { [$0] }
    let found = gradients(
      Array(inputs), targets: targets,
      from: .zeros(batch: 1, hiddenSize: cell.recurrentWeights.rows))
    var model = self
    model.cell.inputWeights -= found.cell.inputWeights * rate
    model.cell.recurrentWeights -= found.cell.recurrentWeights * rate
    model.cell.bias -= found.cell.bias * rate
    model.output.weights -= found.output.weights * rate
    model.output.bias -= found.output.bias * rate
    return model
    // PLACEHOLDER var model = notWritten("5.8", self)
    // PLACEHOLDER model.output.bias = output.bias.filledWithNaN
    // PLACEHOLDER return model
    // END
  }
}
