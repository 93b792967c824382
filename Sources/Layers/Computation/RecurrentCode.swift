import Kernels
import LinearAlgebra

/// A layer that goes through time with a hidden state, which is its output: what such layers have in
/// common besides their weights and the way that they take.
protocol RecurrentCode: LayerCode {
  var weights: RecurrentWeights { get }
  var recurrence: Recurrence { get }
}

extension RecurrentCode {
  var inputSize: Int { weights.inputSize }
  var outputSize: Int { weights.units }
  var projectionWidth: Int { weights.width }
  /// The hidden state.
  var stateSize: Int { weights.units }
  var isStateful: Bool { recurrence.isStateful }
  var reach: LayerReach { recurrence.goesBackwards ? .sequence : .state }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    weights.initialise(parameters, using: &generator)
  }

  func makePacked() -> [PackedWeights<Scalar>] { weights.makePacked() }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    weights.pack(parameters, into: packed)
  }
}
