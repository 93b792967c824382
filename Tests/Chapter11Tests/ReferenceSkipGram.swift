import Foundation
import LinearAlgebra
import WordVectors

extension Reference {
  enum SkipGramFlaw {
    case none, summed, meanOfAllScores, negativesAsNeighbours, neighbourAsNegative,
      slopeWithoutLabel
    case negativesWithoutGradient, neighbourWithoutGradient, overwritten, exchanged, notDivided
  }

  /// Loss, dE and dC of a batch, each score by itself.
  static func skipGram(
    _ model: SkipGram, _ batch: SkipGramBatch, flaw: SkipGramFlaw = .none
  ) -> Named {
    let (count, width) = (batch.centres.count, model.words.columns)
    var (loss, words, contexts) = (0.0, model.words.filledWithZeros, model.contexts.filledWithZeros)
    var divisor = Double(count)
    if flaw == .summed { divisor = 1 }
    if flaw == .meanOfAllScores { divisor *= Double(1 + batch.negatives.count) }
    for (list, symbols) in ([batch.neighbours] + batch.negatives).enumerated() {
      for (place, symbol) in symbols.enumerated() {
        let centre = batch.centres[place]
        var score = 0.0
        for k in 0..<width { score += model.words[centre, k] * model.contexts[symbol, k] }
        let isTrue = label(list, flaw)
        loss += softplus(isTrue ? -score : score) / divisor
        var slope = 1 / (1 + Foundation.exp(-score))
        if isTrue && flaw != .slopeWithoutLabel { slope -= 1 }
        if flaw == .negativesWithoutGradient && list > 0 { slope = 0 }
        if flaw == .neighbourWithoutGradient && list == 0 { slope = 0 }
        if flaw != .notDivided { slope /= divisor }
        for k in 0..<width {
          let (word, context) = (model.words[centre, k], model.contexts[symbol, k])
          if flaw == .overwritten {
            (words[centre, k], contexts[symbol, k]) = (slope * context, slope * word)
          } else {
            words[centre, k] += slope * context
            contexts[symbol, k] += slope * word
          }
        }
      }
    }
    if flaw == .exchanged { (words, contexts) = (contexts, words) }
    return Named(["loss", "dE", "dC"], [[[loss]], words, contexts])
  }

  private static func label(_ list: Int, _ flaw: SkipGramFlaw) -> Bool {
    switch flaw {
    case .negativesAsNeighbours: true
    case .neighbourAsNegative: list > 0
    default: list == 0
    }
  }

  /// log(1 + exp(a)).
  static func softplus(_ a: Double) -> Double {
    a > 30 ? a : a < -30 ? Foundation.exp(a) : log1p(Foundation.exp(a))
  }

  /// E after a training on a text of the farm, by an Adam of its own.
  static func trained(_ settings: SkipGramSettings, words: Int, seed: UInt64) -> Matrix {
    var writer = FarmWriter(seed: seed)
    let counts = counts(
      writer.text(words: words), vocabularySize: Farm.words.count, window: settings.window)
    let drawer = PairDrawer(counts: counts, noisePower: settings.noisePower)
    var generator = SeededGenerator(seed: seed)
    let (rows, width) = (Farm.words.count, settings.size)
    func start() -> [Double] { (0..<rows * width).map { _ in generator.uniform(in: -0.1...0.1) } }
    var learner = Learner(
      words: start(), contexts: start(), width: width, rate: settings.learningRate)
    for _ in 0..<settings.updates {
      learner.update(drawer.batch(settings.batch, negatives: settings.negatives, using: &generator))
    }
    return Matrix(rows: rows, columns: width, values: learner.words)
  }
}

/// Skip-gram and Adam over lists of numbers.
private struct Learner {
  var words, contexts: [Double]
  let width: Int
  let rate: Double
  private var means: [Double]
  private var squares: [Double]
  private var (left, leftOfSquares) = (1.0, 1.0)

  init(words: [Double], contexts: [Double], width: Int, rate: Double) {
    (self.words, self.contexts, self.width, self.rate) = (words, contexts, width, rate)
    means = [Double](repeating: 0, count: words.count + contexts.count)
    squares = means
  }

  mutating func update(_ batch: SkipGramBatch) {
    let gradient = gradient(batch)
    (left, leftOfSquares) = (0.9 * left, 0.999 * leftOfSquares)
    for place in gradient.indices {
      means[place] = 0.9 * means[place] + 0.1 * gradient[place]
      squares[place] = 0.999 * squares[place] + 0.001 * gradient[place] * gradient[place]
      let root = (squares[place] / (1 - leftOfSquares)).squareRoot()
      let step = rate * (means[place] / (1 - left)) / (root + 1e-8)
      if place < words.count { words[place] -= step } else { contexts[place - words.count] -= step }
    }
  }

  /// That of the words, then that of the contexts.
  private func gradient(_ batch: SkipGramBatch) -> [Double] {
    var gradient = [Double](repeating: 0, count: means.count)
    for (list, symbols) in ([batch.neighbours] + batch.negatives).enumerated() {
      for (place, symbol) in symbols.enumerated() {
        let (word, context) = (batch.centres[place] * width, symbol * width)
        var score = 0.0
        for k in 0..<width { score += words[word + k] * contexts[context + k] }
        let slope = (1 / (1 + exp(-score)) - (list == 0 ? 1 : 0)) / Double(symbols.count)
        for k in 0..<width {
          gradient[word + k] += slope * contexts[context + k]
          gradient[words.count + context + k] += slope * words[word + k]
        }
      }
    }
    return gradient
  }
}
