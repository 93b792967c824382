import ExerciseSupport
import LinearAlgebra
import Optimizers
import UnequalLengths

/// What a classifier learns from, and what it is tested on.
public struct ReviewParts: Equatable, Sendable {
  /// To learn from, and to be looked at once.
  public var training, test: [Review]

  /// Creates them from their parts.
  public init(training: [Review], test: [Review]) {
    (self.training, self.test) = (training, test)
  }

  /// Mixed reviews, each followed by sentences that say nothing.
  ///
  /// - Parameters:
  ///   - count: how many to learn from; 500 are there to be tested on.
  ///   - asides: how many sentences follow: each number in this range as often as any other.
  ///   - seed: decides all of it.
  public init(_ count: Int, followedBy asides: ClosedRange<Int>, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func drawn(_ count: Int) -> [Review] {
      Reviews.mixed(count, using: &generator).map { review in
        let sentences = asides.lowerBound + generator.integer(below: asides.count)
        return Reviews.followed(review, by: sentences, using: &generator)
      }
    }
    training = drawn(count)
    test = drawn(500)
  }
}

extension Reviewer {
  /// η of Adam, and how many reviews are in a batch, in all experiments of the chapter.
  public static let (learningRate, batch) = (0.01, 30)

  /// A reviewer of 16 units that has learnt some reviews.
  ///
  /// - Parameters:
  ///   - readout: what its output layer is given.
  ///   - reviews: at least one.
  ///   - updates: how many.
  ///   - seed: of the first weights and of the orders.
  public init(readout: Readout, studying reviews: [Review], updates: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed + 100)
    self.init(hiddenSize: 16, readout: readout, using: &generator)
    study(reviews, updates: updates, using: &generator)
  }

  /// Learns from some reviews, a batch after the other; each pass has another order.
  ///
  /// - Parameters:
  ///   - reviews: at least one.
  ///   - updates: how many.
  ///   - generator: decides the orders.
  public mutating func study(
    _ reviews: [Review], updates: Int, using generator: inout SeededGenerator
  ) {
    var optimizer = Adam(learningRate: Self.learningRate)
    var waiting: [Int] = []
    for _ in 0..<updates {
      if waiting.count < min(Self.batch, reviews.count) {
        waiting = Array(reviews.indices)
        shuffle(&waiting, using: &generator)
      }
      let chosen = waiting.suffix(Self.batch).map { reviews[$0] }
      waiting.removeLast(chosen.count)
      train(on: chosen.batch, labels: chosen.labels, with: &optimizer)
    }
  }
}
