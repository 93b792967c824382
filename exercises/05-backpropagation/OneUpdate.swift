import ExerciseSupport
import LSTMGates
import LinearAlgebra
import Sequences
import VanillaRNN

extension LSTMModel {
  /// What the model gave each symbol of a text that came, after its first; it starts from zeros.
  public func probabilities(of symbols: [Int]) -> [Double] {
    let inputs = symbols.dropLast().map { oneHot([$0], vocabularySize: cell.inputWeights.rows) }
    let states = cell.unrolled(
      Array(inputs), from: .zeros(batch: 1, hiddenSize: cell.recurrentWeights.rows))
    return zip(states, symbols.dropFirst()).map { state, next in
      softmax(output.logits(state.hidden))[0, next]
    }
  }

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
    // Read chapters/05-backpropagation.md, "One update". Check with: swift run course check 5.8
    var model = notWritten("5.8", self)
    model.output.bias = output.bias.filledWithNaN
    return model
  }
}
