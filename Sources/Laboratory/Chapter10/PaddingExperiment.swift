import Foundation
import LinearAlgebra
import Optimizers
import UnequalLengths

/// The ways in which chapter 10 reads sentences that it has made equally long.
package enum PaddingWay: String, CaseIterable, Sendable {
  /// Padding on the right is read like words, and the answer asked for after it.
  case bare
  /// Padding on the right, at which states stand still.
  case masked
  /// The same, and a batch is no longer than its longest sentence.
  case trimmed
  /// Padding on the right is read like words; its row of W makes the cell states stand still.
  case weights
  /// Padding on the left is read like words.
  case left

  package var name: String {
    switch self {
    case .bare: "on the right, read like words"
    case .masked: "on the right, masked"
    case .trimmed: "masked, and no more than the batch needs"
    case .weights: "on the right, stilled by weights"
    case .left: "on the left, read like words"
    }
  }
}

/// The experiment of chapter 10: an LSTM learns to tell praise from blame, and is tested every hundred
/// updates on opinions that it never learns from.
package struct PaddingExperiment: Sendable {
  package let way: PaddingWay
  /// The steps to which sentences are padded.
  package let length: Int
  /// Of the first weights, and of the opinions to learn from.
  package let seed: UInt64

  package init(_ way: PaddingWay, length: Int, seed: UInt64) {
    (self.way, self.length, self.seed) = (way, length, seed)
  }

  package static let (hiddenSize, learningRate, batch, interval) = (16, 0.005, 32, 100)

  /// 500 opinions to test on, the same for all.
  private static let test = {
    var generator = SeededGenerator(seed: 1_000_000)
    return Opinions.drawn(500, using: &generator)
  }()

  private func padded(_ opinions: [Opinion]) -> PaddedBatch {
    let sentences = opinions.map(\.words)
    let longest = sentences.map(\.count).max() ?? 0
    return UnequalLengths.padded(
      sentences, to: way == .trimmed ? longest : length, with: Opinions.padding,
      on: way == .left ? .left : .right)
  }

  /// Trains from the beginning.
  ///
  /// - Parameter isToGoOn: is given what has been seen so far, before the first update and after every
  ///   hundred, and says whether to go on.
  package func run(
    while isToGoOn: (PaddingProgress) -> Bool
  ) -> (model: OpinionReader, progress: PaddingProgress) {
    var generator = SeededGenerator(seed: seed)
    var model = OpinionReader(
      hiddenSize: Self.hiddenSize, isMasked: way == .masked || way == .trimmed, using: &generator)
    if way == .weights { model.cell = model.cell.standingStill(at: Opinions.padding) }
    var (optimizer, progress) = (Adam(learningRate: Self.learningRate), PaddingProgress())
    let (test, answers) = (padded(Self.test), labels(Self.test))
    while true {
      progress.accuracies.append(model.accuracy(on: test, labels: answers))
      if !isToGoOn(progress) { return (model, progress) }
      for _ in 0..<Self.interval {
        let opinions = Opinions.drawn(Self.batch, using: &generator)
        // To draw them takes as long as to learn from short ones.
        let begun = clock()
        let batch = padded(opinions)
        model.train(on: batch, labels: labels(opinions), clippingAt: 1, with: &optimizer)
        progress.seconds += Double(clock() - begun) / Double(CLOCKS_PER_SEC)
        progress.steps += batch.mask.count * opinions.count
      }
    }
  }

  private func labels(_ opinions: [Opinion]) -> [Int] { opinions.map { $0.isPositive ? 1 : 0 } }
}

/// How far a run has come.
package struct PaddingProgress: Sendable {
  /// The share of opinions judged rightly, before learning and after every hundred updates.
  package var accuracies: [Double] = []
  /// Steps of single sentences that learning has taken, forward and back, and the processor's time.
  package var (steps, seconds) = (0, 0.0)

  package var updates: Int { (accuracies.count - 1) * PaddingExperiment.interval }
}
