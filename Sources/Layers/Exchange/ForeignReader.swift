/// Finds a module's tensors and turns them into this library's layout.
struct ForeignReader {
  private let tensors: [String: Tensor]
  /// The names of tensors that had their place.
  private(set) var used: Set<String> = []
  /// Biases that are not in the file.
  private(set) var zeros: [String] = []

  init(tensors: [String: Tensor]) {
    self.tensors = tensors
  }

  // MARK: PyTorch

  mutating func pyTorch(
    _ slot: ParameterSlot, _ layer: ForeignLayer
  ) throws(ModelFileError) -> [Float] {
    let suffix = layer.suffix(of: slot)
    switch (slot.kind, layer.layer.recurrent != nil) {
    case ("weights", _):
      if layer.isEmbedding { return try get(layer, "weight", [slot.rows, slot.columns]) }
      return transposed(try get(layer, "weight", [slot.columns, slot.rows]), rows: slot.columns)
    case ("scale", _): return try get(layer, "weight", [slot.columns])
    case ("offset", _), ("bias", false):
      if let zeros = zeros(layer, "bias", slot) { return zeros }
      return try get(layer, "bias", [slot.columns])
    case ("bias", true), ("recurrentBias", _):
      let name = (slot.kind == "bias" ? "bias_ih" : "bias_hh") + suffix
      if let zeros = zeros(layer, name, slot) { return zeros }
      let values = try get(layer, name, [slot.columns])
      if layer.isGRU { return swappedGates(values, rows: 1) }
      return zip(values, try get(layer, "bias_hh" + suffix, [slot.columns])).map { $0 + $1 }
    default:
      let name = slot.kind == "inputWeights" ? "weight_ih" : "weight_hh"
      let values = transposed(
        try get(layer, name + suffix, [slot.columns, slot.rows]), rows: slot.columns)
      return layer.isGRU ? swappedGates(values, rows: slot.rows) : values
    }
  }

  /// Zeros where a module has no bias at all, as with `bias=False`.
  private mutating func zeros(
    _ layer: ForeignLayer, _ name: String, _ slot: ParameterSlot
  ) -> [Float]? {
    if tensors.keys.contains(where: { $0.hasPrefix("\(layer.module).bias") }) { return nil }
    zeros.append("\(layer.module).\(name)")
    return [Float](repeating: 0, count: slot.count)
  }

  private mutating func get(
    _ layer: ForeignLayer, _ name: String, _ shape: [Int]
  ) throws(ModelFileError) -> [Float] {
    try checked("\(layer.module).\(name)", layer, shape)
  }

  // MARK: Keras

  mutating func keras(
    _ slot: ParameterSlot, _ layer: ForeignLayer
  ) throws(ModelFileError) -> [Float] {
    let variable = layer.kerasVariable(of: slot)
    let found = paths(of: variable, layer, slot.isReverse)
    if ["bias", "beta"].contains(variable), !hasBias(layer, variable) {
      if slot.kind != "recurrentBias", !slot.isReverse {
        zeros.append("\(layer.module)/…/\(variable)")
      }
      return [Float](repeating: 0, count: slot.count)
    }
    guard found.count == 1, let name = found.first else {
      throw ModelFileError(
        "\(layer.label) expected one tensor \(layer.module)/…/\(variable), got \(found.count)"
          + (found.isEmpty ? present : ""))
    }
    if layer.hasTwoBiases, variable == "bias" {
      let both = try checked(name, layer, [2, slot.columns])
      return Array(slot.kind == "bias" ? both.prefix(slot.columns) : both.suffix(slot.columns))
    }
    return try checked(name, layer, slot.shape)
  }

  /// Some names that there are, for those who gave others.
  private var present: String {
    let names = tensors.keys.sorted()
    if names.isEmpty { return "; there are no tensors" }
    let rest = names.count - 3
    return "; there are " + names.prefix(3).joined(separator: ", ")
      + (rest > 0 ? " and \(rest) more" : "")
  }

  /// The tensors below the module that end with the variable's name.
  private func paths(of variable: String, _ layer: ForeignLayer, _ isReverse: Bool) -> [String] {
    tensors.keys.filter { name in
      guard name.hasPrefix(layer.module + "/"), name.hasSuffix("/" + variable) else { return false }
      return !layer.isBidirectional || name.contains(isReverse ? "/backward_" : "/forward_")
    }
  }

  private func hasBias(_ layer: ForeignLayer, _ variable: String) -> Bool {
    tensors.keys.contains { $0.hasPrefix(layer.module + "/") && $0.hasSuffix("/" + variable) }
  }

  private mutating func checked(
    _ name: String, _ layer: ForeignLayer, _ shape: [Int]
  ) throws(ModelFileError) -> [Float] {
    guard let tensor = tensors[name] else {
      throw ModelFileError("\(layer.label) expected a tensor \(name), got none\(present)")
    }
    if tensor.shape != shape {
      throw ModelFileError(
        "\(layer.label) expected \(name) of the shape \(shape), got \(tensor.shape)")
    }
    used.insert(name)
    return tensor.values
  }
}

// MARK: Layouts

extension ForeignLayer {
  /// What PyTorch's names of a recurrent layer end with.
  func suffix(of slot: ParameterSlot) -> String {
    "_l\(depth)" + (slot.isReverse ? "_reverse" : "")
  }

  /// Whether Keras has a bias of two rows.
  var hasTwoBiases: Bool { slots.contains { $0.kind == "recurrentBias" } }

  func kerasVariable(of slot: ParameterSlot) -> String {
    if isEmbedding { return "embeddings" }
    let names = [
      "weights": "kernel", "inputWeights": "kernel", "recurrentWeights": "recurrent_kernel",
      "bias": "bias", "recurrentBias": "bias", "scale": "gamma", "offset": "beta",
    ]
    return names[slot.kind]!
  }
}

extension ParameterSlot {
  /// What the numbers are: the end of their name.
  var kind: String { String(name.split(separator: ".").last!) }

  var isReverse: Bool { name.contains(".backward.") }
}

/// The transpose of a matrix of so many rows.
func transposed(_ values: [Float], rows: Int) -> [Float] {
  let columns = values.count / max(1, rows)
  return (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
}

/// Of a GRU's three gates side by side the first two in turn: PyTorch has the reset gate first, this
/// library the update gate.
func swappedGates(_ values: [Float], rows: Int) -> [Float] {
  reordered(values, rows: rows, gates: [1, 0, 2])
}

/// Gates side by side, in each of so many rows, in another order.
func reordered(_ values: [Float], rows: Int, gates: [Int]) -> [Float] {
  let width = values.count / max(1, rows)
  let units = width / gates.count
  return (0..<values.count).map { index in
    let (row, column) = (index / width, index % width)
    return values[row * width + gates[column / units] * units + column % units]
  }
}
