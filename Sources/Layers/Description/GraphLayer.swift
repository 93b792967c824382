/// A layer of a graph, described without its numbers.
enum GraphLayer: Equatable, Codable, Sendable {
  /// One that a `Sequential` can have, too.
  case single(Layer)
  case concatenate
  case add
  case multiply
  case subtract
  case average
  case dot
  case repeatVector(Int)
  case reshape([Int])
  /// Numbers arranged as an image.
  case image(ImageShape)
  /// A part of the state that a recurrent layer ends with, of the call that gives its input.
  case state(Int)
  case attention(AttentionSettings)
  /// Those of the call that gives its input.
  case attentionWeights
  /// The first or the second half of each vector.
  case half(Int)
  /// Some time steps, or some numbers of each.
  case slice(Slice)
  /// Axes in another order.
  case permute([Int])

  var typeName: String {
    switch self {
    case .single(let layer): layer.typeName
    case .concatenate: "Concatenate"
    case .add: "Add"
    case .multiply: "Multiply"
    case .subtract: "Subtract"
    case .average: "Average"
    case .dot: "Dot"
    case .repeatVector: "RepeatVector"
    case .reshape, .image: "Reshape"
    case .state: "State"
    case .attention(let settings): settings.typeName
    case .attentionWeights: "AttentionWeights"
    case .half: "Direction"
    case .slice: "Slice"
    case .permute: "Permute"
    }
  }

  /// Whether it takes several values.
  var merges: Bool {
    switch self {
    case .concatenate, .add, .multiply, .subtract, .average, .dot: true
    case .single, .repeatVector, .reshape, .image, .state: false
    case .attention, .attentionWeights, .half, .slice, .permute: false
    }
  }
}
