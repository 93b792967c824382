extension GraphNetwork {
  /// The network of layers that stand one after the other, whose shape errors are those of a
  /// `Sequential`.
  ///
  /// - Parameters:
  ///   - features: numbers that are read a time step, where no layer says it.
  ///   - sparseFrom: see the other initialiser, as for `largestOutput`.
  /// - Throws: `ModelError`; see `flows`. Also where the inputs' size is still unknown.
  init(
    _ layers: [Layer], features: Int? = nil, sparseFrom: Int = 65_536,
    largestOutput: Int = 1 << 24
  ) throws(ModelError) {
    guard let flows = try flows(layers, features: features) else { throw ModelError.unknownInputs }
    let input: GraphInput.Kind =
      flows[0] == .symbols ? .symbols : .sequence(steps: nil, features: flows[0].size)
    var graph = Graph(inputs: [GraphInput(kind: input)])
    var value = 0
    for layer in layers {
      let number = graph.add(layer.inGraph)
      // It is the graph's input; the layer keeps its number.
      if case .input = layer { continue }
      value = graph.add(Graph.Call(layer: number, inputs: [value], isDistributed: false))
    }
    if graph.calls.isEmpty { throw ModelError.nothingToLearn }
    graph.add(Graph.Output(value: value, name: nil))
    try self.init(
      graph, sparseFrom: sparseFrom, largestOutput: largestOutput, isSequential: true)
    if layout.count == 0 { throw ModelError.nothingToLearn }
  }
}

extension Layer {
  /// The layer as graphs have it.
  var inGraph: GraphLayer {
    if case .repeatVector(let count) = self { .repeatVector(count) } else { .single(self) }
  }
}

extension ModelError {
  fileprivate static var nothingToLearn: ModelError {
    ModelError("a model has at least one layer with parameters")
  }
}
