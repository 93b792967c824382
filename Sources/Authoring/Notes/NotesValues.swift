import Foundation
import Laboratory
import LinearAlgebra
import VanillaRNN

/// The values of the notes, chapters/notes.md.
enum NotesValues {
  static func all() -> PageValues.List {
    let experiment = DecayExperiment(steps: 61).contributions(radius: 1, strength: 0.3)
    // The root of the number of sequences until the contribution of a step stands out.
    let root = experiment.noise / experiment.means[60]
    // ‖vA‖² of the row at an angle is level + along · cos 2φ + across · sin 2φ.
    let matrix: Matrix = [[0.5, 1], [0, 0.25]]
    let square = matrix.timesTransposed(matrix)
    let (first, mixed, second) = (square[0, 0], square[0, 1], square[1, 1])
    let (level, along, across) = ((first + second) / 2, (first - second) / 2, mixed)
    let wave = hypot(along, across)
    return [
      "square": [first, second],
      "by-angle": [first, second, level, along],
      "wave-row": [along, across], "wave": wave, "largest": [level, wave, level + wave],
      "stretch": (level + wave).squareRoot(), "angle": atan2(across, along) * 90 / Double.pi,
      "quadratic": [first + second, first * second - mixed * mixed, 0],
      "eigenvalues": [level + wave, level - wave],
      "range": 0.5.squareRoot(),
      "scatter": experiment.noise, "days": root * root / 1_000 / 86_400,
    ]
  }

  /// For strings of 1 to 12 bits, how far models tell odd strings from even ones: the one that is
  /// set by hand, and the median and the largest of 200 fresh ones.
  static var gaps: (byHand: [Double], medians: [Double], largest: [Double]) {
    var generator = SeededGenerator(seed: 2)
    let models = (0..<200).map { _ in RNNModel.fresh(using: &generator) }
    let lengths = (1...12).map(ParityStrings.init(length:))
    let sorted = lengths.map { strings in models.map(strings.gap).sorted() }
    return (
      lengths.map { $0.gap(of: parityModel()) }, sorted.map { $0[100] }, sorted.map { $0[199] }
    )
  }
}
