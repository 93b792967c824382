/// A model's layers with parameters, each with the name that another library has for it.
struct WeightExchange {
  private let source: WeightSource
  private let layers: [ForeignLayer]

  /// - Parameters:
  ///   - described: all of the model's layers; nil for one that no `Sequential` can have.
  ///   - modules: see `readWeights`.
  /// - Throws: where modules are not named one for each layer, or a layer has no counterpart.
  init(
    _ described: [(layer: Layer?, label: String, slots: [ParameterSlot])], _ source: WeightSource,
    _ modules: [String]?
  ) throws(ModelFileError) {
    self.source = source
    let learning = described.filter { !$0.slots.isEmpty }
    for (layer, label, _) in learning {
      guard let problem = source.problem(with: layer) else { continue }
      throw ModelFileError("\(label) \(problem)")
    }
    let modules = modules ?? source.names(of: learning.map { $0.layer! })
    if modules.count != learning.count {
      throw ModelFileError(
        "\(counted(modules.count, "module")) named for the \(learning.count) layers with parameters"
      )
    }
    var layers: [ForeignLayer] = []
    for (module, (layer, label, slots)) in zip(modules, learning) {
      let depth = layers.count { $0.module == module }
      if depth > 0, source == .keras || layer!.recurrent == nil {
        throw ModelFileError(
          "\(label) has the name \(module) of another layer; give each its own")
      }
      layers.append(
        ForeignLayer(layer: layer!, label: label, slots: slots, module: module, depth: depth))
    }
    self.layers = layers
  }

  /// The parameters in the order of the slots.
  ///
  /// - Throws: where a tensor is missing, does not fit, or has no place in a module that is read.
  func read(_ tensors: [Tensor]) throws(ModelFileError) -> ([Tensor], WeightReport) {
    var named: [String: Tensor] = [:]
    for tensor in tensors where named.updateValue(tensor, forKey: tensor.name) != nil {
      throw ModelFileError("two tensors have the name \(tensor.name)")
    }
    var reader = ForeignReader(tensors: named)
    var read: [Tensor] = []
    for layer in layers {
      for slot in layer.slots {
        let values =
          source == .pyTorch
          ? try reader.pyTorch(slot, layer) : try reader.keras(slot, layer)
        read.append(Tensor(checked: slot.name, slot.shape, values))
      }
    }
    let rest = named.keys.filter { !reader.used.contains($0) }.sorted()
    try checkRest(rest)
    if let problem = read.infinity { throw ModelFileError(problem) }
    return (read, WeightReport(skipped: rest, zeros: reader.zeros))
  }

  /// A module that is read has no tensor that is left over: the numbers would not be that module's.
  private func checkRest(_ rest: [String]) throws(ModelFileError) {
    let separator = source == .keras ? "/" : "."
    for layer in layers {
      for name in rest where name.hasPrefix(layer.module + separator) {
        if name.hasSuffix("/seed_generator_state") { continue }
        let modules = layers.filter { name.hasPrefix($0.module + separator) }
        // The layer of the longest name is meant.
        guard layer.module.count == modules.map(\.module.count).max() else { continue }
        throw ModelFileError(
          "\(layer.label) has no place for \(name): \(layer.advice(about: name, source))")
      }
    }
  }

  /// The tensors of a file for the other library, given the parameters.
  func written(_ weights: [Tensor]) throws(ModelFileError) -> [Tensor] {
    var values: [String: [Float]] = [:]
    for tensor in weights { values[tensor.name] = tensor.values }
    return layers.flatMap { layer in
      source == .pyTorch ? layer.pyTorch(values) : layer.keras(values)
    }
  }
}

/// A layer as another library knows it.
struct ForeignLayer {
  let layer: Layer
  let label: String
  let slots: [ParameterSlot]
  /// The name of the module.
  let module: String
  /// The layer's place among those of its module, for PyTorch's `_l0`, `_l1`, ….
  let depth: Int

  var isGRU: Bool {
    if case .gru = layer.recurrent { true } else { false }
  }

  var isEmbedding: Bool {
    if case .embedding = layer { true } else { false }
  }

  var isBidirectional: Bool {
    if case .bidirectional = layer { true } else { false }
  }

  fileprivate func advice(about name: String, _ source: WeightSource) -> String {
    if source == .pyTorch, layer.recurrent != nil, name.contains("_l"), !name.hasSuffix("_reverse"),
      !name.contains("_l\(depth)")
    {
      return "name \(module) once for each of its layers"
    }
    if name.contains("bias") { return "the layer has no such bias" }
    return name.contains("_reverse") ? "make it Bidirectional" : "it is of another kind of layer"
  }
}

extension WeightSource {
  /// Names by type, numbered from the second on.
  fileprivate func names(of layers: [Layer]) -> [String] {
    var counts: [String: Int] = [:]
    return layers.map { layer in
      let name = name(of: layer)
      let count = counts[name, default: 0]
      counts[name] = count + 1
      return count == 0 ? name : "\(name)_\(count)"
    }
  }

  private func name(of layer: Layer) -> String {
    if self == .pyTorch, let kind = layer.recurrent {
      return kind.cellName == "simple_rnn" ? "rnn" : kind.cellName
    }
    switch layer {
    case .lstm, .gru, .simpleRNN: return layer.recurrent!.cellName
    case .dense: return self == .pyTorch ? "linear" : "dense"
    case .layerNorm: return self == .pyTorch ? "layer_norm" : "layer_normalization"
    default: return layer.slotName
    }
  }

  /// Why a layer's weights cannot go to this library or come from it, or nil.
  fileprivate func problem(with layer: Layer?) -> String? {
    switch layer {
    case .embedding, .dense, .layerNorm: return nil
    case .lstm, .gru, .simpleRNN, .bidirectional:
      return self == .pyTorch ? layer?.recurrent?.pyTorchProblem : nil
    default:
      return
        "has weights that are not exchanged with \(name); those of Embedding, LSTM, GRU, SimpleRNN, "
        + "Bidirectional, Dense and LayerNorm are: exchange those of a Model without it"
    }
  }
}

extension RecurrentKind {
  /// What PyTorch's modules cannot do of it, or nil.
  fileprivate var pyTorchProblem: String? {
    if case .gru(let gru) = self, !gru.resetAfter {
      return "resets before the product, which PyTorch's GRU does not; write it for Keras"
    }
    let (gate, candidate) = (options.recurrentActivation, options.activation)
    if case .simpleRNN = self {
      return [.tanh, .relu].contains(candidate) ? nil : wrong(candidate)
    }
    if gate != .sigmoid { return wrong(gate) }
    return candidate == .tanh ? nil : wrong(candidate)
  }

  private func wrong(_ function: ActivationFunction) -> String {
    "has the activation \(function.rawValue), which PyTorch's module has not; write it for Keras"
  }

  /// As Keras names such a layer; its cell has `_cell` behind it.
  var cellName: String {
    switch self {
    case .lstm: "lstm"
    case .gru: "gru"
    case .simpleRNN: "simple_rnn"
    }
  }
}
