import Foundation
import Layers
import LinearAlgebra
import XCTest

/// The snippets of the article on losses, metrics and weights, on generated data.
final class LossSnippetTests: XCTestCase {
  private var generator = SeededGenerator(seed: 2)
  private var x: [[[Double]]] = []
  private var classes: [Int] = []
  private var tags: [[Int]] = []

  override func setUp() {
    for _ in 0..<120 {
      let kind = generator.integer(below: 3)
      let steps = 3 + generator.integer(below: 4)
      x.append((0..<steps).map { _ in [Double(kind) + 0.3 * generator.normal()] })
      classes.append(kind)
      tags.append((0..<steps).map { ($0 + kind) % 2 })
    }
  }

  private func classifier() -> Sequential {
    Sequential {
      GRU(12)
      Dense(4, activation: .softmax)
    }
  }

  func testFigures() throws {
    let model = classifier()
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.02),
      metrics: [.accuracy, .topK(3), .f1, .perplexity])
    try model.fit(x, classes, epochs: 20)
    let scores = try model.evaluate(x, classes)
    XCTAssertGreaterThan(scores["f1"] ?? .nan, 0.9)
    let (loss, accuracy) = try model.evaluate(x, classes)
    XCTAssertEqual([loss, accuracy], [scores.loss, scores.metric])
    XCTAssertEqual(
      "\(scores)",
      zip(["loss", "accuracy", "top_3_accuracy", "f1", "perplexity"], scores.values)
        .map { "\($0) \($1)" }.joined(separator: ", "))
  }

  /// Where the next number is noise around the last, 80 % of them lie between two of the quantiles.
  func testQuantiles() throws {
    let series = (0..<400).map { _ in (0..<4).map { _ in [generator.uniform()] } }
    let next = series.map { $0[3][0] + generator.normal() * 0.2 }
    let forecast = Sequential {
      GRU(16)
      Dense(3)
    }
    try forecast.compile(
      loss: .pinball(quantiles: [0.1, 0.5, 0.9]), optimizer: .adam(learningRate: 0.01))
    try forecast.fit(series, next, epochs: 30)
    let quantiles = try forecast.predict(series)
    let between = zip(quantiles, next).count { Double($0[0]) < $1 && $1 < Double($0[2]) }
    XCTAssertGreaterThan(between, 280)
    XCTAssertLessThan(between, 360)
  }

  /// Either of two places, at random: the means of a mixture find both.
  func testMixtures() throws {
    let (components, size) = (4, 2)
    let density = Sequential {
      GRU(16)
      Dense(components * (1 + 2 * size))
    }
    try density.compile(
      loss: .gaussianMixture(components: components), optimizer: .adam(learningRate: 0.01))
    let places = x.map { _ -> [Double] in
      let place = generator.integer(below: 2) == 0 ? 1.0 : -1
      return [place + 0.1 * generator.normal(), 0.1 * generator.normal()]
    }
    let history = try density.fit(x, places, epochs: 60)
    // A single bell over both places has 0.8 nats at best: ½ log(2πe) and ½ log(2πe · 0.01).
    XCTAssertLessThan(history["loss"].last!, 0.3)
  }

  func testAPen() throws {
    let pen = Sequential {
      GRU(8, returnSequences: true)
      Dense(1 + 6 * 2)
    }
    try pen.compile(loss: .penMixture(components: 2), optimizer: .adam(learningRate: 0.02))
    let strokes = (0..<60).map { _ in
      (0..<6).map { [0.5 + 0.1 * generator.normal(), 0.1 * generator.normal(), $0 == 5 ? 1.0 : 0] }
    }
    let history = try pen.fit(strokes, strokes, epochs: 15)
    XCTAssertLessThan(history["loss"].last!, history["loss"][0] - 1.5)
  }

  func testALossAndAMetricOfYourOwn() throws {
    let logCosh = Loss.custom("log_cosh") { prediction, target, gradient in
      var sum = 0.0
      for i in prediction.indices {
        sum += log(cosh(prediction[i] - target[i]))
        gradient[i] = tanh(prediction[i] - target[i])
      }
      return sum
    }
    try logCosh.checkGradient(prediction: [0.5, -1], target: [0, 2])
    let forecaster = Sequential {
      GRU(8)
      Dense(1)
    }
    try forecaster.compile(loss: logCosh, metrics: [.meanAbsoluteError, .rSquared])
    let history = try forecaster.fit(x, classes.map { Double($0) }, epochs: 8)
    XCTAssertLessThan(history["loss"].last!, history["loss"][0])
    // Saved without its training.
    let path = NSTemporaryDirectory() + "log-cosh-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    XCTAssertThrowsError(try forecaster.save(to: path)) {
      XCTAssertEqual(
        "\($0)",
        "the loss log_cosh is a closure, which no file can hold; leave the training out with "
          + "includingTraining: false, or includesTraining: false in a ModelCheckpoint")
    }
    try forecaster.save(to: path, includingTraining: false)
    let read = try Sequential(contentsOf: path)
    XCTAssertEqual(try read.predict(x), try forecaster.predict(x))
    XCTAssertThrowsError(try read.fit(x, classes)) {
      XCTAssertTrue("\($0)".contains("call compile"), "\($0)")
    }

    let certainty = Metric.custom(
      "certainty", largerIsBetter: true
    ) { prediction, target in
      prediction[Int(target[0])]
    }
    let model = classifier()
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.02),
      metrics: [.recall(ofClass: 1), certainty])
    let watched = try model.fit(
      x, classes, epochs: 10, validation: .split(0.2),
      callbacks: [EarlyStopping(monitor: "val_recall_1", patience: 3)])
    XCTAssertEqual(watched["certainty"].count, watched["val_recall_1"].count)
    XCTAssertGreaterThan(watched["certainty"].last!, watched["certainty"][0])
  }

  func testWeights() throws {
    let model = Sequential {
      GRU(8)
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      metrics: [.accuracy], weightedMetrics: [.accuracy])
    let trust = classes.map { _ in generator.uniform() }
    try model.fit(
      x, classes, epochs: 5, sampleWeights: .perSample(trust))
    try model.fit(
      x, classes, epochs: 5, sampleWeights: .perClass([1, 5, 1]))
    let scores = try model.evaluate(x, classes, sampleWeights: .perClass([1, 5, 1]))
    XCTAssertEqual(scores.names, ["loss", "accuracy", "weighted_accuracy"])

    let tagger = Sequential {
      GRU(8, returnSequences: true)
      Dense(2, activation: .softmax)
    }
    try tagger.compile(loss: .sparseCategoricalCrossEntropy)
    let isKnown = tags.map { $0.map { _ in generator.uniform() < 0.8 } }
    let importance = tags.map { $0.map { _ in generator.uniform() } }
    try tagger.fit(
      x, tags, epochs: 5,
      sampleWeights: .mask(isKnown) * .perStep(importance))

    let input = Input.sequence(features: 1)
    let states = GRU(8, returnSequences: true)(input)
    let both = try Model(
      inputs: [input],
      outputs: [
        Dense(2, activation: .softmax)(states), Dense(3, activation: .softmax)(GRU(8)(states)),
      ])
    try both.compile(loss: .sparseCategoricalCrossEntropy)
    let history = try both.fit(
      x, (tags, classes), epochs: 5,
      sampleWeights: .perOutput(.mask(isKnown), .perClass([1, 5, 1])))
    XCTAssertLessThan(history["loss"].last!, history["loss"][0])
  }

  /// What was compiled goes to a file and comes back, weighted metrics and settings too.
  func testFilesKeepWhatWasCompiled() throws {
    let path = NSTemporaryDirectory() + "losses-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = Sequential(seed: 3) {
      GRU(4)
      Dense(2)
    }
    try model.compile(
      loss: .pinball(quantiles: [0.25, 0.75]), optimizer: .adam(learningRate: 0.01))
    let y = classes.map { Double($0) }
    try model.fit(x, y, epochs: 2)
    try model.save(to: path)
    let read = try Sequential(contentsOf: path)
    let weights: SampleWeights = .perSample(y)
    XCTAssertEqual(
      try read.fit(x, y, epochs: 2, sampleWeights: weights),
      try model.fit(x, y, epochs: 2, sampleWeights: weights))
    XCTAssertEqual(try read.tensors, try model.tensors)
  }
}
