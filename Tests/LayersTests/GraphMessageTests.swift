import XCTest

@testable import Layers

/// Mistakes are found when a model is made, or when it is given examples, in one line that names the
/// layer, what it expected and what it got from where.
final class GraphMessageTests: XCTestCase {
  private func message(_ inputs: [Value], _ outputs: [Value]) -> String {
    message { _ = try Model(inputs: inputs, outputs: outputs) }
  }

  func testShapesThatDoNotFit() {
    let x = Input.sequence(features: 3)
    XCTAssertEqual(
      message([x], [GRU(2)(LSTM(4)(x))]),
      "layer 1 (GRU) expected a sequence, got one vector of 4 numbers from layer 0 (LSTM): give that "
        + "one returnSequences: true")
    XCTAssertEqual(
      message([x], [RepeatVector(3)(Dense(2)(x))]),
      "layer 1 (RepeatVector) expected one vector, got 2 numbers a time step from layer 0 (Dense); "
        + "a recurrent layer without returnSequences gives one")
    XCTAssertEqual(
      message([x], [Reshape(2, 3)(x)]),
      "layer 0 (Reshape) expected a fixed number of time steps, got 3 numbers a time step from input "
        + "0; say it with Input.sequence(steps:features:)")
    let fixed = Input.sequence(steps: 4, features: 3)
    XCTAssertEqual(
      message([fixed], [Dense(1)(Reshape(5, 2)(fixed))]),
      "layer 0 (Reshape) expected numbers for the shape 5 × 2, got 12 from input 0")
    XCTAssertEqual(
      message([fixed], [LSTM(2)(Reshape(2, 2, 3)(fixed))]),
      "layer 1 (LSTM) expected a sequence, got a sequence of 2 time steps of 3 numbers for each of "
        + "2 time steps from layer 0 (Reshape); TimeDistributed(LSTM(…)) reads each of them by "
        + "itself")
    XCTAssertEqual(
      message([x], [TimeDistributed(LSTM(2))(x)]),
      "layer 0 (TimeDistributed(LSTM)) expected a sequence, got one vector of 3 numbers at each time "
        + "step from input 0; leave TimeDistributed out, or make sequences of the steps by "
        + "TimeDistributed(Reshape(…))")
    XCTAssertEqual(
      message([fixed], [LSTM(2)(Reshape(12)(fixed))]),
      "layer 1 (LSTM) expected a sequence, got one vector of 12 numbers from layer 0 (Reshape); "
        + "RepeatVector makes a sequence of a vector")
    XCTAssertEqual(
      message([x], [TimeDistributed(Dense(2))(LSTM(2)(x))]),
      "layer 1 (TimeDistributed(Dense)) expected a sequence of numbers, got one vector of 2 numbers "
        + "from layer 0 (LSTM); leave TimeDistributed out")
  }

  func testValuesThatDoNotMerge() {
    let (x, v) = (Input.sequence(features: 3, named: "prices"), Input.vector(3))
    XCTAssertEqual(
      message([x, v], [Concatenate()(x, v)]),
      "layer 0 (Concatenate) expected values of one shape, got 3 numbers a time step from input 0 "
        + "(prices) and one vector of 3 numbers from input 1; RepeatVector makes a sequence of a vector"
    )
    XCTAssertEqual(
      message([x], [Add()(Dense(2)(x), x)]),
      "layer 1 (Add) expected values of one shape, got 2 numbers a time step from layer 0 (Dense) and 3 "
        + "numbers a time step from input 0 (prices); a Dense layer gives one of them the size of the "
        + "other")
    XCTAssertEqual(
      message([v], [Multiply()(Dense(3)(v))]),
      "layer 1 (Multiply) expected at least 2 inputs, got 1; call it on several values, as "
        + "Multiply()(x, y)")
    XCTAssertEqual(
      message([v], [Add()([])]),
      "layer 0 (Add) expected at least 2 inputs, got 0; call it on several values, as Add()(x, y)")
    let (a, b) = (RepeatVector(2)(v), RepeatVector(3)(v))
    XCTAssertEqual(
      message([v], [Add()(a, b)]),
      "layer 2 (Add) expected values of one shape, got 2 time steps of 3 numbers from layer 0 "
        + "(RepeatVector) and 3 time steps of 3 numbers from layer 1 (RepeatVector)")
  }

