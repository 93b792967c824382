import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN

/// An LSTM that reads a sentence and, after its last word, gives each of two labels a logit.
public struct Classifier: CellWithOutput, Equatable, Sendable {
  /// What reads the words.
  public var cell: LSTMCell
  /// Wy, hiddenSize × 2, and by, 1 × 2.
  public var output: OutputLayer

  /// Random weights, drawn evenly from ±1/√hiddenSize, and biases of 0 but for the forget gate's.
  public init(hiddenSize: Int, using generator: inout SeededGenerator) {
    cell = LSTMCell(
      inputSize: Opinions.vocabulary.count, hiddenSize: hiddenSize, forgetBias: 1, using: &generator
    )
    output = OutputLayer(hiddenSize: hiddenSize, outputs: 2, using: &generator)
  }

  /// The logits of the labels 0 and 1, batch × 2: one row a sentence.
  public func logits(_ inputs: [Matrix]) -> Matrix {
    output.logits(cell.read(inputs).hidden[inputs.count - 1])
  }

  /// The mean cross-entropy, in nats, and the share of the sentences whose label has the larger
  /// logit. Nothing is dropped.
  public func judged(on sentences: Sentences) -> (loss: Double, accuracy: Double) {
    let logits = logits(sentences.inputs)
    let right = sentences.labels.indices.count {
      (logits[$0, 1] > logits[$0, 0]) == (sentences.labels[$0] == 1)
    }
    return (
      crossEntropy(logits, targets: sentences.labels),
      Double(right) / Double(sentences.count)
    )
  }
}

/// What a classifier does against overfitting while it learns. Nothing by itself.
public struct Regularisation: Equatable, Sendable {
  /// The probability of a word to be missing: its row is 0.
  public var wordRate = 0.0
  /// The dropout rate of the last hidden state, before the output layer reads it.
  public var outputRate = 0.0
  /// Dropout in the recurrence.
  public var recurrent: RecurrentDropout?
  /// λ, what weights cost.
  public var decay = 0.0

  /// Nothing.
  public init() {}

  /// Each of the four; what is left out is not done.
  public init(
    wordRate: Double = 0, outputRate: Double = 0, recurrent: RecurrentDropout? = nil,
    decay: Double = 0
  ) {
    (self.wordRate, self.outputRate) = (wordRate, outputRate)
    (self.recurrent, self.decay) = (recurrent, decay)
  }
}

extension Classifier {
  /// Learns from sentences, all at once: forward, back through time, clipping at 1, one update.
  ///
  /// - Parameters:
  ///   - sentences: what it learns from.
  ///   - regularisation: what is dropped, and what weights cost.
  ///   - generator: where the masks come from.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update, with what was dropped and without what weights cost.
  @discardableResult
  public mutating func train(
    on sentences: Sentences, with regularisation: Regularisation,
    using generator: inout SeededGenerator, by optimizer: inout some Optimizer
  ) -> Double {
    let (rows, units) = (sentences.count, cell.hiddenSize)
    var inputs = sentences.inputs
    if regularisation.wordRate > 0 {
      inputs = inputs.map { input in
        let heard = (0..<rows).map { _ in generator.uniform() < regularisation.wordRate ? 0.0 : 1 }
        return Matrix.diagonal(heard) * input
      }
    }
    let dropout =
      regularisation.recurrent
      ?? RecurrentDropout(place: .hiddenState, rate: 0, isOneForAllSteps: true)
    let masks = dropout.masks(rows: rows, columns: units, steps: inputs.count, using: &generator)
    let start = LSTMState.zeros(batch: rows, hiddenSize: units)
    let records = cell.recorded(inputs, from: start, masking: dropout.place, with: masks)
    let mask = dropoutMask(
      rows: rows, columns: units, rate: regularisation.outputRate, using: &generator)
    let last = records[records.count - 1].state.hidden .* mask
    let logits = output.logits(last)
    let answer = affineGradients(
      last, weights: output.weights,
      outputGradient: crossEntropyGradient(logits, targets: sentences.labels))
    var hiddenGradients = records.map { $0.state.hidden.filledWithZeros }
    hiddenGradients[records.count - 1] = (answer.input .* mask)
    let found = cell.gradients(
      records, from: start, masking: dropout.place, with: masks, hiddenGradients: hiddenGradients)
    let gradients = clippedByGlobalNorm(
      found.parameters + [answer.weights, answer.bias], limit: 1
    ).gradients
    optimizer.update(
      &parameters,
      gradients: penalised(gradients, parameters: parameters, decay: regularisation.decay))
    return crossEntropy(logits, targets: sentences.labels)
  }
}
