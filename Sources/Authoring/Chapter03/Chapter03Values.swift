import Foundation

/// The values of chapter 03, "Vanishing gradients", that are worked out there.
enum Chapter03Values {
  static func all() -> PageValues.List {
    let rest = (0..<1_000).reduce(1.0) { state, _ in tanh(2 * state) }
    return [
      "hump": 1.25.squareRoot(), "half-life": log(0.5) / log(0.97), "ten-more": exp(10 * log(0.9)),
      "rest-2": rest, "rest-2-slope": 2 * (1 - rest * rest),
      "left-20": exp(20 * log(0.8)), "left-50": exp(50 * log(0.8)),
    ]
  }
}
