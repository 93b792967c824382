/// Turns a graph, call by call, into ONNX's operators.
struct ONNXWriter {
  var onnx = ONNXGraph()
  let graph: Graph
  let shapes: [GraphShape]
  /// The parameters by their names.
  let parameters: [String: Tensor]
  private let hasLengths: Bool
  /// For each value its name.
  private(set) var names: [String] = []
  /// For each value the name of how many steps of each row count; nil where all do.
  private(set) var lengths: [String?] = []
  /// For each value of a recurrent layer what it ends with, part by part.
  var states: [Int: [String]] = [:]
  /// The lengths that something reads.
  private var usedLengths: Set<String> = []

  init(
    _ graph: Graph, _ shapes: [GraphShape], _ tensors: [Tensor], lengths: Bool
  ) throws(ModelError) {
    (self.graph, self.shapes, hasLengths) = (graph, shapes, lengths)
    parameters = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
    for index in graph.inputs.indices {
      names.append(graph.inputs[index].name ?? "input_\(index)")
      var counted: String?
      if lengths, case .input = shapes[index].steps { counted = lengthsName(index) }
      self.lengths.append(counted)
    }
    let lengthNames = lengths ? graph.inputs.indices.map { lengthsName($0) } : []
    let all = names + lengthNames + graph.outputs.indices.map { graph.outputName($0) }
    if let name = all.first(where: { $0.isEmpty || $0.hasPrefix("/") }) {
      throw ModelError(
        "an input or output has the name \"\(name)\"; in ONNX names are not empty, and those with a slash "
          + "in front are operators'. Give it another with named(_:)")
    }
    if let name = all.first(where: { name in all.count { $0 == name } > 1 }) {
      throw ModelError(
        "two inputs or outputs have the name \(name), which ONNX forbids; give each its own with "
          + "named(_:)")
    }
  }

  private func lengthsName(_ input: Int) -> String { names[input] + "_lengths" }

  mutating func add(callAt index: Int) throws(ModelError) {
    let call = graph.calls[index]
    let value = graph.inputs.count + index
    lengths.append(try lengths(of: call, shapes[value], value))
    let inputs = call.inputs.map { names[$0] }
    // A slash keeps names of operators apart from those of inputs and outputs.
    let name = "/\(value).\(graph.layers[call.layer].typeName)"
    names.append(try add(call, value, inputs, name))
  }

  /// Adds a call's operators, and returns the name of what they give.
  private mutating func add(
    _ call: Graph.Call, _ value: Int, _ inputs: [String], _ name: String
  ) throws(ModelError) -> String {
    if case .state(let part) = graph.layers[call.layer] { return states[call.inputs[0]]![part] }
    switch graph.layers[call.layer] {
    case .single(let layer): return try add(layer, call, value, inputs, name)
    case .concatenate: return onnx.add("Concat", inputs, name, [("axis", .int(-1))])
    case .add: return fold("Add", inputs, name)
    case .multiply: return fold("Mul", inputs, name)
    case .repeatVector(let count):
      let axis = call.isDistributed ? 2 : 1
      let axes = onnx.add("\(name)/axes", [axis])
      let repeats = onnx.add(
        "\(name)/repeats", (0..<axis + 2).map { $0 == axis ? count : 1 })
      let single = onnx.add("Unsqueeze", [inputs[0], axes], "\(name)/single")
      return onnx.add("Tile", [single, repeats], name)
    case .reshape:
      let shape = shapes[value]
      let axes = [shape.outer, shape.steps].compactMap { $0.map(\.fixedCount) } + [shape.size]
      // 0 keeps an axis: that of the batch, and of the time steps that a reshape goes over.
      let kept = call.isDistributed ? [0] + axes.map { $0 ?? 0 } : [0] + axes.map { $0! }
      return onnx.add("Reshape", [inputs[0], onnx.add("\(name)/shape", kept)], name)
    case .half(let part):
      let size = shapes[value].size
      let bounds = [part * size, (part + 1) * size].map { onnx.add("index_\($0)", [$0]) }
      return onnx.add("Slice", inputs + bounds + [onnx.add("axis_-1", [-1])], name)
    default: throw noCounterpart(call)
    }
  }

  private func noCounterpart(_ call: Graph.Call) -> ModelError {
    ModelError(
      "\(graph.label(call)) is not written to ONNX; Embedding, LSTM, GRU, SimpleRNN, Bidirectional, "
        + "Dense, Activation, Dropout, LayerNorm, Conv1D, pooling over time, Concatenate, Add, Multiply, "
        + "RepeatVector and Reshape, but to images, are: write a Model of those, from its inputs to what "
        + "they give")
  }

  /// An operator of two inputs on several, from the left.
  private mutating func fold(_ type: String, _ inputs: [String], _ name: String) -> String {
    var result = inputs[0]
    for (index, input) in inputs.enumerated().dropFirst() {
      let isLast = index == inputs.count - 1
      result = onnx.add(type, [result, input], isLast ? name : "\(name)/\(index)")
    }
    return result
  }

  // MARK: Layers

