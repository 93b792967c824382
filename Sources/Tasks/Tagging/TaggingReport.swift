import Course
import Layers
import Text

/// How well entities were found.
package struct TaggingReport: ShownJudgement, Codable, Equatable, Sendable {
  package let sentences: Int
  package let tokens: Int
  /// Mean nats of a sentence's true tags.
  package let loss: Double
  /// Of the entities that were found, the share that are there, with their class and all their tokens.
  package let precision: Double
  /// Of the entities that are there, the share that were found.
  package let recall: Double
  /// The harmonic mean of the two.
  package let f1: Double
  /// The share of tokens with the right tag.
  package let accuracy: Double
  /// The accuracy of giving each token the tag O.
  package let outside: Double
  package let classes: [ClassFigures]
  /// Sentences that are in the files that the model learnt from; nil where that is not known.
  package var seenInTraining: Int?
  /// The share of the words that the model does not know.
  package var unknown: Double?

  init(
    of model: Model, _ content: TaggerContent, _ examples: [TaggedExample], threads: Int
  ) throws {
    let (tags, loss) = try content.tags(of: examples, by: model, threads: threads)
    self.init(
      tags.map { $0.map { content.tags[$0] } },
      truth: examples.map { $0.tags.map { content.tags[$0] } }, classes: content.classes,
      loss: loss)
  }

  /// - Parameters:
  ///   - predicted: the tags of each sentence.
  ///   - truth: what they should be.
  ///   - classes: in the order in which they are shown.
  ///   - loss: of all sentences.
  init(_ predicted: [[String]], truth: [[String]], classes: [String], loss: Double) {
    var (right, found, there) = ([String: Int](), [String: Int](), [String: Int]())
    var (correct, outside) = (0, 0)
    for (tags, wanted) in zip(predicted, truth) {
      let (spans, wantedSpans) = (EntitySpan.spans(of: tags), EntitySpan.spans(of: wanted))
      for span in spans { found[span.label, default: 0] += 1 }
      for span in wantedSpans { there[span.label, default: 0] += 1 }
      for span in Set(spans).intersection(wantedSpans) { right[span.label, default: 0] += 1 }
      correct += zip(tags, wanted).count { $0 == $1 }
      outside += wanted.count { $0 == "O" }
    }
    sentences = truth.count
    tokens = truth.reduce(0) { $0 + $1.count }
    self.loss = loss / Double(max(1, sentences))
    accuracy = Double(correct) / Double(max(1, tokens))
    self.outside = Double(outside) / Double(max(1, tokens))
    self.classes = classes.map {
      ClassFigures($0, right: right[$0] ?? 0, predicted: found[$0] ?? 0, count: there[$0] ?? 0)
    }
    let all = ClassFigures(
      "", right: right.values.reduce(0, +), predicted: found.values.reduce(0, +),
      count: there.values.reduce(0, +))
    (precision, recall, f1) = (all.precision, all.recall, all.f1)
  }

  // MARK: Shown

  package static let headings = ["validation", "F1", "accuracy"]

  package var cells: [String] { [fixed(loss, 3), fixed(f1, 3), percent(accuracy)] }

  /// The best has the largest F1, and of several the smallest loss.
  package var criterion: Double { 1 - f1 + 1e-7 * min(1e3, loss) }

  package static func words(for criterion: Double) -> String { "F1 \(fixed(1 - criterion, 3))" }

  func lines(width: Int) -> [String] {
    let entities = classes.reduce(0) { $0 + $1.count }
    return [
      "sentences  \(grouped(sentences)), with \(grouped(tokens)) tokens and \(grouped(entities)) entities",
      "F1         \(fixed(f1, 3)) of entities; precision \(fixed(precision, 3)), recall "
        + fixed(recall, 3),
      "accuracy   \(percent(accuracy)) of tokens; the tag O alone \(percent(outside))",
      "loss       \(fixed(loss, 4)) nats a sentence",
    ] + (unknown.map { ["unknown    \(percent($0)) of the words"] } ?? []) + [""]
      + ClassFigures.Table(head: "class", noun: "entities", figures: classes).lines
  }

  var notes: [String] {
    guard let seenInTraining, seenInTraining > 0 else { return [] }
    return [KnownExamples.note(seenInTraining, of: sentences, "sentence")]
  }
}
