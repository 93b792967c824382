import Backpropagation
import ExerciseSupport
import GradientChecking
import LinearAlgebra
import Optimizers
import VanillaRNN
import WordVectors

/// A classifier that is told how often each word occurs, and not where: a weight for each word, added
/// up.
public struct BagReviewer: Equatable, Sendable {
  /// vocabularySize × 1: the logit of praise.
  public var output: OutputLayer

  /// A bag as learning starts: all weights are 0.
  public init() {
    output = OutputLayer(
      weights: Matrix(rows: Reviews.vocabulary.count, columns: 1), bias: [[0]])
  }

  /// Creates a bag from its weights.
  public init(output: OutputLayer) { self.output = output }

  /// The logit of praise, reviews × 1: the sum of the weights of a review's words.
  public func logits(_ reviews: [Review]) -> Matrix {
    output.logits(bags(reviews.map { $0.words }, vocabularySize: output.weights.rows))
  }

  /// Learns from some reviews, all at once.
  ///
  /// - Parameters:
  ///   - reviews: at least one.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update, in nats.
  @discardableResult
  public mutating func train(
    on reviews: [Review], with optimizer: inout some Optimizer
  ) -> Double {
    let counts = bags(reviews.map { $0.words }, vocabularySize: output.weights.rows)
    let loss = binaryCrossEntropy(output.logits(counts), targets: reviews.labels)
    let answer = affineGradients(
      counts, weights: output.weights, outputGradient: loss.logitGradients)
    optimizer.update(&output.parameters, gradients: [answer.weights, answer.bias])
    return loss.loss
  }
}
