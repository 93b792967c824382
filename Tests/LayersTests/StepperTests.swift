import LinearAlgebra
import XCTest

@testable import Layers

/// Models that are fed one time step after another give what they give for the whole sequence, to the last
/// bit.
final class StepperTests: XCTestCase {
  private var generator = SeededGenerator(seed: 6)

  private func vectors(_ count: Int, _ size: Int) -> [[Float]] {
    (0..<count).map { _ in (0..<size).map { _ in Float(generator.normal()) } }
  }

  private func symbols(_ count: Int, below bound: Int) -> [Int] {
    (0..<count).map { _ in generator.integer(below: bound) }
  }

  // MARK: As predict

  func testASequentialGivesWhatItPredicts() throws {
    for layers: [Layer] in [
      [.lstm(LSTM(37, returnSequences: true)), .dense(Dense(5, activation: .softmax))],
      [
        .gru(GRU(16, returnSequences: true, dropout: 0.2)),
        .simpleRNN(SimpleRNN(9, returnSequences: true)),
      ],
      [.gru(GRU(7, returnSequences: true, resetAfter: false)), .dense(Dense(3))],
      [.layerNorm(LayerNorm()), .lstm(LSTM(8, returnSequences: true, recurrentDropout: 0.1))],
      [
        .dense(Dense(4, activation: .relu)), .dropout(Dropout(0.5)), .activation(Activation(.tanh)),
      ],
      [.lstm(LSTM(8, returnSequences: true, stateful: true)), .gru(GRU(3, returnSequences: true))],
    ] {
      let numbers = Sequential(layers: [.input(Input(features: 3))] + layers, seed: 3)
      let x = vectors(9, 3)
      let stepper = try numbers.stepper()
      let outputs = try x.map { try stepper.step([$0])[0] }
      XCTAssertEqual([outputs], try numbers.predictSequences([x]), "\(layers)")

      let embedding = Embedding(vocabularySize: 11, size: 6, masksZero: true)
      let text = Sequential(layers: [.embedding(embedding)] + layers, seed: 3)
      let words = [4] + symbols(20, below: 11)
      let reader = try text.stepper()
      let spoken = try words.map { try reader.step([$0])[0] }
      text.resetStates()
      XCTAssertEqual([spoken], try text.predictSequences([words]), "\(layers)")
    }
  }

  /// Where a layer gives its last state alone, a step gives what the sequence so far gives.
  func testASequenceSoFar() throws {
    let model = Sequential(seed: 2) {
      Embedding(vocabularySize: 9, size: 4)
      GRU(5, returnSequences: true)
      LSTM(7)
      Dense(3, activation: .softmax)
    }
    let words = symbols(8, below: 9)
    let stepper = try model.stepper()
    for count in 1...words.count {
      let likely = try stepper.step([words[count - 1]])
      XCTAssertEqual(likely, try model.predict([Array(words.prefix(count))]))
    }
  }

  /// Graphs drawn at random, of two inputs that are fed and three that are given.
  func testRandomGraphs() throws {
    for seed in 1...25 as ClosedRange<UInt64> {
      var graph = SteppableGraph(seed: seed)
      let model = try Model(inputs: graph.inputs, outputs: graph.outputs(), seed: seed)
      let rows = 1 + Int(seed % 4)
      let length = 6
      let fed = (0..<rows).map { _ in [1] + symbols(length - 1, below: 5) }
      let numbers = (0..<rows).map { _ in vectors(length, 2) }
      let source = (0..<rows).map { row in [2] + symbols(1 + (row + Int(seed)) % 4, below: 5) }
      let others = (0..<rows).map { row in vectors(1 + (row * 3 + Int(seed)) % 4, 3) }
      let vector = vectors(rows, 4)
      let wanted = try model.predictAll((fed, source, numbers, vector, others))
      let stepper = try model.stepper(stepping: [0, 2])
      // The second time after other examples, which leave nothing behind.
      for turn in 0..<2 {
        if turn == 1 {
          try stepper.begin(([[1, 2, 3, 4, 4, 2, 1]], vectors(1, 4), [vectors(9, 3)]))
        }
        try stepper.begin((source, vector, others))
        for t in 0..<length {
          let outputs = try stepper.stepAll((fed.map { $0[t] }, numbers.map { $0[t] }))
          for (index, output) in outputs.enumerated() {
            for row in 0..<rows {
              let steps = wanted[index].sequences[row]
              // The state after the last step is also that of a sequence that ends here.
              if index == 3 && t < length - 1 { continue }
              XCTAssertEqual(
                output[row], steps.count == length ? steps[t] : steps[0],
                "seed \(seed): output \(index), step \(t), row \(row)")
            }
          }
        }
      }
    }
  }

