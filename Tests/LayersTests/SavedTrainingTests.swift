import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// A training that goes on from a file gives, to the last bit, what it gives without one.
final class SavedTrainingTests: XCTestCase {
  private var path = ""

  override func setUp() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("training-\(UUID().uuidString).safetensors").path
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

  private var generator = SeededGenerator(seed: 3)

  /// Sentences of unequal lengths, and a class for each.
  private func sentences(_ count: Int, vocabulary: Int) -> (x: [[Int]], y: [Int]) {
    let x = (0..<count).map { _ in
      (0..<1 + generator.integer(below: 6)).map { _ in generator.integer(below: vocabulary) }
    }
    return (x, x.map { $0[0] % 3 })
  }

  private let optimizers: [Optimizer] = [
    .sgd(learningRate: 0.1, momentum: 0.9, nesterov: true, clipping: .norm(1)),
    .rmsProp(learningRate: .cosine(from: 0.01, over: 30)),
    .adam(learningRate: .warmup(over: 5, then: .exponential(from: 0.02, rate: 0.5, every: 7))),
    .adamW(learningRate: 0.01, weightDecay: 0.1, clipping: .value(0.5)),
  ]

  /// - Parameter layers: those of the model to train.
  private func assertGoesOn(
    _ layers: [Layer], _ x: [[Int]], _ y: [Int], batchSize: Int, line: UInt = #line
  ) throws {
    for optimizer in optimizers {
      let whole = Sequential(layers: layers, seed: 77)
      try whole.compile(
        loss: .sparseCategoricalCrossEntropy, optimizer: optimizer, metrics: [.accuracy])
      let part = Sequential(layers: layers, seed: 77)
      try part.compile(
        loss: .sparseCategoricalCrossEntropy, optimizer: optimizer, metrics: [.accuracy])
      let wanted = try whole.fit(x, y, epochs: 4, batchSize: batchSize)
      let first = try part.fit(x, y, epochs: 2, batchSize: batchSize)
      try part.save(to: path)
      let read = try Sequential(contentsOf: path)
      XCTAssertEqual(read.seed, 77)
      let second = try read.fit(x, y, epochs: 2, batchSize: batchSize)
      XCTAssertEqual(first.epochs + second.epochs, wanted.epochs, "\(optimizer)", line: line)
      XCTAssertEqual(try read.tensors, try whole.tensors, "\(optimizer)", line: line)
    }
  }

  func testASequentialGoesOnFromAFile() throws {
    let (x, y) = sentences(40, vocabulary: 9)
    try assertGoesOn(
      [
        .embedding(Embedding(vocabularySize: 9, size: 4)), .lstm(LSTM(5, dropout: 0.3)),
        .dropout(Dropout(0.2)), .dense(Dense(3, activation: .softmax)),
      ], x, y, batchSize: 7)
  }

  /// Most rows of the table rest in most steps, and the optimiser catches up on them later.
  func testASparseTableGoesOnFromAFile() throws {
    let (x, y) = sentences(24, vocabulary: 3000)
    try assertGoesOn(
      [.embedding(Embedding(vocabularySize: 3000, size: 4)), .gru(GRU(4)), .dense(Dense(3))],
      x, y, batchSize: 6)
  }

  func testAStatefulModelGoesOnFromAFile() throws {
    let x = (0..<24).map { _ in (0..<5).map { _ in generator.integer(below: 9) } }
    try assertGoesOn(
      [
        .embedding(Embedding(vocabularySize: 9, size: 4)), .lstm(LSTM(4, stateful: true)),
        .dense(Dense(3)),
      ], x, x.map { $0[0] % 3 }, batchSize: 6)
  }

  private func graph() throws -> Model {
    let input = Input.symbols()
    let read = LSTM(4)(Embedding(vocabularySize: 9, size: 4)(input))
    return try Model(
      inputs: [input],
      outputs: [
        Dense(3)(Dropout(0.2)(read)).named("class"), Dense(1)(read).named("number"),
      ], seed: 5)
  }

  func testAGraphGoesOnFromAFile() throws {
    let (x, y) = sentences(30, vocabulary: 9)
    let numbers = y.map { Double($0) / 2 }
    for optimizer in optimizers {
      let (whole, part) = (try graph(), try graph())
      for model in [whole, part] {
        try model.compile(
          losses: [.sparseCategoricalCrossEntropy, .meanSquaredError], weights: [1, 0.25],
          optimizer: optimizer, metrics: [[.accuracy], [.meanAbsoluteError]])
      }
      let wanted = try whole.fit(x, (y, numbers), epochs: 4, batchSize: 8)
      let first = try part.fit(x, (y, numbers), epochs: 3, batchSize: 8)
      try part.save(to: path)
      let read = try Model(contentsOf: path)
      let second = try read.fit(x, (y, numbers), batchSize: 8)
      XCTAssertEqual(first.epochs + second.epochs, wanted.epochs)
      XCTAssertEqual(read.tensors, whole.tensors)
    }
  }

