import XCTest

@testable import Layers

/// What is said of models that cannot be fed step by step, and of steps that do not fit.
final class StepperMessageTests: XCTestCase {
  func testInputsByTheirNames() throws {
    let (source, target) = (Input.symbols(named: "source"), Input.symbols(named: "target"))
    let embed = Embedding(vocabularySize: 4, size: 2)
    let (_, state) = GRU(3).withState(embed(source))
    let decoded = GRU(3, returnSequences: true)(embed(target), initialState: state)
    let model = try Model(inputs: [source, target], outputs: [Dense(4)(decoded)])
    let (named, numbered) = (
      try model.stepper(stepping: "target"), try model.stepper(stepping: [1])
    )
    for stepper in [named, numbered] { try stepper.begin([[1, 2]]) }
    XCTAssertEqual(try named.step([3]), try numbered.step([3]))
    XCTAssertEqual(
      message { _ = try model.stepper(stepping: "answer") },
      "0 inputs have the name answer; the model's inputs have the names source, target")
  }

  private func decoder() throws -> Model {
    let (source, target) = (Input.symbols(named: "source"), Input.symbols(named: "target"))
    let embed = Embedding(vocabularySize: 7, size: 5)
    let (encoded, state) = LSTM(6, returnSequences: true).withState(embed(source))
    let decoded = LSTM(6, returnSequences: true)(embed(target), initialState: state)
    let found = Attention()(query: decoded, value: encoded)
    return try Model(
      inputs: [source, target],
      outputs: [Dense(7, activation: .softmax)(Concatenate()(found, decoded))], seed: 5)
  }

  func testLayersThatCannotBeFed() throws {
    let (x, y) = (Input.sequence(features: 2, named: "prices"), Input.sequence(features: 2))
    func message(_ outputs: Value..., inputs: [Value], stepping: [Int]? = nil) -> String {
      self.message {
        _ = try Model(inputs: inputs, outputs: outputs).stepper(stepping: stepping)
      }
    }
    let advice =
      " reads time steps that are yet to come, and cannot be fed one at a time; put a layer that reads "
      + "forwards in its place, or give its input whole, by stepper(stepping:)"
    XCTAssertEqual(
      message(Bidirectional(LSTM(2))(Dense(2)(x)), inputs: [x]), "layer 1 (Bidirectional)" + advice)
    XCTAssertEqual(message(GRU(2, goBackwards: true)(x), inputs: [x]), "layer 0 (GRU)" + advice)
    XCTAssertEqual(
      message(LSTM(2)(Add()(x, y)), inputs: [x, y], stepping: [1]),
      "layer 0 (Add) puts a sequence that is fed step by step beside one that is given whole; feed both, "
        + "by stepper(stepping:)")
    XCTAssertEqual(
      message(Attention()(query: x, value: x), inputs: [x]),
      "layer 0 (Attention) attends to a sequence that is fed step by step, of which only the present step "
        + "is there; let it attend to an input that is given whole")
    XCTAssertEqual(
      message(Attention(causal: true)(query: x, value: y), inputs: [x, y], stepping: [0]),
      "layer 0 (Attention) is causal, and a step that is fed alone has no place in time; leave causal out"
    )
    let (_, state) = GRU(2).withState(x)
    XCTAssertEqual(
      message(GRU(2)(y, initialState: state), inputs: [x, y], stepping: [0, 1]),
      "layer 2 (GRU) begins with a state that changes from step to step; give it that of an input that is "
        + "given whole")
    XCTAssertEqual(
      message(LSTM(2)(Add()(x, y)), inputs: [x, y]),
      "2 inputs of the model are sequences; say which of them are fed step by step, as stepper(stepping: "
        + "[0])")
    let fixed = Input.sequence(steps: 4, features: 2)
    XCTAssertEqual(
      message(LSTM(2)(fixed), inputs: [fixed], stepping: [0]),
      "input 0 is 4 time steps of 2 numbers, which cannot be fed step by step; that takes Input.symbols() "
        + "or Input.sequence(features:)")
    XCTAssertEqual(
      message(LSTM(2)(x), inputs: [x], stepping: [1]),
      "there is no input 1 to be fed; the model has 1 input")
    XCTAssertEqual(
      message(LSTM(2)(x), inputs: [x], stepping: [0, 0]), "input 0 (prices) is named twice")
    XCTAssertEqual(
      message(LSTM(2)(x), inputs: [x], stepping: []),
      "no input is fed step by step; name one, as stepper(stepping: [0])")
    let unknown = Sequential { LSTM(2) }
    XCTAssertEqual(
      self.message { _ = try unknown.stepper() },
      "the model does not know its inputs' size; begin with Input(features:)")
  }

