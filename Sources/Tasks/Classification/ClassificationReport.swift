import Course
import Foundation
import Layers
import Text

/// How well labels were predicted.
package struct ClassificationReport: ShownJudgement, Codable, Equatable, Sendable {
  package let texts: Int
  /// Mean nats of the true label.
  package let loss: Double
  package let accuracy: Double
  /// The mean of the labels' F1; labels that neither occur nor are predicted do not count.
  package let macroF1: Double
  /// The accuracy of predicting the commonest label of these texts.
  package let majority: Double
  package let labels: [ClassFigures]
  /// A row for each true label, a column for each predicted one.
  package let confusion: [[Int]]
  /// Texts that are in the files that the model learnt from; nil where that is not known.
  package var seenInTraining: Int?
  /// Texts without any symbol; each was read as an unknown one.
  package var empty: Int?
  /// The share of the symbols that the model does not know.
  package var unknown: Double?

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
    let predicted = labels.indices.map { index in confusion.reduce(0) { $0 + $1[index] } }
    let figures = labels.indices.map { index in
      ClassFigures(
        labels[index], right: confusion[index][index], predicted: predicted[index],
        count: confusion[index].reduce(0, +))
    }
    let counted = labels.indices.filter { figures[$0].count + predicted[$0] > 0 }
    texts = targets.count
    self.loss = loss / count
    accuracy = Double(labels.indices.reduce(0) { $0 + confusion[$1][$1] }) / count
    macroF1 = counted.reduce(0) { $0 + figures[$1].f1 } / Double(max(1, counted.count))
    majority = Double(figures.map(\.count).max() ?? 0) / count
    (self.labels, self.confusion) = (figures, confusion)
  }

  /// The first of the largest.
  static func likeliest(_ row: [Float]) -> Int {
    row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
  }

  // MARK: Shown

  package static let headings = ["validation", "accuracy", "macro F1"]

  package var cells: [String] { [fixed(loss, 3), percent(accuracy), fixed(macroF1, 3)] }

  func lines(width: Int) -> [String] {
    let table = ClassFigures.Table(head: "label", noun: "texts", figures: labels)
    return [
      "texts      \(grouped(texts))",
      "accuracy   \(percent(accuracy)); the commonest label alone \(percent(majority))",
      "macro F1   \(fixed(macroF1, 3))", "loss       \(fixed(loss, 4)) nats a text",
    ] + (unknown.map { ["unknown    \(percent($0)) of what was read"] } ?? []) + [""]
      + table.lines + table.confusion(confusion, width: width)
  }

  var notes: [String] {
    let seen = seenInTraining.map { KnownExamples.note($0, of: texts, "text") }
    let without = empty.map { "\(grouped($0)) of the \(grouped(texts)) texts have no words." }
    return [seenInTraining == 0 ? nil : seen, empty == 0 ? nil : without].compactMap(\.self)
  }
}
