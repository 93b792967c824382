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
    var numbers = logits.map { Double($0) }
    if let excluded { numbers[excluded] = -.infinity }
    return Sampler.draw(
      numbers, temperature: temperature, topK: topK, topP: topP, using: &generator)
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