  func testSymbols() {
    let (words, x) = (Input.symbols(named: "words"), Input.sequence(features: 2))
    XCTAssertEqual(
      message([words], [LSTM(2)(words)]),
      "layer 0 (LSTM) expected a sequence, got symbols from input 0 (words); put an Embedding between "
        + "them")
    XCTAssertEqual(
      message([words, x], [Concatenate()(x, words)]),
      "layer 0 (Concatenate) expected numbers, got symbols from input 0 (words); put an Embedding "
        + "between them")
    XCTAssertEqual(
      message([x], [Embedding(vocabularySize: 3, size: 2)(x)]),
      "layer 0 (Embedding) expected symbols, got 2 numbers a time step from input 0; symbols come from "
        + "Input.symbols()")
    XCTAssertEqual(
      message([x], [Masking()(Dense(2)(x))]),
      "layer 1 (Masking) expected a sequence that is an input of the model, got 2 numbers a time step "
        + "from layer 0 (Dense); call it on the input itself")
  }

  func testEnds() {
    let (x, y) = (Input.vector(2), Input.vector(2))
    XCTAssertEqual(
      message([], [Dense(1)(x)]),
      "output 0 needs an input that is not among the model's inputs; add it to inputs:")
    XCTAssertEqual(message([x], []), "a model has at least one output")
    XCTAssertEqual(
      message([x, y.named("age")], [Dense(1)(x)]),
      "input 1 (age) is not used by any output; call a layer on it, or leave it out")
    XCTAssertEqual(
      message([x], [Dense(1)(x), Dense(1)(y.named("age")).named("price")]),
      "output 1 (price) needs an input (age) that is not among the model's inputs; add it to inputs:"
    )
    XCTAssertEqual(message([x, x], [Dense(1)(x)]), "input 1 is given twice; give each input once")
    XCTAssertEqual(message([x], [x]), "output 0 is input 0; an output comes from a layer")
    let dense = Dense(1)(x).named("a")
    XCTAssertEqual(
      message([x], [dense, Dense(2)(dense).named("a")]),
      "two outputs have the name a; give each its own with named(_:)")
    let fixed = Input.sequence(steps: 4, features: 3)
    XCTAssertEqual(
      message([fixed], [Reshape(2, 2, 3)(fixed)]),
      "output 0 gives a sequence of 2 time steps of 3 numbers for each of 2 time steps; "
        + "outputs are vectors or sequences of them, so put a layer such as TimeDistributed(LSTM(…)) "
        + "behind it")
  }

  func testLayersThatAreCalledAgain() throws {
    let (x, y) = (Input.vector(2), Input.vector(3))
    let dense = Dense(4)
    XCTAssertEqual(
      message([x, y], [dense(x), dense(y)]),
      "layer 0 (Dense) expected 2 numbers in the last axis as in its first call, got 3 from input 1; a "
        + "layer of its own has weights of its own")
    var changed = dense
    changed.units = 5
    XCTAssertEqual(
      message([x], [dense(x), changed(x)]),
      "layer 0 (Dense) is called with other settings than before; a changed copy is still that layer: "
        + "make one of its own")
    let model = try Model(inputs: x, outputs: dense(x))
    XCTAssertEqual(
      message([y], [dense(y)]),
      "layer 0 (Dense) has weights for other inputs from a model that it is in: [[2, 4], [4]], needed "
        + "[[3, 4], [4]]; make a layer of its own")
    XCTAssertEqual(model.parameterCount, 12)
  }

  func testSettings() {
    let x = Input.sequence(features: 2)
    XCTAssertEqual(
      message([x], [LSTM(0)(x)]),
      "layer 0 (LSTM) has a size of 0; sizes are positive and at most 16,777,216")
    XCTAssertEqual(
      message([x], [TimeDistributed(LSTM(2, stateful: true))(x)]),
      "layer 0 (TimeDistributed(LSTM)) begins with zeros at each time step; leave stateful out")
    let state = GRU(2).withState(x).state
    XCTAssertEqual(
      message([x], [GRU(2, stateful: true)(x, initialState: state)]),
      "layer 2 (GRU) is stateful, and is given an initial state besides; leave one of them out")
    XCTAssertEqual(
      message([x], [LSTM(2)(RepeatVector(0)(GRU(2)(x)))]),
      "layer 1 (RepeatVector) repeats a vector 0 times; it does so at least once")
    XCTAssertEqual(
      message([x], [Reshape(-1, -1)(GRU(2)(x))]),
      "layer 1 (Reshape) has the shape -1 × -1; it has one to three axes, of which one may be -1")
    let v = Input.vector(0)
    XCTAssertEqual(
      message([v], [Dense(2)(v)]),
      "input 0 has a size of 0; sizes are positive and at most 16,777,216")
    let large = Input.sequence(steps: 1 << 20, features: 1 << 20)
    XCTAssertEqual(
      message([large], [LSTM(2)(large)]),
      "input 0 has more than 16,777,216 numbers for each example or time step")
  }

