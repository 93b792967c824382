import Kernels

/// The memory that an optimiser works on, of the whole model each.
struct OptimizerMemory<Scalar: KernelScalar>: Sendable {
  let parameters: Buffer<Scalar>
  let first: Buffer<Scalar>
  let second: Buffer<Scalar>
  let threads: Int

  /// The parameters from an offset on, whose gradient stands elsewhere.
  func places(
    _ offset: Int, gradient: UnsafeMutablePointer<Scalar>
  ) -> ParameterPlaces<Scalar> {
    ParameterPlaces(
      weights: parameters.base + offset, gradient: gradient, first: first.base + offset,
      second: second.base + offset)
  }
}

/// Where some parameters stand, with what moves them.
struct ParameterPlaces<Scalar: KernelScalar> {
  let weights, gradient, first, second: UnsafeMutablePointer<Scalar>
}
