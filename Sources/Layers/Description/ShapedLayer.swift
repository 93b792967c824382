/// A layer of a `Sequential` that arranges numbers, or is applied to every time step by itself: ``Reshape``,
/// ``Permute`` and ``TimeDistributed``.
public struct ShapedLayer: Equatable, Codable, Sendable {
  let layer: GraphLayer
  let isDistributed: Bool
  /// Why it cannot stand there, in words that follow its name, or nil.
  var problem: String?

  private enum CodingKeys: String, CodingKey { case layer, isDistributed }

  init(layer: GraphLayer, isDistributed: Bool = false, problem: String? = nil) {
    (self.layer, self.isDistributed, self.problem) = (layer, isDistributed, problem)
  }

  var typeName: String {
    isDistributed ? "TimeDistributed(\(layer.typeName))" : layer.typeName
  }
}

extension Layer {
  /// The layer as graphs have it.
  var inGraph: GraphLayer {
    switch self {
    case .repeatVector(let count): .repeatVector(count)
    case .shaped(let shaped): shaped.layer
    default: .single(self)
    }
  }

  var isDistributed: Bool {
    if case .shaped(let shaped) = self { shaped.isDistributed } else { false }
  }

  /// The layer without what is around it.
  var inner: Layer {
    if case .shaped(let shaped) = self, case .single(let layer) = shaped.layer {
      layer
    } else {
      self
    }
  }
}

extension [Layer] {
  /// Whether shapes go through them that are more than numbers a time step, or one vector.
  var needGraph: Bool {
    if case .input(let input)? = first, input.kind != nil { return true }
    return contains {
      switch $0 {
      case .shaped: true
      case .spatial(let spatial): !spatial.isOverTime
      default: false
      }
    }
  }

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
