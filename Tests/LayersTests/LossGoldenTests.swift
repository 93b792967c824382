import CourseTesting
import Kernels
import XCTest

@testable import Layers

/// Losses with their gradients against Keras and PyTorch's distributions, and metrics against Keras's.
/// Tests/Peers/losses.py made the numbers.
final class LossGoldenTests: XCTestCase {
  private let losses: [String: StepLoss] = [
    "cosineSimilarity": .cosineSimilarity, "huber": .huber(delta: 0.75), "poisson": .poisson,
    "pinball": .pinball(quantiles: [0.1, 0.5, 0.9]),
    "gaussianMixture 1": .gaussianMixture(components: 3),
    "gaussianMixture 2": .gaussianMixture(components: 3),
    "far from any": .gaussianMixture(components: 2), "penMixture": .penMixture(components: 3),
  ]

  func testLossesAndGradients() throws {
    let fixture: Fixture = try Fixtures.decoded("peers-losses")
    XCTAssertEqual(Set(fixture.losses.map(\.name)), Set(losses.keys))
    for golden in fixture.losses {
      let loss = try XCTUnwrap(losses[golden.name])
      let rows = golden.losses.count
      let columns = golden.outputs.count / rows
      XCTAssertEqual(loss.targetSize(of: columns), golden.target.count / rows, golden.name)
      var outputs = golden.outputs
      for row in 0..<rows {
        var output = Array(golden.outputs[row * columns..<(row + 1) * columns])
        let size = golden.target.count / rows
        let value = loss.forwardAndBackward(
          &output, targets: Array(golden.target[row * size..<(row + 1) * size]), rows: 1,
          columns: columns, scale: 1)
        XCTAssertEqual(
          value, golden.losses[row], accuracy: 1e-6 * max(1, abs(golden.losses[row])), golden.name)
      }
      let sum = loss.forwardAndBackward(
        &outputs, targets: golden.target, rows: rows, columns: columns, scale: 1)
      XCTAssertEqual(sum, golden.losses.reduce(0, +), accuracy: 1e-6 * sum.magnitude)
      for (mine, wanted) in zip(outputs, golden.gradient) {
        XCTAssertEqual(mine, wanted, accuracy: 1e-6 * max(1, abs(wanted)), golden.name)
      }
    }
  }

  /// In single precision, several rows at once.
  func testSinglePrecision() throws {
    let fixture: Fixture = try Fixtures.decoded("peers-losses")
    for golden in fixture.losses where golden.name != "far from any" {
      let rows = golden.losses.count
      var outputs = golden.outputs.map { Float($0) }
      let sum = losses[golden.name]!.forwardAndBackward(
        &outputs, targets: golden.target.map { Float($0) }, rows: rows,
        columns: outputs.count / rows, scale: 1)
      XCTAssertEqual(sum, golden.losses.reduce(0, +), accuracy: 1e-5 * sum.magnitude)
      for (mine, wanted) in zip(outputs, golden.gradient) {
        XCTAssertEqual(Double(mine), wanted, accuracy: 2e-5 * max(1, abs(wanted)), golden.name)
      }
    }
  }

  func testMetrics() throws {
    let golden = (try Fixtures.decoded("peers-losses") as Fixture).metrics
    let rows = golden.classes.count
    let classes = 0..<4
    let objective = Objective(
      loss: .sparseCategoricalCrossEntropy,
      metrics: [.topK(2), .rSquared, .cosineSimilarity, .rootMeanSquaredError]
        + classes.map { .precision(ofClass: $0) } + classes.map { .recall(ofClass: $0) }
        + classes.map { .f1(ofClass: $0) },
      weightedMetrics: [.accuracy, .meanSquaredError])
    // Logits whose softmax the predictions are.
    var logits = golden.predictions.map { Double.log($0) }
    let scores = measured(&logits, objective, golden, weights: golden.weights)
    let expected =
      golden.top2 + golden.r2 + golden.cosine + golden.rmse + golden.precision + golden.recall
      + golden.f1 + golden.weightedAccuracy + golden.weightedMSE
    XCTAssertEqual(scores.values.count, expected.count)
    for (index, (mine, wanted)) in zip(scores.values, expected).enumerated() {
      XCTAssertEqual(mine, wanted, accuracy: 1e-6, objective.allMetrics[index].name)
    }
    XCTAssertEqual(scores.loss / Double(rows), golden.lossWithWeights[0], accuracy: 1e-6)
  }

  func testMetricsOfSeveralLabels() throws {
    let golden = (try Fixtures.decoded("peers-losses") as Fixture).metrics
    let objective = Objective(loss: .binaryCrossEntropy, metrics: [.precision, .recall, .f1])
    var logits = golden.predictions.map { Double.log($0 / (1 - $0)) }
    let values = measured(&logits, objective, golden).values
    let (precision, recall) = (golden.multiLabelPrecision[0], golden.multiLabelRecall[0])
    for (mine, wanted) in zip(
      values, [precision, recall, 2 * precision * recall / (precision + recall)])
    {
      XCTAssertEqual(mine, wanted, accuracy: 1e-6)
    }
  }

  private func measured(
    _ logits: inout [Double], _ objective: Objective, _ golden: Metrics, weights: [Double] = []
  ) -> (loss: Double, values: [Double]) {
    let rows = golden.classes.count
    let targets = ShardTargets<Double>(steps: rows, columns: 4)
    let oneHot = golden.classes.flatMap { wanted in (0..<4).map { $0 == wanted ? 1.0 : 0 } }
    targets.load(
      objective.loss.takesClasses ? .classes(golden.classes.map { Int32($0) }) : .values(oneHot),
      WindowWeights(factors: weights), firstRow: 0, rows: rows, time: 1)
    let result = targets.measure(&logits, steps: rows, mask: nil, objective, scale: 1)
    return (result.loss, result.sums.values(objective))
  }
}

private struct Fixture: Decodable {
  let losses: [Case]
  let metrics: Metrics
}

private struct Case: Decodable {
  let name: String
  let outputs, target, losses, gradient: [Double]
}

private struct Metrics: Decodable {
  let predictions, weights, precision, recall, f1, r2, cosine, rmse: [Double]
  let classes: [Int]
  let top2, weightedAccuracy, weightedMSE, multiLabelPrecision, multiLabelRecall: [Double]
  let lossWithWeights: [Double]

  private enum CodingKeys: String, CodingKey {
    case predictions, weights, precision, recall, f1, r2, cosine, rmse, classes
    case top2 = "top_2"
    case weightedAccuracy = "weighted accuracy"
    case weightedMSE = "weighted mse"
    case multiLabelPrecision = "multi-label precision"
    case multiLabelRecall = "multi-label recall"
    case lossWithWeights = "loss with weights"
  }
}
