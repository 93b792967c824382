import CourseTesting
import XCTest

@testable import Layers

/// Graphs against Keras's functional interface: outputs, losses and all weights after three steps, with
/// shared layers, masks and states. Tests/Peers/graphs.py made the numbers.
final class GraphGoldenTests: XCTestCase {
  func testGraphsAgreeWithKeras() throws {
    let fixture: Fixture = try Fixtures.decoded("keras-graphs")
    XCTAssertEqual(fixture.cases.count, 13)
    for golden in fixture.cases {
      switch golden.name {
      case "concatenate": try checkShared(golden) { Concatenate()($0, $1) }
      case "add": try checkShared(golden) { Add()($0, $1) }
      case "multiply": try checkShared(golden) { Multiply()($0, $1) }
      case "one mask of two": try checkOneMaskOfTwo(golden)
      case "every step": try checkEveryStep(golden)
      case "encoder and decoder": try checkEncoderAndDecoder(golden)
      case "sequences of sequences": try checkSequencesOfSequences(golden)
      case "masked numbers": try checkMaskedNumbers(golden)
      case "states": try checkStates(golden)
      case "slices": try checkSlices(golden)
      case "permute": try checkPermute(golden)
      case "combine": try checkCombine(golden)
      case "activations": try checkActivations(golden)
      default: XCTFail("no graph for \(golden.name)")
      }
    }
  }

  private let embed = { Embedding(vocabularySize: 6, size: 3, masksZero: true) }

  private func checkShared(_ golden: Case, _ merge: (Value, Value) -> Value) throws {
    let (a, b, embed) = (Input.symbols(), Input.symbols(), embed())
    let model = try Model(
      inputs: [a, b], outputs: [Dense(2)(LSTM(4)(merge(embed(a), embed(b))))])
    let targets = rows(golden.targets[0], 2)
    try check(golden, model, (golden.symbols(0), golden.symbols(1)), targets)
  }

  private func checkOneMaskOfTwo(_ golden: Case) throws {
    let (a, b) = (Input.symbols(), Input.symbols())
    let (x, y) = (embed()(a), Embedding(vocabularySize: 6, size: 3)(b))
    let model = try Model(
      inputs: [a, b], outputs: [LSTM(4)(Concatenate()(x, y)), LSTM(3)(Add()(x, y))])
    let targets = (rows(golden.targets[0], 4), rows(golden.targets[1], 3))
    try check(golden, model, (golden.symbols(0), golden.symbols(1)), targets)
  }

  private func checkEveryStep(_ golden: Case) throws {
    let symbols = Input.symbols()
    let states = LSTM(4, returnSequences: true)(embed()(symbols))
    let gated = Multiply()(states, Dense(4, activation: .sigmoid)(states))
    let model = try Model(inputs: symbols, outputs: TimeDistributed(Dense(2))(gated))
    let targets = sequences(golden.targets[0], 5, 2)
    // What a masked step gives counts for nothing, and Keras gives something else there.
    let counting = golden.symbols(0).flatMap { $0.map { $0 != 0 } }
    try check(golden, model, golden.symbols(0), targets, every: counting)
  }

  private func checkEncoderAndDecoder(_ golden: Case) throws {
    let symbols = Input.symbols()
    let code = LSTM(4)(embed()(symbols))
    let states = LSTM(4, returnSequences: true)(RepeatVector(3)(code))
    let model = try Model(inputs: symbols, outputs: TimeDistributed(Dense(2))(states))
    let targets = sequences(golden.targets[0], 3, 2)
    try check(golden, model, golden.symbols(0), targets)
  }

  private func checkSequencesOfSequences(_ golden: Case) throws {
    let input = Input.sequence(steps: 4, features: 6)
    let parts = TimeDistributed(Reshape(3, 2))(input)
    let states = TimeDistributed(LSTM(3))(parts)
    let model = try Model(inputs: input, outputs: Dense(2)(LSTM(4)(states)))
    let (x, targets) = (sequences(golden.inputs[0], 4, 6), rows(golden.targets[0], 2))
    try check(golden, model, x, targets)
  }

  private func checkMaskedNumbers(_ golden: Case) throws {
    let (steps, extra) = (Input.sequence(steps: 4, features: 2), Input.vector(3))
    let states = LSTM(2, returnSequences: true)(Masking(value: 0)(steps))
    let both = Concatenate()(Reshape(8)(states), extra)
    let model = try Model(inputs: [steps, extra], outputs: [Dense(2)(both)])
    let x = (sequences(golden.inputs[0], 4, 2), rows(golden.inputs[1], 3))
    let targets = rows(golden.targets[0], 2)
    try check(golden, model, x, targets)
  }

  private func checkStates(_ golden: Case) throws {
    let (a, b, embed) = (Input.symbols(), Input.symbols(), embed())
    let (_, state) = Bidirectional(LSTM(2)).withState(embed(a))
    let first = [Concatenate()(state[0], state[2]), Concatenate()(state[1], state[3])]
    let memory = LSTM(4)(embed(b), initialState: first)
    let model = try Model(inputs: [a, b], outputs: [Dense(2)(memory)])
    let targets = rows(golden.targets[0], 2)
    try check(golden, model, (golden.symbols(0), golden.symbols(1)), targets)
  }

