import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// The gradient of every loss of steps against central differences in double precision, through a
/// network, with padding, masks and weights; and what says whether a closure's gradient is right.
final class LossGradientTests: XCTestCase {
  private static let logCosh = Loss.custom("log_cosh") { prediction, target, gradient in
    var sum = 0.0
    for i in prediction.indices {
      sum += Double.log(
        (Double.exp(prediction[i] - target[i]) + Double.exp(target[i] - prediction[i])) / 2)
      gradient[i] = Double.tanh(prediction[i] - target[i])
    }
    return sum
  }

  private let losses: [(loss: Loss, outputs: Int)] = [
    (.binaryCrossEntropy, 2), (.categoricalCrossEntropy, 3), (.sparseCategoricalCrossEntropy, 3),
    (.meanSquaredError, 2), (.meanAbsoluteError, 2), (.cosineSimilarity, 3),
    (.huber(delta: 0.45), 3), (.poisson, 2), (.pinball(quantiles: [0.2, 0.7]), 2),
    (.gaussianMixture(components: 2), 6), (.gaussianMixture(components: 2), 10),
    (.penMixture(components: 2), 13), (logCosh, 2),
  ]

  func testEveryLossWithWeightsAndMasks() throws {
    for (number, (loss, size)) in losses.enumerated() {
      let x = Input.sequence(features: 2)
      let states = GRU(3, returnSequences: true)(Dense(2)(x))
      // A rate is positive.
      let activation: ActivationFunction = loss == .poisson ? .sigmoid : .linear
      let graph = try BuiltGraph(
        inputs: [x], outputs: [Dense(size, activation: activation)(states)]
      ).graph
      let network = try GraphNetwork<Double>(graph).measured(by: [loss])
      for seed in 1...3 as ClosedRange<UInt64> {
        var generator = SeededGenerator(seed: seed + UInt64(10 * number))
        let parameters = network.initialParameters(seed: seed)
        for index in parameters.values.indices {
          parameters.values[index] += generator.uniform(in: -0.3...0.3)
        }
        let window = window(loss, size, &generator)
        let batch = ShardedGraph(
          network, parameters: parameters, rows: 3, lengths: [4], training: true, threads: 1)
        func run(backward: Bool) -> Double {
          batch.parametersChanged()
          let score = batch.run(
            window,
            ShardedGraph<Double>.Task(
              objectives: [Objective(loss: loss)], weights: [1], backward: backward))[0]
          XCTAssertEqual(score.count, 8)
          return score.loss / 8
        }
        _ = run(backward: true)
        let gradients = Array(batch.shards[0].gradients.values)
        expectGradients(
          gradients, of: parameters, network.layout, " with \(loss.name), seed \(seed)",
          file: #filePath, line: #line
        ) { run(backward: false) }
      }
    }
  }

  /// Three rows of four, two and three time steps, of which a mask leaves one out.
  private func window(
    _ loss: Loss, _ size: Int, _ generator: inout SeededGenerator
  ) -> GraphWindow<Double> {
    var part = GraphWindow<Double>.Part(time: 4)
    part.lengths = [4, 2, 3]
    part.numbers = (0..<3 * 4 * 2).map { _ in generator.normal() }
    var window = GraphWindow<Double>(rows: 3, parts: [part])
    let targetSize = loss.targetSize(of: size)
    if loss.takesClasses {
      window.targets = [.classes((0..<12).map { _ in Int32(generator.integer(below: size)) })]
    } else {
      window.targets = [
        .values((0..<12 * targetSize).map { _ in generator.uniform() }, size: targetSize)
      ]
    }
    window.weights = [
      WindowWeights(
        factors: (0..<12).map { $0 == 5 ? 0 : generator.uniform(in: 0.2...3) },
        mask: (0..<12).map { $0 == 2 ? 0 : 1 })
    ]
    return window
  }

  func testAClosureCanBeChecked() throws {
    for (loss, size) in losses where !loss.takesClasses {
      let prediction = (0..<size).map { 0.3 + 0.4 * Double($0) }
      let target = (0..<loss.targetSize(of: size)).map { 0.2 + 0.1 * Double($0) }
      try loss.checkGradient(prediction: prediction, target: target, tolerance: 1e-6)
    }
    let wrong = Loss.custom("mine") { prediction, target, gradient in
      gradient[0] = prediction[0]
      gradient[1] = 2
      return prediction[0] * prediction[0] / 2 + target[0] * prediction[1]
    }
    let sentence = message { try wrong.checkGradient(prediction: [1, 2], target: [4, 0]) }
    XCTAssertTrue(
      sentence.hasPrefix(
        "mine gives the derivative 2.0 by number 1 of the prediction, where the loss changes by "),
      sentence)
    XCTAssertEqual(
      message { try wrong.checkGradient(prediction: [1, 2], target: [4]) },
      "mine expected a target of 2 numbers, got 1")
    XCTAssertEqual(
      message { try Loss.crf.checkGradient(prediction: [1], target: [1]) },
      "the gradient of crf cannot be checked: its targets are integers")
    XCTAssertEqual(
      message {
        try Loss.pinball(quantiles: [0.5]).checkGradient(prediction: [1, 2], target: [1])
      }, "pinball expected an output for each of 1 quantile, got 2")
  }
}
