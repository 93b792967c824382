import Course

/// What the loss of `course train` and of `course train --mine` should be on the book, with their
/// default settings.
///
/// The loss is the mean of a training's last twenty steps, before each of them.
package enum TrainingYardstick {
  package static let steps = [100, 500, 2_000]

  /// For `course train`; nil for a text or settings that were not measured.
  static func forLayers(
    _ outline: TrainingOutline, of corpus: CorpusIdentity
  ) throws -> Yardstick? {
    isStandard(outline, corpus) ? try measured("layers", in: .containing()) : nil
  }

  /// For `course train --mine`; nil for a text or settings that were not measured.
  static func forChapters(
    _ outline: TrainingOutline, of corpus: CorpusIdentity
  ) throws -> Yardstick? {
    isStandard(outline, corpus) ? try measured("chapters", in: .containing()) : nil
  }

  /// Whether the book is read, and only the seed was chosen.
  private static func isStandard(_ outline: TrainingOutline, _ corpus: CorpusIdentity) -> Bool {
    var standard = TrainingSession.fitted(
      ConfigurationFlags(), toSymbols: outline.training + outline.validation
    ).0
    standard.seed = outline.configuration.seed
    return corpus.files.isEmpty && outline.configuration == standard
  }
}

/// The losses of the last steps of a training: one window's says little.
package struct RecentLosses {
  package static let count = 20
  private var losses: [Double] = []

  package init(losses: [Double] = []) {
    self.losses = losses
  }

  package mutating func add(_ loss: Double) {
    losses.append(loss)
    if losses.count > Self.count { losses.removeFirst() }
  }

  /// Nil before there are enough.
  package var mean: Double? {
    losses.count < Self.count ? nil : losses.reduce(0, +) / Double(Self.count)
  }
}

// MARK: - Measured

extension TrainingYardstick {
  /// Half a band is never narrower than this: the book is edited, and a text of other sentences
  /// has another loss.
  static let leastHalfBand = 0.1

  /// - Parameter name: `layers` or `chapters`, as `course dev yardsticks` prints before each seed.
  package static func measured(_ name: String, in folder: PackageFolder) throws -> Yardstick {
    let file = try Measurements("08-yardsticks", in: folder)
    let losses = (1...10).map { file["\(name) \($0)"] }
    return Yardstick(
      marks: steps.enumerated().map { index, step in
        let measured = Yardstick.Mark(step: step, losses: losses.map { $0[index] })
        return Yardstick.Mark(
          step: step, seeds: measured.seeds, mean: measured.mean,
          standardDeviation: max(measured.standardDeviation, leastHalfBand / 3))
      })
  }
}