  private func checkSlices(_ golden: Case) throws {
    let x = Input.sequence(steps: 5, features: 3)
    let states = LSTM(4, returnSequences: true)(x)
    let parts = [
      states[step: -1], Flatten()(states[steps: ..<2]),
      states[steps: -3..<(-1)][features: 1...][step: 0],
      x[step: 1][features: ..<(-1)],
    ]
    let model = try Model(inputs: x, outputs: Dense(2)(Concatenate()(parts)))
    let targets = rows(golden.targets[0], 2)
    try check(golden, model, sequences(golden.inputs[0], 5, 3), targets)
  }

  private func checkPermute(_ golden: Case) throws {
    let (x, image) = (
      Input.sequence(steps: 4, features: 3), Input.image(height: 2, width: 3, channels: 2)
    )
    let turned = LSTM(3)(Permute(2, 1)(Dense(5)(x)))
    let columns = LSTM(2)(Reshape(3, 4)(Permute(2, 1, 3)(image)))
    let model = try Model(
      inputs: [x, image], outputs: [Dense(2)(Concatenate()(turned, columns))])
    let inputs = (sequences(golden.inputs[0], 4, 3), rows(golden.inputs[1], 12))
    try check(golden, model, inputs, rows(golden.targets[0], 2))
  }

  private func checkCombine(_ golden: Case) throws {
    let (a, b, embed) = (Input.symbols(), Input.symbols(), embed())
    let (x, y) = (embed(a), embed(b))
    let first = LSTM(4)(Subtract()(x, y))
    let second = Dense(4)(LSTM(3)(Average()(x, y, x)))
    let output = Dense(2)(Concatenate()(Dot()(first, second), first, second))
    let model = try Model(inputs: [a, b], outputs: [output])
    let targets = rows(golden.targets[0], 2)
    try check(golden, model, (golden.symbols(0), golden.symbols(1)), targets)
  }

  private func checkActivations(_ golden: Case) throws {
    let vector = Input.vector(4)
    let parts = [ActivationFunction.elu, .softplus, .exponential, .hardSigmoid].map {
      Dense(3, activation: $0)(vector)
    }
    let model = try Model(inputs: vector, outputs: Dense(2)(Concatenate()(parts)))
    try check(golden, model, rows(golden.inputs[0], 4), rows(golden.targets[0], 2))
  }

  // MARK: The check

  /// - Parameter every: which vectors of the output are compared; all where it is empty.
  private func check<each X: NestedNumbers, each Y: NestedNumbers>(
    _ golden: Case, _ model: Model, _ inputs: (repeat [each X]), _ targets: (repeat [each Y]),
    every: [Bool] = []
  ) throws {
    try model.setTensors(golden.tensors(golden.before, of: model))
    for (index, prediction) in try model.predictAll((repeat each inputs)).enumerated() {
      let vectors = prediction.sequences.flatMap { $0 }
      let wanted = golden.outputs[index]
      let size = vectors[0].count
      XCTAssertEqual(vectors.count * size, wanted.count, golden.name)
      for (step, vector) in vectors.enumerated() where every.isEmpty || every[step] {
        expect(
          vector, Array(wanted[step * size..<(step + 1) * size]),
          "\(golden.name): \(index), \(step)")
      }
    }
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: 0.1))
    let history = try model.fit(
      (repeat each inputs), (repeat each targets), epochs: 3, shuffle: false, threads: 1)
    expect(history["loss"].map { Float($0) }, golden.losses, "\(golden.name): losses")
    for (mine, wanted) in zip(model.tensors, golden.after) {
      expect(mine.values, wanted, "\(golden.name): \(mine.name) after training")
    }
  }

  private func expect(_ yours: [Float], _ expected: [Double], _ what: String) {
    XCTAssertEqual(yours.count, expected.count, what)
    let worst = zip(yours, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }
    XCTAssertTrue(worst.allSatisfy { $0 <= 1e-5 }, "\(what): off by \(worst.max() ?? 0)")
  }
}

func rows(_ values: [Double], _ size: Int) -> [[Double]] {
  stride(from: 0, to: values.count, by: size).map { Array(values[$0..<$0 + size]) }
}

private func sequences(_ values: [Double], _ time: Int, _ size: Int) -> [[[Double]]] {
  let all = rows(values, size)
  return stride(from: 0, to: all.count, by: time).map { Array(all[$0..<$0 + time]) }
}

private struct Fixture: Decodable {
  let cases: [Case]
}

private struct Case: Decodable {
  let name: String
  let inputs, targets, before, outputs, after: [[Double]]
  let losses: [Double]

  func symbols(_ index: Int) -> [[Int]] {
    let all = inputs[index].map { Int($0) }
    return stride(from: 0, to: all.count, by: 5).map { Array(all[$0..<$0 + 5]) }
  }

  func tensors(_ values: [[Double]], of model: Model) throws -> [Tensor] {
    try zip(model.tensors, values).map {
      try Tensor(name: $0.name, shape: $0.shape, values: $1.map { Float($0) })
    }
  }
}
