import Course
import Foundation
import Layers
import Text

/// How well labels were predicted.
package struct ClassificationReport: Judgement, Codable, Equatable, Sendable {
  package let texts: Int
  /// Mean nats of the true label.
  package let loss: Double
  package let accuracy: Double
  /// The mean of the labels' F1; labels that neither occur nor are predicted do not count.
  package let macroF1: Double
  /// The accuracy of predicting the commonest label of these texts.
  package let majority: Double
  package let labels: [Figures]
  /// A row for each true label, a column for each predicted one.
  package let confusion: [[Int]]
  /// Texts that are in the files that the model learnt from; nil where that is not known.
  package var seenInTraining: Int?
  /// Texts without any symbol; each was read as an unknown one.
  package var empty: Int?
  /// The share of the symbols that the model does not know.
  package var unknown: Double?

  /// How well one label was predicted.
  package struct Figures: Codable, Equatable, Sendable {
    let label: String
    /// Of the texts predicted to have it, those that do; 0 where there are none.
    package let precision: Double
    /// Of the texts that have it, those predicted to; 0 where there are none.
    package let recall: Double
    /// The harmonic mean of the two.
    package let f1: Double
    /// Those that have it.
    let texts: Int
  }

  /// - Parameters:
  ///   - probabilities: of each label for each text.
  ///   - targets: the index of each text's label.
  ///   - labels: their names.
  init(_ probabilities: [[Float]], targets: [Int], labels: [String]) {
    var confusion = labels.map { _ in labels.map { _ in 0 } }
    var loss = 0.0
    for (row, target) in zip(probabilities, targets) {
      confusion[target][Self.likeliest(row)] += 1
      loss -= log(max(Double(row[target]), Double(Float.leastNormalMagnitude)))
    }
    let count = Double(max(1, targets.count))
    let figures = labels.indices.map { index in
      let right = Double(confusion[index][index])
      let (texts, predicted) = (
        confusion[index].reduce(0, +), confusion.reduce(0) { $0 + $1[index] }
      )
      return Figures(
        label: labels[index], precision: right / Double(max(1, predicted)),
        recall: right / Double(max(1, texts)), f1: 2 * right / Double(max(1, texts + predicted)),
        texts: texts)
    }
    let counted = labels.indices.filter { index in
      figures[index].texts > 0 || confusion.contains { $0[index] > 0 }
    }
    texts = targets.count
    self.loss = loss / count
    accuracy = Double(labels.indices.reduce(0) { $0 + confusion[$1][$1] }) / count
    macroF1 = counted.reduce(0) { $0 + figures[$1].f1 } / Double(max(1, counted.count))
    majority = Double(figures.map(\.texts).max() ?? 0) / count
    (self.labels, self.confusion) = (figures, confusion)
  }

  /// The first of the largest.
  static func likeliest(_ row: [Float]) -> Int {
    row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
  }

  // MARK: Shown

  package static let headings = ["validation", "accuracy", "macro F1"]

  package var cells: [String] { [fixed(loss, 3), Self.percent(accuracy), fixed(macroF1, 3)] }

  static func percent(_ share: Double) -> String { "\(fixed(100 * share, 1)) %" }

  /// The report in lines.
  ///
  /// - Parameter width: of the window.
  func lines(width: Int) -> [String] {
    var lines = [
      "texts      \(grouped(texts))",
      "accuracy   \(Self.percent(accuracy)); the commonest label alone \(Self.percent(majority))",
      "macro F1   \(fixed(macroF1, 3))", "loss       \(fixed(loss, 4)) nats a text",
    ]
    if let unknown { lines.append("unknown    \(Self.percent(unknown)) of what was read") }
    lines.append("")
    let column = min(24, max(5, labels.map(\.label.columns).max() ?? 0))
    func row(_ name: String, _ cells: [String], _ widths: [Int]) -> String {
      padded(shortened(PlainText.line(name), to: column), to: column)
        + zip(cells, widths).map(flushRight).joined()
    }
    let widths = [11, 9, 8, 9]
    lines.append(row("label", ["precision", "recall", "F1", "texts"], widths))
    lines += labels.map {
      row(
        $0.label,
        [fixed($0.precision, 3), fixed($0.recall, 3), fixed($0.f1, 3), grouped($0.texts)],
        widths)
    }
    let names = labels.map { shortened(PlainText.line($0.label), to: 12) }
    let cell = max(6, 2 + (names.map(\.columns).max() ?? 0))
    if column + cell * labels.count <= min(width, 100) {
      let cells = Array(repeating: cell, count: labels.count)
      lines += ["", "true label below, predicted label to the right"]
      lines.append(row("", names, cells))
      lines += zip(labels, confusion).map { row($0.label, $1.map(grouped), cells) }
    } else {
      lines += ["", "the commonest mistakes"] + commonestMistakes.map { "  " + $0 }
    }
    return lines
  }

  /// Of many labels, which are taken for which others, at most ten.
  private var commonestMistakes: [String] {
    let pairs = labels.indices.flatMap { truth in
      labels.indices.filter { $0 != truth && confusion[truth][$0] > 0 }
        .map { (truth: truth, taken: $0, count: confusion[truth][$0]) }
    }
    let sorted = pairs.sorted { ($1.count, $0.truth, $0.taken) < ($0.count, $1.truth, $1.taken) }
    if sorted.isEmpty { return ["none"] }
    return sorted.prefix(10).map {
      let (truth, taken) = (labels[$0.truth].label, labels[$0.taken].label)
      return PlainText.line("\(grouped($0.count)) of \(truth) taken for \(taken)")
    }
  }
}
