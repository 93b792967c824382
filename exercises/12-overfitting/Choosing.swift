import LinearAlgebra
import Optimizers

extension Classifier {
  /// A classifier of 16 units after 100 updates on some sentences, without anything against
  /// overfitting.
  static func trained(
    on sentences: Sentences, using generator: inout SeededGenerator
  ) -> Classifier {
    var model = Classifier(hiddenSize: 16, using: &generator)
    var optimizer = Adam(learningRate: learningRate)
    for _ in 0..<100 {
      model.train(on: sentences, with: Regularisation(), using: &generator, by: &optimizer)
    }
    return model
  }

  /// The validation accuracy of a classifier that learns forty families of five sentences, each
  /// family with a label that a coin gave it.
  ///
  /// - Parameters:
  ///   - isTogether: whether the three parts keep families together.
  ///   - seed: of the sentences, the coins and the network.
  public static func accuracyOnCoins(keepingFamilies isTogether: Bool, seed: UInt64) -> Double {
    var generator = SeededGenerator(seed: seed)
    var (sentences, families) = Opinions.families(40, copies: 5, using: &generator)
    let coins = (0..<40).map { _ in generator.integer(below: 2) }
    sentences.labels = families.map { coins[$0] }
    let parts = threeParts(
      groups: isTogether ? families : Array(0..<sentences.count), validation: 0.2, test: 0.2,
      using: &generator)
    let model = trained(on: sentences[parts.training], using: &generator)
    return model.judged(on: sentences[parts.validation]).accuracy
  }

  /// Fifty classifiers learn the same forty sentences from other first weights, and the one with the
  /// highest accuracy on fifty others is chosen.
  ///
  /// - Returns: its accuracy there and on 1,000 new sentences; then the mean of all fifty on either.
  public static func bestOfFifty(seed: UInt64) -> [Double] {
    let parts = OpinionParts(seed: seed, examples: 40)
    var generator = SeededGenerator(seed: seed + 5_000)
    var (chosen, later, sums) = (0.0, 0.0, [0.0, 0])
    for _ in 0..<50 {
      let model = trained(on: parts.training, using: &generator)
      let now = model.judged(on: parts.validation.prefix(50)).accuracy
      let new = model.judged(on: parts.test).accuracy
      if now > chosen { (chosen, later) = (now, new) }
      sums = [sums[0] + now / 50, sums[1] + new / 50]
    }
    return [chosen, later] + sums
  }
}
