import Kernels

/// A model that is a graph: several inputs and outputs, layers that are used more than once, and parts
/// that are models of their own.
///
///     let question = Input.symbols(named: "question")
///     let story = Input.symbols(named: "story")
///     let embed = Embedding(vocabularySize: 40, size: 32)    // shared by both
///     let asked = LSTM(32)(embed(question))
///     let told = LSTM(32)(embed(story))
///     let both = Concatenate()(asked, told)
///     let model = try Model(
///       inputs: [question, story], outputs: [Dense(40, activation: .softmax)(both)])
///     try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
///     try model.fit((questions, stories), answers, epochs: 20)
///
/// A layer has its weights, and whatever models contain the layer have them in common: a part of a
/// trained model is the model between two of its values.
///
///     let encoder = try Model(inputs: question, outputs: asked)
public final class Model {
  let graph: Graph
  let network: GraphNetwork<Float>
  /// Decides the first parameters, the order of examples and what dropout drops.
  public let seed: UInt64
  /// What `compile` set.
  var training: TrainingSetup?
  /// The numbers of the layers that training leaves as they are; see ``freeze(_:)-(Int...)``.
  public internal(set) var frozenLayers: Set<Int> = []
  /// What stateful layers carry from one call of `predict` to the next.
  var carried: (rows: Int, state: [[Float]])?
  private let buffer: Buffer<Float>
  /// The optimiser that has not moved all rows of large embeddings yet.
  private var lagging: OptimizerState<Float>?
  /// None where no other model can have the layers, as those of a `Sequential`.
  let layerWeights: [LayerWeights]
  /// For each layer where its parameters stand.
  private let slots: [[ParameterSlot]]
  /// For each layer the edition of its weights that stands there.
  private var editions: [Int]

  /// The model between values. Layers that are in no model yet get random weights.
  ///
  /// - Parameters:
  ///   - inputs: what the model reads. It may be what layers of another model give: then this one is
  ///     the part behind it.
  ///   - outputs: what the model gives.
  ///   - seed: decides the first parameters, the order of examples and what dropout drops.
  /// - Throws: `ModelError` if values do not fit a layer, an output needs an input that is not given,
  ///   or an input is not used. It names the layer, what it expected and what it got from where.
  public convenience init(inputs: [Value], outputs: [Value], seed: UInt64 = 0) throws {
    let built = try BuiltGraph(inputs: inputs, outputs: outputs)
    try self.init(built, seed: seed)
  }

  /// The model between a value and another; see ``init(inputs:outputs:seed:)-([Value],_,_)``.
  ///
  /// - Throws: as that.
  public convenience init(inputs: Value, outputs: Value, seed: UInt64 = 0) throws {
    try self.init(inputs: [inputs], outputs: [outputs], seed: seed)
  }

  init(_ built: BuiltGraph, seed: UInt64) throws(ModelError) {
    let network = try GraphNetwork<Float>(built.graph)
    graph = built.graph
    self.network = network
    self.seed = seed
    layerWeights = built.weights
    slots = graph.layers.indices.map { network.layout.slots(ofLayer: $0) }
    editions = graph.layers.map { _ in 0 }
    for (index, weights) in layerWeights.enumerated() {
      guard let edition = weights.edition, edition.shapes != slots[index].map(\.shape) else {
        continue
      }
      let call = graph.calls.first { $0.layer == index }!
      throw ModelError(
        "\(graph.label(call)) has weights for other inputs from a model that it is in: "
          + "\(edition.shapes), needed \(slots[index].map(\.shape)); make a layer of its own")
    }
    buffer = network.initialParameters(seed: seed)
    for (index, weights) in layerWeights.enumerated() where weights.edition == nil {
      publish(index)
    }
    refresh()
  }

  /// The graph of a `Sequential`, which has its weights for itself.
  ///
  /// - Parameter parameters: nil for random ones.
  init(_ network: GraphNetwork<Float>, _ parameters: Buffer<Float>? = nil, seed: UInt64) {
    graph = network.graph
    self.network = network
    self.seed = seed
    (layerWeights, slots, editions) = ([], [], [])
    buffer = parameters ?? network.initialParameters(seed: seed)
  }

  /// The graph with its layers' weights, to be called on other values.
  var part: BuiltGraph { BuiltGraph(graph: graph, weights: layerWeights) }

  // MARK: Weights

  /// The parameters, as the layers have them now, all of them up to date.
  var parameters: Buffer<Float> {
    settle()
    refresh()
    return buffer
  }

  /// The parameters for a step of this optimiser, which keeps track of those that lag behind.
  func parameters(for optimizer: OptimizerState<Float>) -> Buffer<Float> {
    if lagging !== optimizer { _ = parameters }
    lagging = optimizer
    return buffer
  }

  private func settle() {
    lagging?.settle(buffer)
    lagging = nil
  }

  /// Takes over what other models have made of the layers.
  private func refresh() {
    for (index, weights) in layerWeights.enumerated() {
      guard let edition = weights.edition, edition.number != editions[index] else { continue }
      for (slot, values) in zip(slots[index], edition.values) {
        (buffer.base + slot.offset).update(from: values, count: slot.count)
      }
      editions[index] = edition.number
    }
  }

  /// Hands the parameters to the layers, after they have changed.
  func publish() {
    if layerWeights.isEmpty { return }
    settle()
    for index in layerWeights.indices where !slots[index].isEmpty { publish(index) }
  }

  private func publish(_ index: Int) {
    editions[index] = layerWeights[index].publish(
      slots[index].map { slot in
        Array(UnsafeBufferPointer(start: buffer.base + slot.offset, count: slot.count))
      }, shapes: slots[index].map(\.shape))
  }

  /// How many numbers the model learns.
  public var parameterCount: Int { network.layout.slots.reduce(0) { $0 + $1.count } }

  /// Copies of the parameters, in a fixed order: vectors and matrices. Their names begin with the
  /// layer's number in the summary.
  public var tensors: [Tensor] { weights }

  /// Gives the model, and every other that contains its layers, parameters with the same names and
  /// shapes, in the same order, as ``tensors`` has.
  ///
  /// - Throws: `ModelError` if they are not; the model is then unchanged.
  public func setTensors(_ tensors: [Tensor]) throws {
    if let problem = problem(with: tensors) { throw ModelError(problem) }
    weights = tensors
  }

  /// What stops tensors from being this model's parameters, in a sentence, or nil.
  public func problem(with tensors: [Tensor]) -> String? {
    network.layout.problem(with: tensors, prefix: "") ?? tensors.infinity
  }

  var weights: [Tensor] {
    get { network.layout.tensors(in: parameters, prefix: "") }
    set {
      network.layout.fill(parameters, from: newValue, prefix: "")
      publish()
    }
  }
}

extension ParameterLayout {
  fileprivate func slots(ofLayer index: Int) -> [ParameterSlot] {
    slots.filter { $0.name.hasPrefix("\(index).") }
  }
}
