import Layers
import XCTest

/// Models of several inputs and outputs, and layers that are called on the wrong values.
final class GraphMistakeTests: MistakeCase {
  private func pair() throws -> Model {
    let (a, b) = (Input.symbols(named: "a"), Input.sequence(features: 1, named: "b"))
    let read = LSTM(3)(Embedding(vocabularySize: 5, size: 3)(a))
    let model = try Model(
      inputs: [a, b], outputs: [Dense(1)(Concatenate()(read, LSTM(3)(b)))])
    try model.compile(loss: .meanSquaredError)
    return model
  }

  func testInputsInAnotherOrder() throws {
    expect(
      "input 0 (a) expected a sequence of symbols, which are integers, for each example, got a sequence "
        + "of vectors of 1 number for each example"
    ) { try pair().fit((series, symbols), [1.0, 2, 3, 4]) }
    try pair().fit((symbols, series), [1.0, 2, 3, 4])
  }

  func testSeveralInputsAreATuple() throws {
    let sentence = "expected examples for each of 2 inputs, got 1; several are a tuple, as (a, b)"
    expect(sentence) { try pair().fit([symbols, symbols], [1.0, 2, 3, 4]) }
    expect(sentence) { _ = try pair().predict(symbols) }
    expect("input 1 (b) expected 4 examples as input 0 has, got 1") {
      try pair().fit((symbols, [[[1.0]]]), [1.0, 2, 3, 4])
    }
  }

  func testOutputs() throws {
    let x = Input.vector(3)
    let model = try Model(inputs: [x], outputs: [Dense(1)(x), Dense(1)(x)])
    try model.compile(loss: .meanSquaredError)
    expect("expected targets for each of 2 outputs, got 1; several are a tuple, as (a, b)") {
      try model.fit([[1.0, 2, 3]], [1.0])
    }
    try model.fit([[1.0, 2, 3]], ([1.0], [1.0]))
    expect("the model has 2 outputs; call predictAll") { _ = try model.predict([[1.0, 2, 3]]) }
    expect("expected one loss for each of 2 outputs, got 1") {
      try model.compile(losses: [.meanSquaredError])
    }
    expect("expected one array of metrics for each of 2 outputs, got 1") {
      try model.compile(
        losses: [.meanSquaredError, .meanSquaredError], metrics: [[.meanAbsoluteError]])
    }
    expect(
      "the model gives a vector for each time step; call predictSequences, or give its last recurrent "
        + "layer returnSequences: false"
    ) { _ = try tagger().predict(symbols) }
  }

  func testEndsThatAreNotConnected() {
    let (a, b) = (Input.vector(2, named: "a"), Input.vector(2, named: "b"))
    expect("input 1 (b) is not used by any output; call a layer on it, or leave it out") {
      _ = try Model(inputs: [a, b], outputs: [Dense(1)(a)])
    }
    expect("output 0 needs an input (b) that is not among the model's inputs; add it to inputs:") {
      _ = try Model(inputs: [a], outputs: [Add()(a, b)])
    }
  }

  /// `dense = Dense(4)`, called twice, is one layer here as in Keras.
  func testSharingByMistake() throws {
    let x = Input.sequence(features: 2)
    let layer = LSTM(4, returnSequences: true)
    expect(
      "layer 0 (LSTM) expected 2 numbers in the last axis as in its first call, got 4 from layer 0 "
        + "(LSTM); a layer of its own has weights of its own"
    ) { _ = try Model(inputs: x, outputs: layer(layer(x))) }
    let v = Input.vector(4)
    let dense = Dense(4)
    XCTAssertEqual(try Model(inputs: v, outputs: dense(dense(v))).parameterCount, 20)
    XCTAssertEqual(try Model(inputs: v, outputs: Dense(4)(Dense(4)(v))).parameterCount, 40)
    // Keras refuses this; a Sequential is a list of descriptions, each with weights of its own.
    let twice = Sequential {
      Input(features: 4)
      dense
      dense
    }
    XCTAssertEqual(try twice.parameterCount, 40)
  }

