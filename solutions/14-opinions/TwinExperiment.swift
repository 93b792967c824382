import LinearAlgebra
import Optimizers

/// A bag and an LSTM that learn from the same new reviews, 32 in each update, and are tested on plain
/// ones and on twins.
public struct TwinExperiment: Equatable, Sendable {
  /// What they become.
  public private(set) var bag = BagReviewer()
  /// 16 units, and the last state.
  public private(set) var reviewer: Reviewer
  /// Before learning and after every twenty updates the shares of right verdicts: of the bag on plain
  /// reviews and on twins, then of the LSTM.
  public private(set) var shares: [[Double]] = []

  /// How many updates lie between two looks at the test.
  public static let interval = 20

  /// Runs it.
  ///
  /// - Parameters:
  ///   - updates: how many.
  ///   - seed: of the first weights, and of the reviews to learn from; the test is always the same.
  ///   - isToGoOn: is asked before every twenty updates.
  public init(updates: Int, seed: UInt64, while isToGoOn: () -> Bool = { true }) {
    var test = SeededGenerator(seed: 1_000_000)
    let (plain, twins) = (Reviews.plain(500, using: &test), Reviews.twins(250, using: &test))
    var generator = SeededGenerator(seed: seed)
    reviewer = Reviewer(hiddenSize: 16, readout: .last, using: &generator)
    var bagOptimizer = Adam(learningRate: Reviewer.learningRate)
    var optimizer = Adam(learningRate: Reviewer.learningRate)
    for update in 0...updates {
      if update % Self.interval == 0 {
        if !isToGoOn() { return }
        shares.append(
          [plain, twins].map { bag.accuracy(on: $0) }
            + [plain, twins].map { reviewer.accuracy(on: $0) })
      }
      let reviews = Reviews.mixed(32, using: &generator)
      bag.train(on: reviews, with: &bagOptimizer)
      reviewer.train(on: reviews.batch, labels: reviews.labels, with: &optimizer)
    }
  }
}
