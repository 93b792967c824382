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
}
