import KernelTemplates

/// All that one instruction set computes in one precision.
///
/// The functions' bodies stay in their own module, compiled with its flags: nothing that conforms may
/// make them inlinable.
protocol ScalarKernel {
  associatedtype Scalar

  static func multiply(_ product: Product<Scalar>, workspace: UnsafeMutableRawPointer)
  static func pack(
    _ b: Operand<Scalar>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Scalar>)
  static func runTile(repetitions: Int, workspace: UnsafeMutableRawPointer) -> Int
  static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Scalar>,
    into y: UnsafeMutablePointer<Scalar>, count: Int)
  static func evaluate(_ function: ElementaryFunction, _ x: Scalar) -> Scalar
  static func forward(units: Int, _ row: ForwardGates<Scalar>)
  static func backward(units: Int, _ row: BackwardGates<Scalar>)
  static func update(count: Int, _ adam: AdamMemory<Scalar>)
  static func exponentiate(_ x: UnsafeMutablePointer<Scalar>, count: Int) -> ExponentialSum<Scalar>
  static func addScaled(
    _ scale: Scalar, _ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int)
  static func scale(_ x: UnsafeMutablePointer<Scalar>, by factor: Scalar, count: Int)
  static func sumOfSquares(_ x: UnsafePointer<Scalar>, count: Int) -> Double
}
