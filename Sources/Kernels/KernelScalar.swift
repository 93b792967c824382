import KernelTemplates

/// One factor of a matrix product: where its numbers start and how they lie in memory.
public typealias Operand<Scalar> = KernelTemplates.Operand<Scalar>

/// Rows that a product is added to, where they are not those of `C`.
public typealias FirstRows<Scalar> = KernelTemplates.FirstRows<Scalar>

/// A number that the kernels compute with: `Float` or `Double`.
///
/// Code that is generic over it runs in either precision on the same kernels: train in `Float`,
/// check the gradients of the same code in `Double`.
///
///     func project<Scalar: KernelScalar>(_ x: [Scalar], _ weights: PackedWeights<Scalar>) { … }
public protocol KernelScalar: BinaryFloatingPoint, Sendable {
  /// Computes `C = A * B`, or `C += A * B` when accumulating.
  ///
  /// A number of C is the sum of its products in the order of the inner index, starting from zero or
  /// from what C held. It does not depend on how many rows are computed with it, so a product may be
  /// split by rows over threads without changing a bit (except by Accelerate, on Apple's systems in
  /// single precision). In double precision it is the same on every processor that adds products with
  /// one rounding: x86-64 since AVX2, arm64. Any number of threads may multiply at once.
  ///
  /// - Parameters:
  ///   - rows: rows of `A` and `C`.
  ///   - columns: columns of `B` and `C`.
  ///   - inner: columns of `A` and rows of `B`; with 0, the product is zero.
  ///   - a: `A`, rows × inner.
  ///   - b: `B`, inner × columns.
  ///   - c: `C`, rows × columns, row-major.
  ///   - stride: elements from one row of `C` to the next, at least `columns`.
  ///   - accumulating: whether the product is added to what `C` holds.
  static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Self>, _ b: Operand<Self>,
    into c: UnsafeMutablePointer<Self>, stride: Int, accumulating: Bool)

  /// Lays out the right-hand factor of products to come; `PackedWeights` calls it.
  ///
  /// - Parameters:
  ///   - b: the factor, inner × columns.
  ///   - inner: its rows.
  ///   - columns: its columns.
  ///   - panels: receives `inner` rows of `columns` numbers, rounded up to whole 128 bytes.
  static func pack(
    _ b: Operand<Self>, inner: Int, columns: Int, into panels: UnsafeMutablePointer<Self>)

  /// The product with a factor that `pack` laid out; `PackedWeights` calls it.
  static func multiplyPacked(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Self>, _ panels: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>, stride: Int, accumulating: Bool, first: FirstRows<Self>?,
    isReversed: Bool)

  /// Writes e to the power of each of `count` numbers to `y`; both may be the same memory.
  ///
  /// The error is below 2 ulp; the ends of the range, infinities, NaN and subnormal numbers included.
  static func vectorExp(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
  /// Writes the hyperbolic tangent of each of `count` numbers to `y`, as `vectorExp` does.
  static func vectorTanh(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
  /// Writes the logistic sigmoid of each of `count` numbers to `y`, as `vectorExp` does.
  static func vectorSigmoid(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)

  /// e to the power of one number, the same as that of `vectorExp` to the last bit.
  static func exp(_ x: Self) -> Self
  /// The hyperbolic tangent of one number, the same as that of `vectorTanh` to the last bit.
  static func tanh(_ x: Self) -> Self
  /// The logistic sigmoid of one number, the same as that of `vectorSigmoid` to the last bit.
  static func sigmoid(_ x: Self) -> Self
  /// The natural logarithm of one number.
  static func log(_ x: Self) -> Self

  /// Turns each of `count` numbers, at least one, into e to the power of what it is above the largest:
  /// the softmax but for a factor.
  ///
  /// - Returns: the largest, and the sum of what they became. Where a number is NaN, so is the sum.
  static func exponentiate(
    _ x: UnsafeMutablePointer<Self>, count: Int
  ) -> (largest: Self, sum: Double)

  /// `y += scale * x`, number by number.
  static func addScaled(
    _ scale: Self, _ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int)

  /// `x *= factor`, number by number.
  static func scale(_ x: UnsafeMutablePointer<Self>, by factor: Self, count: Int)

  /// The sum of the squares, added up in double precision in a fixed order.
  static func sumOfSquares(_ x: UnsafePointer<Self>, count: Int) -> Double

  /// One row of an LSTM's step, after the products.
  ///
  ///     i, f, o = sigmoid(preactivations), g = tanh(preactivations)
  ///     c = f * c(previous) + i * g
  ///     h = o * tanh(c)
  ///
  /// - Parameters:
  ///   - units: H, the number of units.
  ///   - preactivations: `x * W + h * U + b` of one row: 4H numbers in the gate order i, f, g, o.
  ///   - previousCell: H numbers.
  ///   - gates: receives 4H numbers in the same order; may be the memory of `preactivations`.
  ///   - cell: receives H numbers; may be the memory of `previousCell`.
  ///   - hidden: receives H numbers.
  static func lstmForwardGates(
    units: Int, preactivations: UnsafePointer<Self>, previousCell: UnsafePointer<Self>,
    gates: UnsafeMutablePointer<Self>, cell: UnsafeMutablePointer<Self>,
    hidden: UnsafeMutablePointer<Self>)

  /// The backward pass of `lstmForwardGates`, one row.
  ///
  ///     dc += dh * o * (1 - tanh(c)²)
  ///     di = dc * g * i (1 - i)              df = dc * c(previous) * f (1 - f)
  ///     dg = dc * i * (1 - g²)               do = dh * tanh(c) * o (1 - o)
  ///     dc(previous) = dc * f
  ///
  /// - Parameters:
  ///   - units: H, the number of units.
  ///   - gates: the 4H numbers that the forward pass wrote.
  ///   - previousCell: the cell state before the step, H numbers.
  ///   - cell: the cell state after the step, H numbers.
  ///   - hiddenGradient: the gradient of the hidden state after the step, H numbers.
  ///   - cellGradient: holds the gradient of the cell state after the step that came from later
  ///     steps; receives the gradient of the cell state before the step. H numbers.
  ///   - preactivationGradient: receives 4H numbers; may be the memory of `gates`.
  static func lstmBackwardGates(
    units: Int, gates: UnsafePointer<Self>, previousCell: UnsafePointer<Self>,
    cell: UnsafePointer<Self>, hiddenGradient: UnsafePointer<Self>,
    cellGradient: UnsafeMutablePointer<Self>, preactivationGradient: UnsafeMutablePointer<Self>)

  /// One step of Adam on `count` weights; see `AdamStep`.
  static func adamUpdate(
    _ step: AdamStep<Self>, weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    firstMoment: UnsafeMutablePointer<Self>, secondMoment: UnsafeMutablePointer<Self>, count: Int)
}

/// The constants of one step of Adam, the same for all weights.
///
///     g = gradientScale * gradient
///     m = firstDecay * m + (1 - firstDecay) * g
///     v = secondDecay * v + (1 - secondDecay) * g²
///     weight -= learningRate * (m / firstCorrection) / (sqrt(v / secondCorrection) + epsilon)
///
/// - Note: Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", algorithm 1.
public struct AdamStep<Scalar: KernelScalar>: Sendable {
  /// How far a step goes.
  public var learningRate: Scalar
  /// β₁ of the paper.
  public var firstDecay: Scalar
  /// β₂ of the paper.
  public var secondDecay: Scalar
  /// What keeps the division finite.
  public var epsilon: Scalar
  /// `1 - firstDecayᵗ` at step t, the first step being 1.
  public var firstCorrection: Scalar
  /// `1 - secondDecayᵗ` at step t.
  public var secondCorrection: Scalar
  /// What clipping leaves of the gradient: 1 unless its norm was too large.
  public var gradientScale: Scalar

  /// The constants of a step; the properties say what each is.
  public init(
    learningRate: Scalar, firstDecay: Scalar, secondDecay: Scalar, epsilon: Scalar,
    firstCorrection: Scalar, secondCorrection: Scalar, gradientScale: Scalar = 1
  ) {
    self.learningRate = learningRate
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
    self.firstCorrection = firstCorrection
    self.secondCorrection = secondCorrection
    self.gradientScale = gradientScale
  }
}

extension AdamMemory where Scalar: KernelScalar {
  init(
    _ step: AdamStep<Scalar>, weights: UnsafeMutablePointer<Scalar>,
    gradient: UnsafePointer<Scalar>, firstMoment: UnsafeMutablePointer<Scalar>,
    secondMoment: UnsafeMutablePointer<Scalar>
  ) {
    self.init(
      stepSize: step.learningRate / step.firstCorrection, firstDecay: step.firstDecay,
      secondDecay: step.secondDecay, epsilon: step.epsilon,
      secondScale: 1 / step.secondCorrection, gradientScale: step.gradientScale,
      weights: weights, gradient: gradient, firstMoment: firstMoment, secondMoment: secondMoment)
  }
}
