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
}
