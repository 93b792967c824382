import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Every entry of every parameter's gradient against central differences in double precision: for the
/// layers that only graphs have, for shared layers, and for graphs drawn at random.
final class GraphGradientTests: XCTestCase {
  func testConcatenate() throws {
    let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let both = Concatenate()(Dense(3)(x), y, Dense(2, activation: .tanh)(y))
    try check([x, y], [LSTM(3)(both)])
  }

  func testAddAndMultiplyAlsoByOneNumber() throws {
    let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let gate = Dense(1, activation: .sigmoid)(y)
    let sum = Add()(Dense(3)(x), gate, Dense(3)(y))
    let product = Multiply()(gate, sum, Dense(3, activation: .tanh)(x))
    try check([x, y], [GRU(2)(product), Dense(1)(sum)])
  }

  func testSubtractAverageAndDot() throws {
    let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let (a, b) = (Dense(3)(x), Dense(3, activation: .tanh)(y))
    let gate = Dense(1)(x)
    let less = Subtract()(Average()(a, b, gate), Subtract()(gate, b))
    try check(
      [x, y],
      [GRU(2)(less), Dense(1)(Dot()(less, a)), Dense(2)(Dot()(LSTM(3)(less), GRU(3)(b)))])
    let (u, v) = (Input.symbols(), Input.symbols())
    let embed = Embedding(vocabularySize: 3, size: 3, masksZero: true)
    for seed in 1...6 as ClosedRange<UInt64> {
      let (c, d) = (embed(u), Dense(3)(embed(v)))
      try check(
        [u, v],
        [
          LSTM(2)(Subtract()(c, d)), GRU(2)(Average()(d, c)), SimpleRNN(2)(Dot()(c, d)),
          Dense(1)(Dot()(Dense(2)(c), Dense(2)(c))),
        ], seed: seed)
    }
  }

  func testAValueTimesItself() throws {
    let x = Input.sequence(features: 2)
    let dense = Dense(3)(x)
    try check([x], [SimpleRNN(2)(Multiply()(dense, dense, dense)), Dense(2)(Add()(dense, dense))])
  }

  func testRepeatVector() throws {
    let x = Input.sequence(features: 2)
    let decoded = LSTM(3, returnSequences: true)(RepeatVector(3)(LSTM(4)(x)))
    try check([x], [TimeDistributed(Dense(2))(decoded)])
  }

  func testReshape() throws {
    let x = Input.sequence(steps: 4, features: 2)
    let dense = Dense(3)(x)
    let vector = Reshape(-1)(dense)
    let other = Reshape(2, 6)(dense)
    let nested = Reshape(2, 3, 2)(dense)
    let states = TimeDistributed(LSTM(2, returnSequences: true))(nested)
    try check(
      [x], [Dense(1)(vector), GRU(2)(other), Reshape(3, 4)(LayerNorm()(states))])
  }

  func testSequencesOfSequences() throws {
    let x = Input.sequence(features: 6)
    let parts = TimeDistributed(Reshape(3, 2))(Dense(6)(x))
    let read = TimeDistributed(Bidirectional(GRU(2)))(Dropout(0.2)(parts))
    let again = TimeDistributed(RepeatVector(2))(TimeDistributed(LayerNorm())(read))
    try check([x], [LSTM(2)(TimeDistributed(SimpleRNN(3))(Add()(again, Dense(4)(again))))])
  }

  func testAModelAtEveryTimeStep() throws {
    let row = Input.sequence(steps: 3, features: 2)
    let encoder = try Model(inputs: row, outputs: Dense(2)(LSTM(3)(Dense(2)(row))))
    let x = Input.sequence(features: 6)
    let parts = TimeDistributed(Reshape(3, 2))(x)
    try check([x], [GRU(2)(TimeDistributed(encoder)(parts)), LSTM(2)(x)])
  }

  func testSharedLayers() throws {
    let (x, y) = (Input.sequence(features: 3), Input.sequence(features: 3))
    let (memory, dense, norm) = (LSTM(3, returnSequences: true), Dense(2), LayerNorm())
    let (a, b) = (memory(x), memory(memory(y)))
    let both = Bidirectional(GRU(2, dropout: 0.3, recurrentDropout: 0.3))
    let head = Dense(1)
    try check(
      [x, y], [head(both(norm(a))), head(both(norm(b))), dense(norm(Add()(a, b))), dense(a)])
  }

