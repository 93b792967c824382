import Layers
import XCTest

/// Inputs of another form than the model reads.
final class InputMistakeTests: MistakeCase {
  func testSymbolsWithoutAnEmbedding() throws {
    let model = Sequential {
      LSTM(6)
      Dense(3, activation: .softmax)
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    expect(
      "layer 0 (LSTM) expected numbers, got a sequence of integers for each example; put an Embedding "
        + "before it if they are symbols, Input(features: 1) if they are measurements"
    ) { try model.fit(symbols, [0, 1, 2, 0]) }
    let measured = Sequential {
      Input(features: 1)
      LSTM(6)
      Dense(3, activation: .softmax)
    }
    try measured.compile(loss: .sparseCategoricalCrossEntropy)
    try measured.fit(symbols, [0, 1, 2, 0])
    try classifier().fit(symbols, [0, 1, 2, 0])
    let words = Input.symbols(named: "words")
    expect(
      "layer 0 (LSTM) expected a sequence, got symbols from input 0 (words); put an Embedding between "
        + "them"
    ) { _ = try Model(inputs: words, outputs: LSTM(4)(words)) }
  }

  func testFloatsForSymbols() {
    expect(
      "layer 0 (Embedding) expected a sequence of symbols, which are integers, for each example, got a "
        + "sequence of numbers for each example"
    ) { try classifier().fit([[1.0, 2.0], [3]], [0, 1]) }
  }

  func testSymbolsBeyondTheVocabulary() {
    expect("layer 0 (Embedding) expected symbols from 0 to 4, got 5 in example 0, step 2") {
      try classifier().fit([[1, 2, 5], [3, 2]], [0, 1])
    }
    expect("layer 0 (Embedding) expected symbols from 0 to 4, got -1 in example 1, step 0") {
      _ = try classifier().predict([[1], [-1]])
    }
  }

  func testTimeAndFeaturesSwapped() throws {
    let x = Input.sequence(steps: 2, features: 3)
    let model = try Model(inputs: x, outputs: Dense(1)(LSTM(4)(x)))
    try model.compile(loss: .meanSquaredError)
    expect(
      "input 0 expected 3 numbers a time step, got 2; time steps come first, then the numbers of each"
    ) { try model.fit([[[1.0, 2], [3, 4], [5, 6]]], [1.0]) }
    try model.fit([[[1.0, 3, 5], [2, 4, 6]]], [1.0])
  }

  func testTheBatchInTheShapeOfTheInput() throws {
    let x = Input.sequence(steps: 4, features: 2)
    let model = try Model(inputs: x, outputs: Dense(1)(LSTM(4)(x)))
    try model.compile(loss: .meanSquaredError)
    expect("input 0 expected 2 numbers a time step, got 1") {
      try model.fit(series, [1.0, 2, 3, 4])
    }
  }

  func testOneExampleWithoutItsBatch() throws {
    expect(
      "layer 0 (Embedding) expected a sequence of symbols, which are integers, for each example, got "
        + "one integer an example"
    ) { _ = try classifier().predict([1, 2, 3]) }
    let model = try forecaster()
    try model.fit([[[1.0, 2], [3, 4]]], [1.0])
    expect(
      "layer 0 (LSTM) expected 2 numbers a time step, got 1: each example was taken for a sequence of "
        + "single numbers; one time step of several is written [[1, 2, 3]]"
    ) { _ = try model.predict([[1.0, 2], [3, 4]]) }
    _ = try model.predict([[[1.0, 2], [3, 4]]])
    expect("layer 0 (LSTM) expected a sequence for each example, got one number an example") {
      _ = try model.predict([1.0, 2])
    }
  }

  func testAnotherNumberOfFeatures() throws {
    let model = try forecaster()
    try model.fit([[[1.0, 2]]], [1.0])
    expect("layer 0 (LSTM) expected 2 numbers a time step, got 3") {
      _ = try model.predict([[[1.0, 2, 3]]])
    }
    expect(
      "layer 0 (LSTM) cannot use its inputs: example 0 has a time step of 1 number, those before it "
        + "have 2"
    ) { try model.fit([[[1.0, 2], [3]]], [1.0]) }
  }

  func testArraysThatAreNestedTooDeep() throws {
    let model = try forecaster()
    try model.fit([[[1.0, 2]]], [1.0])
    expect(
      "layer 0 (LSTM) cannot use its inputs: arrays are nested 4 deep, and 3 is the most: examples, "
        + "time steps and numbers; an image is an array of its numbers, which Examples(flat:shape:) has "
        + "without nesting"
    ) { _ = try model.predict([[[[1.0, 2]]]]) }
  }

  func testImagesWithTheirChannelsFirst() throws {
    let x = Input.image(height: 2, width: 3, channels: 2)
    let model = try Model(inputs: x, outputs: Dense(1)(Flatten()(Conv2D(2, kernelSize: 2)(x))))
    let numbers = (0..<12).map { Float($0) }
    expect(
      "input 0 expected an image of 2 × 3 × 2 numbers for each example, got 2 × 2 × 3 numbers for each "
        + "example"
    ) { _ = try model.predict(Examples(flat: numbers, shape: [1, 2, 2, 3])) }
    let right = try model.predict(Examples(flat: numbers, shape: [1, 2, 3, 2]))
    XCTAssertEqual(right, try model.predict([numbers]))
  }

  func testEmptyArrays() throws {
    expect("there are no examples to train on") {
      try classifier().fit([[Int]](), [Int]())
    }
    expect("there are no examples to evaluate on") {
      _ = try classifier().evaluate([[Int]](), [Int]())
    }
    XCTAssertEqual(try classifier().predict([[Int]]()), [])
    expect("layer 0 (Embedding) got no time step in example 1; leave it out") {
      try classifier().fit([[1, 2], []], [0, 1])
    }
  }

  func testNumbersThatAreNone() {
    expect(
      "layer 0 (LSTM) got nan in example 0, step 0; inputs are finite, or all of a time step is masked "
        + "by Masking(value:)"
    ) { try forecaster().fit([[[Double.nan]]], [1.0]) }
  }

  func testFlatNumbersOfAnotherCount() {
    expect("layer 0 (LSTM) cannot use its inputs: the shape [2, 2, 1] has 4 numbers, got 3") {
      try forecaster().fit(Examples(flat: [1.0, 2, 3], shape: [2, 2, 1]), [1.0, 2])
    }
    expect(
      "layer 0 (LSTM) cannot use its inputs: the shape [-1, 2, 1] is none; it begins with the number of "
        + "examples"
    ) { try forecaster().fit(Examples(flat: [1.0, 2], shape: [-1, 2, 1]), [1.0]) }
  }
}
