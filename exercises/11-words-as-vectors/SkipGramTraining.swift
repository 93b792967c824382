import ExerciseSupport
import LinearAlgebra
import Optimizers

/// Draws what skip-gram learns from: pairs of neighbours, as often as they were counted, and words by
/// chance.
public struct PairDrawer: Sendable {
  private let vocabularySize: Int
  /// Where the share of each pair ends, and that of each word; the last is the sum.
  private let pairEnds, wordEnds: [Double]

  /// - Parameters:
  ///   - counts: V × V, from `contextCounts`.
  ///   - noisePower: a word is drawn by chance in proportion to its count to this power: 1 as often
  ///     as it occurs, 0 as often as any other.
  /// - Precondition: the counts are square, and there is a pair.
  public init(counts: Matrix, noisePower: Double = 0.75) {
    stop(if: pairsProblem(counts))
    vocabularySize = counts.rows
    pairEnds = ends(counts.values)
    wordEnds = ends(counts.rowSums.values.map { $0 > 0 ? exp(noisePower * log($0)) : 0 })
  }

  /// New pairs, each with some words that were drawn by chance.
  ///
  /// - Parameters:
  ///   - count: N, at least 1.
  ///   - negatives: K, 0 or more.
  ///   - generator: where chance comes from.
  public func batch(
    _ count: Int, negatives: Int, using generator: inout SeededGenerator
  ) -> SkipGramBatch {
    let pairs = (0..<count).map { _ in place(in: pairEnds, generator.uniform()) }
    return SkipGramBatch(
      centres: pairs.map { $0 / vocabularySize }, neighbours: pairs.map { $0 % vocabularySize },
      negatives: (0..<negatives).map { _ in
        (0..<count).map { _ in place(in: wordEnds, generator.uniform()) }
      })
  }
}

/// The sums of the first weight, the first two, and so on.
private func ends(_ weights: [Double]) -> [Double] {
  var sum = 0.0
  return weights.map { weight in
    sum += weight
    return sum
  }
}

/// The first share whose end is beyond u of the whole.
private func place(in ends: [Double], _ u: Double) -> Int {
  let target = u * ends[ends.count - 1]
  var (low, high) = (0, ends.count - 1)
  while low < high {
    let middle = (low + high) / 2
    if ends[middle] > target { high = middle } else { low = middle + 1 }
  }
  return low
}

/// How skip-gram learns.
public struct SkipGramSettings: Equatable, Sendable {
  /// How many places away a neighbour may be, at least 1.
  public var window: Int
  /// D, how many numbers a word's vector has, at least 1.
  public var size: Int
  /// η of Adam, above 0.
  public var learningRate: Double
  /// N, the pairs of an update, at least 1.
  public var batch: Int
  /// K, the words drawn by chance for each pair, 0 or more.
  public var negatives: Int
  /// The power of a word's count that it is drawn by.
  public var noisePower: Double
  /// How many updates.
  public var updates: Int

  /// Settings; those of the page where nothing else is said.
  public init(
    window: Int = 3, size: Int = 16, learningRate: Double = 0.02, batch: Int = 128,
    negatives: Int = 3, noisePower: Double = 0.75, updates: Int = 2_000
  ) {
    (self.window, self.size, self.learningRate) = (window, size, learningRate)
    (self.batch, self.negatives, self.noisePower) = (batch, negatives, noisePower)
    self.updates = updates
  }
}

/// Skip-gram while it learns from a table of counts, some updates at a time.
public struct SkipGramLesson: Sendable {
  /// What has been learnt so far.
  public private(set) var model: SkipGram
  /// The updates made.
  public private(set) var updates = 0
  private let settings: SkipGramSettings
  private let drawer: PairDrawer
  private var optimizer: Adam
  private var generator: SeededGenerator

  /// Begins with random vectors, drawn evenly from ±0.1.
  ///
  /// - Parameters:
  ///   - counts: V × V, from `contextCounts` with the settings' window.
  ///   - settings: how it learns.
  ///   - seed: of the first vectors and of all that is drawn.
  public init(counts: Matrix, settings: SkipGramSettings, seed: UInt64) {
    self.settings = settings
    drawer = PairDrawer(counts: counts, noisePower: settings.noisePower)
    optimizer = Adam(learningRate: settings.learningRate)
    generator = SeededGenerator(seed: seed)
    model = SkipGram(
      words: firstVectors(counts.rows, settings.size, using: &generator),
      contexts: firstVectors(counts.rows, settings.size, using: &generator))
  }

  /// Makes one update.
  ///
  /// - Returns: the loss before it.
  @discardableResult
  public mutating func advance() -> Double {
    let batch = drawer.batch(
      settings.batch, negatives: settings.negatives, using: &generator)
    let result = model.gradients(on: batch)
    optimizer.update(&model.parameters, gradients: [result.words, result.contexts])
    updates += 1
    return result.loss
  }

  /// Makes the updates that the settings ask for, and returns what was learnt.
  public mutating func finished() -> SkipGram {
    while updates < settings.updates { advance() }
    return model
  }
}

func firstVectors(
  _ count: Int, _ size: Int, using generator: inout SeededGenerator
) -> Matrix {
  .uniform(rows: count, columns: size, in: -0.1...0.1, using: &generator)
}

func pairsProblem(_ counts: Matrix) -> String? {
  if counts.rows != counts.columns { return "counts of \(counts.shape) are not a table of pairs" }
  return counts.sum > 0 ? nil : "a table without a pair has nothing to draw"
}

extension Farm {
  /// Who stood near whom in a text of the farm.
  ///
  /// - Parameters:
  ///   - count: how long the text is.
  ///   - window: how many places away a neighbour may be.
  ///   - seed: of the text.
  /// - Returns: V × V, with a row and a column for each word of the farm.
  public static func counts(words count: Int = 30_000, window: Int = 3, seed: UInt64) -> Matrix {
    var writer = FarmWriter(seed: seed)
    return contextCounts(
      writer.text(words: count), vocabularySize: words.count, window: window)
  }
}

extension SkipGramLesson {
  /// The vectors of the farm's words after a whole training.
  ///
  /// - Parameters:
  ///   - settings: how it learns.
  ///   - words: how long the text is.
  ///   - seed: of the text and of the training.
  /// - Returns: V × D, one word a row.
  public static func farmVectors(
    _ settings: SkipGramSettings = SkipGramSettings(), words: Int = 30_000, seed: UInt64
  ) -> Matrix {
    let counts = Farm.counts(words: words, window: settings.window, seed: seed)
    var lesson = SkipGramLesson(counts: counts, settings: settings, seed: seed)
    return lesson.finished().words
  }
}
