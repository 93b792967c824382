/// A recurrent layer as ONNX's operator of the same name has it.
struct ONNXRecurrence {
  let kind: RecurrentKind
  let layer: Layer
  let isDistributed: Bool
  /// Of the layer.
  let number: Int
  let merge: Bidirectional.Merge?

  init(
    _ kind: RecurrentKind, _ layer: Layer, _ call: Graph.Call, _ label: String
  ) throws(ModelError) {
    (self.kind, self.layer) = (kind, layer)
    (isDistributed, number) = (call.isDistributed, call.layer)
    if case .bidirectional(let both) = layer { merge = both.merge } else { merge = nil }
  }

  var units: Int { kind.units }
  var directions: Int { merge == nil ? 1 : 2 }

  var operatorName: String {
    switch kind {
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .simpleRNN: "RNN"
    }
  }

  /// Where each of ONNX's gates stands here: there an LSTM has i, o, f, g; a GRU z, r, n as here.
  private var gates: [Int] {
    switch kind {
    case .lstm: [0, 3, 1, 2]
    case .gru: [0, 1, 2]
    case .simpleRNN: [0]
    }
  }

  /// What the names of each direction's parameters begin with.
  private var prefixes: [String] {
    let name = "\(number).\(layer.slotName)."
    return merge == nil ? [name] : [name + "forward.", name + "backward."]
  }

  var attributes: [(String, ONNXGraph.Attribute)] {
    var direction = kind.options.goBackwards ? "reverse" : "forward"
    if merge != nil { direction = "bidirectional" }
    var result: [(String, ONNXGraph.Attribute)] = [
      ("hidden_size", .int(units)), ("direction", .string(direction)),
    ]
    if case .gru(let gru) = kind {
      result.append(("linear_before_reset", .int(gru.resetAfter ? 1 : 0)))
    }
    return result + activations
  }

  /// What gates, candidate and, of an LSTM, the cell state go through, for each direction; none where
  /// they are the usual ones.
  private var activations: [(String, ONNXGraph.Attribute)] {
    let (gate, candidate) = (kind.options.recurrentActivation, kind.options.activation)
    if gate == .sigmoid, candidate == .tanh { return [] }
    let one =
      switch kind {
      case .lstm: [gate, candidate, candidate]
      case .gru: [gate, candidate]
      case .simpleRNN: [candidate]
      }
    let all = (0..<directions).flatMap { _ in one }
    // Those functions that have an α and a β take the next ones.
    let lines = all.compactMap(\.line)
    var result: [(String, ONNXGraph.Attribute)] = [("activations", .strings(all.map(\.onnxName)))]
    if !lines.isEmpty {
      result.append(("activation_alpha", .floats(lines.map(\.slope))))
      result.append(("activation_beta", .floats(lines.map(\.offset))))
    }
    return result
  }

  /// W and U of all directions, each gates·units × inputs, and both biases one after the other.
  func weights(_ parameters: [String: Tensor]) -> (
    input: Tensor, recurrent: Tensor, bias: Tensor
  ) {
    func matrices(_ kind: String) -> Tensor {
      let parts = prefixes.map { parameters[$0 + kind]! }
      let values = parts.flatMap { part in
        transposed(
          reordered(part.values, rows: part.shape[0], gates: gates), rows: part.shape[0])
      }
      let shape = parts[0].shape
      return Tensor(
        checked: "\(number).\(layer.slotName).\(kind)", [directions, shape[1], shape[0]],
        values)
    }
    let width = gates.count * units
    let zeros = [Float](repeating: 0, count: width)
    let biases = prefixes.flatMap { prefix in
      ["bias", "recurrentBias"].flatMap {
        reordered(parameters[prefix + $0]?.values ?? zeros, rows: 1, gates: gates)
      }
    }
    return (
      matrices("inputWeights"), matrices("recurrentWeights"),
      Tensor(
        checked: "\(number).\(layer.slotName).bias", [directions, 2 * width], biases)
    )
  }
}

extension ActivationFunction {
  fileprivate var onnxName: String {
    switch self {
    case .linear: "Affine"
    case .hardSigmoid: "HardSigmoid"
    case .sigmoid: "Sigmoid"
    case .softmax: "Softmax"
    case .tanh: "Tanh"
    case .relu: "Relu"
    case .elu: "Elu"
    case .softplus: "Softplus"
    // Of no cell.
    case .exponential: "Exp"
    }
  }

  /// Of functions that are a straight line between bounds, where ONNX asks for it.
  fileprivate var line: (slope: Float, offset: Float)? {
    switch self {
    case .linear: (1, 0)
    case .hardSigmoid: (1.0 / 6, 0.5)
    default: nil
    }
  }
}

