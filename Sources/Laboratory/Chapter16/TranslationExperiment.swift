import Foundation
import LinearAlgebra
import Optimizers
import Translation

/// The ways in which chapter 16 translates.
package enum TranslationWay: String, CaseIterable, Sendable {
  /// One vector holds the sentence.
  case vector
  /// The same, and the source is read from its end.
  case backwards
  /// The decoder may look back.
  case attention
  /// The same, but it learns from what it has written itself.
  case unforced

  package var name: String {
    switch self {
    case .vector: "one vector"
    case .backwards: "one vector, source backwards"
    case .attention: "attention"
    case .unforced: "attention, without teacher forcing"
    }
  }

  var attends: Bool { self == .attention || self == .unforced }
}

/// The experiment of chapter 16: a translator learns a task, and is then tested on what it has not
/// learnt from.
package struct TranslationExperiment: Sendable {
  package let way: TranslationWay
  package let task: TranslationTask
  /// Of numbers, as they are learnt.
  package let digits: ClosedRange<Int>
  /// Of the first weights, and of the pairs to learn from.
  package let seed: UInt64
  /// H, of encoder and decoder.
  package let hiddenSize: Int

  package init(
    _ way: TranslationWay, _ task: TranslationTask = .toGerman, digits: ClosedRange<Int> = 1...4,
    seed: UInt64, hiddenSize: Int = 64
  ) {
    (self.way, self.task, self.digits, self.seed) = (way, task, digits, seed)
    self.hiddenSize = hiddenSize
  }

  package static let (learningRate, batch, interval) = (0.01, 32, 50)

  /// Trains from the beginning.
  ///
  /// - Parameter isToGoOn: is given the updates made and the mean loss of the last interval, before
  ///   the first update and after every interval, and says whether to go on.
  package func run(
    while isToGoOn: (_ updates: Int, _ loss: Double, _ translator: Translator) -> Bool
  ) -> Translator {
    var generator = SeededGenerator(seed: seed)
    var translator = Translator(
      hiddenSize: hiddenSize, attends: way.attends, readsBackwards: way == .backwards,
      using: &generator)
    var (optimizer, updates, loss) = (Adam(learningRate: Self.learningRate), 0, Double.nan)
    while isToGoOn(updates, loss, translator) {
      loss = 0
      for _ in 0..<Self.interval {
        let pairs = task.drawn(Self.batch, digits: digits, using: &generator)
        loss += translator.train(
          on: pairs, isForced: way != .unforced, clippingAt: 1, with: &optimizer)
      }
      loss /= Double(Self.interval)
      updates += Self.interval
    }
    return translator
  }

  /// Pairs to test on, the same for all ways and seeds.
  package func test(_ count: Int, digits: ClosedRange<Int>) -> [SentencePair] {
    var generator = SeededGenerator(seed: 1_000_000 + UInt64(digits.lowerBound))
    return task.drawn(count, digits: digits, isTest: true, using: &generator)
  }
}
