/// What one layer hands to the next for each sequence of a batch.
enum Flow: Equatable, Sendable {
  /// One symbol a time step.
  case symbols
  /// So many numbers a time step.
  case sequence(Int)
  /// So many numbers in all.
  case vector(Int)

  var size: Int {
    switch self {
    case .symbols: 1
    case .sequence(let size), .vector(let size): size
    }
  }

  var description: String {
    switch self {
    case .symbols: "symbols"
    case .sequence(let size): "\(counted(size, "number")) a time step"
    case .vector(let size): "one vector of \(counted(size, "number"))"
    }
  }
}

func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The flows through a model's layers: what the first one reads, and what each hands on.
///
/// - Parameter features: what the first batch has a time step, where the layers leave it open.
/// - Returns: nil where the size of the inputs is not known yet.
/// - Throws: `ModelError` that names the layer, what it expected and what it got.
func flows(_ layers: [Layer], features: Int?) throws(ModelError) -> [Flow]? {
  guard let first = layers.first else { throw ModelError("a model has at least one layer") }
  if features.map({ !(1...1 << 24).contains($0) }) ?? false, !first.knowsInputs {
    throw ModelError("\(first.label(0)) expected at least one number a time step, got \(features!)")
  }
  if layers.count > 1000 { throw ModelError("a model has at most 1,000 layers") }
  if layers.needGraph {
    for (index, layer) in layers.enumerated() {
      guard case .shaped(let shaped) = layer, let problem = shaped.problem else { continue }
      throw ModelError("\(layer.label(index)) \(problem)")
    }
    let given = try graphFlows(layers, features: features)
    return features == nil && !first.knowsInputs ? nil : given
  }
  for (index, layer) in layers.enumerated() {
    if let problem = layer.problem(at: index) {
      throw ModelError("\(layer.label(index)) \(problem)\(layer.placeAdvice(index, after: first))")
    }
  }
  var flow: Flow
  switch first {
  case .embedding: flow = .symbols
  case .input(let input): flow = .sequence(input.features)
  default:
    // A size that stands for the unknown one, so that all else can be checked before it is known.
    flow = .sequence(features ?? 1)
  }
  var result = [flow]
  for (index, layer) in layers.enumerated() {
    guard let next = layer.output(of: flow) else {
      let source = index > 0 ? " from \(layers[index - 1].label(index - 1))" : ""
      let advice = layers[..<index].contains { $0.poolsAll } ? "" : layer.advice(flow)
      throw ModelError(
        "\(layer.label(index)) expected \(layer.expectation), got \(flow.description)\(source)"
          + advice)
    }
    flow = next
    result.append(flow)
  }
  if features == nil, !first.knowsInputs { return nil }
  return result
}

/// The flows through layers that arrange their numbers: images count as vectors.
private func graphFlows(_ layers: [Layer], features: Int?) throws(ModelError) -> [Flow] {
  let graph = layers.graph(features: features ?? 1)
  if graph.calls.isEmpty { throw ModelError("a model has at least one layer besides Input") }
  let flows = try graph.shapes().values.map { $0.flow ?? .sequence($0.size) }
  // The input's layer hands on what it reads.
  if case .input = layers[0] { return [flows[0]] + flows }
  return flows
}

/// What a model hands on, as far as its layers say it before the inputs' size is known; nil where all
/// of them keep it.
func outputFlow(_ layers: [Layer]) throws(ModelError) -> Flow? {
  if let known = try flows(layers, features: nil) { return known.last }
  let keepsSize = layers.allSatisfy { $0.output(of: .sequence(0)) == .sequence(0) }
  return keepsSize ? nil : try flows(layers, features: 1)?.last
}

extension Layer {
  /// The layer as messages name it: its place, counted from zero, and its type.
  func label(_ index: Int) -> String { "layer \(index) (\(typeName))" }

  var typeName: String {
    switch self {
    case .input: "Input"
    case .embedding: "Embedding"
    case .masking: "Masking"
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .simpleRNN: "SimpleRNN"
    case .bidirectional: "Bidirectional"
    case .dense: "Dense"
    case .activation: "Activation"
    case .dropout: "Dropout"
    case .layerNorm: "LayerNorm"
    case .crf: "CRF"
    case .spatial(let layer): layer.typeName
    case .repeatVector: "RepeatVector"
    case .shaped(let layer): layer.typeName
    }
  }

  /// The layer in the names of its parameters.
  var slotName: String {
    switch self {
    case .lstm, .gru, .crf: typeName.lowercased()
    default: typeName.prefix(1).lowercased() + typeName.dropFirst()
    }
  }

  var knowsInputs: Bool {
    switch self {
    case .input, .embedding: true
    default: false
    }
  }

