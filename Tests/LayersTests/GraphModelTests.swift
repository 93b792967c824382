import LinearAlgebra
import XCTest

@testable import Layers

/// What graphs give, how they train, and what models share that contain the same layers.
final class GraphModelTests: XCTestCase {
  // MARK: Beside Sequential

  /// A graph of layers that stand one after the other gives and learns, bit for bit, what they do in
  /// a Sequential.
  func testAChainIsASequentialToTheLastBit() throws {
    let (x, y) = numbers(40)
    let sequential = Sequential(seed: 3) {
      Input(features: 2)
      Bidirectional(LSTM(5, returnSequences: true, dropout: 0.2, recurrentDropout: 0.2))
      LayerNorm()
      Dropout(0.3)
      GRU(4)
      Dense(3, activation: .softmax)
    }
    let input = Input.sequence(features: 2)
    let read = Bidirectional(LSTM(5, returnSequences: true, dropout: 0.2, recurrentDropout: 0.2))(
      input)
    let state = GRU(4)(Dropout(0.3)(LayerNorm()(read)))
    let graph = try Model(inputs: input, outputs: Dense(3, activation: .softmax)(state), seed: 3)
    let copy = try Model(sequential)
    let optimizer = Optimizer.adam(learningRate: 0.01, clipping: .norm(1))
    try sequential.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: optimizer, metrics: [.accuracy])
    let wanted = try sequential.fit(x, y, epochs: 3, batchSize: 16, validation: .split(0.2))
    for model in [graph, copy] {
      try model.compile(
        loss: .sparseCategoricalCrossEntropy, optimizer: optimizer, metrics: [.accuracy])
      let history = try model.fit(x, y, epochs: 3, batchSize: 16, validation: .split(0.2))
      XCTAssertEqual(history, wanted)
      XCTAssertEqual(model.tensors.map(\.values), try sequential.tensors.map(\.values))
      XCTAssertEqual(try model.predict(x), try sequential.predict(x))
      let (loss, accuracy) = try model.evaluate(x, y)
      XCTAssertEqual(loss, try sequential.evaluate(x, y).loss)
      XCTAssertEqual(accuracy, try sequential.evaluate(x, y).metric)
    }
  }

  func testASequentialOfSymbolsIsAGraph() throws {
    let sequential = Sequential {
      Embedding(vocabularySize: 9, size: 4, masksZero: true)
      LSTM(3, returnSequences: true)
      Dense(9)
    }
    let graph = try Model(sequential)
    let x = [[1, 2, 3, 0, 4], [5], [8, 0, 7]]
    XCTAssertEqual(try graph.predictSequences(x), try sequential.predictSequences(x))
    XCTAssertEqual(graph.parameterCount, try sequential.parameterCount)
  }

  // MARK: Several inputs and outputs

  /// Two sequences of unequal lengths and a vector; a class, and a number for each step.
  private func branched(seed: UInt64 = 1) throws -> Model {
    let (a, b, v) = (Input.symbols(named: "words"), Input.sequence(features: 2), Input.vector(3))
    let embed = Embedding(vocabularySize: 7, size: 4, masksZero: true)
    let states = GRU(5, returnSequences: true)(b)
    let both = Concatenate()(LSTM(5, recurrentDropout: 0.2)(embed(a)), v, GRU(3)(states))
    let label = Dense(3, activation: .softmax)(Dropout(0.2)(both)).named("class")
    return try Model(
      inputs: [a, b, v], outputs: [label, Dense(1)(states).named("gap")], seed: seed)
  }

  private struct Examples {
    var words: [[Int]] = []
    var steps: [[[Float]]] = []
    var vectors: [[Float]] = []
    var classes: [Int] = []
    var gaps: [[Float]] = []

    init(count: Int) {
      var generator = SeededGenerator(seed: 5)
      for _ in 0..<count {
        words.append(
          (0..<1 + generator.integer(below: 5)).map { _ in 1 + generator.integer(below: 6) })
        let length = 1 + generator.integer(below: 6)
        steps.append(
          (0..<length).map { _ in [Float(generator.normal()), Float(generator.normal())] })
        vectors.append((0..<3).map { _ in Float(generator.normal()) })
        classes.append(words.last!.count % 3)
        gaps.append(steps.last!.map { $0[0] - $0[1] })
      }
    }
  }

  func testNumbersDoNotDependOnTheThreads() throws {
    let data = Examples(count: 90)
    let results = try [1, 2, 5].map { threads in
      let model = try branched()
      try model.compile(
        losses: [.sparseCategoricalCrossEntropy, .meanSquaredError], weights: [1, 0.5],
        optimizer: .adam(learningRate: 0.01), metrics: [[.accuracy], []])
      let history = try model.fit(
        (data.words, data.steps, data.vectors), (data.classes, data.gaps), epochs: 3, batchSize: 72,
        validation: .split(0.2), threads: threads)
      let outputs = try model.predictAll(
        (data.words, data.steps, data.vectors), batchSize: 90, threads: threads)
      return (history, model.tensors, outputs)
    }
    for other in results.dropFirst() {
      XCTAssertEqual(other.0, results[0].0)
      XCTAssertEqual(other.1, results[0].1)
      XCTAssertEqual(other.2, results[0].2)
    }
    let history = results[0].0
    XCTAssertEqual(
      history.epochs[0].figures.map(\.name),
      ["loss", "class_loss", "class_accuracy", "gap_loss"]
        + ["val_loss", "val_class_loss", "val_class_accuracy", "val_gap_loss"])
    for epoch in history.epochs {
      XCTAssertEqual(
        epoch["loss"]!, epoch["class_loss"]! + 0.5 * epoch["gap_loss"]!, accuracy: 1e-12)
    }
    XCTAssertLessThan(history["val_gap_loss"].last!, history["val_gap_loss"][0])
  }

  /// Padding changes nothing: an example gives in a batch what it gives alone.
  func testEachExampleGivesWhatItGivesAlone() throws {
    let (data, model) = (Examples(count: 20), try branched())
    let together = try model.predictAll((data.words, data.steps, data.vectors))
    XCTAssertEqual(together.map(\.name), ["class", "gap"])
    XCTAssertEqual(together[1].sequences.map(\.count), data.steps.map(\.count))
    for index in 0..<20 {
      let alone = try model.predictAll(
        ([data.words[index]], [data.steps[index]], [data.vectors[index]]))
      XCTAssertEqual(alone[0].vectors[0], together[0].vectors[index])
      XCTAssertEqual(alone[1].sequences[0], together[1].sequences[index])
    }
  }

  func testAStreamTrainsAsArraysDo() throws {
    let data = Examples(count: 24)
    let (first, second) = (try branched(), try branched())
    for model in [first, second] {
      try model.compile(losses: [.sparseCategoricalCrossEntropy, .meanAbsoluteError])
    }
    try first.fit(
      (data.words, data.steps, data.vectors), (data.classes, data.gaps), epochs: 2, batchSize: 8,
      shuffle: false)
    let batches = [0, 8, 16].map { start in
      let rows = start..<start + 8
      return Batch(
        inputs: (Array(data.words[rows]), Array(data.steps[rows]), Array(data.vectors[rows])),
        targets: (Array(data.classes[rows]), Array(data.gaps[rows])))
    }
    try second.fit(batches, epochs: 2)
    XCTAssertEqual(first.tensors, second.tensors)
  }

  func testExamplesToValidateWithAreOnesOfTheirOwn() throws {
    let (data, held) = (Examples(count: 24), Examples(count: 7))
    let model = try branched()
    try model.compile(
      losses: [.sparseCategoricalCrossEntropy, .meanSquaredError], metrics: [[.accuracy], []])
    let history = try model.fit(
      (data.words, data.steps, data.vectors), (data.classes, data.gaps),
      validation: .data(
        inputs: (held.words, held.steps, held.vectors), targets: (held.classes, held.gaps)))
    let scores = try model.scores(
      (held.words, held.steps, held.vectors), (held.classes, held.gaps))
    XCTAssertEqual(
      ["loss", "class_loss", "class_accuracy", "gap_loss"].map { history["val_" + $0][0] }, scores)
  }

  func testAnOutputWithoutWeightStaysAsItIs() throws {
    let data = Examples(count: 16)
    let model = try branched()
    try model.compile(
      losses: [.sparseCategoricalCrossEntropy, .meanSquaredError], weights: [1, 0])
    let before = model.tensors
    try model.fit((data.words, data.steps, data.vectors), (data.classes, data.gaps))
    for (old, new) in zip(before, model.tensors) where old.shape == [5, 1] || old.shape == [1] {
      XCTAssertEqual(old, new)
    }
    XCTAssertNotEqual(before, model.tensors)
  }

  // MARK: Layers in several models

  /// An autoencoder's encoder and decoder are models of the same layers: what one learns, all know.
  func testPartsOfAModelShareItsWeights() throws {
    let input = Input.sequence(features: 2)
    let code = LSTM(4)(input)
    let output = Dense(2)(LSTM(4, returnSequences: true)(RepeatVector(3)(code)))
    let whole = try Model(inputs: input, outputs: output)
    let encoder = try Model(inputs: input, outputs: code, seed: 99)
    let decoder = try Model(inputs: code, outputs: output, seed: 98)
    let (x, _) = numbers(12)
    let fixed = x.map { Array(($0 + $0 + $0).prefix(3)) }
    func check(_ when: String) throws {
      let codes = try encoder.predict(fixed)
      XCTAssertEqual(codes[0].count, 4)
      XCTAssertEqual(try decoder.predictSequences(codes), try whole.predictSequences(fixed), when)
    }
    try check("before training")
    try whole.compile(loss: .meanSquaredError)
    let before = try encoder.predict(fixed)
    try whole.fit(fixed, fixed, epochs: 2)
    XCTAssertNotEqual(try encoder.predict(fixed), before)
    try check("after training")
    try encoder.compile(loss: .meanSquaredError)
    try encoder.fit(fixed, fixed.map { _ in [1.0, 2, 3, 4] })
    try check("after the encoder's training")
    try encoder.setTensors(
      encoder.tensors.map {
        try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { _ in 0.1 })
      })
    try check("after new weights")
    XCTAssertEqual(whole.tensors[0].values[0], 0.1)
  }

  func testAModelIsALayer() throws {
    let word = Input.sequence(features: 2)
    let encoder = try Model(inputs: word, outputs: GRU(3)(word))
    let (a, b) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let siamese = try Model(inputs: [a, b], outputs: [Multiply()(encoder(a), encoder(b))])
    XCTAssertEqual(siamese.parameterCount, encoder.parameterCount)
    let (x, _) = numbers(6)
    let squares = try siamese.predict((x, x))
    for (square, value) in zip(squares, try encoder.predict(x)) {
      XCTAssertEqual(square, value.map { $0 * $0 })
    }
    let several = try Model(inputs: [a, b], outputs: siamese.outputs(of: [b, a]))
    XCTAssertEqual(try several.predict((x, x)), squares)
  }

  func testCopiesOfALayerAreThatLayer() throws {
    let x = Input.vector(2)
    let dense = Dense(3)
    let copy = dense
    let shared = try Model(inputs: x, outputs: Add()(dense(x), copy(x)))
    let apart = try Model(inputs: x, outputs: Add()(Dense(3)(x), Dense(3)(x)))
    XCTAssertEqual(shared.parameterCount, 9)
    XCTAssertEqual(apart.parameterCount, 18)
    XCTAssertEqual(dense, Dense(3), "layers are compared by their settings")
  }

  // MARK: Watching

  func testCallbacksWatchGraphsToo() throws {
    struct Counter: Callback {
      let note: (String) -> Void
      mutating func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) throws {
        note("begin")
      }
      mutating func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) throws -> Bool {
        note("epoch \(epoch.epoch)")
        return epoch.epoch < 3
      }
      mutating func trainingEnded(_ model: any TrainableModel) throws { note("end") }
    }
    final class Notes { var lines: [String] = [] }
    let (notes, (x, y)) = (Notes(), numbers(10))
    let input = Input.sequence(features: 2)
    let model = try Model(inputs: input, outputs: Dense(3)(GRU(2)(input)))
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    try model.fit(x, y, epochs: 5, callbacks: [Counter { notes.lines.append($0) }])
    XCTAssertEqual(notes.lines, ["begin", "epoch 1", "epoch 2", "epoch 3", "end"])
  }

  func testEarlyStoppingGivesTheBestWeightsBack() throws {
    let (x, y) = numbers(30)
    let input = Input.sequence(features: 2)
    let model = try Model(inputs: input, outputs: Dense(3)(GRU(2)(input)))
    try model.compile(loss: .sparseCategoricalCrossEntropy, optimizer: .sgd(learningRate: 5.0))
    let history = try model.fit(
      x, y, epochs: 40, validation: .data(x, y), callbacks: [EarlyStopping(patience: 3)])
    let best = history["val_loss"].min()!
    XCTAssertEqual(try model.evaluate(x, y).loss, best, accuracy: 1e-12)
  }

  func testADivergedTrainingPutsTheLastGoodWeightsBack() throws {
    let (x, y) = numbers(8)
    let input = Input.sequence(features: 2)
    let model = try Model(inputs: input, outputs: Dense(1)(Dense(2)(GRU(2)(input))))
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 1e30))
    XCTAssertThrowsError(try model.fit(x, y.map { Double($0) }, epochs: 50)) {
      XCTAssertTrue($0 is TrainingDiverged, "\($0)")
    }
    XCTAssertTrue(model.tensors.allSatisfy { $0.values.allSatisfy(\.isFinite) })
  }

  /// Sequences of random numbers, and a class for each.
  private func numbers(_ count: Int) -> (x: [[[Float]]], y: [Int]) {
    var generator = SeededGenerator(seed: 9)
    let x = (0..<count).map { index in
      (0..<1 + index % 5).map { _ in [Float(generator.normal()), Float(generator.normal())] }
    }
    return (x, x.map { $0.count % 3 })
  }
}
