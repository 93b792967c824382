extension ForeignLayer {
  // MARK: PyTorch

  /// The layer's part of a state dictionary.
  ///
  /// - Parameter values: of this library's parameters, by their names.
  func pyTorch(_ values: [String: [Float]]) -> [Tensor] {
    slots.flatMap { slot in
      pyTorch(slot, values[slot.name]!).map { name, shape, values in
        Tensor(checked: "\(module).\(name)", shape, values)
      }
    }
  }

  private func pyTorch(
    _ slot: ParameterSlot, _ values: [Float]
  ) -> [(name: String, shape: [Int], values: [Float])] {
    let suffix = suffix(of: slot)
    let (vector, matrix) = ([slot.columns], [slot.columns, slot.rows])
    switch (slot.kind, layer.recurrent != nil) {
    case ("weights", _):
      return isEmbedding
        ? [("weight", slot.shape, values)]
        : [("weight", matrix, transposed(values, rows: slot.rows))]
    case ("scale", _): return [("weight", vector, values)]
    case ("offset", _), ("bias", false): return [("bias", vector, values)]
    case ("bias", true):
      if isGRU { return [("bias_ih" + suffix, vector, swappedGates(values, rows: 1))] }
      let zeros = [Float](repeating: 0, count: slot.columns)
      return [("bias_ih" + suffix, vector, values), ("bias_hh" + suffix, vector, zeros)]
    case ("recurrentBias", _):
      return [("bias_hh" + suffix, vector, swappedGates(values, rows: 1))]
    default:
      let name = slot.kind == "inputWeights" ? "weight_ih" : "weight_hh"
      let gates = isGRU ? swappedGates(values, rows: slot.rows) : values
      return [(name + suffix, matrix, transposed(gates, rows: slot.rows))]
    }
  }

  // MARK: Keras

  /// The layer's variables in the order of Keras's `get_weights()`, which their names tell.
  func keras(_ values: [String: [Float]]) -> [Tensor] {
    var result: [Tensor] = []
    for slot in slots {
      let numbers = values[slot.name]!
      if slot.kind == "recurrentBias", let bias = result.popLast() {
        result.append(
          Tensor(checked: bias.name, [2, slot.columns], bias.values + numbers))
        continue
      }
      var path = "\(module)/\(result.count)/"
      if isBidirectional, let cell = layer.recurrent?.cellName {
        path += (slot.isReverse ? "backward_" : "forward_") + cell + "/"
      }
      result.append(
        Tensor(checked: path + kerasVariable(of: slot), slot.shape, numbers))
    }
    return result
  }
}
