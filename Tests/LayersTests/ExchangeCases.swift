import Foundation
import LinearAlgebra

@testable import Layers

/// Models with examples and what they give for them, for ONNX Runtime, PyTorch and Keras to repeat:
/// Tests/Peers/exchange.py does, with what ``write(to:)`` wrote.
struct ExchangeCase {
  enum Examples: Encodable {
    case symbols([[Int]])
    case sequences([[[Float]]])
    case vectors([[Float]])

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .symbols(let examples): try examples.encode(to: encoder)
      case .sequences(let examples): try examples.encode(to: encoder)
      case .vectors(let examples): try examples.encode(to: encoder)
      }
    }
  }

  private struct Record: Encodable {
    let inputs: [String: Examples]
    let hasLengths: Bool
    /// For each output, each example and time step.
    let outputs: [String: [[[Float]]]]
    /// Where they stand one after the other.
    let layers: [Layer]?
  }

  let name: String
  let model: Model
  /// Whether PyTorch's modules have all settings of the layers.
  var isKnownToPyTorch = true
  /// In the order of the model's inputs.
  let inputs: [Examples]
  let hasLengths: Bool
  private let layers: [Layer]?
  private let predictions: [Prediction]

  init(
    _ name: String, _ model: Model, _ inputs: [Examples], hasLengths: Bool = false,
    layers: [Layer]? = nil
  ) throws {
    self.layers = layers
    (self.name, self.model, self.inputs, self.hasLengths) = (name, model, inputs, hasLengths)
    predictions =
      switch inputs.count {
      case 1: try Self.predict(model, inputs[0])
      default: try Self.predict(model, inputs[0], inputs[1])
      }
  }

  private static func predict(_ model: Model, _ x: Examples) throws -> [Prediction] {
    switch x {
    case .symbols(let x): try model.predictAll(x)
    case .sequences(let x): try model.predictAll(x)
    case .vectors(let x): try model.predictAll(x)
    }
  }

  private static func predict(
    _ model: Model, _ x: Examples, _ y: Examples
  ) throws -> [Prediction] {
    switch (x, y) {
    case (.symbols(let x), .symbols(let y)): try model.predictAll((x, y))
    case (.symbols(let x), .sequences(let y)): try model.predictAll((x, y))
    case (.symbols(let x), .vectors(let y)): try model.predictAll((x, y))
    case (.sequences(let x), .sequences(let y)): try model.predictAll((x, y))
    case (.sequences(let x), .vectors(let y)): try model.predictAll((x, y))
    default: fatalError("no case has such inputs")
    }
  }

  /// Writes the model as ONNX, its weights for PyTorch and Keras, and what it gives beside it.
  func write(to folder: String) throws {
    try model.writeONNX(to: "\(folder)/\(name).onnx", lengths: hasLengths)
    if layers != nil {
      if isKnownToPyTorch {
        try model.writeWeights(to: "\(folder)/\(name).pytorch.safetensors", as: .pyTorch)
      }
      try model.writeWeights(to: "\(folder)/\(name).keras.safetensors", as: .keras)
    }
    let names = model.graph.inputs.enumerated().map { $1.name ?? "input_\($0)" }
    let record = Record(
      inputs: Dictionary(uniqueKeysWithValues: zip(names, inputs)), hasLengths: hasLengths,
      outputs: Dictionary(uniqueKeysWithValues: predictions.map { ($0.name, $0.sequences) }),
      layers: layers)
    try JSONEncoder().encode(record).write(to: URL(fileURLWithPath: "\(folder)/\(name).json"))
  }
}

/// Makes the cases.
struct ExchangeCases {
  private var generator = SeededGenerator(seed: 16)

  static func all() throws -> [ExchangeCase] {
    var cases = ExchangeCases()
    return try (0..<14).map { try cases.random($0) } + (0..<10).map { try cases.settings($0) }
      + cases.graphs()
  }

  private mutating func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  private mutating func vector(_ size: Int) -> [Float] {
    (0..<size).map { _ in Float(generator.normal()) }
  }

  private mutating func vectors(_ size: Int) -> ExchangeCase.Examples {
    .vectors((0..<4).map { _ in vector(size) })
  }

  /// Of unequal lengths where no length is given.
  mutating func sequences(_ size: Int, _ length: Int?) -> ExchangeCase.Examples {
    .sequences((0..<4).map { _ in (0..<(length ?? 1 + below(7))).map { _ in vector(size) } })
  }

  private mutating func symbols(_ vocabulary: Int, _ length: Int?) -> ExchangeCase.Examples {
    // 0 is padding to some.
    .symbols(
      (0..<4).map { _ in (0..<(length ?? 1 + below(7))).map { _ in 1 + below(vocabulary - 1) } })
  }

