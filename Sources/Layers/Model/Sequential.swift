import Kernels

/// A model: layers, each fed by the one before, with their parameters in single precision.
///
///     let model = Sequential {
///       Embedding(vocabularySize: 20_000, size: 64)
///       LSTM(100)
///       Dense(1, activation: .sigmoid)
///     }
///     try model.compile(loss: .binaryCrossEntropy, optimizer: .adam(), metrics: [.accuracy])
///     let history = try model.fit(xTrain, yTrain, epochs: 10, validation: .split(0.1))
///
/// A model that begins with neither `Embedding` nor `Input` gets its parameters when it first sees
/// how many numbers its inputs have a time step.
public final class Sequential {
  /// The layers, from the input to the output.
  public let layers: [Layer]
  /// Decides the first parameters, the order of examples and what dropout drops.
  public let seed: UInt64
  /// The layers as a graph, with their weights; nil until the inputs' size is known.
  private(set) var built: Model?
  /// What `compile` set.
  var training: TrainingSetup?
  /// The layers that training leaves as they are; see ``freeze(_:)``.
  public internal(set) var frozenLayers: Set<Int> {
    get { built?.frozenLayers ?? [] }
    set { built?.frozenLayers = newValue }
  }

  /// A model with random parameters.
  ///
  /// Layers that do not fit each other are found by ``compile(loss:optimizer:metrics:weightedMetrics:)``.
  public init(layers: [Layer], seed: UInt64 = 0) {
    self.layers = layers
    self.seed = seed
    try? build(features: nil)
  }

  /// A model with parameters that were saved. They are checked before any memory is taken.
  ///
  /// - Parameters:
  ///   - layers: from the input to the output.
  ///   - features: the numbers of the inputs a time step, where no layer says it.
  ///   - tensors: one for each parameter, as ``tensors`` gives them.
  ///   - seed: decides the order of examples and what dropout drops.
  /// - Throws: `ModelFileError` if they are not those of these layers.
  public init(
    layers: [Layer], features: Int? = nil, tensors: [Tensor], seed: UInt64 = 0
  ) throws {
    self.layers = layers
    self.seed = seed
    let network: GraphNetwork<Float>
    do {
      network = try GraphNetwork(layers, features: features)
    } catch {
      throw ModelFileError("these layers are not a model: \(error.message)")
    }
    if let problem = network.layout.problem(with: tensors, prefix: "") ?? tensors.infinity {
      throw ModelFileError("these are not this model's parameters: \(problem)")
    }
    let parameters = Buffer<Float>(count: network.layout.count)
    network.layout.fill(parameters, from: tensors, prefix: "")
    built = Model(network, parameters, seed: seed)
  }

  /// A model with random parameters, its layers written one under the other.
  public convenience init(seed: UInt64 = 0, @LayerBuilder _ layers: () -> [Layer]) {
    self.init(layers: layers(), seed: seed)
  }

  /// Takes the parameters' memory and draws them, where it has not been done.
  ///
  /// - Parameter features: of the inputs, where they are known.
  func build(features: Int?) throws(ModelError) {
    if built != nil { return }
    built = Model(try GraphNetwork<Float>(layers, features: features), seed: seed)
  }

  /// The layers as a graph.
  ///
  /// - Precondition: the inputs' size is known, and the layers fit each other.
  var graph: Model {
    if let built { return built }
    do {
      _ = try GraphNetwork<Float>(layers)
    } catch { fatalError(error.message) }
    fatalError("a model that can be built was not")
  }

  var network: GraphNetwork<Float> { graph.network }

  /// The parameters, all of them up to date.
  var parameters: Buffer<Float> { graph.parameters }

  /// V, the symbols that the model reads; 0 if it reads numbers.
  public var vocabularySize: Int {
    if case .embedding(let embedding) = layers.first { embedding.vocabularySize } else { 0 }
  }

  /// Numbers that the model gives for each example, or for each of its time steps.
  ///
  /// - Throws: `ModelError` if the layers do not fit each other, or where all of them leave the
  ///   inputs' size as it is and that is not known yet.
  public var outputSize: Int {
    get throws {
      if let built { return built.network.outputShapes[0].size }
      guard let output = try outputFlow(layers) else { throw ModelError.unknownInputs }
      return output.size
    }
  }

  /// How many numbers the model learns.
  ///
  /// - Throws: `ModelError` if the model does not know its inputs' size yet, or its layers do not
  ///   fit each other.
  public var parameterCount: Int {
    get throws {
      try build(features: nil)
      return graph.parameterCount
    }
  }

  /// About how many bytes a `Trainer` of such layers takes, found without taking them.
  ///
  /// - Throws: `ModelError` if the layers do not fit each other, or begin with neither `Embedding`
  ///   nor `Input`.
  public static func trainingBytes(layers: [Layer], rows: Int, length: Int) throws -> Int {
    try GraphNetwork<Float>(layers).trainingBytes(rows: rows, length: length)
  }

  /// Copies of the parameters, in a fixed order: vectors and matrices.
  ///
  /// - Throws: as ``parameterCount``.
  public var tensors: [Tensor] {
    get throws {
      try build(features: nil)
      return weights
    }
  }

  /// Gives the model parameters with the same names and shapes, in the same order, as ``tensors`` has.
  ///
  /// - Throws: `ModelError` if they are not, or as ``parameterCount``; the model is then unchanged.
  public func setTensors(_ tensors: [Tensor]) throws {
    if let problem = problem(with: tensors) { throw ModelError(problem) }
    weights = tensors
  }

  /// The parameters of a model that is known to have them.
  package var weights: [Tensor] {
    get { graph.weights }
    set { graph.weights = newValue }
  }

  /// What stops tensors from being this model's parameters, in a sentence, or nil.
  public func problem(with tensors: [Tensor]) -> String? {
    do { try build(features: nil) } catch { return error.message }
    return graph.problem(with: tensors)
  }
}
