import Kernels

/// Works out, call by call, what a graph's network runs.
struct GraphPlan<Scalar: KernelScalar> {
  private(set) var operations: [GraphOperation] = []
  private(set) var values: [GraphValue] = []
  private(set) var masks: [MaskRule] = []
  /// For each value of the graph its number among all values.
  private(set) var places: [Int]
  private let graph: Graph
  private let shapes: [GraphShape]
  private var builder: CodeBuilder<Scalar>
  /// The embeddings whose gradient is left to the optimiser.
  private let sparseLayers: Set<Int>
  private let isSequential: Bool
  /// For each layer that was called its codes.
  private var layerCodes: [Int: Range<Int>] = [:]
  private var codeOperations = 0
  /// For each value of the graph that a recurrent layer gives, that of its steps.
  private var recurrentValues: [Int: Int] = [:]
  private var lastRecurrent: Int?
  private var callIndex = 0

  /// - Parameters:
  ///   - shapes: of the graph's values.
  ///   - sparseFrom: see `GraphNetwork`.
  ///   - isSequential: whether masked steps of an input stay as they are where they are finite.
  init(_ graph: Graph, _ shapes: [GraphShape], sparseFrom: Int, isSequential: Bool) {
    self.graph = graph
    self.shapes = shapes
    self.isSequential = isSequential
    let tables = graph.tables(from: sparseFrom)
    sparseLayers = Set(tables.map(\.layer))
    builder = CodeBuilder(
      sparseCount: tables.reduce(0) { $0 + ParameterLayout.aligned($1.count) })
    places = Array(graph.inputs.indices)
    for index in graph.inputs.indices {
      var mask: Int?
      if case .input = shapes[index].steps { mask = rule(.lengths(index)) }
      values.append(GraphValue(shape: shapes[index], mask: mask, needsGradient: false))
    }
  }

  var codes: [any LayerCode<Scalar>] { builder.codes }
  var layout: ParameterLayout { builder.layout }
  var parameterRanges: [Range<Int>] { builder.parameterRanges }

  mutating func add(callAt index: Int) {
    let call = graph.calls[index]
    callIndex = index
    let inputs = call.inputs.map { places[$0] }
    let shape = shapes[graph.inputs.count + index]
    let mask = mask(of: call, inputs, shape)
    let place =
      switch graph.layers[call.layer] {
      case .single(.masking(let masking)):
        isSequential && masking.value.isFinite
          ? maskInPlace(inputs[0], mask) : add(.mask, call, inputs, shape, mask)
      case .single(.spatial(let layer)) where layer.kind == .flatten:
        arranged(call, inputs, shape, mask)
      case .single(let layer): addCodes(layer, call, inputs, shape, mask)
      case .concatenate: add(.concatenate, call, inputs, shape, mask)
      case .add: add(.add, call, inputs, shape, mask)
      case .multiply: add(.multiply, call, inputs, shape, mask)
      case .subtract: add(.subtract, call, inputs, shape, mask)
      case .average: add(.average, call, inputs, shape, mask)
      case .dot: add(.dot, call, inputs, shape, mask)
      case .repeatVector: add(.repeatVector, call, inputs, shape, mask)
      case .reshape: add(.reshape, call, inputs, shape, mask)
      case .image: arranged(call, inputs, shape, mask)
      case .half(let part): add(.half(part), call, inputs, shape, mask)
      case .slice(let slice): add(work(of: slice, call), call, inputs, shape, mask)
      case .permute(let order):
        add(.permute(given(call).permutation(order)), call, inputs, shape, mask)
      case .state(let part):
        add(.state(part), call, [recurrentValues[call.inputs[0]]!], shape, nil)
      case .attention(let settings):
        add(.attention(code(of: settings, call.layer, inputs)), call, inputs, shape, mask)
      case .attentionWeights: add(.attentionWeights, call, inputs, shape, mask)
      }
    places.append(place)
    if let last = lastRecurrent { recurrentValues[graph.inputs.count + index] = last }
    lastRecurrent = nil
  }

  /// What a call reads, as it works on it.
  private func given(_ call: Graph.Call) -> GraphShape {
    let shape = shapes[call.inputs[0]]
    return call.isDistributed ? shape.inEachStep : shape
  }

  private func work(of slice: Slice, _ call: Graph.Call) -> GraphOperation.Work {
    let shape = given(call)
    if case .features(let stretch) = slice {
      let taken = stretch.taken(of: shape.size)!
      return .columns(from: taken.from < 0 ? shape.size + taken.from : taken.from)
    }
    let taken = slice.stretch.taken(of: shape.steps?.fixed)!
    return .steps(from: taken.from, count: taken.count)
  }

  private mutating func add(
    _ work: GraphOperation.Work, _ call: Graph.Call, _ inputs: [Int], _ shape: GraphShape,
    _ mask: Int?
  ) -> Int {
    let hasParameters = work.code.map { self.hasParameters(ofCode: $0) } ?? false
    operations.append(
      GraphOperation(
        work: work, inputs: inputs, output: values.count, isDistributed: call.isDistributed,
        number: codeOperations, call: callIndex))
    if work.code != nil { codeOperations += 1 }
    if case .concatenate = work {
      operations[operations.count - 1].pixels = shape.image?.pixels ?? 1
    }
    let needsGradient = hasParameters || inputs.contains { values[$0].needsGradient }
    values.append(GraphValue(shape: shape, mask: mask, needsGradient: needsGradient))
    return values.count - 1
  }

  private func hasParameters(ofCode code: Int) -> Bool {
    !builder.parameterRanges[code].isEmpty
      || (builder.codes[code] as? EmbeddingCode<Scalar>)?.isSparse ?? false
  }

