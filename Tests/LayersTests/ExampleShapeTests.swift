import XCTest

@testable import Layers

/// Examples and settings that do not fit a model, in one line that says what was expected and what came.
final class ExampleShapeTests: XCTestCase {
  func testInputsThatDoNotFit() throws {
    let reader = Sequential {
      Embedding(vocabularySize: 10, size: 4)
      LSTM(3)
      Dense(1)
    }
    try reader.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try reader.fit([[1, 2], [3, 10]], [0, 1]) },
      "layer 0 (Embedding) expected symbols from 0 to 9, got 10 in example 1, step 1")
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

  func testARowOfNumbersIsASequence() throws {
    let advice =
      ": each example was taken for a sequence of single numbers; one time step of several is "
      + "written [[1, 2, 3]]"
    let model = Sequential {
      Input(features: 3)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try model.fit([[1.0, 2, 3]], [1.0]) },
      "layer 0 (Input) expected 3 numbers a time step, got 1" + advice)
    let open = Sequential { Dense(2) }
    try open.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try open.fit([[1.0, 2, 3]], [[1.0, 2]]) },
      "layer 0 (Dense) gives 2 numbers a time step; meanSquaredError expected as many targets, got a "
        + "sequence of numbers for each example" + advice)
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
      "layer 1 (Dense) with sparseCategoricalCrossEntropy expected classes from 0 to 1, got 2 in "
        + "example 1; classes are counted from 0")
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
        + "time step, got one integer an example; for one an example, leave returnSequences out of "
        + "the last recurrent layer")
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
      message {
        try model.fit(
          x, [[1]], validation: .data(x, [[1]]), callbacks: [EarlyStopping(monitor: "val_acc")])
      }, "there is no figure val_acc to watch, only loss, val_loss")
    XCTAssertEqual(
      message {
        try model.fit(
          x, [[1]], callbacks: [EarlyStopping(monitor: "loss", minimumChange: .nan)])
      }, "EarlyStopping has a minimum change of nan")
    XCTAssertEqual(
      message { _ = try Sequential { Activation(.softmax) }.predict(x) },
      "a model has at least one layer with parameters")
    XCTAssertEqual(message { try model.fit([Batch]()) }, "epoch 1 had no batch to train on")
    XCTAssertTrue(message { _ = try model.predict(x) }.contains("predictSequences"))
  }
}