  func testStepsThatDoNotFit() throws {
    let stepper = try decoder().stepper(stepping: [1])
    XCTAssertEqual(
      message { _ = try stepper.step([1]) },
      "the stepper has not begun; call begin(rows:) or begin(_:)")
    XCTAssertEqual(
      message { try stepper.begin() },
      "expected examples for input 0 (source), got 0 arrays; begin(_:) takes one for each input that is "
        + "not fed")
    XCTAssertEqual(
      message { try stepper.begin([[1, 9]]) },
      "input 0 (source) expected symbols from 0 to 6, got 9 in example 0, step 1")
    XCTAssertEqual(
      message { try stepper.begin([[Int]]()) }, "there are no examples to begin with")
    try stepper.begin([[1, 2], [3]])
    XCTAssertEqual(
      message { _ = try stepper.step([1]) },
      "input 1 (target) expected a step for each of 2 rows, got 1")
    XCTAssertEqual(
      message { _ = try stepper.step([1, 7]) },
      "input 1 (target) expected symbols from 0 to 6, got 7 in row 1")
    XCTAssertEqual(
      message { _ = try stepper.step([[1], [2]] as [[Float]]) },
      "input 1 (target) expected a symbol in each row, got vectors")
    XCTAssertEqual(
      message { _ = try stepper.stepAll(([1, 2], [1, 2])) },
      "expected a step for each of 1 input, got 2")
    let other = try Sequential {
      Input(features: 2)
      LSTM(3)
    }.stepper()
    XCTAssertEqual(
      message { try stepper.set(other.state) },
      "the state is of another model: it has vectors of [3, 3] numbers, expected [6, 6]")
    XCTAssertEqual(
      message { _ = try other.step([[1, 2, 3]] as [[Float]]) },
      "input 0 expected 2 numbers a time step, got 3 in row 0")
    XCTAssertEqual(
      message { _ = try other.step([[1, .nan]] as [[Float]]) },
      "input 0 got nan in row 0; inputs are finite, or all of a time step is masked by Masking(value:)"
    )
    XCTAssertEqual(
      message { _ = try other.step([1]) },
      "input 0 expected a vector of 2 numbers in each row, got symbols")
    XCTAssertEqual(
      message { try other.begin(rows: 0) }, "a stepper has 0 rows; it has at least 1")
    XCTAssertEqual(
      message { try other.begin([[1]]) },
      "expected examples for no input, since all of them are fed, got 1 array; begin(_:) takes one for "
        + "each input that is not fed")
    let third = stepper.state.reordered([1])
    try stepper.begin([[1]])
    XCTAssertEqual(
      message { try stepper.set(third) },
      "the state is of example 1, and 1 example were given; begin with the same examples")
    let two = Input.sequence(features: 1)
    let fork = try Model(inputs: [two], outputs: [LSTM(2)(two), Dense(1)(two)]).stepper()
    XCTAssertEqual(
      message { _ = try fork.step([[1]] as [[Float]]) },
      "the model is fed 1 input and has 2 outputs; call stepAll")
    XCTAssertEqual(
      StepperState.problem(with: [0, 3], rows: 3), "there is no row 3 among 3, counted from 0")
    XCTAssertEqual(StepperState.problem(with: [], rows: 3), "a state has at least one row")
  }
}
