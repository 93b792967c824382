/// What the inputs of a graph look like.
struct GraphInput: Equatable, Codable, Sendable {
  enum Kind: Equatable, Codable, Sendable {
    case symbols
    /// As many time steps as an example has where there is no number of them.
    case sequence(steps: Int?, features: Int)
    case vector(Int)
    case image(ImageShape)
    /// As many images as an example has where there is no number of them.
    case video(frames: Int?, ImageShape)
  }

  let kind: Kind
  var name: String?
}
