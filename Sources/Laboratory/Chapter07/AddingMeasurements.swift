import Course
import Tasks

/// What `course dev adding` measured, which takes too long to measure whenever a figure is drawn.
///
/// Processors with other instructions round otherwise, and a training makes much of a last digit:
/// curves then differ, what they show does not.
package struct AddingMeasurements: Equatable, Sendable {
  package struct Run: Equatable, Sendable {
    package let cell: AddingCell
    package let length: Int
    package let seed: Int
    /// Before learning and after every hundred updates.
    package let errors: [Double]
  }

  package static let lengths = [20, 50, 100, 200]

  /// In the order of their seeds.
  package let runs: [Run]

  /// - Parameter text: lines such as `lstm 100 1: 17130 16020 …`: the cell, the length, the seed,
  ///   and the errors in hundred-thousandths.
  package init(_ text: String) {
    let file = Measurements(text)
    runs = file.texts.keys.compactMap { name in
      let words = name.split(separator: " ").map(String.init)
      guard words.count == 3, let cell = AddingCell(rawValue: words[0]),
        let length = Int(words[1]), let seed = Int(words[2])
      else { return nil }
      return Run(cell: cell, length: length, seed: seed, errors: file[name].map { $0 / 100_000 })
    }.sorted { $0.seed < $1.seed }
  }

  /// - Throws: `UserError` where the file of chapters/measurements/ is missing.
  package init(_ name: String = "07-adding", in folder: PackageFolder) throws {
    try self.init(Measurements.text(name, in: folder))
  }

  /// One run as it stands in the text.
  package static func line(_ experiment: AddingExperiment, _ errors: [Double]) -> String {
    let numbers = errors.map { $0.isFinite ? "\(Int(($0 * 100_000).rounded()))" : "nan" }
    return "\(experiment.cell.rawValue) \(experiment.length) \(experiment.seed): "
      + numbers.joined(separator: " ")
  }

  package func runs(of cell: AddingCell, length: Int) -> [Run] {
    runs.filter { $0.cell == cell && $0.length == length }
  }

  /// The errors to expect after 100, 500 and 2,000 updates; nil where fewer than ten seeds were
  /// measured.
  package func yardstick(of cell: AddingCell, length: Int) -> Yardstick? {
    let runs = runs(of: cell, length: length)
    if runs.count < 10 { return nil }
    return Yardstick(
      marks: [100, 500, 2_000].map { step in
        Yardstick.Mark(step: step, losses: runs.map { $0.errors[step / AddingExperiment.interval] })
      })
  }
}