  func testStates() throws {
    for layer: any CallableRecurrentLayer in [
      LSTM(2, recurrentDropout: 0.3), GRU(2, dropout: 0.2), SimpleRNN(2, goBackwards: true),
      Bidirectional(LSTM(2)), Bidirectional(GRU(2, returnSequences: true, recurrentDropout: 0.3)),
    ] {
      let (x, y, v) = (
        Input.sequence(features: 2), Input.sequence(features: 2), Input.vector(2)
      )
      let first = (0..<layer.stateCount).map { _ in Dense(2)(v) }
      let (_, state) = layer.withState(Dense(2)(x), initialState: first)
      // The same layer goes on; its last state is read, and its output is not.
      let (_, last) = layer.withState(y, initialState: state)
      try check([x, y, v], last + [Dense(1)(Add()(state + first))])
    }
  }

  func testAStateAndTheOutput() throws {
    let (x, y) = (Input.symbols(), Input.sequence(features: 3))
    let embed = Embedding(vocabularySize: 4, size: 3, masksZero: true)
    let encoder = LSTM(3, returnSequences: true)
    let (steps, state) = encoder.withState(embed(x))
    let decoded = LSTM(3, returnSequences: true)(y, initialState: state)
    try check([x, y], [Dense(2)(decoded), GRU(2)(Add()(steps, encoder(steps)))])
  }

  func testSymbolsWithMasks() throws {
    let (a, b) = (Input.symbols(), Input.symbols())
    let (embed, other) = (
      Embedding(vocabularySize: 4, size: 3, masksZero: true), Embedding(vocabularySize: 5, size: 3)
    )
    let masked = Multiply()(embed(a), embed(b))
    try check(
      [a, b],
      [
        LSTM(2)(Concatenate()(embed(a), other(b))), GRU(2, returnSequences: true)(masked),
        SimpleRNN(3)(Add()(embed(a), other(b))),
      ])
  }

  func testMaskedNumbers() throws {
    let x = Input.sequence(features: 2)
    let masked = Masking(value: 0)(x)
    try check([x], [LSTM(2)(Concatenate()(masked, Dense(2)(x))), Dense(2)(Add()(x, masked))])
  }

  func testEveryLossAndItsLastActivation() throws {
    for (loss, activation) in [
      (Loss.binaryCrossEntropy, ActivationFunction.sigmoid), (.categoricalCrossEntropy, .softmax),
      (.sparseCategoricalCrossEntropy, .softmax), (.meanSquaredError, .tanh),
      (.meanAbsoluteError, .linear),
    ] {
      let x = Input.sequence(features: 2)
      let states = GRU(3, returnSequences: true)(x)
      // What the loss does itself is also read by another layer.
      let output = Dense(3, activation: activation)(states)
      try check([x], [output, Dense(2)(LSTM(2)(output))], losses: [loss, .meanSquaredError])
    }
  }

  /// Twelve graphs of eight layers drawn at random and what joins them.
  func testRandomGraphs() throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      var graph = RandomGraph(seed: seed)
      let (inputs, outputs) = graph.ends()
      try check(inputs, outputs, seed: seed)
    }
  }

  private func check(
    _ inputs: [Value], _ outputs: [Value], losses: [Loss]? = nil, seed: UInt64 = 7,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    try expectGraphGradients(inputs, outputs, losses: losses, seed: seed, file: file, line: line)
  }
}

/// Compares the gradient of every parameter of a graph with central differences, without and with padding.
func expectGraphGradients(
  _ inputs: [Value], _ outputs: [Value], losses: [Loss]? = nil, seed: UInt64 = 7,
  file: StaticString = #filePath, line: UInt = #line
) throws {
  let losses = losses ?? outputs.map { _ in .meanSquaredError }
  let graph = try BuiltGraph(inputs: inputs, outputs: outputs).graph
  let network = try GraphNetwork<Double>(graph).measured(by: losses)
  for isPadded in [false, true] {
    var generator = SeededGenerator(seed: seed)
    let parameters = network.initialParameters(seed: seed)
    for index in parameters.values.indices {
      parameters.values[index] += generator.uniform(in: -0.3...0.3)
    }
    let window = randomWindow(network, isPadded: isPadded, losses, &generator)
    expectGradients(
      of: network, parameters, on: window, losses,
      weights: outputs.indices.map { 1 + 0.5 * Double($0) }, ", padded: \(isPadded), seed \(seed)",
      file: file, line: line)
  }
}

