import LinearAlgebra

@testable import Layers

/// A graph drawn at random of what can be fed step by step: inputs 0 and 2 are fed, the others given.
struct SteppableGraph {
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