  func testModelsThatAreCalled() throws {
    let (x, y) = (Input.vector(2), Input.vector(2))
    let two = try Model(inputs: [x, y], outputs: [Dense(1)(Add()(x, y)), Dense(1)(x)])
    let sentence =
      "a model expected 2 values, called on 1; outputs(of:) takes one for each of its inputs"
    XCTAssertEqual(message([x], two.outputs(of: [x])), sentence)
    let fork = try Model(inputs: [x], outputs: [Dense(1)(x), Dense(2)(x)])
    XCTAssertEqual(
      message([x], [Dense(3)(fork(x))]),
      "a model of 2 outputs was called as a layer; outputs(of:) gives them all")
    XCTAssertEqual(
      message([x], [Dense(3)(TimeDistributed(fork)(x))]),
      "a model of 2 outputs was called as a layer; outputs(of:) gives them all")
    XCTAssertEqual(
      message([fork(x)], [Dense(1)(fork(x))]),
      "a model of 2 outputs was called as a layer; outputs(of:) gives them all")
  }

  func testLosses() throws {
    let x = Input.sequence(features: 2)
    let model = try Model(
      inputs: [x],
      outputs: [Dense(3, activation: .sigmoid)(LSTM(2)(x)).named("class"), Dense(1)(x)])
    XCTAssertEqual(
      message { try model.compile(losses: [.meanSquaredError]) },
      "expected one loss for each of 2 outputs, got 1")
    XCTAssertEqual(
      message {
        try model.compile(losses: [.sparseCategoricalCrossEntropy, .meanSquaredError])
      },
      "layer 1 (Dense) with sparseCategoricalCrossEntropy expected the activation softmax, or none for "
        + "logits, got sigmoid")
    XCTAssertEqual(
      message {
        try model.compile(losses: [.meanSquaredError, .meanSquaredError], weights: [1, -1])
      },
      "a loss has the weight -1.0; weights are finite and at least 0")
    XCTAssertEqual(
      message { try model.fit([[[1.0, 2]]], ([[1.0, 0, 0]], [[1.0]])) },
      "the model does not know its loss; call compile(loss:) first")
  }

  func testExamplesThatDoNotFit() throws {
    let (a, b) = (Input.sequence(features: 1, named: "a"), Input.sequence(features: 1))
    let v = Input.vector(2)
    let model = try Model(
      inputs: [a, b, v], outputs: [Dense(1)(Concatenate()(LSTM(2)(Add()(a, b)), v))])
    try model.compile(loss: .meanSquaredError)
    let (x, y, z): ([[Double]], [[Double]], [[Double]]) = (
      [[1, 2], [3]], [[1, 2], [3]], [[1, 2], [3, 4]]
    )
    XCTAssertEqual(message { try model.fit((x, y, z), [1.0, 2]) }, "no error")
    XCTAssertEqual(
      message { try model.fit((x, y), [1.0, 2]) },
      "expected examples for each of 3 inputs, got 2; several are a tuple, as (a, b)")
    XCTAssertEqual(
      message { try model.fit((x, [[1.0]], z), [1.0, 2]) },
      "input 1 expected 2 examples as input 0 has, got 1")
    XCTAssertEqual(
      message { try model.fit((x, [[1.0, 2], [3, 4]], z), [1.0, 2]) },
      "layer 0 (Add) expected sequences of one length, got 1 and 2 time steps in example 1")
    XCTAssertEqual(
      message { try model.fit((x, y, [[1.0, 2], [3]]), [1.0, 2]) },
      "input 2 expected one vector of 2 numbers for each example, got 1 in example 1")
    XCTAssertEqual(
      message { try model.fit(([[1.0, .nan], [3]], y, z), [1.0, 2]) },
      "input 0 (a) got nan in example 0, step 1; inputs are finite, or all of a time step is masked by "
        + "Masking(value:)")
    XCTAssertEqual(
      message { try model.fit((x, y, z), [1.0]) },
      "layer 3 (Dense) expected a target for each of 2 examples, got 1")
    XCTAssertEqual(
      message { try model.fit((x, y, z), ([1.0, 2], [1.0, 2])) },
      "expected targets for each of 1 output, got 2")
    let sequential = Sequential {
      Input(features: 1)
      LSTM(1)
    }
    try sequential.compile(loss: .meanSquaredError)
    XCTAssertEqual(
      message { try sequential.fit([Batch(inputs: (x, y), targets: [1.0, 2])]) },
      "batch 0 of the stream: a Sequential has one input and one output, got a batch for 2 inputs and 1 "
        + "output; a Model takes it")
  }
}
