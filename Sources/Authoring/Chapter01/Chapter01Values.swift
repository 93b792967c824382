import Foundation

/// The values of chapter 01, "Sequences as matrices", that are worked out there.
enum Chapter01Values {
  static func all() -> PageValues.List {
    let powers = [2.0, 1, 0].map(exp)
    let chances = [1, 0.9, 0.5, 0.1, 0.01, 0.000001]
    // Of the logits 3, 2, 1 with target 1, and of three equal ones.
    let loss = (log(powers.reduce(0, +)) - 1 + log(3)) / 2
    return [
      "powers": powers + [powers.reduce(0, +)],
      "nats": chances.map { -log($0) },
      "bits": chances.map { -log2($0) },
      "loss": loss,
      "loss-in-bits": loss / log(2),
      "bits-of-a-nat": 1 / log(2),
      "shifted": [exp(-1), 1000 + log(1 + exp(-1))],
    ]
  }
}
