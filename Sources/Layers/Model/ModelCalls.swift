extension Model {
  /// The model as a layer: what it makes of a value. The weights are those of the model.
  ///
  /// A model of several inputs or outputs is called by ``outputs(of:)``. Whether all fits is checked when
  /// a model is made of the value.
  public func callAsFunction(_ input: Value) -> Value {
    part.called(on: input, distributed: false)
  }

  /// The model as a layer of several inputs and outputs: what it makes of a value for each of its
  /// inputs. The weights are those of the model.
  public func outputs(of inputs: [Value]) -> [Value] {
    part.called(on: inputs, distributed: false)
  }
}

extension TimeDistributed {
  /// A whole model, of one input and one output, applied to every time step.
  public init(_ model: Model) {
    self.init(model.part)
  }
}

extension Model {
  /// A graph of the layers of a `Sequential`, with copies of its weights. It gives the same numbers, and
  /// can become a part of other models.
  ///
  /// - Throws: `ModelError` if the model does not know its inputs' size.
  public convenience init(_ model: Sequential) throws {
    try self.init(model, seed: model.seed)
  }

  convenience init(_ model: Sequential, seed: UInt64) throws {
    try model.build(features: nil)
    let kind = model.layers.inputKind(features: model.network.features(ofInput: 0))
    var built = BuiltGraph(graph: Graph(inputs: [GraphInput(kind: kind)]))
    var value = 0
    for layer in model.layers {
      if case .input = layer { continue }
      let number = built.graph.add(layer.inGraph)
      built.weights.append(LayerWeights())
      value = built.graph.add(
        Graph.Call(layer: number, inputs: [value], isDistributed: layer.isDistributed))
    }
    built.graph.add(Graph.Output(value: value, name: nil))
    try self.init(built, seed: seed)
    // The layers have other numbers where an Input stood before them.
    weights = zip(weights, model.weights).map { mine, theirs in
      Tensor(checked: mine.name, mine.shape, theirs.values)
    }
  }
}
