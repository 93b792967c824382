import XCTest

@testable import Layers

/// Wrong shapes are found at `compile` or at the first batch, in one line that names the layer, what
/// it expected and what it got.
final class ShapeTests: XCTestCase {
  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch { return "\(error)" }
  }

  private func compileMessage(
    _ loss: Loss = .meanSquaredError, optimizer: Optimizer = .adam(), metrics: [Metric] = [],
    @LayerBuilder _ layers: () -> [Layer]
  ) -> String {
    let model = Sequential(layers: layers())
    return message { try model.compile(loss: loss, optimizer: optimizer, metrics: metrics) }
  }

  func testLayersThatDoNotFit() {
    XCTAssertEqual(compileMessage {}, "a model has at least one layer")
    XCTAssertEqual(
      compileMessage {
        LSTM(4)
        LSTM(5)
      },
      "layer 1 (LSTM) expected a sequence, got one vector of 4 numbers from layer 0 (LSTM): "
        + "give that one returnSequences: true")
    XCTAssertEqual(
      compileMessage {
        Dense(3)
        Embedding(vocabularySize: 2, size: 2)
      }, "layer 1 (Embedding) reads the inputs; only the first layer can")
    XCTAssertEqual(
      compileMessage {
        LSTM(0)
        Dense(1)
      }, "layer 0 (LSTM) has a size of 0; sizes are positive and at most 16,777,216")
    XCTAssertEqual(
      compileMessage {
        GRU(2, dropout: 1)
        Dense(1)
      }, "layer 0 (GRU) drops with the probability 1.0; it must be at least 0 and below 1")
    XCTAssertEqual(
      compileMessage { Bidirectional(GRU(2, goBackwards: true)) },
      "layer 0 (Bidirectional) reads both ways already; leave goBackwards out")
  }

  func testLossesThatDoNotFit() {
    XCTAssertEqual(
      compileMessage(.categoricalCrossEntropy) {
        LSTM(4)
        Dense(3, activation: .relu)
      },
      "layer 1 (Dense) with categoricalCrossEntropy expected the activation softmax, or none for "
        + "logits, got relu")
    XCTAssertEqual(
      compileMessage(.sparseCategoricalCrossEntropy) {
        Input(features: 2)
        LSTM(4)
        Dense(1, activation: .softmax)
      },
      "layer 2 (Dense) with sparseCategoricalCrossEntropy expected an output for each of at least 2 "
        + "classes, got 1; for one output there is binaryCrossEntropy")
    XCTAssertEqual(
      compileMessage(optimizer: .sgd(learningRate: .constant(-1))) { Dense(1) },
      "the optimiser has a learning rate of -1.0")
    XCTAssertTrue(compileMessage(metrics: [.accuracy]) { Dense(1) }.contains("accuracy"))
  }

  func testInputsThatDoNotFit() throws {
    let reader = Sequential {
      Embedding(vocabularySize: 10, size: 4)
      LSTM(3)
      Dense(1)
    }
    try reader.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try reader.fit([[1, 2], [3, 10]], [0, 1]) },
      "layer 0 (Embedding) expected symbols from 0 to 9, got 10 in example 1")
    XCTAssertEqual(
      message { try reader.fit([[0.5, 1]] as [[Float]], [0]) },
      "layer 0 (Embedding) expected a sequence of symbols, which are integers, for each example, got "
        + "a sequence of numbers for each example")
    let model = Sequential {
      GRU(3)
      Dense(2)
    }
    try model.compile(loss: .meanSquaredError)
    let x: [[[Float]]] = [[[1, 2, 3]], [[1, 2, 3], [4, 5, 6]]]
    XCTAssertEqual(message { try model.fit(x, [[1, 2], [1, 2]]) }, "no error")
    XCTAssertEqual(
      message { try model.fit([[[1, 2]]] as [[[Float]]], [[1, 2]]) },
      "layer 0 (GRU) expected 3 numbers a time step, got 2")
    XCTAssertEqual(
      message { try model.fit([[[1, 2, 3], [1]]] as [[[Float]]], [[1, 2]]) },
      "layer 0 (GRU) cannot use its inputs: example 0 has a time step of 1 number, those before it "
        + "have 3")
  }

  func testTargetsThatDoNotFit() throws {
    let model = Sequential {
      LSTM(3)
      Dense(2)
    }
    let x: [[[Float]]] = [[[1]], [[1], [4]]]
    try model.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try model.fit(x, [[1, 2, 3], [4, 5, 6]]) },
      "layer 1 (Dense) gives one vector of 2 numbers; meanSquaredError expected as many targets, got "
        + "a sequence of integers for each example, the first with 3")
    XCTAssertEqual(
      message { try model.fit(x, [[1, 2]]) },
      "layer 1 (Dense) expected a target for each of 2 examples, got 1")
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    XCTAssertEqual(
      message { try model.fit(x, [0, 2]) },
      "layer 1 (Dense) with sparseCategoricalCrossEntropy expected classes from 0 to 1, got 2")
    let tagger = Sequential {
      LSTM(3, returnSequences: true)
      Dense(2)
    }
    try tagger.compile(loss: .sparseCategoricalCrossEntropy)
    XCTAssertEqual(message { try tagger.fit(x, [[1], [0, 1]]) }, "no error")
    XCTAssertEqual(
      message { try tagger.fit(x, [[1], [0]]) },
      "layer 1 (Dense) expected a target for each time step: example 1 has 2 time steps and 1 target"
    )
    XCTAssertEqual(
      message { try tagger.fit(x, [1, 0]) },
      "layer 1 (Dense) with sparseCategoricalCrossEntropy expected the number of a class for each "
        + "time step, got one integer an example")
  }

  func testSettingsThatMakeNoSense() throws {
    let model = Sequential { Dense(1) }
    let x: [[[Float]]] = [[[1]]]
    XCTAssertEqual(
      message { try model.fit(x, [[1]]) },
      "the model does not know its loss; call compile(loss:) first")
    try model.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try model.fit(x, [[1]], batchSize: 0) }, "a batch of 0 examples; it has at least 1")
    XCTAssertEqual(
      message { try model.fit(x, [[1]], validation: .split(0.1)) },
      "a validation split of 0.1 leaves no example of 1 to validate with")
    XCTAssertEqual(
      message { try model.fit(x, [[1]], callbacks: [EarlyStopping()]) },
      "there is no figure val_loss to watch, only loss; give fit a validation")
    XCTAssertEqual(
      message { _ = try Sequential { Activation(.softmax) }.predict(x) },
      "a model has at least one layer with parameters")
    XCTAssertEqual(message { try model.fit([Batch]()) }, "epoch 1 had no batch to train on")
    XCTAssertTrue(message { _ = try model.predict(x) }.contains("predictSequences"))
  }

  func testTheSummary() {
    let model = Sequential {
      Embedding(vocabularySize: 20_000, size: 64)
      LSTM(100)
      Dense(1, activation: .sigmoid)
    }
    XCTAssertEqual(
      model.summaryTable,
      """
      Layer               Output shape       Parameters
      ─────────────────────────────────────────────────
      0  Embedding        (batch, time, 64)   1,280,000
      1  LSTM             (batch, 100)           66,000
      2  Dense            (batch, 1)                101
      ─────────────────────────────────────────────────
      Total parameters: 1,346,101 (5,384,404 bytes)
      """)
    let unknown = Sequential { Dense(2) }
    XCTAssertTrue(unknown.summaryTable.contains("Input(features:)"))
  }
}