extension ONNXWriter {
  /// Adds a recurrent layer, whose operator reads time × batch × inputs, and returns the name of what it
  /// gives.
  ///
  /// - Parameter inputs: the sequence, and the state to begin with where there is one.
  mutating func addRecurrence(
    _ layer: ONNXRecurrence, _ value: Int, _ inputs: [String], _ name: String
  ) -> String {
    let (input, recurrent, bias) = layer.weights(parameters)
    let weights = [input, recurrent, bias].map { onnx.add($0.name, $0.shape, $0.values) }
    let sequence = graph.calls[value - graph.inputs.count].inputs[0]
    var x = inputs[0]
    if layer.isDistributed {
      // Each step of a sequence of sequences is a row.
      let shape = [-1, shapes[sequence].steps!.fixedCount ?? 0, shapes[sequence].size]
      x = onnx.add("Reshape", [x, onnx.add("\(name)/rows", shape)], "\(name)/sequences")
    }
    let counts = layer.isDistributed ? nil : lengths[sequence]
    counts.map { use($0) }
    let stepwise = onnx.add("Transpose", [x], "\(name)/time", [("perm", .ints([1, 0, 2]))])
    let isLSTM = layer.operatorName == "LSTM"
    let outputs = ["Y", "Y_h", "Y_c"].prefix(isLSTM ? 3 : 2).map { "\(name)/\($0)" }
    onnx.add(
      layer.operatorName,
      [stepwise] + weights + [counts ?? ""] + initialStates(layer, inputs.dropFirst(), name), name,
      outputs: outputs, layer.attributes)
    addStates(layer, value, Array(outputs.dropFirst()), name)
    let result = merged(layer, outputs, name)
    return layer.isDistributed ? regrouped(result, inputs[0], shapes[value], name) : result
  }

  /// The states to begin with, directions × batch × units: of an LSTM the hidden and the cell state.
  private mutating func initialStates(
    _ layer: ONNXRecurrence, _ states: ArraySlice<String>, _ name: String
  ) -> [String] {
    if states.isEmpty { return [] }
    let axes = onnx.add("axis_0", [0])
    let single = states.enumerated().map { index, state in
      onnx.add("Unsqueeze", [state, axes], "\(name)/initial_\(index)")
    }
    let kinds = single.count / layer.directions
    if layer.directions == 1 { return single }
    return (0..<kinds).map { kind in
      onnx.add(
        "Concat", [single[kind], single[kinds + kind]], "\(name)/initial_both_\(kind)",
        [("axis", .int(0))])
    }
  }

  /// Names what the layer ends with, where something reads it: those of the forward direction first.
  private mutating func addStates(
    _ layer: ONNXRecurrence, _ value: Int, _ ends: [String], _ name: String
  ) {
    let isRead = graph.calls.contains { call in
      if case .state = graph.layers[call.layer] { call.inputs[0] == value } else { false }
    }
    if !isRead { return }
    let axes = onnx.add("axis_0", [0])
    var parts: [String] = []
    for direction in 0..<layer.directions {
      for end in ends {
        let bounds = [direction, direction + 1].map { onnx.add("index_\($0)", [$0]) }
        let part = onnx.add("Slice", [end] + bounds + [axes], "\(end)/\(direction)")
        parts.append(onnx.add("Squeeze", [part, axes], "\(end)/\(direction)/state"))
      }
    }
    states[value] = parts
  }

  /// What the layer gives: Y is time × directions × batch × units, its last step directions × batch ×
  /// units. The directions go side by side, or are summed.
  private mutating func merged(
    _ layer: ONNXRecurrence, _ outputs: [String], _ name: String
  ) -> String {
    let givesSteps = layer.kind.options.returnSequences
    let y = givesSteps ? outputs[0] : outputs[1]
    if let merge = layer.merge, merge != .concatenate {
      let sum = reduced(y, axis: givesSteps ? 1 : 0, merge, "\(name)/directions")
      if !givesSteps { return sum }
      return onnx.add("Transpose", [sum], "\(name)/merged", [("perm", .ints([1, 0, 2]))])
    }
    let order = givesSteps ? [2, 0, 1, 3] : [1, 0, 2]
    let rows = onnx.add("Transpose", [y], "\(name)/batch", [("perm", .ints(order))])
    let shape = (givesSteps ? [0, 0] : [0]) + [layer.directions * layer.units]
    return onnx.add(
      "Reshape", [rows, onnx.add("\(name)/shape", shape)], "\(name)/merged")
  }

  /// Both directions, which an axis goes over, as one.
  private mutating func reduced(
    _ y: String, axis: Int, _ merge: Bidirectional.Merge, _ name: String
  ) -> String {
    // In opset 17 a sum has its axes as an input, the others as an attribute.
    if merge == .sum {
      let axes = onnx.add("axis_\(axis)", [axis])
      return onnx.add("ReduceSum", [y, axes], name, [("keepdims", .int(0))])
    }
    return onnx.add(
      merge == .mean ? "ReduceMean" : "ReduceProd", [y], name,
      [("axes", .ints([axis])), ("keepdims", .int(0))])
  }

  /// Rows as the steps of the sequence that they come from.
  private mutating func regrouped(
    _ rows: String, _ input: String, _ shape: GraphShape, _ name: String
  ) -> String {
    let outer = onnx.add("Shape", [input], "\(name)/outer", [("start", .int(0)), ("end", .int(2))])
    let inner = shape.outer == nil ? [shape.size] : [shape.steps!.fixedCount ?? -1, shape.size]
    let axes = onnx.add(
      "Concat", [outer, onnx.add("\(name)/inner", inner)], "\(name)/axes", [("axis", .int(0))])
    return onnx.add("Reshape", [rows, axes], "\(name)/steps")
  }
}