  /// What a checkpoint holds is what the training itself goes on from.
  func testACheckpointIsGoneOnFrom() throws {
    let (x, y) = sentences(30, vocabulary: 9)
    let model = try graph()
    try model.compile(losses: [.sparseCategoricalCrossEntropy, .meanSquaredError])
    let numbers = y.map { Double($0) }
    let history = try model.fit(
      x, (y, numbers), epochs: 3, callbacks: [StopsSaving(path: path)])
    let read = try Model(contentsOf: path)
    let rest = try read.fit(x, (y, numbers))
    XCTAssertEqual(rest.epochs, [history.epochs[2]])
    XCTAssertEqual(read.tensors, model.tensors)
  }

  /// A checkpoint of the first two epochs.
  private struct StopsSaving: Callback {
    let path: String
    func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) throws -> Bool {
      if epoch.epoch < 3 { try model.save(to: path, includingTraining: true) }
      return true
    }
  }

  func testAReducedRateIsSaved() throws {
    let (x, y) = sentences(30, vocabulary: 9)
    let model = Sequential {
      Embedding(vocabularySize: 9, size: 2)
      LSTM(2)
      Dense(3)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.5))
    let history = try model.fit(
      x, y, epochs: 3,
      callbacks: [ReduceLearningRateOnPlateau(monitor: "loss", patience: 1, minimumChange: 100)])
    XCTAssertEqual(history.epochs.map(\.learningRate), [0.5, 0.5, 0.05])
    try model.save(to: path)
    let read = try Sequential(contentsOf: path)
    XCTAssertEqual(read.learningRate, model.learningRate)
    XCTAssertEqual(try read.fit(x, y).epochs[0].learningRate, 0.5 * 0.1 * 0.1, accuracy: 1e-15)
    try read.compile(loss: .sparseCategoricalCrossEntropy)
    XCTAssertEqual(try read.fit(x, y).epochs[0].epoch, 1, "compile begins anew")
  }

  // MARK: Files

  func testAFileMayLeaveTheTrainingOut() throws {
    let (x, y) = sentences(30, vocabulary: 9)
    let model = Sequential {
      Embedding(vocabularySize: 9, size: 32)
      LSTM(32)
      Dense(3)
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    try model.fit(x, y)
    var sizes: [Int] = []
    for includingTraining in [true, false] {
      try model.save(to: path, includingTraining: includingTraining)
      let file = try Safetensors(contentsOf: path)
      XCTAssertEqual(file.metadata["version"], includingTraining ? "2" : "1")
      sizes.append(try Data(contentsOf: URL(fileURLWithPath: path)).count)
    }
    XCTAssertGreaterThan(sizes[0], 5 * sizes[1] / 2)
    let small = try Sequential(contentsOf: path)
    XCTAssertEqual(try small.tensors, try model.tensors)
    XCTAssertThrowsError(try small.fit(x, y)) {
      XCTAssertEqual("\($0)", "the model does not know its loss; call compile(loss:) first")
    }
  }

  func testATrainingOfAnotherModelIsRefused() throws {
    let (x, y) = sentences(30, vocabulary: 9)
    let model = Sequential {
      Embedding(vocabularySize: 9, size: 2)
      LSTM(2)
      Dense(3)
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    try model.fit(x, y)
    try model.save(to: path)
    let file = try Safetensors(contentsOf: path)
    func message(_ change: (inout Safetensors) throws -> Void) throws -> String {
      var changed = file
      try change(&changed)
      try changed.write(to: path, withChecksum: true)
      do {
        _ = try Sequential(contentsOf: path)
        return "no error"
      } catch {
        XCTAssertTrue(error is ModelFileError, "\(error)")
        return "\(error)"
      }
    }
    let damaged = "\(path) is damaged: "
    XCTAssertEqual(
      try message { $0.tensors.removeLast() },
      damaged + "its optimiser is that of another model: 5 tensors for a model of 6")
    XCTAssertEqual(
      try message { $0.tensors.append(try Tensor(name: "x", shape: [1], values: [0])) },
      damaged + "its optimiser has 1 tensor too many")
    XCTAssertEqual(
      try message { $0.metadata["training"] = "{}" }, damaged + "its training cannot be read")
    XCTAssertEqual(
      try message {
        $0.metadata["training"] = $0.metadata["training"]!
          .replacingOccurrences(of: "sparseCategoricalCrossEntropy", with: "binaryCrossEntropy")
          .replacingOccurrences(of: "0.001", with: "-1")
      }, damaged + "the optimiser has a learning rate of -1.0; it is finite and at least 0")
    XCTAssertEqual(
      try message { $0.metadata["version"] = "3" },
      "\(path) is of version 3, this library reads versions 1 and 2")
  }
}
