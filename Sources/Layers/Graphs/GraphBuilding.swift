/// A graph with the weights of its layers.
struct BuiltGraph: Sendable {
  var graph: Graph
  /// For each layer.
  var weights: [LayerWeights] = []
}

extension BuiltGraph {
  /// The graph between values: whatever the outputs come from, back to the inputs.
  ///
  /// - Throws: `ModelError` where an output needs an input that is not among them, or a layer is a
  ///   changed copy of another.
  init(inputs: [Value], outputs: [Value]) throws(ModelError) {
    var walk = GraphWalk(graph: Graph(inputs: try inputs.graphInputs))
    for (index, input) in inputs.enumerated() {
      if walk.places.updateValue(index, forKey: ObjectIdentifier(input.node)) != nil {
        throw ModelError("input \(index) is given twice; give each input once")
      }
    }
    for (index, output) in outputs.enumerated() {
      let value = try walk.reach(output, from: index)
      walk.graph.add(Graph.Output(value: value, name: output.name))
    }
    self.init(graph: walk.graph, weights: walk.weights)
  }
}

extension BuiltGraph {
  /// The only output with another value in place of the only input.
  func called(on input: Value, distributed: Bool) -> Value {
    let outputs = called(on: [input], distributed: distributed)
    if outputs.count == 1 { return outputs[0] }
    return Value(
      .mistake(
        "a model of \(counted(outputs.count, "output")) was called as a layer; outputs(of:) gives them "
          + "all"))
  }

  /// The graph's outputs with other values in place of its inputs: the same layers, called once more.
  ///
  /// - Parameter distributed: whether on every time step of the values.
  func called(on inputs: [Value], distributed: Bool) -> [Value] {
    if inputs.count != graph.inputs.count {
      let mistake =
        "a model expected \(counted(graph.inputs.count, "value")), called on \(inputs.count); "
        + "outputs(of:) takes one for each of its inputs"
      return graph.outputs.map { _ in Value(.mistake(mistake)) }
    }
    var values = inputs
    for call in graph.calls {
      var called = LayerCall(graph.layers[call.layer], weights[call.layer])
      if call.isDistributed { called = called.distributed }
      // Merges go number by number anyway.
      if distributed && !called.layer.merges { called = called.distributed }
      values.append(Value(.call(called, call.inputs.map { values[$0] })))
    }
    return graph.outputs.map { values[$0.value] }
  }
}

/// Numbers the calls behind values, each after those that it reads.
private struct GraphWalk {
  var graph: Graph
  var weights: [LayerWeights] = []
  /// The numbers of values, by their nodes.
  var places: [ObjectIdentifier: Int] = [:]
  private var layers: [ObjectIdentifier: Int] = [:]

  init(graph: Graph) {
    self.graph = graph
  }

  /// Adds whatever a value comes from, and returns its number. It goes on without recursion, since a
  /// graph may be deep.
  mutating func reach(_ value: Value, from output: Int) throws(ModelError) -> Int {
    var waiting = [value]
    while let last = waiting.last {
      let node = last.node
      if places[ObjectIdentifier(node)] != nil {
        waiting.removeLast()
        continue
      }
      if case .mistake(let sentence) = node.origin { throw ModelError(sentence) }
      guard case .call(let call, let inputs) = node.origin else {
        let name = last.name.map { " (\($0))" } ?? ""
        throw ModelError(
          "output \(output)\(value.name.map { " (\($0))" } ?? "") needs an input\(name) that is not "
            + "among the model's inputs; add it to inputs:")
      }
      let missing = inputs.filter { places[ObjectIdentifier($0.node)] == nil }
      if missing.isEmpty {
        places[ObjectIdentifier(node)] = try add(call, inputs)
        waiting.removeLast()
      } else {
        waiting += missing.reversed()
      }
    }
    return places[ObjectIdentifier(value.node)]!
  }

  private mutating func add(_ call: LayerCall, _ inputs: [Value]) throws(ModelError) -> Int {
    let key = ObjectIdentifier(call.weights)
    let known = layers[key]
    let layer = known ?? graph.add(call.layer)
    if known == nil {
      layers[key] = layer
      weights.append(call.weights)
    }
    let added = Graph.Call(
      layer: layer, inputs: inputs.map { places[ObjectIdentifier($0.node)]! },
      isDistributed: call.distributions > 0)
    if known != nil, graph.layers[layer] != call.layer {
      throw ModelError(
        "\(graph.label(added)) is called with other settings than before; a changed copy is still "
          + "that layer: make one of its own")
    }
    if call.distributions > 1 {
      throw ModelError(
        "\(graph.label(added)) stands in \(call.distributions) TimeDistributed; one goes over the "
          + "time steps, and there are no more axes")
    }
    return graph.add(added)
  }
}

extension [Value] {
  /// What a model reads that begins with these values: inputs, or what layers of another model give.
  fileprivate var graphInputs: [GraphInput] {
    get throws(ModelError) {
      var result: [GraphInput] = []
      for (index, value) in enumerated() {
        if case .input(var input) = value.node.origin {
          input.name = value.name
          result.append(input)
          continue
        }
        let shape = try value.shape
        guard let kind = shape.inputKind else {
          throw ModelError(
            "input \(index) gives \(shape.description); a model reads vectors or sequences of them")
        }
        result.append(GraphInput(kind: kind, name: value.name))
      }
      return result
    }
  }
}

extension Value {
  /// The inputs that a value comes from.
  private var sources: [Value] {
    var (result, waiting): ([Value], [Value]) = ([], [self])
    var seen: Set<ObjectIdentifier> = []
    while let value = waiting.popLast() {
      guard seen.insert(ObjectIdentifier(value.node)).inserted else { continue }
      switch value.node.origin {
      case .input: result.append(value)
      case .mistake: break
      case .call(_, let inputs): waiting += inputs.reversed()
      }
    }
    return result
  }

  fileprivate var shape: GraphShape {
    get throws(ModelError) {
      let built = try BuiltGraph(inputs: sources, outputs: [self])
      return try built.graph.shapes().values[built.graph.outputs[0].value]
    }
  }
}