  // MARK: Rows and states

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

  /// Rows that are copied and exchanged go on as if they had been read so from the beginning.
  func testRowsThatAreReordered() throws {
    let model = try decoder()
    let sources = [[1, 2, 3], [4, 5], [6, 1, 2, 3]]
    let stepper = try model.stepper(stepping: [1])
    try stepper.begin(sources)
    var history = (0..<3).map { (source: $0, words: [Int]()) }
    for places in [[0, 1, 2], [2, 0, 0], [1, 0, 2, 2, 1], [3], [0, 0], [1, 0]] {
      stepper.reorder(places)
      history = places.map { history[$0] }
      let words = symbols(places.count, below: 7)
      for (row, word) in words.enumerated() { history[row].words.append(word) }
      let outputs = try stepper.step(words)
      XCTAssertEqual(stepper.rows, places.count)
      for (row, entry) in history.enumerated() {
        let whole = try model.predictSequences(([sources[entry.source]], [entry.words]))
        XCTAssertEqual(outputs[row], whole[0].last!, "\(places), row \(row)")
      }
    }
  }

  func testStatesThatArePutBack() throws {
    let model = try decoder()
    let stepper = try model.stepper(stepping: [1])
    try stepper.begin([[1, 2, 3], [4, 5]])
    _ = try stepper.step([1, 2])
    let kept = stepper.state
    XCTAssertEqual(kept.rows, 2)
    XCTAssertEqual(kept.vectors.map { $0.map(\.count) }, [[6, 6], [6, 6]])
    let first = try stepper.step([3, 4])
    XCTAssertNotEqual(stepper.state, kept)
    try stepper.set(kept)
    XCTAssertEqual(stepper.state, kept)
    XCTAssertEqual(try stepper.step([3, 4]), first)
    // One row of it alone, and another's numbers.
    try stepper.set(kept.reordered([1]))
    XCTAssertEqual(try stepper.step([4]), [first[1]])
    var other = kept.reordered([1])
    other.vectors[0][0][2] += 1
    try stepper.set(other)
    XCTAssertNotEqual(try stepper.step([4]), [first[1]])
    // The hidden state is what the layer gives.
    let lstm = Sequential {
      Input(features: 2)
      LSTM(3)
    }
    let reader = try lstm.stepper()
    let output = try reader.step([[1, 2]] as [[Float]])
    XCTAssertEqual(reader.state.vectors[0], output)
    XCTAssertEqual(reader.state.vectors.count, 2)
  }

  func testManyStreamsSideBySide() throws {
    let model = Sequential(seed: 2) {
      Input(features: 2)
      LSTM(5, returnSequences: true)
      Dense(1)
    }
    let streams = (0..<40).map { _ in vectors(4, 2) }
    let stepper = try model.stepper()
    try stepper.begin(rows: 40)
    let wanted = try model.predictSequences(streams, batchSize: 40)
    for t in 0..<4 {
      XCTAssertEqual(try stepper.step(streams.map { $0[t] }), wanted.map { $0[t] })
    }
    try stepper.begin(rows: 2)
    XCTAssertEqual(try stepper.step([streams[0][0], streams[1][0]]), [wanted[0][0], wanted[1][0]])
  }