  private mutating func add(
    _ layer: Layer, _ call: Graph.Call, _ value: Int, _ inputs: [String], _ name: String
  ) throws(ModelError) -> String {
    func parameter(_ kind: String) -> Tensor? {
      parameters["\(call.layer).\(layer.slotName).\(kind)"]
    }
    // Constants are named by the layer, so that one that is called twice has them once.
    let constants = "\(call.layer).\(layer.slotName)"
    func constant(_ kind: String) -> String? {
      parameter(kind).map { onnx.add("\(constants).\(kind)", $0.shape, $0.values) }
    }
    switch layer {
    case .dropout, .masking: return inputs[0]
    case .embedding:
      return onnx.add("Gather", [constant("weights")!, inputs[0]], name, [("axis", .int(0))])
    case .dense(let dense):
      var result = onnx.add("MatMul", [inputs[0], constant("weights")!], "\(name)/product")
      if let bias = constant("bias") { result = onnx.add("Add", [result, bias], "\(name)/sum") }
      return add(dense.activation, result, "\(name)/activation")
    case .activation(let activation): return add(activation.function, inputs[0], name)
    case .layerNorm(let norm):
      return onnx.add(
        "LayerNormalization", [inputs[0], constant("scale")!, constant("offset")!], name,
        [("axis", .int(-1)), ("epsilon", .float(Float(norm.epsilon)))])
    case .spatial(let spatial):
      let own = (weights: parameter("weights"), bias: parameter("bias"))
      guard let result = try add(spatial, call, inputs[0], name, constants: constants, own)
      else { throw noCounterpart(call) }
      return result
    default:
      guard let kind = layer.recurrent else { throw noCounterpart(call) }
      let recurrent = try ONNXRecurrence(kind, layer, call, graph.label(call))
      return addRecurrence(recurrent, value, inputs, name)
    }
  }

  mutating func add(_ function: ActivationFunction, _ input: String, _ name: String) -> String {
    switch function {
    case .linear: return input
    case .sigmoid: return onnx.add("Sigmoid", [input], name)
    case .softmax: return onnx.add("Softmax", [input], name, [("axis", .int(-1))])
    case .tanh: return onnx.add("Tanh", [input], name)
    case .relu: return onnx.add("Relu", [input], name)
    case .hardSigmoid:
      return onnx.add(
        "HardSigmoid", [input], name, [("alpha", .float(1.0 / 6)), ("beta", .float(0.5))])
    case .elu: return onnx.add("Elu", [input], name)
    case .softplus: return onnx.add("Softplus", [input], name)
    case .exponential: return onnx.add("Exp", [input], name)
    }
  }

  // MARK: Lengths

  /// The same as masks in a `GraphPlan`, where padding stands behind a sequence.
  private mutating func lengths(
    of call: Graph.Call, _ shape: GraphShape, _ value: Int
  ) throws(ModelError) -> String? {
    let given = call.inputs.map { lengths[$0] }
    let layer = graph.layers[call.layer]
    if !hasLengths, layer.masksPadding {
      throw ModelError(
        "\(graph.label(call)) masks padding, and ONNX knows lengths alone; write with lengths: true and "
          + "give each row's length, its padding behind it")
    }
    switch layer {
    case .single(.masking): return lengthsName(call.inputs[0])
    case .single, .half: return shape.steps == nil ? nil : given[0]
    case .repeatVector, .reshape: return call.isDistributed ? given[0] : nil
    case .concatenate, .add, .multiply:
      if given.contains(nil) { return nil }
      let several = Set(given.compactMap { $0 }).sorted()
      if several.count < 2 { return several.first }
      for lengths in several { use(lengths) }
      return onnx.add("Max", several, "/\(value).lengths")
    default: return nil
    }
  }

  /// Notes that something reads lengths.
  mutating func use(_ lengths: String) { usedLengths.insert(lengths) }

  // MARK: The file

  /// - Throws: where it would be larger than its format allows.
  mutating func file() throws(ModelError) -> [UInt8] {
    for (index, input) in graph.inputs.enumerated() {
      let shape = shapes[index]
      onnx.addInput(names[index], shape.isSymbols ? .int64 : .float, axes(of: shape))
      if case .vector = input.kind { continue }
      let name = lengthsName(index)
      if usedLengths.contains(name) { onnx.addInput(name, .int32, [.named("batch")]) }
    }
    for (index, output) in graph.outputs.enumerated() {
      let name = graph.outputName(index)
      onnx.add("Identity", [names[output.value]], name)
      onnx.addOutput(name, axes(of: shapes[output.value], mapped: name + "_time"))
    }
    // Protocol buffers have lengths of 31 bits; what is not constants is little.
    if onnx.constantBytes > 2_000_000_000 {
      throw ModelError(
        "the model has \(onnx.constantBytes) bytes of weights; an ONNX file has at most 2 GB")
    }
    return onnx.file()
  }

  /// - Parameter mapped: the name of an axis whose length a layer has changed.
  private func axes(of shape: GraphShape, mapped: String = "time") -> [ONNXGraph.Axis] {
    let times = [shape.outer, shape.steps].compactMap { $0 }.map { steps -> ONNXGraph.Axis in
      switch steps {
      case .fixed(let count): .fixed(count)
      case .input(let index): .named(names[index] + "_time")
      case .mapped: .named(mapped)
      }
    }
    return [.named("batch")] + times + (shape.isSymbols ? [] : [.fixed(shape.size)])
  }
}

extension GraphLayer {
  fileprivate var masksPadding: Bool {
    switch self {
    case .single(.masking): true
    case .single(.embedding(let embedding)): embedding.masksZero
    default: false
    }
  }
}

extension StepCount {
  /// Nil where only the examples tell.
  var fixedCount: Int? {
    if case .fixed(let count) = self { count } else { nil }
  }
}
