extension [Layer] {
  /// The layers one after the other as a graph, whose layers have the same numbers.
  ///
  /// - Parameter features: numbers that are read a time step, where no layer says it.
  func graph(features: Int) -> Graph {
    var graph = Graph(inputs: [GraphInput(kind: inputKind(features: features))])
    var value = 0
    for layer in self {
      let number = graph.add(layer.inGraph)
      // It is the graph's input; the layer keeps its number.
      if case .input = layer { continue }
      value = graph.add(
        Graph.Call(layer: number, inputs: [value], isDistributed: layer.isDistributed))
    }
    graph.add(Graph.Output(value: value, name: nil))
    return graph
  }

  /// What the first of them reads.
  func inputKind(features: Int) -> GraphInput.Kind {
    switch first {
    case .embedding: .symbols
    case .input(let input): input.kind ?? .sequence(steps: nil, features: input.features)
    default: .sequence(steps: nil, features: features)
    }
  }
}