  /// What is wrong with the layer's own settings and place, or nil.
  func problem(at index: Int) -> String? {
    switch self {
    case .input, .embedding, .masking:
      if index > 0 { return "reads the inputs; only the first layer can" }
    default: break
    }
    // The bound keeps all products of sizes within an Int, whatever a file says.
    if let size = sizes.first(where: { !(1...1 << 24).contains($0) }) {
      return "has a size of \(size); sizes are positive and at most 16,777,216"
    }
    if case .spatial(let layer) = self { return layer.problem }
    if case .layerNorm(let norm) = self, !(norm.epsilon > 0 && norm.epsilon.isFinite) {
      return "has an epsilon of \(norm.epsilon); it is positive and finite"
    }
    if let rate = rates.first(where: { !($0 >= 0 && $0 < 1) }) {
      return "drops with the probability \(rate); it must be at least 0 and below 1"
    }
    if case .bidirectional(let layer) = self, layer.kind.options.goBackwards {
      return "reads both ways already; leave goBackwards out"
    }
    return optionProblem
  }

  private var sizes: [Int] {
    switch self {
    case .input(let input): [input.features]
    case .embedding(let embedding): [embedding.vocabularySize, embedding.size]
    case .dense(let dense): [dense.units]
    case .crf(let crf): [crf.tags]
    case .repeatVector(let count): [count]
    case .lstm, .gru, .simpleRNN, .bidirectional: recurrent.map { [$0.units] } ?? []
    case .masking, .activation, .dropout, .layerNorm, .spatial, .shaped: []
    }
  }

  private var rates: [Double] {
    if case .dropout(let dropout) = self { return [dropout.rate] }
    return recurrent.map { [$0.options.dropout, $0.options.recurrentDropout] } ?? []
  }

  /// The layer, or of a bidirectional one either direction; nil where it is not recurrent.
  var recurrent: RecurrentKind? {
    switch inner {
    case .lstm(let layer): .lstm(layer)
    case .gru(let layer): .gru(layer)
    case .simpleRNN(let layer): .simpleRNN(layer)
    case .bidirectional(let layer): layer.kind
    default: nil
    }
  }

  /// What the layer makes of its input, or nil where it cannot take it.
  func output(of input: Flow) -> Flow? {
    switch (self, input) {
    case (.embedding(let embedding), .symbols): .sequence(embedding.size)
    case (.embedding, _), (_, .symbols): nil
    case (.dense(let dense), .sequence): .sequence(dense.units)
    case (.dense(let dense), .vector): .vector(dense.units)
    case (.lstm(let layer), .sequence): layer.options.output(layer.units)
    case (.gru(let layer), .sequence): layer.options.output(layer.units)
    case (.simpleRNN(let layer), .sequence): layer.options.output(layer.units)
    case (.bidirectional(let layer), .sequence):
      layer.kind.options.output(layer.kind.units * (layer.merge == .concatenate ? 2 : 1))
    case (.crf(let crf), .sequence(let size)): crf.tags == size ? input : nil
    case (.crf, .vector): nil
    case (.lstm, .vector), (.gru, .vector), (.simpleRNN, .vector), (.bidirectional, .vector): nil
    case (.spatial(let layer), .sequence(let size)): layer.output(ofSize: size)
    case (.spatial, .vector): nil
    case (.repeatVector, .vector): .sequence(input.size)
    case (.repeatVector, .sequence), (.shaped, _): nil
    case (.input, _), (.masking, _), (.activation, _), (.dropout, _), (.layerNorm, _): input
    }
  }

  var expectation: String {
    if case .embedding = self { return "symbols" }
    if case .crf(let crf) = self { return "\(counted(crf.tags, "number")) a time step" }
    if case .spatial = self { return "a sequence" }
    if case .repeatVector = self { return "one vector" }
    return recurrent == nil ? "numbers" : "a sequence"
  }

  /// Whether it makes one vector of all time steps, without a recurrent layer.
  fileprivate var poolsAll: Bool {
    if case .spatial(let layer) = self, case .globalPooling = layer.kind { true } else { false }
  }

  /// What to do about an Embedding behind what reads the inputs, too.
  func placeAdvice(_ index: Int, after first: Layer) -> String {
    guard case .embedding = self, index == 1 else { return "" }
    switch first {
    case .input: return "; leave Input out"
    case .masking: return "; its masksZero: true is what Masking is to numbers"
    default: return ""
    }
  }

  func advice(_ input: Flow) -> String {
    if case .crf(let crf) = self, case .sequence = input {
      return "; put Dense(\(crf.tags)) before it"
    }
    if case .repeatVector = self {
      return "; a recurrent layer without returnSequences gives one"
    }
    if case .vector = input { return ": give that one returnSequences: true" }
    return ""
  }
}

extension RecurrentOptions {
  fileprivate func output(_ size: Int) -> Flow { returnSequences ? .sequence(size) : .vector(size) }
}
