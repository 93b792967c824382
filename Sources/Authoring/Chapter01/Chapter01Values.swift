import Course
import Foundation
import LinearAlgebra
import Sequences

/// The values of chapter 01, "Sequences as matrices", that are worked out there.
enum Chapter01Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let plays = try Measurements("01-plays", in: folder)
    /// The losses of a rate after these many updates.
    func learned(_ rate: Int, after updates: [Double]) -> [Double] {
      zip(plays["updates"], plays["learned-\(rate)"]).filter { updates.contains($0.0) }.map(\.1)
    }
    let counted = plays["counted"].first ?? .nan
    let powers = [2.0, 1, 0].map(exp)
    let chances = [1, 0.9, 0.5, 0.1, 0.01, 0.000001]
    // Of the logits 3, 2, 1 with target 1, and of three equal ones.
    let loss = (log(powers.reduce(0, +)) - 1 + log(3)) / 2
    // One update of a table of zeros on banana, at a rate of 3.
    let banana: Matrix = [[0, 0, 2], [1, 0, 0], [2, 0, 0]]
    let zeros = Matrix(rows: 3, columns: 3)
    let updated = updatedTable(zeros, counts: banana, rate: 3)
    let said = softmax(updated)
    return [
      "powers": powers + [powers.reduce(0, +)],
      "nats": chances.map { -log($0) },
      "bits": chances.map { -log2($0) },
      "loss": loss,
      "shifted": [exp(-1), 1000 + log(1 + exp(-1))],
      // Nine symbols of ten had 0.9, and the tenth a millionth.
      "tenth": [-(9 * log(0.9) + log(1e-6)) / 10, -log(1e-6) / 10],
      "row-gradient": (updated.row(0) / -3).values,
      "first-probability": said[0, 2],
      "learning": [1, 10, 100, 200].map { [Double($0)] + learned($0, after: [1, 100, 1000]) },
      "nearly": learned(100, after: [1000]).map { $0 - counted },
      "trough": learned(200, after: [70]), "crest": learned(200, after: [100]),
      "first-loss": -(banana .* log(said)).sum / banana.sum,
    ]
  }
}
