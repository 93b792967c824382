import XCTest

@testable import Layers

/// Wrong shapes are found at `compile` or at the first batch, in one line that names the layer, what
/// it expected and what it got.
final class ShapeTests: XCTestCase {
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
      "the optimiser has a learning rate of -1.0; it is finite and at least 0")
    for optimizer in [
      Optimizer.adam(epsilon: .nan), .rmsProp(epsilon: .infinity), .adamW(weightDecay: .infinity),
    ] {
      XCTAssertTrue(
        compileMessage(optimizer: optimizer) { Dense(1) }.hasPrefix("the optimiser has a"))
    }
    XCTAssertEqual(
      compileMessage { LayerNorm(epsilon: .infinity) },
      "layer 0 (LayerNorm) has an epsilon of inf; it is positive and finite")
    XCTAssertTrue(compileMessage(metrics: [.accuracy]) { Dense(1) }.contains("accuracy"))
  }

  func testASoftmaxOfASoftmaxIsRefused() {
    for loss in [Loss.sparseCategoricalCrossEntropy, .categoricalCrossEntropy, .meanSquaredError] {
      XCTAssertEqual(
        compileMessage(loss) {
          Dense(3, activation: .softmax)
          Dropout(0.2)
          Activation(.linear)
          Activation(.softmax)
        },
        "layer 3 (Activation) makes a softmax of the softmax of layer 0 (Dense); leave one of them out"
      )
    }
    XCTAssertEqual(
      compileMessage(.binaryCrossEntropy) {
        Dense(3, activation: .softmax)
        Activation(.sigmoid)
      },
      "layer 1 (Activation) makes a sigmoid of the softmax of layer 0 (Dense); leave one of them out"
    )
    XCTAssertEqual(
      compileMessage(.sparseCategoricalCrossEntropy) {
        Dense(3, activation: .softmax)
        Dense(3, activation: .softmax)
      }, "no error")
  }

  func testOutputsThatAreDroppedAreRefused() {
    for loss in [Loss.sparseCategoricalCrossEntropy, .categoricalCrossEntropy, .meanSquaredError] {
      for activation in [ActivationFunction.softmax, .linear] {
        XCTAssertEqual(
          compileMessage(loss) {
            LSTM(4)
            Dense(3, activation: activation)
            Dropout(0.1)
            Activation(.linear)
          },
          "layer 2 (Dropout) drops outputs, which \(loss.name) compares with the targets; put it "
            + "before layer 1 (Dense)")
      }
    }
  }

  /// What changes nothing where a model is used does not hide the activation before it.
  func testLayersThatChangeNothingAreLookedThrough() throws {
    XCTAssertEqual(
      compileMessage(.sparseCategoricalCrossEntropy) {
        Dense(3, activation: .relu)
        Dropout(0)
        Activation(.linear)
      },
      "layer 0 (Dense) with sparseCategoricalCrossEntropy expected the activation softmax, or none for "
        + "logits, got relu")
    let (plain, longer) = (
      Sequential { Dense(3, activation: .softmax) },
      Sequential {
        Dense(3, activation: .softmax)
        Activation(.linear)
        Dropout(0)
      }
    )
    let (x, y): ([[[Float]]], [[Int]]) = ([[[9, 1], [2, -7]]], [[0, 2]])
    for model in [plain, longer] {
      try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
    }
    XCTAssertEqual(try longer.scores(x, y), try plain.scores(x, y))
    try plain.fit(x, y, epochs: 3)
    try longer.fit(x, y, epochs: 3)
    XCTAssertEqual(try longer.tensors, try plain.tensors)
  }

  func testASoftmaxOfOneNumberIsRefused() {
    XCTAssertEqual(
      compileMessage(.sparseCategoricalCrossEntropy) {
        LSTM(4)
        Dense(1, activation: .softmax)
        Activation(.linear)
      },
      "layer 1 (Dense) with sparseCategoricalCrossEntropy expected an output for each of at least 2 "
        + "classes, got 1; for one output there is binaryCrossEntropy")
    XCTAssertEqual(
      compileMessage(.meanSquaredError) {
        LSTM(4)
        Dense(1)
        Activation(.softmax)
      }, "layer 2 (Activation) has the softmax of one number, which is always 1; take sigmoid")
    XCTAssertEqual(
      compileMessage(.binaryCrossEntropy) {
        Dense(1, activation: .softmax)
        Dense(1)
      }, "layer 0 (Dense) has the softmax of one number, which is always 1; take sigmoid")
  }

  // MARK: Before the inputs are known

  func testWhatIsNotKnownYetIsSaid() throws {
    let unknown = "the model does not know its inputs' size; begin with Input(features:)"
    let model = Sequential {
      LSTM(2)
      Dense(1)
    }
    XCTAssertEqual(model.vocabularySize, 0)
    XCTAssertEqual(try model.outputSize, 1)
    XCTAssertEqual(message { _ = try model.parameterCount }, unknown)
    XCTAssertEqual(message { _ = try model.tensors }, unknown)
    XCTAssertEqual(message { try model.setTensors([]) }, unknown)
    XCTAssertEqual(model.problem(with: []), unknown)
    XCTAssertEqual(message { try model.save(to: "/nowhere") }, unknown)
    XCTAssertEqual(message { try model.readWeights([], from: .keras, modules: []) }, unknown)
    XCTAssertEqual(
      message { _ = try Sequential.trainingBytes(layers: model.layers, rows: 1, length: 1) },
      unknown)
    XCTAssertEqual(message { _ = try Sequential { Activation(.relu) }.outputSize }, unknown)
    XCTAssertEqual(try model.predict([[[1, 2, 3]]] as [[[Float]]]).count, 1)
    XCTAssertEqual(try model.parameterCount, 4 * 2 * (3 + 2 + 1) + 3)
    XCTAssertEqual(try model.tensors.count, 5)
  }

  func testLayersThatAreNoModelAreSaid() throws {
    for model in [Sequential {}, Sequential { [.dense(Dense(2)), .input(Input(features: 1))] }] {
      let problem = message { try model.compile(loss: .meanSquaredError) }
      XCTAssertNotEqual(problem, "no error")
      XCTAssertEqual(message { _ = try model.outputSize }, problem)
      XCTAssertEqual(message { _ = try model.parameterCount }, problem)
      XCTAssertEqual(message { _ = try model.tensors }, problem)
      XCTAssertEqual(model.problem(with: []), problem)
      XCTAssertEqual(model.vocabularySize, 0)
    }
  }

  func testTensorsThatDoNotFitAreRefused() throws {
    let model = Sequential {
      Input(features: 2)
      Dense(1)
    }
    let before = try model.tensors
    XCTAssertEqual(message { try model.setTensors([]) }, "0 tensors for a model of 2")
    let wrong = try before.map {
      try Tensor(name: $0.name, shape: [$0.values.count], values: $0.values)
    }
    XCTAssertEqual(
      message { try model.setTensors(wrong) },
      "1.dense.weights has the shape [2], should have [2, 1]")
    let broken = try before.map { tensor in
      try Tensor(name: tensor.name, shape: tensor.shape, values: tensor.values.map { _ in .nan })
    }
    let problem = "1.dense.weights holds nan, and parameters are finite"
    XCTAssertEqual(message { try model.setTensors(broken) }, problem)
    XCTAssertEqual(
      message { _ = try Sequential(layers: model.layers, tensors: broken) },
      "these are not this model's parameters: " + problem)
    XCTAssertEqual(try model.tensors, before)
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
