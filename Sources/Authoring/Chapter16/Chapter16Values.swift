import Course
import Foundation
import Laboratory
import LinearAlgebra
import Translation

/// The values of chapter 16, "Translation".
enum Chapter16Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    func file(_ part: TranslationRuns.Part) throws -> Measurements {
      try Measurements("16-\(part.rawValue)", in: folder)
    }
    return hand.merging(
      try experiment(
        file(.length), order: file(.order), tasks: file(.tasks), beams: file(.beams),
        patience: file(.patience))
    ) { $1 }
  }

  /// What the page works out.
  private static var hand: PageValues.List {
    let keys: Matrix = [[1, 0], [0, 1], [1, 1]]
    let seen = attend([[0, 3], [2, 0]], to: keys, mask: [[1, 1, 0]])
    func row(_ query: Int) -> [Double] {
      let scores = seen.queries.row(query).timesTransposed(keys).values
      return scores + seen.weights.row(query).values
    }
    let precision = (0.8 * 0.5).squareRoot()
    return [
      "look": row(0) + row(1), "context": seen.contexts.row(0).values,
      "precision": precision, "brevity": exp(-0.4), "bleu": precision * exp(-0.4),
    ]
  }

  private static func experiment(
    _ length: Measurements, order: Measurements, tasks: Measurements, beams: Measurements,
    patience: Measurements
  ) -> PageValues.List {
    let seeds = TranslationRuns.seeds
    /// For each place of a line its mean over the seeds, the lowest and the highest.
    func summary(_ file: Measurements, _ name: String) -> [[Double]] {
      let runs = seeds.map { file["\(name) \($0)"] }
      return (runs.first ?? []).indices.map { place in
        let all = runs.map { $0[place] }
        return [mean(all), all.min() ?? .nan, all.max() ?? .nan]
      }
    }
    func means(_ file: Measurements, _ name: String) -> [Double] {
      summary(file, name).map { $0[0] }
    }
    let ways = TranslationWay.allCases
    return [
      "seconds": ["vector", "attention", "unforced"].map { means(length, "loss \($0)")[1] },
      "vector": ways.prefix(2).map { summary(length, $0.rawValue).flatMap { $0 } },
      "attention": ways.suffix(2).map { summary(length, $0.rawValue).flatMap { $0 } },
      "order": [TranslationWay.vector, .backwards].map { means(order, $0.rawValue) },
      "english": summary(tasks, "english").flatMap { $0 },
      "dates": summary(tasks, "dates").flatMap { $0 },
      "facts": [means(tasks, "facts"), means(patience, "facts")],
      "patience": summary(patience, "vector").flatMap { $0 },
      "beams": means(beams, "beams"),
    ]
  }
}
