import Course
import Text

/// How well one class was predicted.
package struct ClassFigures: Codable, Equatable, Sendable {
  let label: String
  /// Of what was predicted to be of the class, the share that is; 0 where there is none.
  package let precision: Double
  /// Of what is of the class, the share that was predicted to be; 0 where there is none.
  package let recall: Double
  /// The harmonic mean of the two.
  package let f1: Double
  /// What is of the class.
  let count: Int

  init(_ label: String, right: Int, predicted: Int, count: Int) {
    (self.label, self.count) = (label, count)
    precision = Double(right) / Double(max(1, predicted))
    recall = Double(right) / Double(max(1, count))
    f1 = 2 * Double(right) / Double(max(1, predicted + count))
  }

  /// A table of classes.
  struct Table {
    /// What classes are called, and what is counted of them.
    let head, noun: String
    let figures: [ClassFigures]

    private var column: Int {
      min(24, max(head.count, figures.map(\.label.columns).max() ?? 0))
    }

    var lines: [String] {
      let widths = [11, 9, 8, 2 + max(7, noun.count)]
      return [row(head, ["precision", "recall", "F1", noun], widths)]
        + figures.map {
          let shares = [$0.precision, $0.recall, $0.f1].map { fixed($0, 3) }
          return row($0.label, shares + [grouped($0.count)], widths)
        }
    }

    /// Which class was taken for which; the commonest mistakes where that table is wider than the window.
    func confusion(_ counts: [[Int]], width: Int) -> [String] {
      let names = figures.map { shortened(PlainText.line($0.label), to: 12) }
      let cell = max(6, 2 + (names.map(\.columns).max() ?? 0))
      if column + cell * names.count > min(width, 100) {
        return ["", "the commonest mistakes"] + commonestMistakes(counts).map { "  " + $0 }
      }
      let cells = Array(repeating: cell, count: names.count)
      return ["", "true label below, predicted label to the right", row("", names, cells)]
        + zip(figures, counts).map { row($0.label, $1.map(grouped), cells) }
    }

    private func row(_ name: String, _ cells: [String], _ widths: [Int]) -> String {
      padded(shortened(PlainText.line(name), to: column), to: column)
        + zip(cells, widths).map(flushRight).joined()
    }

    /// Of many labels, which are taken for which others, at most ten.
    private func commonestMistakes(_ counts: [[Int]]) -> [String] {
      let pairs = figures.indices.flatMap { truth in
        figures.indices.filter { $0 != truth && counts[truth][$0] > 0 }
          .map { (truth: truth, taken: $0, count: counts[truth][$0]) }
      }
      let sorted = pairs.sorted { ($1.count, $0.truth, $0.taken) < ($0.count, $1.truth, $1.taken) }
      if sorted.isEmpty { return ["none"] }
      return sorted.prefix(10).map {
        let (truth, taken) = (figures[$0.truth].label, figures[$0.taken].label)
        return PlainText.line("\(grouped($0.count)) of \(truth) taken for \(taken)")
      }
    }
  }
}

/// A share as `12.3 %`.
func percent(_ share: Double) -> String { "\(fixed(100 * share, 1)) %" }