  /// Training leaves a stepper as it is.
  func testAStepperKeepsItsWeights() throws {
    let model = Sequential {
      Input(features: 1)
      LSTM(3)
    }
    let stepper = try model.stepper()
    let before = try stepper.step([[1]] as [[Float]])
    try model.compile(loss: .meanSquaredError)
    try model.fit([[1.0, 2]], [[1.0, 0, 1]], epochs: 2)
    try stepper.begin()
    XCTAssertEqual(try stepper.step([[1]] as [[Float]]), before)
    XCTAssertNotEqual(try model.stepper().step([[1]] as [[Float]]), before)
  }

  // MARK: Messages

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch { return "\(error)" }
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

/// A graph drawn at random of what can be fed step by step: inputs 0 and 2 are fed, the others given.
private struct SteppableGraph {
  let inputs = [
    Input.symbols(), Input.symbols(), Input.sequence(features: 2), Input.vector(4),
    Input.sequence(features: 3),
  ]
  private var generator: SeededGenerator
  private let embed = Embedding(vocabularySize: 5, size: 3, masksZero: true)
  private let shared = GRU(3, returnSequences: true)
  private let attend = AdditiveAttention(4)
  /// Of values: sequences that are fed, sequences that are given, vectors that are given.
  private var fed, given, vectors: [(value: Value, size: Int)]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    fed = [(embed(inputs[0]), 3), (inputs[2], 2)]
    given = [(embed(inputs[1]), 3), (inputs[4], 3)]
    vectors = [(inputs[3], 4)]
  }

  /// The last one is a vector that the steps change: the state after them.
  mutating func outputs() -> [Value] {
    for _ in 0..<10 { addLayer() }
    let fedSum = Concatenate()(fed.map(\.value))
    let givenSum = Concatenate()(vectors.map(\.value) + given.map { LSTM(2)($0.value) })
    let query = Dense(3)(fedSum)
    let (found, weights) = Attention().withWeights(query: query, value: Dense(3)(given[0].value))
    let (steps, state) = LSTM(4, returnSequences: true).withState(
      Concatenate()(fedSum, found), initialState: [Dense(4)(givenSum), Dense(4)(givenSum)])
    return [Dense(3, activation: .softmax)(steps), weights, Dense(2)(givenSum), Add()(state)]
  }

  private mutating func addLayer() {
    let (x, size) = fed[generator.integer(below: fed.count)]
    let (y, otherSize) = fed[generator.integer(below: fed.count)]
    let (s, sourceSize) = given[generator.integer(below: given.count)]
    let (v, width) = vectors[generator.integer(below: vectors.count)]
    switch generator.integer(below: 12) {
    case 0: fed.append((Concatenate()(x, y), size + otherSize))
    case 1: fed.append((Add()(x, Dense(size)(y)), size))
    case 2: fed.append((Multiply()(Dense(1, activation: .sigmoid)(x), y), otherSize))
    case 3: fed.append((shared(Dense(2)(x)), 3))
    case 4: fed.append((SimpleRNN(4, returnSequences: true)(LayerNorm()(x)), 4))
    case 5:
      let state = [Dense(3)(v)]
      fed.append((GRU(3, returnSequences: true, dropout: 0.2)(x, initialState: state), 3))
    case 6: fed.append((attend(query: Dense(2)(x), value: s, key: Dense(2)(s)), sourceSize))
    case 7:
      let query = Dense(sourceSize)(x)
      fed.append((Attention(scale: .learnt)(query: query, value: s), sourceSize))
    case 8:
      let parts = TimeDistributed(Reshape(2, 2))(Dense(4)(x))
      fed.append((TimeDistributed(Bidirectional(LSTM(2)))(parts), 4))
    case 9: given.append((Bidirectional(GRU(2, returnSequences: true))(s), 4))
    case 10: vectors.append((Concatenate()(v, SimpleRNN(2, goBackwards: true)(s)), width + 2))
    default:
      vectors.append((AdditiveAttention()(query: Dense(sourceSize)(v), value: s), sourceSize))
    }
  }
}
