import Course

/// What the loss of `course train` and of `course train --mine` should be on the book, with their
/// default settings.
///
/// The loss is the mean of a training's last twenty steps, before each of them.
package enum TrainingYardstick {
  package static let steps = [100, 500, 2_000]
  /// Half a band is never narrower than this: the book is edited, and a text of other sentences
  /// has another loss.
  private static let leastHalfBand = 0.1

  /// Nil unless the book is read, about as long as when it was measured, and no setting but the
  /// seed was chosen: nothing else was measured.
  static func expected(
    of code: TrainingCode, _ configuration: TrainingConfiguration, _ corpus: CorpusIdentity,
    symbols: Int
  ) throws -> Yardstick? {
    var standard = TrainingSession.fitted(ConfigurationFlags(), toSymbols: symbols).0
    standard.seed = configuration.seed
    guard corpus.files.isEmpty && configuration == standard else { return nil }
    let folder = try PackageFolder.containing()
    let length = try Measurements("09-yardsticks", in: folder).number("yardstick.symbols")
    return abs(Double(symbols) - length) < length / 10
      ? try measured(code.rawValue, in: folder) : nil
  }

  /// - Parameter name: `layers` or `chapters`, as `course dev yardsticks` prints before each seed.
  package static func measured(_ name: String, in folder: PackageFolder) throws -> Yardstick {
    let file = try Measurements("09-yardsticks", in: folder)
    let losses = (1...10).map { file["\(name) \($0)"] }
    return Yardstick(
      marks: steps.enumerated().map { index, step in
        var mark = Yardstick.Mark(step: step, losses: losses.map { $0[index] })
        mark.standardDeviation = max(mark.standardDeviation, leastHalfBand / 3)
        return mark
      })
  }
}
