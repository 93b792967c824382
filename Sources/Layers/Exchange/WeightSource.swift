/// Another library, and so how weights are named and laid out.
public enum WeightSource: String, Sendable {
  /// A state dictionary: `lstm.weight_ih_l0`, matrices transposed, two biases.
  case pyTorch
  /// Variables by their paths: `sequential/lstm/lstm_cell/kernel`.
  case keras
}

extension WeightSource {
  var name: String { self == .keras ? "Keras" : "PyTorch" }
}

/// What there is to know about weights that were read.
public struct WeightReport: Equatable, Sendable, CustomStringConvertible {
  /// The names of tensors of other modules, which nothing asked for, sorted.
  public let skipped: [String]
  /// Biases that the model has and the file has not, as of `bias=False`: they are zeros now.
  public let zeros: [String]

  /// Both in a line, or that all weights were read.
  public var description: String {
    let notes = [("skipped", skipped), ("zeros for", zeros)].filter { !$0.1.isEmpty }
    if notes.isEmpty { return "all weights were read" }
    return notes.map { "\($0.0): " + $0.1.joined(separator: ", ") }.joined(separator: "; ")
  }
}

extension Sequential {
  /// Takes over weights that were trained elsewhere.
  ///
  ///     let file = try Safetensors(contentsOf: "torch.safetensors")
  ///     try model.readWeights(file.tensors, from: .pyTorch, modules: ["embedding", "lstm", "head"])
  ///
  /// - Parameters:
  ///   - tensors: what the file holds.
  ///   - source: whose names and layout they have.
  ///   - modules: for each layer that has parameters, in their order, the module's name in PyTorch, or
  ///     the beginning of its variables' paths in Keras. A PyTorch module of several layers
  ///     (`num_layers`) is named as often as it has them. Nil for the names by type that
  ///     ``writeWeights(to:as:modules:)`` gives.
  /// - Returns: what was skipped or is zero, to be shown.
  /// - Throws: `ModelFileError` that names a tensor that is missing, of another shape or not finite, or of
  ///   a module that is read and yet has no place; the model is then unchanged. `ModelError` if the
  ///   model does not know its inputs' size.
  @discardableResult
  public func readWeights(
    _ tensors: [Tensor], from source: WeightSource, modules: [String]? = nil
  ) throws -> WeightReport {
    try build(features: nil)
    return try graph.readWeights(tensors, from: source, modules: modules)
  }

  /// Writes the weights to a safetensors file with the names and layout that another library expects.
  ///
  ///     try model.writeWeights(to: "torch.safetensors", as: .pyTorch, modules: ["embedding", "lstm", "head"])
  ///
  /// PyTorch's names are those of a state dictionary; of its two biases of an LSTM or an RNN the second
  /// is zeros. Keras's are the layer's name, the place in `get_weights()` and the variable:
  /// `lstm/0/kernel`.
  ///
  /// - Parameters:
  ///   - path: where; what stands there is replaced.
  ///   - source: who is to read them.
  ///   - modules: as for ``readWeights(_:from:modules:)``. Nil names each layer by its type, a second one
  ///     of a type with `_1`: in PyTorch `embedding`, `lstm`, `gru`, `rnn`, `linear`, `layer_norm`, in Keras
  ///     `embedding`, `lstm`, `gru`, `simple_rnn`, `bidirectional`, `dense`, `layer_normalization`.
  /// - Throws: `ModelFileError` if a layer has no counterpart or the file cannot be written,
  ///   `ModelError` if the model does not know its inputs' size.
  public func writeWeights(
    to path: String, as source: WeightSource, modules: [String]? = nil
  ) throws {
    try build(features: nil)
    try graph.writeWeights(to: path, as: source, modules: modules)
  }
}

extension Model {
  /// Takes over weights that were trained elsewhere; so do all models that contain the layers.
  ///
  /// - Parameters:
  ///   - tensors: what the file holds.
  ///   - source: whose names and layout they have.
  ///   - modules: for each layer that has parameters, in the order of the summary, its name; as for
  ///     ``Sequential/readWeights(_:from:modules:)``.
  /// - Returns: what was skipped or is zero, to be shown.
  /// - Throws: as that.
  @discardableResult
  public func readWeights(
    _ tensors: [Tensor], from source: WeightSource, modules: [String]? = nil
  ) throws -> WeightReport {
    let exchange = try weightExchange(source, modules)
    let (read, report) = try exchange.read(tensors)
    weights = read
    return report
  }

  /// Writes the weights to a safetensors file with the names and layout that another library expects;
  /// see ``Sequential/writeWeights(to:as:modules:)``. Layers are in the order of the summary.
  ///
  /// - Throws: as that.
  public func writeWeights(
    to path: String, as source: WeightSource, modules: [String]? = nil
  ) throws {
    let tensors = try weightExchange(source, modules).written(weights)
    try Safetensors(metadata: [:], tensors: tensors).write(to: path)
  }

  private func weightExchange(
    _ source: WeightSource, _ modules: [String]?
  ) throws -> WeightExchange {
    let slots = network.layout.slots
    let described = graph.layers.enumerated().map { index, layer in
      let single: Layer? = if case .single(let layer) = layer { layer } else { nil }
      return (
        layer: single, label: "layer \(index) (\(layer.typeName))",
        slots: slots.filter { $0.belongs(toLayer: index) }
      )
    }
    return try WeightExchange(described, source, modules)
  }
}
