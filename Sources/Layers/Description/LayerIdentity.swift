import Synchronization

/// Which layer a description is of. Copies of a layer are that layer, so that a graph that calls one
/// twice uses its weights twice; two layers are equal where their settings are, whichever they are.
struct LayerIdentity: Equatable, Sendable {
  let weights = LayerWeights()

  static func == (left: LayerIdentity, right: LayerIdentity) -> Bool { true }
}

/// The weights of one layer, which all graphs that contain the layer have in common.
final class LayerWeights: Sendable {
  /// A copy of the weights, and the how manyth change it is.
  struct Edition: Sendable {
    let number: Int
    /// One for each parameter, in the order in which the layer has them.
    let values: [[Float]]
    let shapes: [[Int]]
  }

  private let state = Mutex<Edition?>(nil)

  /// What the layer weighs at present; nil until the first model with it is made.
  var edition: Edition? { state.withLock { $0 } }

  /// Replaces the weights.
  ///
  /// - Returns: the new edition's number.
  func publish(_ values: [[Float]], shapes: [[Int]]) -> Int {
    state.withLock { edition in
      let number = (edition?.number ?? 0) + 1
      edition = Edition(number: number, values: values, shapes: shapes)
      return number
    }
  }
}
