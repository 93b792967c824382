import Foundation
import Laboratory

/// The values of chapter 03, "Vanishing gradients", that are worked out there.
enum Chapter03Values {
  static func all() -> PageValues.List {
    let measured = DecayExperiment(steps: 61).contributions(radius: 1, strength: 0.3)
    // The root of the number of sequences until the contribution of a step stands out.
    let root = measured.noise / measured.means[60]
    return [
      "scatter": measured.noise, "days": root * root / 1_000 / 86_400,
      "left-20": exp(20 * log(0.8)), "left-50": exp(50 * log(0.8)),
    ]
  }
}