  /// Parameters that are not small, and biases that are not zeros, so that a mistake would show.
  mutating func scatter(_ model: Model) throws -> Model {
    try model.setTensors(
      model.tensors.map { tensor in
        try Tensor(
          name: tensor.name, shape: tensor.shape,
          values: tensor.values.map { $0 + 0.3 * Float(generator.normal()) })
      })
    return model
  }

  // MARK: One after the other

  private mutating func random(_ index: Int) throws -> ExchangeCase {
    let ofSymbols = below(2) == 0
    let hasLengths = below(2) == 0
    let size = 1 + below(5)
    var layers: [Layer] = []
    if ofSymbols {
      layers = [
        .embedding(Embedding(vocabularySize: 9, size: size, masksZero: hasLengths && below(2) == 0))
      ]
    } else {
      layers = [.input(Input(features: size))]
    }
    let depth = 1 + below(3)
    let endsInVector = below(2) == 0
    for level in 0..<depth {
      if below(3) == 0 { layers.append(.dropout(Dropout(0.3))) }
      if below(3) == 0 { layers.append(.layerNorm(LayerNorm())) }
      if below(4) == 0 { layers.append(.dense(Dense(3, activation: .relu))) }
      layers.append(recurrent(returnSequences: level < depth - 1 || !endsInVector))
    }
    let activations = ActivationFunction.allCases
    layers.append(.dense(Dense(2 + below(3), activation: activations[index % activations.count])))
    if below(3) == 0 { layers.append(.activation(Activation(.tanh))) }
    let model = try scatter(Model(Sequential(layers: layers, seed: UInt64(index))))
    let length = hasLengths ? nil : 6
    let examples = ofSymbols ? symbols(9, length) : sequences(size, length)
    return try ExchangeCase(
      "random_\(index)", model, [examples], hasLengths: hasLengths, layers: layers)
  }

  /// One recurrent layer with settings that are not the usual ones, in one direction or both.
  private mutating func settings(_ index: Int) throws -> ExchangeCase {
    let functions: [ActivationFunction] = [.tanh, .relu, .linear, .sigmoid, .hardSigmoid]
    let (activation, gates) = (functions[below(5)], functions[below(2) * 3 + below(2)])
    let useBias = index % 2 == 0
    let merges: [Bidirectional.Merge] = [.concatenate, .sum, .mean, .product]
    let merge = merges[index % 4]
    let returnSequences = below(2) == 0
    let layer: Layer
    switch index % 5 {
    case 0:
      layer = .gru(
        GRU(3, returnSequences: returnSequences, useBias: true, resetAfter: false))
    case 1:
      layer = .bidirectional(
        Bidirectional(
          LSTM(
            3, returnSequences: returnSequences, activation: activation,
            recurrentActivation: gates, useBias: useBias), merge: merge))
    case 2:
      layer = .bidirectional(
        Bidirectional(
          GRU(
            3, returnSequences: returnSequences, activation: activation,
            recurrentActivation: gates, useBias: useBias, resetAfter: index < 5), merge: merge))
    case 3:
      layer = .bidirectional(
        Bidirectional(
          SimpleRNN(
            3, returnSequences: returnSequences, activation: activation, useBias: useBias),
          merge: merge))
    default:
      layer = .lstm(
        LSTM(
          3, returnSequences: returnSequences, activation: activation,
          recurrentActivation: gates, useBias: useBias))
    }
    let layers: [Layer] = [
      .input(Input(features: 2)), layer, .dense(Dense(2, activation: activation, useBias: useBias)),
    ]
    let model = try scatter(Model(Sequential(layers: layers, seed: UInt64(index))))
    var result = try ExchangeCase(
      "settings_\(index)", model, [sequences(2, nil)], hasLengths: true, layers: layers)
    result.isKnownToPyTorch = false
    return result
  }

  private mutating func recurrent(returnSequences: Bool) -> Layer {
    let units = 1 + below(6)
    let lstm = LSTM(units, returnSequences: returnSequences, goBackwards: false)
    let gru = GRU(units, returnSequences: returnSequences)
    let rnn = SimpleRNN(units, returnSequences: returnSequences)
    let merge: Bidirectional.Merge = below(2) == 0 ? .concatenate : .sum
    switch below(9) {
    case 0, 1: return .lstm(lstm)
    case 2: return .lstm(LSTM(units, returnSequences: returnSequences, goBackwards: true))
    case 3: return .gru(gru)
    case 4: return .gru(GRU(units, returnSequences: returnSequences, goBackwards: true))
    case 5: return .simpleRNN(rnn)
    case 6: return .bidirectional(Bidirectional(lstm, merge: merge))
    case 7: return .bidirectional(Bidirectional(gru, merge: merge))
    default: return .bidirectional(Bidirectional(rnn, merge: merge))
    }
  }

