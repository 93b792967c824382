import Course
import Foundation
import Layers
import Text

/// How well sentences were translated.
package struct TranslationReport: ShownJudgement, Codable, Equatable, Sendable {
  package let sentences: Int
  /// Words of the right translations, their ends not counted.
  package let words: Int
  /// Mean nats of the next word or the end, after the right words before it.
  package let loss: Double
  /// e to the loss.
  package let perplexity: Double
  /// In 0...100, of the words as they stand in the files.
  package let bleu: Double
  /// The share of runs of 1 to 4 words that stand in the right translations.
  package let precisions: [Double]
  package let brevityPenalty: Double
  /// Words that were written for each word of the right translations.
  package let lengthRatio: Double
  /// Sentences that are in the files that the model learnt from; nil where that is not known.
  package var seenInTraining: Int?
  /// The share of the words to read that the model does not know.
  package let unknown: Double

  init(
    of model: Model, _ content: TranslatorContent, _ pairs: [TranslationTexts.Pair],
    beam: Int = 1, threads: Int
  ) throws {
    let sources = pairs.map { content.source.indices(of: $0.source) }
    let targets = pairs.map { content.target.indices(of: $0.target) }
    if model.learningRate == nil { try model.compile(loss: .sparseCategoricalCrossEntropy) }
    loss = try model.scores(
      (sources, targets.map { [content.boundary] + $0 }), targets.map { $0 + [content.boundary] },
      batchSize: 64, threads: threads)[0]
    var judge = BLEU()
    for (pair, symbols) in zip(
      pairs, try content.translations(of: sources, by: model, beam: beam))
    { judge.add(content.words(of: symbols), reference: pair.target) }
    sentences = pairs.count
    words = judge.referenceCount
    perplexity = exp(min(loss, 700))
    (bleu, precisions) = (judge.score, judge.precisions)
    brevityPenalty = judge.brevityPenalty
    lengthRatio = Double(judge.total[0]) / Double(max(1, words))
    unknown = content.source.unknownShare(of: sources.flatMap(\.self))
  }

  // MARK: Shown

  package static let headings = ["validation", "perplexity", "BLEU"]

  package var cells: [String] { [fixed(loss, 3), fixed(perplexity, 2), fixed(bleu, 1)] }

  func lines(width: Int) -> [String] {
    let shares = precisions.map { fixed(100 * $0, 1) }.joined(separator: " ")
    return [
      "sentences   \(grouped(sentences)), with \(grouped(words)) words to write",
      "loss        \(fixed(loss, 4)) nats a word, their ends counted",
      "perplexity  \(fixed(perplexity, 3))",
      "BLEU        \(fixed(bleu, 2)) of the words as they are; runs of 1 to 4: \(shares)",
      "length      \(fixed(lengthRatio, 3)) of the right one; brevity penalty "
        + fixed(brevityPenalty, 3),
      "unknown     \(percent(unknown)) of the words to read",
    ]
  }

  var notes: [String] {
    guard let seenInTraining, seenInTraining > 0 else { return [] }
    return [KnownExamples.note(seenInTraining, of: sentences, "sentence")]
  }
}
