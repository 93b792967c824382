import Foundation
import Layers
import LinearAlgebra
import Text

/// How the next symbol is chosen from a model's logits.
package struct Sampling: Equatable, Sendable {
  /// The logits are divided by it: below 1 bolder, above 1 more even; 0 takes the likeliest.
  let temperature: Double
  /// Only so many of the likeliest are drawn from; nil for all.
  let topK: Int?
  /// Of those, the fewest likeliest whose probabilities together reach this; nil for all.
  ///
  /// - Note: Holtzman, Buys, Du, Forbes and Choi (2020), "The Curious Case of Neural Text
  ///   Degeneration".
  let topP: Double?

  package init(temperature: Double = 0.8, topK: Int? = nil, topP: Double? = nil) {
    (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
  }

  /// Draws an index.
  ///
  /// - Parameter excluded: an index that is never drawn.
  package func draw(
    _ logits: [Float], excluding excluded: Int?, using generator: inout SeededGenerator
  ) -> Int {
    // Equal logits in the order of their indices, so that the choice does not hang on the sort.
    var candidates = logits.indices.filter { $0 != excluded }.sorted {
      logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
    }
    if temperature == 0 || candidates.count < 2 { return candidates.first ?? 0 }
    if let topK { candidates = Array(candidates.prefix(topK)) }
    let largest = Double(logits[candidates[0]])
    let weights = nucleus(candidates.map { exp((Double(logits[$0]) - largest) / temperature) })
    var rest = generator.uniform() * weights.reduce(0, +)
    for (candidate, weight) in zip(candidates, weights) {
      rest -= weight
      if rest < 0 { return candidate }
    }
    return candidates[0]
  }

  /// The first weights, largest first, up to the one with which they reach their share of all.
  private func nucleus(_ weights: [Double]) -> [Double] {
    guard let topP else { return weights }
    let wanted = topP * weights.reduce(0, +)
    var sum = 0.0
    let last = weights.firstIndex { weight in
      sum += weight
      return sum >= wanted
    }
    return last.map { Array(weights[...$0]) } ?? weights
  }
}

/// A model at writing: it has read something and goes on symbol by symbol.
struct Writer {
  private let predictor: Predictor
  private let vocabulary: Vocabulary
  private let sampling: Sampling
  private var generator: SeededGenerator
  private var logits: [Float] = []
  /// After what was read.
  private let beginning: (state: Predictor.State, logits: [Float])

  /// - Parameter symbols: what the model reads before it writes; at least one.
  init(
    model: Sequential, vocabulary: Vocabulary, reading symbols: [Int], sampling: Sampling,
    seed: Int, weights: WeightPrecision = .single
  ) {
    (self.vocabulary, self.sampling) = (vocabulary, sampling)
    predictor = unfailing { try Predictor(model: model, weights: weights) }
    generator = SeededGenerator(seed: UInt64(truncatingIfNeeded: seed))
    for symbol in symbols { logits = predictor.logits(after: symbol) }
    beginning = (predictor.state, logits)
  }

  /// Begins another text after what was read.
  mutating func restart(seed: Int) {
    unfailing { try predictor.set(beginning.state) }
    logits = beginning.logits
    generator = SeededGenerator(seed: UInt64(truncatingIfNeeded: seed))
  }

  /// Writes the next symbol.
  mutating func next() -> String {
    let symbol = sampling.draw(logits, excluding: vocabulary.unknown, using: &generator)
    logits = predictor.logits(after: symbol)
    return vocabulary.symbols[symbol]
  }
}
