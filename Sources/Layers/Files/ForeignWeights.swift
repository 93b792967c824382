/// Where weights come from, and so how they are named and laid out.
public enum WeightSource: String, Sendable {
  /// A state dictionary: `lstm.weight_ih_l0`, matrices transposed, two biases.
  case pyTorch
  /// Variables by their paths: `sequential/lstm/lstm_cell/kernel`.
  case keras
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
  ///     (`num_layers`) is named as often as it has them.
  /// - Throws: `ModelFileError` that names a tensor that is missing, of another shape or not finite; the
  ///   model is then unchanged. `ModelError` where the model does not know its inputs' size.
  public func readWeights(
    _ tensors: [Tensor], from source: WeightSource, modules: [String]
  ) throws {
    try build(features: nil)
    var named: [String: Tensor] = [:]
    for tensor in tensors { named[tensor.name] = tensor }
    let indices = layers.indices.filter { index in
      network.layout.slots.contains { $0.name.hasPrefix("\(index).") }
    }
    if modules.count != indices.count {
      throw ModelFileError(
        "\(counted(modules.count, "module")) named for the \(indices.count) layers with parameters")
    }
    var found: [String: Tensor] = [:]
    var uses: [String: Int] = [:]
    for (index, module) in zip(indices, modules) {
      let reader = ForeignReader(
        tensors: named, source: source, module: module, depth: uses[module, default: 0],
        label: layers[index].label(index))
      uses[module, default: 0] += 1
      for slot in network.layout.slots where slot.name.hasPrefix("\(index).") {
        found[slot.name] = try reader.tensor(for: slot, of: layers[index])
      }
    }
    let read = network.layout.slots.compactMap { found[$0.name] }
    if let problem = read.infinity { throw ModelFileError(problem) }
    weights = read
  }
}

/// Finds one module's tensors and turns them into this library's layout.
private struct ForeignReader {
  let tensors: [String: Tensor]
  let source: WeightSource
  let module: String
  /// The layer's place among those of its module, for PyTorch's `_l0`, `_l1`, ….
  let depth: Int
  let label: String

  func tensor(for slot: ParameterSlot, of layer: Layer) throws(ModelFileError) -> Tensor {
    let values: [Float]
    let kind = String(slot.name.split(separator: ".").last ?? "")
    let isReverse = slot.name.contains(".backward.")
    switch source {
    case .pyTorch: values = try pyTorch(slot, kind, layer, isReverse)
    case .keras: values = try keras(slot, kind, layer, isReverse)
    }
    return Tensor(name: slot.name, shape: slot.shape, values: values)
  }

  // MARK: PyTorch

  private func pyTorch(
    _ slot: ParameterSlot, _ kind: String, _ layer: Layer, _ isReverse: Bool
  ) throws(ModelFileError) -> [Float] {
    let suffix = "_l\(depth)" + (isReverse ? "_reverse" : "")
    let isGRU = slot.isOfGRU(layer)
    switch (kind, layer.recurrent != nil) {
    case ("weights", _):
      if case .embedding = layer { return try get("weight", [slot.rows, slot.columns]) }
      return transposed(try get("weight", [slot.columns, slot.rows]), rows: slot.columns)
    case ("scale", _): return try get("weight", [slot.columns])
    case ("offset", _), ("bias", false): return try get("bias", [slot.columns])
    case ("bias", true):
      let input = try get("bias_ih" + suffix, [slot.columns])
      if isGRU { return swappedGates(input, rows: 1) }
      let recurrent = try get("bias_hh" + suffix, [slot.columns])
      return zip(input, recurrent).map { $0 + $1 }
    case ("recurrentBias", _):
      return swappedGates(try get("bias_hh" + suffix, [slot.columns]), rows: 1)
    default:
      let name = kind == "inputWeights" ? "weight_ih" : "weight_hh"
      let values = transposed(
        try get(name + suffix, [slot.columns, slot.rows]), rows: slot.columns)
      return isGRU ? swappedGates(values, rows: slot.rows) : values
    }
  }

  private func get(_ name: String, _ shape: [Int]) throws(ModelFileError) -> [Float] {
    try checked(tensors["\(module).\(name)"], "\(module).\(name)", shape)
  }

  private func transposed(_ values: [Float], rows: Int) -> [Float] {
    let columns = values.count / max(1, rows)
    return (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
  }

  /// PyTorch's GRU has the reset gate first, this library the update gate.
  private func swappedGates(_ values: [Float], rows: Int) -> [Float] {
    let width = values.count / rows
    let units = width / 3
    return (0..<values.count).map { index in
      let (row, column) = (index / width, index % width)
      let gate = column / units
      return values[row * width + (gate == 2 ? 2 : 1 - gate) * units + column % units]
    }
  }

  // MARK: Keras

  private func keras(
    _ slot: ParameterSlot, _ kind: String, _ layer: Layer, _ isReverse: Bool
  ) throws(ModelFileError) -> [Float] {
    let names = [
      "inputWeights": "kernel", "recurrentWeights": "recurrent_kernel", "bias": "bias",
      "recurrentBias": "bias", "scale": "gamma", "offset": "beta",
    ]
    var variable = names[kind] ?? "kernel"
    if case .embedding = layer { variable = "embeddings" }
    let name = try path(of: variable, layer, isReverse)
    if slot.isOfGRU(layer), variable == "bias" {
      let both = try checked(tensors[name], name, [2, slot.columns])
      return Array(kind == "bias" ? both.prefix(slot.columns) : both.suffix(slot.columns))
    }
    return try checked(tensors[name], name, slot.shape)
  }

  /// The one tensor below the module that ends with the variable's name.
  private func path(
    of variable: String, _ layer: Layer, _ isReverse: Bool
  ) throws(ModelFileError) -> String {
    let names = tensors.keys.filter { name in
      guard name.hasPrefix(module + "/"), name.hasSuffix("/" + variable) else { return false }
      guard case .bidirectional = layer else { return true }
      return name.contains(isReverse ? "/backward_" : "/forward_")
    }
    guard names.count == 1, let name = names.first else {
      throw ModelFileError(
        "\(label) expected one tensor \(module)/…/\(variable), got \(names.count)")
    }
    return name
  }

  private func checked(
    _ tensor: Tensor?, _ name: String, _ shape: [Int]
  ) throws(ModelFileError) -> [Float] {
    guard let tensor else { throw ModelFileError("\(label) expected a tensor \(name), got none") }
    if tensor.shape != shape {
      throw ModelFileError("\(label) expected \(name) of the shape \(shape), got \(tensor.shape)")
    }
    return tensor.values
  }
}

extension ParameterSlot {
  fileprivate func isOfGRU(_ layer: Layer) -> Bool {
    if case .gru = layer.recurrent { return true }
    return false
  }
}