  /// Numbers in another arrangement, which stand in memory as they did where they were one vector.
  private mutating func arranged(
    _ call: Graph.Call, _ inputs: [Int], _ shape: GraphShape, _ mask: Int?
  ) -> Int {
    let given = shapes[call.inputs[0]]
    let isVector = call.isDistributed ? given.outer == nil : given.steps == nil
    return isVector ? inputs[0] : add(.reshape, call, inputs, shape, mask)
  }

  /// Adds a layer's codes one after the other.
  ///
  /// - Returns: the number of the value that they give; the input's where there is nothing to do.
  private mutating func addCodes(
    _ layer: Layer, _ call: Graph.Call, _ inputs: [Int], _ shape: GraphShape, _ mask: Int?
  ) -> Int {
    let codes = codes(
      of: layer, call.layer, inputSize: values[inputs[0]].shape.size,
      image: shapes[call.inputs[0]].image)
    let changesFirst = if case .spatial = layer { true } else { false }
    var current = inputs[0]
    for index in codes {
      // In between, sequences stay sequences, until the last state is chosen.
      var between = values[current]
      if index == codes.upperBound - 1 || changesFirst {
        between = GraphValue(shape: shape, mask: mask, needsGradient: false)
      }
      var given = between.shape
      given.size = builder.codes[index].outputSize
      let hasState = builder.codes[index].stateSize > 0
      current = add(
        .code(index), call, [current] + (hasState ? inputs.dropFirst() : []), given, between.mask)
      if hasState { lastRecurrent = current }
    }
    return current
  }

  private mutating func codes(
    of layer: Layer, _ index: Int, inputSize: Int, image: ImageShape?
  ) -> Range<Int> {
    if let codes = layerCodes[index] { return codes }
    let first = builder.codes.count
    builder.add(
      layer, inputSize: inputSize, image: image, name: "\(index).\(layer.slotName)",
      isSparse: sparseLayers.contains(index))
    let codes = first..<builder.codes.count
    layerCodes[index] = codes
    return codes
  }

  private mutating func code(
    of attention: AttentionSettings, _ index: Int, _ inputs: [Int]
  ) -> Int {
    if let codes = layerCodes[index] { return codes.lowerBound }
    let code = builder.codes.count
    let name = attention.typeName
    builder.add(
      attention, querySize: values[inputs[0]].shape.size, keySize: values[inputs[2]].shape.size,
      name: "\(index).\(name.prefix(1).lowercased() + name.dropFirst())")
    layerCodes[index] = code..<code + 1
    return code
  }

  // MARK: Masks

  /// Says which steps of an input count, and leaves its numbers as they are.
  private mutating func maskInPlace(_ input: Int, _ mask: Int?) -> Int {
    values[input] = GraphValue(shape: values[input].shape, mask: mask, needsGradient: false)
    return input
  }

  private mutating func mask(
    of call: Graph.Call, _ inputs: [Int], _ shape: GraphShape
  ) -> Int? {
    let given = inputs.map { values[$0].mask }
    switch graph.layers[call.layer] {
    case .single(.embedding(let embedding)):
      return embedding.masksZero ? rule(.nonzero(inputs[0])) : given[0]
    case .single(.masking(let masking)): return rule(.unlike(inputs[0], masking.value))
    case .single(.spatial(let layer)):
      guard shape.steps != nil, let mask = given[0] else { return nil }
      if call.isDistributed { return mask }
      return layer.steps.map { rule(.mapped(mask, $0)) } ?? mask
    case .single: return shape.steps == nil ? nil : given[0]
    case .state: return nil
    case .attention: return shape.steps == nil ? nil : given[0]
    case .attentionWeights:
      // Of one query the source's steps; of many, each has a sequence of its own.
      return shape.outer == nil ? sourceMask(of: inputs[0]) : nil
    case .half, .slice(.features): return shape.steps == nil ? nil : given[0]
    case .slice(.step): return call.isDistributed ? given[0] : nil
    case .slice(.steps(let stretch)):
      guard !call.isDistributed, let mask = given[0] else { return given[0] }
      let steps = shapes[call.inputs[0]].steps?.fixed
      if case .lengths = masks[mask] { return nil }
      return stretch.taken(of: steps).map {
        rule(.mapped(mask, .taken(from: $0.from, count: $0.count)))
      }
    case .permute: return call.isDistributed ? given[0] : nil
    case .repeatVector, .reshape, .image: return call.isDistributed ? given[0] : nil
    case .concatenate, .add, .multiply, .subtract, .average, .dot:
      if given.contains(nil) { return nil }
      let rules = Set(given.compactMap { $0 }).sorted()
      return rules.count > 1 ? rule(.any(rules)) : rules.first
    }
  }

  /// That of the values that attention reads.
  private func sourceMask(of output: Int) -> Int? {
    let attention = operations.first { $0.output == output }!
    return values[attention.inputs[1]].mask
  }

  private mutating func rule(_ rule: MaskRule) -> Int {
    if let index = masks.firstIndex(of: rule) { return index }
    masks.append(rule)
    return masks.count - 1
  }
}

extension Graph {
  /// The embeddings of at least so many numbers that are called once, and how many those are. A batch
  /// reads few rows of such a table.
  fileprivate func tables(from least: Int) -> [(layer: Int, count: Int)] {
    layers.enumerated().compactMap { index, layer in
      guard case .single(.embedding(let embedding)) = layer else { return nil }
      let count = embedding.vocabularySize * embedding.size
      let calls = calls.count { $0.layer == index }
      // A penalty moves every row.
      return count >= least && calls == 1 && embedding.l2 == 0 ? (index, count) : nil
    }
  }
}