  func testStatesOfOtherLayers() throws {
    let x = Input.sequence(features: 1)
    let (_, two) = LSTM(3).withState(x)
    let (_, one) = GRU(3).withState(x)
    let advice = "; withState of a layer of its kind gives as many"
    expect("layer 3 (GRU) expected 1 vector as its initial state, got 2" + advice) {
      _ = try Model(inputs: x, outputs: GRU(3)(x, initialState: two))
    }
    expect("layer 2 (LSTM) expected 2 vectors as its initial state, got 1" + advice) {
      _ = try Model(inputs: x, outputs: LSTM(3)(x, initialState: one))
    }
    _ = try Model(inputs: x, outputs: LSTM(3)(x, initialState: two))
    expect(
      "layer 3 (LSTM) expected an initial state of 4 numbers, got one vector of 3 numbers from layer 1 "
        + "(State); it is that of a layer of as many units"
    ) { _ = try Model(inputs: x, outputs: LSTM(4)(x, initialState: two)) }
  }

  func testLayersOnTheWrongAxes() throws {
    let (v, x) = (Input.vector(6), Input.sequence(features: 6))
    expect(
      "layer 0 (LSTM) expected a sequence, got one vector of 6 numbers from input 0; RepeatVector makes "
        + "a sequence of a vector"
    ) { _ = try Model(inputs: v, outputs: LSTM(3)(v)) }
    expect(
      "layer 0 (RepeatVector) expected one vector, got 6 numbers a time step from input 0; a recurrent "
        + "layer without returnSequences gives one"
    ) { _ = try Model(inputs: x, outputs: RepeatVector(3)(x)) }
    expect(
      "layer 0 (TimeDistributed(Dense)) expected a sequence of numbers, got one vector of 6 numbers from "
        + "input 0; leave TimeDistributed out"
    ) { _ = try Model(inputs: v, outputs: TimeDistributed(Dense(3))(v)) }
    _ = try Model(inputs: v, outputs: Dense(3)(v))
    let words = Input.symbols()
    expect(
      "layer 0 (TimeDistributed(Embedding)) expected a sequence of numbers, got symbols from input 0; an "
        + "Embedding reads each by itself"
    ) {
      let embed = TimeDistributed(Embedding(vocabularySize: 4, size: 3))
      _ = try Model(inputs: words, outputs: embed(words))
    }
    expect("layer 0 (Reshape) expected numbers for the shape 4 × 2, got 6 from input 0") {
      _ = try Model(inputs: v, outputs: Reshape(4, 2)(v))
    }
    expect(
      "layer 0 (Concatenate) expected values of one shape, got 6 numbers a time step from input 0 and one "
        + "vector of 6 numbers from input 1; RepeatVector makes a sequence of a vector"
    ) { _ = try Model(inputs: [x, v], outputs: [Concatenate()(x, v)]) }
  }

  func testLengthsThatDiffer() throws {
    let (a, b) = (Input.sequence(features: 1), Input.sequence(features: 1))
    let model = try Model(inputs: [a, b], outputs: [LSTM(3)(Concatenate()(a, b))])
    expect(
      "layer 0 (Concatenate) expected sequences of one length, got 3 and 1 time step in example 0"
    ) { _ = try model.predict(([[1.0, 2, 3]], [[1.0]])) }
    let reader = try Model(inputs: [a, b], outputs: [Attention()(query: a, value: a, key: b)])
    expect(
      "layer 0 (Attention) expected sequences of one length, got 1 and 3 time steps in example 0"
    ) { _ = try reader.predictSequences(([[1.0]], [[1.0, 2, 3]])) }
  }

  func testAttention() {
    let (q, v) = (Input.sequence(features: 3), Input.sequence(features: 4))
    expect(
      "layer 0 (Attention) expected queries and keys of one size, got 3 numbers a time step from input "
        + "0 and 4 numbers a time step from input 1; a Dense layer gives one of them the size of the "
        + "other, and AdditiveAttention(units) takes any"
    ) { _ = try Model(inputs: [q, v], outputs: [Attention()(query: q, value: v)]) }
    for (layer, name) in [
      (MultiHeadAttention(heads: 2, keySize: -1, units: 4), "keySize: -1"),
      (MultiHeadAttention(heads: 2, keySize: 3, units: 0), "units: 0"),
    ] {
      expect("a MultiHeadAttention has \(name); it is at least 1") {
        _ = try Model(inputs: q, outputs: layer(query: q, value: q))
      }
    }
  }
}
