import Foundation
import Layers
import Text

/// How well a model predicts a text.
package struct Evaluation: Codable, Equatable, Sendable {
  /// Symbols whose predictions count: all but the first, and perhaps those that are unknown.
  var symbols: Int
  /// Mean nats a symbol.
  package var loss: Double
  /// e to the loss: as uncertain as an even choice among so many symbols.
  var perplexity: Double
  /// The summed loss in bits, over the characters of the predicted symbols.
  var bitsPerCharacter: Double

  /// - Parameters:
  ///   - loss: the mean over the symbols that count.
  ///   - predicted: those symbols.
  ///   - names: of the vocabulary's symbols.
  init(loss: Double, on predicted: [Int], names: [String]) {
    self.loss = loss
    symbols = predicted.count
    perplexity = exp(loss)
    let characters = predicted.reduce(0) { $0 + names[$1].count }
    bitsPerCharacter = loss * Double(symbols) / (Double(characters) * log(2))
  }

  /// Evaluates a model on at least two symbols.
  ///
  /// A long text is read in up to 32 stretches side by side, each of at least 1,000 symbols, so all
  /// but the first begin with a state that has seen nothing.
  ///
  /// - Parameter skipsUnknown: whether unknown symbols are read and their predictions not counted.
  init(
    of model: Sequential, on symbols: [Int], vocabulary: Vocabulary, skipsUnknown: Bool = false,
    threads: Int, weights: WeightPrecision = .single
  ) {
    let skipped = skipsUnknown ? vocabulary.unknown : nil
    let rows = min(32, max(1, symbols.count / 1000))
    let batches = ContiguousBatches(symbols: symbols, rows: rows, length: 128)
    let evaluator = unfailing {
      try Evaluator(model: model, rows: rows, length: 128, threads: threads, weights: weights)
    }
    var total = 0.0
    for window in (0..<batches.count).lazy.map({ batches[$0] }) {
      let targets = counted(window.targets, without: skipped)
      total += unfailing {
        try evaluator.loss(inputs: window.inputs, targets: targets, time: window.time)
      }
    }
    total += Self.remainderLoss(of: model, symbols, from: batches.predictionCount, skipped, weights)
    let predicted = symbols.dropFirst().filter { $0 != skipped }
    self.init(loss: total / Double(predicted.count), on: predicted, names: vocabulary.symbols)
  }

  /// The summed loss of the few predictions that the rows left out, after 64 symbols to warm up.
  private static func remainderLoss(
    of model: Sequential, _ symbols: [Int], from start: Int, _ skipped: Int?,
    _ weights: WeightPrecision
  ) -> Double {
    guard start < symbols.count - 1 else { return 0 }
    return unfailing {
      let evaluator = try Evaluator(
        model: model, rows: 1, length: 64, threads: 1, weights: weights)
      func loss(_ range: Range<Int>) throws -> Double {
        if range.isEmpty { return 0 }
        return try evaluator.loss(
          inputs: range.map { Int32(symbols[$0]) },
          targets: counted(range.map { Int32(symbols[$0 + 1]) }, without: skipped),
          time: range.count)
      }
      _ = try loss(max(0, start - 64)..<start)
      return try loss(start..<symbols.count - 1)
    }
  }
}

/// Targets, those of one symbol marked as not counting.
private func counted(_ targets: [Int32], without skipped: Int?) -> [Int32] {
  guard let skipped else { return targets }
  return targets.map { $0 == skipped ? -1 : $0 }
}
