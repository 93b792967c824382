import Layers
import XCTest

/// Mistakes around `compile` and `fit`.
final class TrainingMistakeTests: MistakeCase {
  private let classes = [0, 1, 2, 0]

  func testCompileForgotten() {
    let model = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(6)
      Dense(3, activation: .softmax)
    }
    let sentence = "the model does not know its loss; call compile(loss:) first"
    expect(sentence) { try model.fit(symbols, classes) }
    expect(sentence) { _ = try model.evaluate(symbols, classes) }
    expect(sentence) { try model.setLearningRate(0.1) }
  }

  func testModelsThatDoNotKnowTheirInputs() throws {
    let sentence = "the model does not know its inputs' size; begin with Input(features:)"
    let model = try forecaster()
    expect(sentence) { try model.save(to: NSTemporaryDirectory() + "never") }
    expect(sentence) { try model.freeze(0) }
    expect(sentence) { try model.setTensors([]) }
    expect(sentence) { _ = try model.stepper() }
    let knowing = Sequential {
      Input(features: 1)
      LSTM(4)
      Dense(1)
    }
    try knowing.freeze(1)
    _ = try knowing.stepper()
  }

  func testCounts() throws {
    let model = try classifier()
    expect("-1 epochs; there are at least 0") { try model.fit(symbols, classes, epochs: -1) }
    expect("a batch of 0 examples; it has at least 1") {
      try model.fit(symbols, classes, batchSize: 0)
    }
    expect("a batch of 0 examples; it has at least 1") {
      _ = try model.predict(symbols, batchSize: 0)
    }
    let threads = "0 threads; there is at least 1, or nil for all"
    expect(threads) { try model.fit(symbols, classes, threads: 0) }
    expect(threads) { _ = try model.predict(symbols, threads: 0) }
    expect(threads) { _ = try model.evaluate(symbols, classes, threads: 0) }
    // A batch that is larger than the data is all of the data.
    XCTAssertEqual(try model.fit(symbols, classes, batchSize: 1000).epochs.count, 1)
    XCTAssertEqual(try model.fit(symbols, classes, epochs: 0).epochs.count, 0)
  }

  func testValidation() throws {
    let model = try classifier()
    for share in ["1.0", "0.0", "20.0"] {
      expect("a validation split of \(share); it is above 0 and below 1") {
        try model.fit(symbols, classes, validation: .split(Double(share)!))
      }
    }
    expect("a validation split of 0.1 leaves no example of 4 to validate with") {
      try model.fit(symbols, classes, validation: .split(0.1))
    }
    expect(
      "validation: layer 2 (Dense) with sparseCategoricalCrossEntropy expected classes from 0 to 2, got "
        + "3 in example 2; classes are counted from 0"
    ) { try model.fit(symbols, classes, validation: .data(symbols, [0, 1, 3, 0])) }
    expect("a stream cannot be split; give the validation's examples as .data(x, y)") {
      try model.fit([Batch(symbols, classes)], validation: .split(0.5))
    }
  }

  func testAStreamThatIsReadOnce() throws {
    let batches = [Batch(symbols, classes)]
    expect(
      "epoch 2 had no batch to train on; each reads the stream from its beginning, which an iterator "
        + "does once"
    ) {
      var iterator = batches.makeIterator()
      try classifier().fit(AnyIterator { iterator.next() }, epochs: 2)
    }
    try classifier().fit(batches, epochs: 2)
  }

  func testFiguresThatAreNotThere() throws {
    func fit(_ callback: any Callback, _ validation: Validation? = .split(0.5)) throws {
      let model = try classifier()
      try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
      try model.fit(symbols, classes, validation: validation, callbacks: [callback])
    }
    expect("there is no figure val_loss to watch, only loss, accuracy; give fit a validation") {
      try fit(EarlyStopping(), nil)
    }
    expect(
      "there is no figure val_acc to watch, only loss, accuracy, val_loss, val_accuracy"
    ) { try fit(EarlyStopping(monitor: "val_acc")) }
    try fit(EarlyStopping(monitor: "val_accuracy"))
    expect("EarlyStopping has a patience of -1; it is at least 0") {
      try fit(EarlyStopping(patience: -1))
    }
    expect("ReduceLearningRateOnPlateau has a factor of 10.0; it is above 0 and below 1") {
      try fit(ReduceLearningRateOnPlateau(factor: 10))
    }
    expect("ReduceLearningRateOnPlateau has a cooldown of -2; it is at least 0") {
      try fit(ReduceLearningRateOnPlateau(cooldown: -2))
    }
  }

  func testLearningRates() throws {
    func compile(_ rate: LearningRate) throws {
      try classifier().compile(
        loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: rate))
    }
    expect("the optimiser has a learning rate of -0.01; it is finite and at least 0") {
      try compile(-0.01)
    }
    expect(
      "the optimiser has an exponential learning rate times 0.9 every 0 steps; both are positive"
    ) { try compile(.exponential(from: 0.1, rate: 0.9, every: 0)) }
    let changing = "the optimiser has a learning rate that changes over "
    expect(changing + "-5 steps; it is at least 0") {
      try compile(.cosine(from: 0.1, over: -5))
    }
    expect(changing + "-3 steps; it is at least 0") {
      try compile(.warmup(over: -3, then: 0.1))
    }
    // A whole number is a rate, too.
    try compile(1)
    XCTAssertEqual(LearningRate.constant(1), 1)
  }

  func testALearningRateThatIsFarTooLarge() throws {
    let model = try forecaster()
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 1e3))
    XCTAssertThrowsError(try model.fit(series, [1.0, 2, 3, 4], epochs: 50)) { error in
      XCTAssert(error is TrainingDiverged)
      XCTAssert("\(error)".hasSuffix("train on with a smaller learning rate or with clipping"))
    }
  }

  /// Keras wants `compile` after a change of `trainable`; here freezing counts at once.
  func testFreezingAfterCompile() throws {
    let model = try classifier()
    try model.freeze(0)
    let before = try model.tensors[0]
    try model.fit(symbols, classes, epochs: 2)
    XCTAssertEqual(try model.tensors[0], before)
    expect("there is no layer -1; the model has the layers 0 to 2") { try model.freeze(-1) }
    try model.freeze(1, 2)
    expect("every layer is frozen; there is nothing to learn") { try model.fit(symbols, classes) }
  }

  func testStatefulBatches() throws {
    let model = Sequential {
      Input(features: 1)
      LSTM(3, stateful: true)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    expect(
      "a stateful model needs batches of one size: 4 examples do not divide into batches of 3"
    ) { try model.fit(series, [1.0, 2, 3, 4], batchSize: 3) }
    _ = try model.predict(series)
    expect(
      "a stateful model carries the states of 4 rows, got a batch of 1; call resetStates() before "
        + "another kind of batch"
    ) { _ = try model.predict([series[0]]) }
    model.resetStates()
    _ = try model.predict([series[0]])
  }
}
