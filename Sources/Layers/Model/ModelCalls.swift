extension Model {
  /// The model as a layer: what it makes of a value. The weights are those of the model.
  ///
  /// - Precondition: the model has one input and one output; for others there is ``outputs(of:)``.
  public func callAsFunction(_ input: Value) -> Value {
    if graph.outputs.count != 1 {
      fatalError("a model of \(graph.outputs.count) outputs is called by outputs(of:)")
    }
    return outputs(of: [input])[0]
  }

  /// The model as a layer of several inputs and outputs: what it makes of values. The weights are
  /// those of the model.
  ///
  /// - Precondition: there is a value for each of the model's inputs.
  public func outputs(of inputs: [Value]) -> [Value] {
    if inputs.count != graph.inputs.count {
      fatalError("\(inputs.count) values for a model of \(graph.inputs.count) inputs")
    }
    return part.called(on: inputs, distributed: false)
  }
}

extension TimeDistributed {
  /// A whole model applied to every time step.
  ///
  /// - Precondition: the model has one input and one output.
  public init(_ model: Model) {
    if model.graph.inputs.count != 1 || model.graph.outputs.count != 1 {
      fatalError("TimeDistributed takes a model of one input and one output")
    }
    self.init(model.part)
  }
}

extension Model {
  /// A graph of the layers of a `Sequential`, with copies of its weights. It gives the same numbers, and
  /// can become a part of other models.
  ///
  /// - Throws: `ModelError` where the model does not know its inputs' size, or is stateful.
  public convenience init(_ model: Sequential) throws {
    try model.build(features: nil)
    let features = model.network.features
    var built = BuiltGraph(
      graph: Graph(
        inputs: [
          GraphInput(kind: features == 0 ? .symbols : .sequence(steps: nil, features: features))
        ]))
    var value = 0
    for layer in model.layers {
      if case .input = layer { continue }
      let number = built.graph.add(.single(layer))
      built.weights.append(LayerWeights())
      value = built.graph.add(Graph.Call(layer: number, inputs: [value], isDistributed: false))
    }
    built.graph.add(Graph.Output(value: value, name: nil))
    try self.init(built, seed: model.seed)
    // The layers have other numbers where an Input stood before them.
    weights = zip(weights, model.weights).map { mine, theirs in
      Tensor(name: mine.name, shape: mine.shape, values: theirs.values)
    }
  }
}
