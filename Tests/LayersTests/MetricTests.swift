import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Metrics over an epoch: by their definitions, whatever the batches and the threads, by name, and
/// which way they go.
final class MetricTests: XCTestCase {
  private var generator = SeededGenerator(seed: 8)

  private func classifier(_ metrics: [Metric], classes: Int = 4) throws -> Sequential {
    let model = Sequential(layers: [
      .input(Input(features: 2)), .gru(GRU(4)), .dense(Dense(classes, activation: .softmax)),
    ])
    try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: metrics)
    return model
  }

  private func examples(_ count: Int) -> [[[Double]]] {
    (0..<count).map { _ in
      (0..<1 + generator.integer(below: 4)).map { _ in [generator.normal(), generator.normal()] }
    }
  }

  /// F1 of an epoch is not the mean of its batches': it is the same for any batches, and so is R².
  func testCountsDoNotDependOnBatchesOrThreads() throws {
    let x = examples(150)
    let y = x.map { _ in generator.integer(below: 4) }
    let metrics: [Metric] = [
      .accuracy, .topK(2), .precision, .recall, .f1, .f1(ofClass: 1), .precision(ofClass: 0),
      .rSquared, .meanSquaredError, .rootMeanSquaredError, .cosineSimilarity, .perplexity,
    ]
    let model = try classifier(metrics)
    let first: Scores = try model.evaluate(x, y, batchSize: 150, threads: 1)
    XCTAssertEqual(
      first.names,
      [
        "loss", "accuracy", "top_2_accuracy", "precision", "recall", "f1", "f1_1", "precision_0",
        "r2", "mse", "rmse", "cosine_similarity", "perplexity",
      ])
    for (size, threads) in [(150, 2), (150, 5), (64, 1), (7, 3), (1, 2)] {
      let other: Scores = try model.evaluate(x, y, batchSize: size, threads: threads)
      // Same batches: to the last bit. Other ones: counts exactly, sums within rounding.
      if size == 150 { XCTAssertEqual(other, first) }
      XCTAssertEqual(other.values[1...7], first.values[1...7])
      for (mine, wanted) in zip(other, first) { XCTAssertEqual(mine, wanted, accuracy: 1e-6) }
    }
    XCTAssertEqual(first["f1_1"], first[6])
    XCTAssertNil(first["f2"])
  }

  /// By the definitions, from what the model predicts.
  func testMacroMeansAreOverClassesThatOccur() throws {
    let x = examples(60)
    // The last class never occurs, and neither does the model predict it: see its bias.
    let y = x.map { _ in generator.integer(below: 3) }
    let model = try classifier([.precision, .recall, .f1])
    var tensors = try model.tensors
    let bias = tensors.removeLast()
    tensors.append(try Tensor(name: bias.name, shape: bias.shape, values: [0, 0.1, 0, -40]))
    try model.setTensors(tensors)
    let guesses = try model.predict(x).map { p in p.firstIndex(of: p.max()!)! }
    var figures = (precision: 0.0, recall: 0.0, f1: 0.0)
    for number in 0..<3 {
      let right = Double(zip(guesses, y).count { $0 == number && $1 == number })
      let predicted = Double(guesses.count { $0 == number })
      let wanted = Double(y.count { $0 == number })
      let precision = predicted > 0 ? right / predicted : 0
      let recall = right / wanted
      figures.precision += precision / 3
      figures.recall += recall / 3
      figures.f1 += precision + recall > 0 ? 2 * precision * recall / (precision + recall) / 3 : 0
    }
    let scores: Scores = try model.evaluate(x, y)
    XCTAssertEqual(scores["precision"]!, figures.precision, accuracy: 1e-12)
    XCTAssertEqual(scores["recall"]!, figures.recall, accuracy: 1e-12)
    XCTAssertEqual(scores["f1"]!, figures.f1, accuracy: 1e-12)
  }

  /// R² where targets are far from zero: no difference of large sums. Every output has its own.
  func testRSquared() throws {
    let x = examples(200)
    let y = x.map { _ in [1e6 + generator.normal(), generator.normal()] }
    let model = Sequential(layers: [.input(Input(features: 2)), .gru(GRU(3)), .dense(Dense(2))])
    var tensors = try model.tensors
    let bias = tensors.removeLast()
    tensors.append(try Tensor(name: bias.name, shape: bias.shape, values: [1e6, 0]))
    try model.setTensors(tensors)
    try model.compile(loss: .meanSquaredError, metrics: [.rSquared])
    let p = try model.predict(x)
    var expected = 0.0
    for column in 0..<2 {
      let targets = y.map { Double(Float($0[column])) }
      let mean = targets.reduce(0, +) / 200
      let squares = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let errors = zip(targets, p).reduce(0) {
        $0 + ($1.0 - Double($1.1[column])) * ($1.0 - Double($1.1[column]))
      }
      expected += (1 - errors / squares) / 2
    }
    for size in [1, 64, 200] {
      let scores: Scores = try model.evaluate(x, y, batchSize: size)
      XCTAssertEqual(scores["r2"]!, expected, accuracy: 1e-7)
    }
    XCTAssertEqual(Spread(weight: 3, mean: 2, squares: 0, errors: 0).rSquared, 1)
    XCTAssertEqual(Spread(weight: 3, mean: 2, squares: 0, errors: 1).rSquared, 0)
  }

  func testAMetricOfYourOwnAndEarlyStopping() throws {
    let x = examples(40)
    let y = x.map { $0.last![0] > 0 ? 1 : 0 }
    let certainty = Metric.custom("certainty", largerIsBetter: true) { prediction, target in
      XCTAssertEqual(target.count, 1)
      return prediction[Int(target[0])]
    }
    let model = try classifier([certainty, .f1(ofClass: 1)], classes: 2)
    let scores: Scores = try model.evaluate(x, y)
    let p = try model.predict(x)
    XCTAssertEqual(
      scores["certainty"]!, zip(p, y).reduce(0) { $0 + Double($1.0[$1.1]) } / 40, accuracy: 1e-6)
    // Both grow: one that was to shrink would have stopped after its second epoch.
    for monitor in ["certainty", "f1_1"] {
      let model = try classifier([certainty, .f1(ofClass: 1)], classes: 2)
      let history = try model.fit(
        x, y, epochs: 6, callbacks: [EarlyStopping(monitor: monitor, minimumChange: -1)])
      XCTAssertEqual(history.epochs.count, 6)
      XCTAssertTrue(history.epochs[0].figures.first { $0.name == monitor }!.largerIsBetter)
    }
    let summary = EpochSummary(
      epoch: 1, learningRate: 0.1, names: ["loss", "f1"], largerIsBetter: [false, true],
      training: [1, 0.5], validation: [2, .nan])
    XCTAssertTrue(summary.isBetter("loss", than: 1.5))
    XCTAssertFalse(summary.isBetter("loss", than: 1))
    XCTAssertTrue(summary.isBetter("f1", than: 0.4))
    XCTAssertFalse(summary.isBetter("f1", than: 0.4, by: 0.2))
    XCTAssertFalse(summary.isBetter("val_f1", than: nil))
    XCTAssertTrue(summary.isBetter("val_loss", than: 2.5))
  }

  func testBinary() throws {
    let x = examples(50)
    let y = x.map { $0[0][0] > 0.3 ? 1.0 : 0 }
    let model = Sequential(layers: [
      .input(Input(features: 2)), .gru(GRU(3)), .dense(Dense(1, activation: .sigmoid)),
    ])
    try model.compile(
      loss: .binaryCrossEntropy, metrics: [.precision, .recall, .f1, .accuracy])
    try model.fit(x, y, epochs: 3)
    let guesses = try model.predict(x).map { $0[0] > 0.5 }
    let right = Double(zip(guesses, y).count { $0 && $1 == 1 })
    let (predicted, wanted) = (Double(guesses.count { $0 }), y.reduce(0, +))
    let scores: Scores = try model.evaluate(x, y)
    XCTAssertEqual(scores["precision"], predicted > 0 ? right / predicted : 0)
    XCTAssertEqual(scores["recall"], right / wanted)
    XCTAssertEqual(scores["f1"], 2 * right / (predicted + wanted))
  }

  func testMessages() throws {
    let dense = { (size: Int) in
      Sequential(layers: [.input(Input(features: 2)), .gru(GRU(3)), .dense(Dense(size))])
    }
    for (loss, size, metrics, sentence) in [
      (
        .meanSquaredError, 3, [.f1],
        "f1 counts classes, which meanSquaredError does not predict; measure it by "
          + "meanAbsoluteError or rSquared"
      ),
      (
        .binaryCrossEntropy, 3, [.topK(2)],
        "top_2_accuracy counts classes, which binaryCrossEntropy does not predict"
      ),
      (
        .sparseCategoricalCrossEntropy, 3, [.topK(3)],
        "top_3_accuracy asks for the 3 likeliest of 3 classes; give it fewer, and at least 1"
      ),
      (
        .sparseCategoricalCrossEntropy, 3, [.recall(ofClass: 3)],
        "recall_3 is of class 3; there are classes from 0 to 2"
      ),
      (
        .sparseCategoricalCrossEntropy, 3, [.accuracy, .f1, .accuracy],
        "there are two figures accuracy; give each metric once, and a name of its own"
      ),
      (
        .pinball(quantiles: [0.1, 0.5, 0.9]), 3, [.meanAbsoluteError],
        "mae compares outputs with targets, which the outputs of pinball are not"
      ),
      (
        .pinball(quantiles: [0.1, 0.9]), 3, [],
        "layer 2 (Dense) with pinball expected an output for each of 2 quantiles, got 3"
      ),
      (
        .pinball(quantiles: [0.1, 0.5, 1]), 3, [],
        "pinball has the quantile 1.0; quantiles are above 0 and below 1"
      ),
      (.huber(delta: 0), 3, [], "huber has a delta of 0.0; it is finite and above 0"),
      (
        .gaussianMixture(components: 0), 3, [],
        "gaussianMixture has 0 components; it has at least 1"
      ),
      (
        .gaussianMixture(components: 2), 7, [],
        "layer 2 (Dense) with gaussianMixture expected for each of 2 components a weight, and for "
          + "each number of a target a mean and a deviation, 6 outputs in one dimension, got 7"
      ),
      (
        .penMixture(components: 2), 12, [],
        "layer 2 (Dense) with penMixture expected 1 + 6 · 2 outputs for 2 components, got 12"
      ),
    ] as [(Loss, Int, [Metric], String)] {
      XCTAssertEqual(message { try dense(size).compile(loss: loss, metrics: metrics) }, sentence)
    }
    let bounded = Sequential(layers: [
      .input(Input(features: 2)), .gru(GRU(3)), .dense(Dense(3, activation: .tanh)),
    ])
    XCTAssertEqual(
      message { try bounded.compile(loss: .gaussianMixture(components: 1)) },
      "layer 2 (Dense) with gaussianMixture expected no activation, got tanh")
  }

  /// A target of another size than the output, and counts below zero.
  func testTargets() throws {
    let x = examples(2)
    let model = Sequential(layers: [.input(Input(features: 2)), .gru(GRU(3)), .dense(Dense(10))])
    try model.compile(loss: .gaussianMixture(components: 2))
    XCTAssertEqual(
      message { try model.fit(x, [[1.0, 2], [3, 4]]) }, "no error")
    XCTAssertEqual(
      message { try model.fit(x, [[1.0, 2, 3], [3, 4, 5]]) },
      "layer 2 (Dense) gives one vector of 10 numbers; gaussianMixture expected 2 numbers as targets, "
        + "got a sequence of numbers for each example, the first with 3")
    let counts = Sequential(layers: [.input(Input(features: 2)), .gru(GRU(3)), .dense(Dense(1))])
    try counts.compile(loss: .poisson)
    XCTAssertEqual(
      message { try counts.fit(x, [1.0, -2]) },
      "layer 2 (Dense) with poisson expected finite counts, at least 0, got -2.0 in example 1")
  }

  func testFiles() throws {
    let losses: [Loss] = [
      .binaryCrossEntropy, .cosineSimilarity, .huber(delta: 0.5), .poisson,
      .pinball(quantiles: [0.1, 0.5]), .gaussianMixture(components: 3),
      .penMixture(components: 20), .ctc(), .ctc(blank: 4), .crf, .pointer,
    ]
    let data = try JSONEncoder().encode(losses)
    XCTAssertEqual(try JSONDecoder().decode([Loss].self, from: data), losses)
    let metrics: [Metric] = [
      .accuracy, .topK(5), .precision, .recall(ofClass: 2), .f1, .f1(ofClass: 0),
      .perplexity, .labelErrorRate, .meanAbsoluteError, .meanSquaredError,
      .rootMeanSquaredError, .rSquared, .cosineSimilarity, .precision(ofClass: 1), .recall,
    ]
    let text = try JSONEncoder().encode(metrics)
    XCTAssertEqual(try JSONDecoder().decode([Metric].self, from: text), metrics)
    // As it was written when both were names alone.
    XCTAssertEqual(
      try JSONDecoder().decode([Metric].self, from: Data(#"["accuracy","perplexity"]"#.utf8)),
      [.accuracy, .perplexity])
    for unknown in [#"["f3"]"#, #"[{"name":"f3","number":1}]"#] {
      XCTAssertThrowsError(try JSONDecoder().decode([Metric].self, from: Data(unknown.utf8)))
      XCTAssertThrowsError(try JSONDecoder().decode([Loss].self, from: Data(unknown.utf8)))
    }
    let mine = Loss.custom("mine") { _, _, _ in 0 }
    XCTAssertEqual(
      message { _ = try JSONEncoder().encode([mine]) },
      "the loss mine is a closure, which no file can hold")
    let metric = Metric.custom("figure", largerIsBetter: false) { _, _ in 0 }
    XCTAssertEqual(
      message { _ = try JSONEncoder().encode([metric]) },
      "the metric figure is a closure, which no file can hold")
    XCTAssertEqual(mine, mine)
    XCTAssertNotEqual(mine, Loss.custom("mine") { _, _, _ in 0 })
  }
}
