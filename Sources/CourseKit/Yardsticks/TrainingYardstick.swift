/// What the loss of `course train` and of `course train --mine` should be on the book, with their
/// default settings.
///
/// The loss is the mean of a training's last twenty steps, before each of them.
enum TrainingYardstick {
  static let steps = [100, 500, 2_000]

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
struct RecentLosses {
  static let count = 20
  private var losses: [Double] = []

  mutating func add(_ loss: Double) {
    losses.append(loss)
    if losses.count > Self.count { losses.removeFirst() }
  }

  /// Nil before there are enough.
  var mean: Double? {
    losses.count < Self.count ? nil : losses.reduce(0, +) / Double(Self.count)
  }
}

extension TrainingYardstick {
  static let layers = Yardstick(marks: [])
  static let chapters = Yardstick(marks: [])
}