  // MARK: Graphs

  private mutating func graphs() throws -> [ExchangeCase] {
    let graphs = [
      try story(), try translation(), try pictures(), try gates(), try bothStates(), try apart(),
    ]
    return graphs + (try windows())
  }

  /// Two texts under one embedding and one memory, with lengths of their own.
  private mutating func story() throws -> ExchangeCase {
    let (story, question) = (Input.symbols(named: "story"), Input.symbols(named: "question"))
    let embed = Embedding(vocabularySize: 12, size: 4, masksZero: true)
    let read = LSTM(5)
    let both = Concatenate()(read(embed(story)), read(embed(question)))
    let answer = Dense(3, activation: .softmax)(both).named("answer")
    let model = try scatter(Model(inputs: [story, question], outputs: [answer]))
    return try ExchangeCase(
      "story", model, [symbols(12, nil), symbols(12, nil)], hasLengths: true)
  }

  /// The state of an encoder begins a decoder, which gives its own.
  private mutating func translation() throws -> ExchangeCase {
    let (source, target) = (
      Input.symbols(named: "source"), Input.sequence(features: 3, named: "target")
    )
    let (_, state) = LSTM(4).withState(Embedding(vocabularySize: 8, size: 3)(source))
    let (steps, after) = LSTM(4, returnSequences: true).withState(target, initialState: state)
    let model = try scatter(
      Model(
        inputs: [source, target],
        outputs: [Dense(2)(steps).named("steps"), after[0].named("hidden"), after[1].named("cell")])
    )
    return try ExchangeCase(
      "translation", model, [symbols(8, nil), sequences(3, nil)], hasLengths: true)
  }

  /// Rows of pixels, read one by one, and again.
  private mutating func pictures() throws -> ExchangeCase {
    let rows = Input.sequence(features: 6)
    let pixels = TimeDistributed(Reshape(3, 2))(rows)
    let seen = TimeDistributed(Bidirectional(GRU(2, returnSequences: true)))(pixels)
    let codes = TimeDistributed(LSTM(3))(Dense(4, activation: .tanh)(seen))
    let output = Dense(2, activation: .sigmoid)(GRU(4, returnSequences: true)(codes))
    let model = try scatter(Model(inputs: rows, outputs: output))
    return try ExchangeCase("pictures", model, [sequences(6, nil)], hasLengths: true)
  }

  /// Merges of every kind, a vector repeated beside a sequence of fixed length, and a reshape.
  private mutating func gates() throws -> ExchangeCase {
    let (series, facts) = (Input.sequence(steps: 5, features: 2), Input.vector(3))
    let repeated = RepeatVector(5)(Dense(2, activation: .tanh)(facts))
    let gate = Dense(1, activation: .sigmoid)(series)
    let mixed = Multiply()(Add()(series, repeated, series), gate)
    let rows = SimpleRNN(4)(Reshape(2, 5)(mixed))
    let output = LayerNorm()(Concatenate()(rows, facts, Reshape(-1)(mixed)))
    let model = try scatter(Model(inputs: [series, facts], outputs: [output]))
    return try ExchangeCase("gates", model, [sequences(2, 5), vectors(3)])
  }

  /// Directions that are not merged.
  private mutating func apart() throws -> ExchangeCase {
    let series = Input.sequence(features: 2)
    let (forward, backward) = Bidirectional(GRU(3, returnSequences: true))
      .separately(series)
    let output = Dense(2)(LSTM(2)(Multiply()(forward, backward)))
    let model = try scatter(Model(inputs: [series], outputs: [output, backward]))
    return try ExchangeCase("apart", model, [sequences(2, nil)], hasLengths: true)
  }

  /// The states of both directions, given and handed on.
  private mutating func bothStates() throws -> ExchangeCase {
    let (series, facts) = (Input.sequence(features: 2), Input.vector(3))
    let first = [Dense(3)(facts), Dense(3)(facts), Dense(3, activation: .tanh)(facts), facts]
    let (steps, after) = Bidirectional(LSTM(3, returnSequences: true), merge: .sum)
      .withState(series, initialState: first)
    let outputs = after.enumerated().map { $1.named("state_\($0)") }
    let model = try scatter(Model(inputs: [series, facts], outputs: [steps] + outputs))
    return try ExchangeCase(
      "both_states", model, [sequences(2, nil), vectors(3)], hasLengths: true)
  }
}
