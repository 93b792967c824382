import Backpropagation
import Cousins
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN
import WordVectors

extension Tagger {
  /// Learns from sentences of one length: forward, back, clipping at 1, one update.
  ///
  /// - Parameters:
  ///   - sentences: at least one, with their right tags.
  ///   - share: of the words that are known from names, how many are read as unknown; 0 to 1.
  ///   - generator: which they are.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update, in nats a word.
  @discardableResult
  public mutating func train(
    on sentences: [TaggedSentence], forgetting share: Double,
    using generator: inout SeededGenerator, with optimizer: inout some Optimizer
  ) -> Double {
    let words = sentences.map { $0.words }
    let symbols = words[0].indices.map { t in
      words.map { sentence in
        let symbol = Names.symbol(of: sentence[t])
        return symbol >= Names.commonCount && generator.uniform() < share ? 0 : symbol
      }
    }
    let (loss, gradients) = lossAndGradients(sentences, symbols: symbols)
    optimizer.update(&parameters, gradients: clippedByGlobalNorm(gradients, limit: 1).gradients)
    return loss
  }

  /// The loss of sentences of one length, and its gradients in the order of `parameters`.
  ///
  /// - Parameters:
  ///   - sentences: B of them, T words each, with their right tags.
  ///   - symbols: for each step the word of each row, 0 for one that is unknown.
  /// - Returns: the loss in nats a word, and gradients each of its parameter's shape.
  public func lossAndGradients(
    _ sentences: [TaggedSentence], symbols: [[Int]]
  ) -> (loss: Double, gradients: [Matrix]) {
    let reading = read(sentences.map { $0.words }, symbols: symbols)
    let targets = sentences.map { $0.tags.map { $0.index } }
    let shown = logitGradients(reading.logits, targets: targets)
    var (weights, bias) = (output.weights.filledWithZeros, output.bias.filledWithZeros)
    let hiddenGradients = zip(reading.layer.hidden, shown.logits).map { hidden, delta in
      let step = affineGradients(hidden, weights: output.weights, outputGradient: delta)
      weights += step.weights
      bias += step.bias
      return step.input
    }
    let below = layer.gradients(reading.layer, hiddenGradients: hiddenGradients)
    let inputs = Matrix.stacked(below.inputs)
    let size = table.columns
    let words = embeddingGradient(
      symbols.flatMap { $0 }, outputGradient: inputs.columns(0..<size),
      vocabularySize: table.rows)
    var spelt: [Matrix] = []
    if let letters, let read = reading.letters {
      spelt = letters.gradients(
        read, vectorGradients: inputs.columns(size..<inputs.columns))
    }
    return (
      shown.loss, [words] + spelt + below.parameters + [weights, bias] + shown.chain
    )
  }

  /// The loss in nats a word, what arrives at the logits, and at the chain where there is one.
  private func logitGradients(
    _ logits: [Matrix], targets: [[Int]]
  ) -> (loss: Double, logits: [Matrix], chain: [Matrix]) {
    let (steps, rows) = (logits.indices, targets.count)
    guard let chain else {
      let columns = steps.map { t in targets.map { $0[t] } }
      let count = Double(steps.count)
      return (
        zip(logits, columns).reduce(0) { $0 + crossEntropy($1.0, targets: $1.1) / count },
        zip(logits, columns).map { crossEntropyGradient($0, targets: $1) / count }, []
      )
    }
    let share = 1 / Double(rows * steps.count)
    var loss = 0.0
    var (delta, chained) = (logits, chain.parameters.map { $0.filledWithZeros })
    for row in 0..<rows {
      let one = chain.gradients(
        .stacked(logits.map { $0.row(row) }), tags: targets[row])
      loss += share * one.loss
      chained[0] += share * one.transitions
      chained[1] += share * one.start
      for t in steps {
        for tag in 0..<chain.tagCount { delta[t][row, tag] = share * one.emissions[t, tag] }
      }
    }
    return (loss, delta, chained)
  }
}
