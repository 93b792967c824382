import Course

/// What the loss of `course train` and of `course train --mine` should be on the book, with their
/// default settings.
///
/// The loss is the mean of a training's last twenty steps, before each of them.
package enum TrainingYardstick {
  package static let steps = [100, 500, 2_000]

  /// For `course train`; nil for a text or settings that were not measured.
  static func forLayers(_ outline: TrainingOutline, of corpus: CorpusIdentity) -> Yardstick? {
    isStandard(outline, corpus) ? layers : nil
  }

  /// For `course train --mine`; nil for a text or settings that were not measured.
  static func forChapters(_ outline: TrainingOutline, of corpus: CorpusIdentity) -> Yardstick? {
    isStandard(outline, corpus) ? chapters : nil
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

// `course dev yardsticks --seeds 10` on the book of 310,194 characters: for each seed the losses
// after 100, 500 and 2,000 steps.
extension TrainingYardstick {
  /// The book's characters then.
  package static let symbols = 310_194

  package static let layers = yardstick([
    [2.3354, 1.5222, 1.1867],
    [2.3577, 1.5439, 1.2099],
    [2.3262, 1.5167, 1.1988],
    [2.3533, 1.5605, 1.2372],
    [2.3982, 1.5582, 1.2132],
    [2.3647, 1.5286, 1.2041],
    [2.3661, 1.5491, 1.2010],
    [2.3765, 1.5493, 1.1907],
    [2.4035, 1.5547, 1.2115],
    [2.3923, 1.5674, 1.2342],
  ])

  package static let chapters = yardstick([
    [2.7293, 1.8220, 1.3379],
    [2.7673, 1.8030, 1.3178],
    [2.7222, 1.7686, 1.2983],
    [2.7407, 1.8520, 1.3341],
    [2.6939, 1.7984, 1.3368],
    [2.7467, 1.7747, 1.3141],
    [2.7605, 1.8412, 1.3574],
    [2.7273, 1.7955, 1.3182],
    [2.6734, 1.7421, 1.2865],
    [2.7413, 1.7370, 1.2907],
  ])

  /// Half a band is never narrower than this: the book is edited, and a text of other sentences
  /// has another loss.
  static let leastHalfBand = 0.1

  private static func yardstick(_ losses: [[Double]]) -> Yardstick {
    Yardstick(
      marks: steps.enumerated().map { index, step in
        let measured = Yardstick.Mark(step: step, losses: losses.map { $0[index] })
        return Yardstick.Mark(
          step: step, seeds: measured.seeds, mean: measured.mean,
          standardDeviation: max(measured.standardDeviation, leastHalfBand / 3))
      })
  }
}
