import LinearAlgebra
import XCTest

@testable import Layers

/// States that recurrent layers are given and hand on. Their gradients are checked in
/// `GraphGradientTests`.
final class GraphStateTests: XCTestCase {
  /// A sequence read in two parts, the second from the state that the first ended with, gives what it
  /// gives in one.
  func testAStateCarriesASequenceOn() throws {
    for layer: any CallableRecurrentLayer in [LSTM(3), GRU(3), SimpleRNN(3)] {
      let (whole, first, rest) = (
        Input.sequence(features: 2), Input.sequence(features: 2), Input.sequence(features: 2)
      )
      let (_, state) = layer.withState(first)
      XCTAssertEqual(state.count, layer.stateCount)
      let model = try Model(
        inputs: [whole, first, rest], outputs: [layer(whole), layer(rest, initialState: state)])
      let x = sequences([5, 3, 6])
      let outputs = try model.predictAll(
        (x, x.map { Array($0.prefix(2)) }, x.map { Array($0.dropFirst(2)) }))
      XCTAssertEqual(outputs[0].vectors, outputs[1].vectors, "\(layer)")
    }
  }

  /// The state is that after the last step that counts, whatever a batch is padded to, and in either
  /// direction; the hidden one is what the layer gives.
  func testTheStateIsTheLastOneThatCounts() throws {
    let input = Input.sequence(features: 2)
    let both = Bidirectional(LSTM(3))
    let (output, state) = both.withState(input)
    XCTAssertEqual(state.count, 4)
    let backwards = GRU(2, goBackwards: true)
    let (other, last) = backwards.withState(input)
    let model = try Model(
      inputs: [input], outputs: [output, Concatenate()(state[0], state[2]), other] + last)
    let x = sequences([4, 1, 3])
    let outputs = try model.predictAll(x)
    XCTAssertEqual(outputs[0].vectors, outputs[1].vectors)
    XCTAssertEqual(outputs[2].vectors, outputs[3].vectors)
    for (index, example) in x.enumerated() {
      XCTAssertEqual(try model.predictAll([example])[1].vectors[0], outputs[1].vectors[index])
    }
  }

  func testStatesThatDoNotFit() throws {
    func message(_ inputs: [Value], _ output: Value) -> String {
      do {
        _ = try Model(inputs: inputs, outputs: [output])
        return "no error"
      } catch { return "\(error)" }
    }
    let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let (_, state) = GRU(3).withState(x)
    XCTAssertEqual(
      message([x, y], LSTM(3)(y, initialState: state)),
      "layer 2 (LSTM) expected 2 vectors as its initial state, got 1; withState of a layer of its "
        + "kind gives as many")
    XCTAssertEqual(
      message([x, y], GRU(4)(y, initialState: state)),
      "layer 2 (GRU) expected an initial state of 4 numbers, got one vector of 3 numbers from layer 1 "
        + "(State); it is that of a layer of as many units")
    XCTAssertEqual(
      message([x, y], SimpleRNN(2)(y, initialState: [x])),
      "layer 0 (SimpleRNN) expected an initial state of 2 numbers, got 2 numbers a time step from input "
        + "0; it is that of a layer of as many units")
  }

  func testTheThreadsChangeNothing() throws {
    let results = try [1, 2, 5].map { threads in
      let model = try translator().training
      try model.compile(loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01))
      let (sources, targets, next) = sums(72)
      try model.fit((sources, targets), next, epochs: 2, batchSize: 72, threads: threads)
      return model.tensors
    }
    XCTAssertEqual(results[0], results[1])
    XCTAssertEqual(results[0], results[2])
  }

  // MARK: An encoder and a decoder

  /// The model that learns, with the right answer so far as its second input, and the two that answer,
  /// symbol by symbol.
  private func translator() throws -> (training: Model, encoder: Model, decoder: Model) {
    let (source, target) = (Input.symbols(), Input.symbols())
    let (embed, decode) = (
      Embedding(vocabularySize: 13, size: 12), LSTM(40, returnSequences: true)
    )
    let head = Dense(13, activation: .softmax)

    let (_, state) = LSTM(40).withState(embed(source))
    let states = decode(embed(target), initialState: state)
    let training = try Model(inputs: [source, target], outputs: [head(states)])

    let encoder = try Model(inputs: [source], outputs: state)
    let before = [Input.vector(40), Input.vector(40)]
    let (steps, after) = decode.withState(embed(target), initialState: before)
    let decoder = try Model(inputs: [target] + before, outputs: [head(steps)] + after)
    return (training, encoder, decoder)
  }

  /// Sums of two digits: 3 + 9 is 12, digits in their order. 10 is plus, 11 the beginning, 12 the end.
  private func sums(_ count: Int) -> (sources: [[Int]], targets: [[Int]], next: [[Int]]) {
    var generator = SeededGenerator(seed: 4)
    let pairs = (0..<count).map { _ in
      (generator.integer(below: 10), generator.integer(below: 10))
    }
    let answers = pairs.map { a, b in a + b > 9 ? [1, (a + b) % 10] : [a + b] }
    return (
      pairs.map { [$0, 10, $1] }, answers.map { [11] + $0 }, answers.map { $0 + [12] }
    )
  }

  func testAdditionWithTeacherForcing() throws {
    let (training, encoder, decoder) = try translator()
    try training.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(learningRate: 0.01, clipping: .norm(1)),
      metrics: [.accuracy])
    let (sources, targets, next) = sums(1000)
    let history = try training.fit((sources, targets), next, epochs: 15)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.95)

    // Now without the right answer: each symbol goes in that came out before.
    var right = 0
    for (source, wanted) in zip(sources, next).prefix(50) {
      var state = try encoder.predictAll([source]).map(\.vectors)
      var (symbol, answer) = (11, [Int]())
      while symbol != 12 && answer.count < 4 {
        let outputs = try decoder.predictAll(([[symbol]], state[0], state[1]))
        let likely = outputs[0].vectors[0]
        symbol = likely.indices.max { likely[$0] < likely[$1] }!
        answer.append(symbol)
        state = outputs.dropFirst().map(\.vectors)
      }
      if answer == wanted { right += 1 }
    }
    XCTAssertGreaterThan(right, 45)
  }

  private func sequences(_ lengths: [Int]) -> [[[Float]]] {
    var generator = SeededGenerator(seed: 2)
    return lengths.map { length in
      (0..<length).map { _ in [Float(generator.normal()), Float(generator.normal())] }
    }
  }
}
