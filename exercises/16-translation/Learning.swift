import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import Sequences
import UnequalLengths
import VanillaRNN

extension Translator {
  /// The mean cross-entropy of all that should be written, in nats for each symbol, and its gradient
  /// with respect to each of `parameters`, rows × columns as there.
  ///
  /// - Parameters:
  ///   - sources: the sentences to read, one a row, none of them empty.
  ///   - lesson: what the decoder reads and should write, a row for each source.
  public func lossAndGradients(
    _ sources: [[Int]], _ lesson: ForcedBatch
  ) -> (loss: Double, gradients: [Matrix]) {
    let batch = batch(sources)
    let start = start(rows: batch.rows)
    let read = encoder.maskedRecords(
      batch.inputs(vocabularySize: vocabularySize), mask: batch.mask, from: start)
    let last = read[read.count - 1].state
    let written = decoder.recorded(
      lesson.inputs.map { oneHot($0, vocabularySize: vocabularySize) }, from: last)

    let judged = judged(read, written, batch, lesson)

    let decoded = decoder.gradients(written, from: last, hiddenGradients: judged.written)
    let encoded = encoder.encoderGradients(
      read, from: start, hiddenGradients: judged.read,
      lastGradient: LSTMState(hidden: decoded.initialHidden, cell: decoded.initialCell))
    return (
      judged.loss, encoded.parameters + decoded.parameters + [judged.weights, judged.bias]
    )
  }

  /// The loss, and what it says to the output layer and to each step of encoder and decoder.
  private struct Judged {
    var loss = 0.0
    var weights, bias: Matrix
    var read, written: [Matrix]
  }

  /// Judges sentence after sentence: its states of all steps are then the rows of one matrix.
  private func judged(
    _ read: [MaskedStepRecord], _ written: [LSTMStepRecord], _ batch: PaddedBatch,
    _ lesson: ForcedBatch
  ) -> Judged {
    var total = Judged(
      weights: output.weights.filledWithZeros, bias: output.bias.filledWithZeros, read: [],
      written: [])
    var (keyGradients, queryGradients): ([Matrix], [Matrix]) = ([], [])
    let counted = lesson.mask.reduce(0) { $0 + $1.sum }
    for row in 0..<batch.rows {
      let queries = Matrix.stacked(written.map { $0.state.hidden.row(row) })
      let keys = Matrix.stacked(read.map { $0.state.hidden.row(row) })
      let seen = attends ? attend(queries, to: keys, mask: mask(of: row, in: batch)) : nil
      let shown = seen.map { Matrix.sideBySide([queries, $0.contexts]) } ?? queries
      let judged = judged(output.logits(shown), lesson, row: row, counted: counted)
      let answer = affineGradients(
        shown, weights: output.weights, outputGradient: judged.gradient)
      total.loss += judged.loss
      total.weights += answer.weights
      total.bias += answer.bias
      var (query, key) = (answer.input, keys.filledWithZeros)
      if let seen {
        let looked = attentionGradients(
          seen, contextGradient: answer.input.columns(hiddenSize..<2 * hiddenSize))
        (query, key) = (answer.input.columns(0..<hiddenSize) + looked.queries, looked.keys)
      }
      queryGradients.append(query)
      keyGradients.append(key)
    }
    total.read = step(by: read.count, keyGradients)
    total.written = step(by: written.count, queryGradients)
    return total
  }

  /// The share that a sentence has in the loss, and its gradient with respect to its logits, T × V.
  private func judged(
    _ logits: Matrix, _ lesson: ForcedBatch, row: Int, counted: Double
  ) -> (loss: Double, gradient: Matrix) {
    let length = lesson.mask.count { $0[row, 0] == 1 }
    let targets = (0..<length).map { lesson.targets[$0][row] }
    let (own, share) = (logits.rows(0..<length), Double(length) / counted)
    let rest = Matrix(rows: logits.rows - length, columns: logits.columns)
    return (
      crossEntropy(own, targets: targets) * share,
      .stacked([crossEntropyGradient(own, targets: targets) * share, rest])
    )
  }

  /// 1 × S: which steps of the batch have a symbol of this row.
  private func mask(of row: Int, in batch: PaddedBatch) -> Matrix {
    Matrix(row: batch.mask.map { $0[row, 0] })
  }

  /// A matrix for each step, from one for each sentence.
  private func step(by count: Int, _ sentences: [Matrix]) -> [Matrix] {
    (0..<count).map { t in Matrix.stacked(sentences.map { $0.row(t) }) }
  }

  /// Learns from some pairs: forward, back, clipping, one update.
  ///
  /// - Parameters:
  ///   - pairs: at least one, none of them with an empty source.
  ///   - isForced: whether the decoder reads what it should have written; if not, what it has written
  ///     itself.
  ///   - limit: the largest norm of the gradients.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update, in nats for each symbol.
  @discardableResult
  public mutating func train(
    on pairs: [SentencePair], isForced: Bool = true, clippingAt limit: Double,
    with optimizer: inout some Optimizer
  ) -> Double {
    let sources = pairs.map { $0.source }
    var lesson = teacherForced(
      pairs.map { $0.target }, start: Letters.start, end: Letters.end, padding: Letters.padding)
    if !isForced { lesson.inputs = ownInputs(sources, steps: lesson.inputs.count) }
    let result = lossAndGradients(sources, lesson)
    optimizer.update(
      &parameters, gradients: clippedByGlobalNorm(result.gradients, limit: limit).gradients)
    return result.loss
  }

  /// What the decoder would have read, had it read what it wrote.
  private func ownInputs(_ sources: [[Int]], steps: Int) -> [[Int]] {
    let written = sources.map { [Letters.start] + translation(of: $0, limit: steps - 1) }
    return padded(written, to: steps, with: Letters.padding, on: .right).symbols
  }
}