/// A batch of three rows with random numbers; padded, of four, two and three time steps.
func randomWindow(
  _ network: GraphNetwork<Double>, isPadded: Bool, _ losses: [Loss],
  _ generator: inout SeededGenerator
) -> GraphWindow<Double> {
  let rows = 3
  var parts: [GraphWindow<Double>.Part] = []
  for index in network.graph.inputs.indices {
    let shape = network.values[index].shape
    var part = GraphWindow<Double>.Part(time: 1)
    switch shape.steps {
    case .input: (part.time, part.lengths) = (4, isPadded ? [4, 2, 3] : [4, 4, 4])
    case .fixed(let count): (part.time, part.lengths) = (count, [count, count, count])
    case .mapped, nil: break
    }
    if shape.isSymbols {
      let vocabulary = network.vocabularySize(ofInput: index)
      part.symbols = (0..<rows * part.time).map { _ in Int32(generator.integer(below: vocabulary)) }
    } else {
      part.numbers = (0..<rows * part.time * shape.size).map { _ in generator.normal() }
      // A time step that Masking passes over.
      if shape.steps != nil { for column in 0..<shape.size { part.numbers[column] = 0 } }
    }
    parts.append(part)
  }
  var window = GraphWindow<Double>(rows: rows, parts: parts)
  window.targets = zip(network.graph.outputs, losses).map { output, loss in
    let shape = network.shapes[output.value]
    let steps = rows * window.time(of: shape)
    if loss == .sparseCategoricalCrossEntropy {
      return .classes((0..<steps).map { _ in Int32(generator.integer(below: shape.size)) })
    }
    return .values((0..<steps * shape.size).map { _ in generator.uniform() })
  }
  return window
}

/// A graph drawn at random: layers of all kinds on whatever values fit them.
struct RandomGraph {
  private var generator: SeededGenerator
  private let inputs = [
    Input.sequence(features: 2), Input.symbols(), Input.vector(3), Input.sequence(features: 3),
  ]
  private let embed = Embedding(vocabularySize: 4, size: 3, masksZero: true)
  private let shared = GRU(2, returnSequences: true)
  /// Of values whose shape is known: those of the inputs' time, each of so many numbers, and vectors.
  private var sequences: [(value: Value, size: Int)]
  private var vectors: [(value: Value, size: Int)]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    sequences = [(inputs[0], 2), (embed(inputs[1]), 3), (inputs[3], 3)]
    vectors = [(inputs[2], 3)]
  }

  /// Every input is used, whatever was drawn: the last layers see to it.
  mutating func ends() -> (inputs: [Value], outputs: [Value]) {
    for _ in 0..<8 { addLayer() }
    let read = sequences.map { LSTM(2)($0.value) }
    let all = Concatenate()(read + vectors.map(\.value))
    return (inputs, [Dense(2)(all), Dense(1, activation: .tanh)(sequences.last!.value)])
  }

  private mutating func addLayer() {
    let (x, size) = sequences[generator.integer(below: sequences.count)]
    let (y, otherSize) = sequences[generator.integer(below: sequences.count)]
    let (v, width) = vectors[generator.integer(below: vectors.count)]
    switch generator.integer(below: 10) {
    case 0: sequences.append((Concatenate()(x, y), size + otherSize))
    case 1: sequences.append((Add()(x, Dense(size)(y)), size))
    case 2: sequences.append((Multiply()(Dense(1, activation: .sigmoid)(x), y), otherSize))
    case 3: sequences.append((shared(Dense(2)(x)), 2))
    case 4: sequences.append((Bidirectional(LSTM(1, returnSequences: true))(LayerNorm()(x)), 2))
    case 5: vectors.append((GRU(3)(RepeatVector(2)(v)), 3))
    case 6: vectors.append((Reshape(width)(Dense(width, activation: .tanh)(v)), width))
    case 7: vectors.append((Concatenate()(v, SimpleRNN(2, goBackwards: true)(x)), width + 2))
    case 8:
      let parts = TimeDistributed(Reshape(2, 2))(Dense(4)(x))
      sequences.append((TimeDistributed(LSTM(2))(parts), 2))
    default: sequences.append((Dropout(0.3)(Activation(.tanh)(x)), size))
    }
  }
}
