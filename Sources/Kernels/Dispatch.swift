import KernelTemplates

#if arch(x86_64) && canImport(KernelsAVX512)
  import KernelsAVX2
  import KernelsAVX512
  import Synchronization

  /// The raw value of `InstructionSet.current`; -1 before it was first asked for. A constant at first,
  /// unlike a static property, whose every use asks the runtime whether it was computed.
  private let chosenSet = Atomic<Int>(-1)

  private var currentSet: InstructionSet {
    @inline(__always)
    get {
      switch chosenSet.load(ordering: .relaxed) {
      case 2: .avx512
      case 1: .avx2
      case 0: .baseline
      default: chooseSet()
      }
    }
  }

  @inline(never)
  private func chooseSet() -> InstructionSet {
    chosenSet.store(InstructionSet.current.rawValue, ordering: .relaxed)
    return InstructionSet.current
  }
#else
  private var currentSet: InstructionSet { InstructionSet.current }
#endif

// All in one file, since a debug build makes generic code into code for `Float` within a file only.

/// A scalar with its kernels on every instruction set; where a processor has not got a set, that is
/// the baseline again.
protocol DispatchedScalar: KernelScalar {
  associatedtype Baseline: ScalarKernel where Baseline.Scalar == Self
  associatedtype AVX2: ScalarKernel = Baseline where AVX2.Scalar == Self
  associatedtype AVX512: ScalarKernel = Baseline where AVX512.Scalar == Self

  #if canImport(Accelerate)
    static func multiplyByAccelerate(_ product: Product<Self>)
    static func packForAccelerate(
      _ b: Operand<Self>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Self>)
  #endif
}

extension BaselineFloat: ScalarKernel {}
extension BaselineDouble: ScalarKernel {}

#if arch(x86_64) && canImport(KernelsAVX512)
  extension AVX2Float: ScalarKernel {}
  extension AVX2Double: ScalarKernel {}
  extension AVX512Float: ScalarKernel {}
  extension AVX512Double: ScalarKernel {}
#endif

extension Float: DispatchedScalar {
  typealias Baseline = BaselineFloat
  #if arch(x86_64) && canImport(KernelsAVX512)
    typealias AVX2 = AVX2Float
    typealias AVX512 = AVX512Float
  #endif
}

extension Double: DispatchedScalar {
  typealias Baseline = BaselineDouble
  #if arch(x86_64) && canImport(KernelsAVX512)
    typealias AVX2 = AVX2Double
    typealias AVX512 = AVX512Double
  #endif
}

// MARK: - The choice of instruction set

extension DispatchedScalar {
  @inline(__always)
  static func multiply(_ product: Product<Self>, on set: InstructionSet) {
    let workspace = Workspace.ofThisThread
    switch set {
    case .avx512: AVX512.multiply(product, workspace: workspace)
    case .avx2: AVX2.multiply(product, workspace: workspace)
    case .baseline: Baseline.multiply(product, workspace: workspace)
    #if canImport(Accelerate)
      case .accelerate: multiplyByAccelerate(product)
    #endif
    }
  }

  @inline(__always)
  static func pack(
    _ b: Operand<Self>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Self>,
    on set: InstructionSet
  ) {
    switch set {
    case .avx512: AVX512.pack(b, inner: inner, columns: columns, into: packed)
    case .avx2: AVX2.pack(b, inner: inner, columns: columns, into: packed)
    case .baseline: Baseline.pack(b, inner: inner, columns: columns, into: packed)
    #if canImport(Accelerate)
      case .accelerate: packForAccelerate(b, inner: inner, columns: columns, into: packed)
    #endif
    }
  }

  static func runTile(repetitions: Int, on set: InstructionSet) -> Int {
    let workspace = Workspace.ofThisThread
    return switch set {
    case .avx512: AVX512.runTile(repetitions: repetitions, workspace: workspace)
    case .avx2: AVX2.runTile(repetitions: repetitions, workspace: workspace)
    default: Baseline.runTile(repetitions: repetitions, workspace: workspace)
    }
  }

  @inline(__always)
  static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    count: Int, on set: InstructionSet
  ) {
    switch set {
    case .avx512: AVX512.evaluate(function, x, into: y, count: count)
    case .avx2: AVX2.evaluate(function, x, into: y, count: count)
    default: Baseline.evaluate(function, x, into: y, count: count)
    }
  }

  @inline(__always)
  static func evaluate(_ function: ElementaryFunction, _ x: Self, on set: InstructionSet) -> Self {
    switch set {
    case .avx512: AVX512.evaluate(function, x)
    case .avx2: AVX2.evaluate(function, x)
    default: Baseline.evaluate(function, x)
    }
  }

  @inline(__always)
  static func forward(units: Int, _ row: ForwardGates<Self>, on set: InstructionSet) {
    switch set {
    case .avx512: AVX512.forward(units: units, row)
    case .avx2: AVX2.forward(units: units, row)
    default: Baseline.forward(units: units, row)
    }
  }

  @inline(__always)
  static func backward(units: Int, _ row: BackwardGates<Self>, on set: InstructionSet) {
    switch set {
    case .avx512: AVX512.backward(units: units, row)
    case .avx2: AVX2.backward(units: units, row)
    default: Baseline.backward(units: units, row)
    }
  }

  @inline(__always)
  static func update(count: Int, _ adam: AdamMemory<Self>, on set: InstructionSet) {
    switch set {
    case .avx512: AVX512.update(count: count, adam)
    case .avx2: AVX2.update(count: count, adam)
    default: Baseline.update(count: count, adam)
    }
  }

  @inline(__always)
  static func exponentiate(
    _ x: UnsafeMutablePointer<Self>, count: Int, on set: InstructionSet
  ) -> ExponentialSum<Self> {
    switch set {
    case .avx512: AVX512.exponentiate(x, count: count)
    case .avx2: AVX2.exponentiate(x, count: count)
    default: Baseline.exponentiate(x, count: count)
    }
  }

  @inline(__always)
  static func addScaled(
    _ scale: Self, _ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int,
    on set: InstructionSet
  ) {
    switch set {
    case .avx512: AVX512.addScaled(scale, x, to: y, count: count)
    case .avx2: AVX2.addScaled(scale, x, to: y, count: count)
    default: Baseline.addScaled(scale, x, to: y, count: count)
    }
  }

  @inline(__always)
  static func scale(
    _ x: UnsafeMutablePointer<Self>, by factor: Self, count: Int, on set: InstructionSet
  ) {
    switch set {
    case .avx512: AVX512.scale(x, by: factor, count: count)
    case .avx2: AVX2.scale(x, by: factor, count: count)
    default: Baseline.scale(x, by: factor, count: count)
    }
  }

  @inline(__always)
  static func sumOfSquares(
    _ x: UnsafePointer<Self>, count: Int, on set: InstructionSet
  ) -> Double {
    switch set {
    case .avx512: AVX512.sumOfSquares(x, count: count)
    case .avx2: AVX2.sumOfSquares(x, count: count)
    default: Baseline.sumOfSquares(x, count: count)
    }
  }
}

// MARK: - What generic code asks for

// Of one number by name and not for all scalars, so that the number stays in a register.

extension Float: KernelScalar {
  public static func exp(_ x: Float) -> Float {
    evaluate(.exponential, x, on: currentSet)
  }

  public static func tanh(_ x: Float) -> Float {
    evaluate(.hyperbolicTangent, x, on: currentSet)
  }

  public static func sigmoid(_ x: Float) -> Float {
    evaluate(.logisticSigmoid, x, on: currentSet)
  }

  public static func log(_ x: Float) -> Float { Float(Double.log(Double(x))) }
}

extension Double: KernelScalar {
  public static func exp(_ x: Double) -> Double {
    evaluate(.exponential, x, on: currentSet)
  }

  public static func tanh(_ x: Double) -> Double {
    evaluate(.hyperbolicTangent, x, on: currentSet)
  }

  public static func sigmoid(_ x: Double) -> Double {
    evaluate(.logisticSigmoid, x, on: currentSet)
  }

  public static func log(_ x: Double) -> Double {
    evaluate(.naturalLogarithm, x, on: currentSet)
  }
}

extension DispatchedScalar {
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Self>, _ b: Operand<Self>,
    into c: UnsafeMutablePointer<Self>, stride: Int, accumulating: Bool
  ) {
    multiply(
      Product(
        rows: rows, columns: columns, inner: inner, a: a, b: b, isPacked: false, c: c,
        cStride: stride, accumulating: accumulating),
      on: currentSet)
  }

  public static func pack(
    _ b: Operand<Self>, inner: Int, columns: Int, into panels: UnsafeMutablePointer<Self>
  ) {
    pack(b, inner: inner, columns: columns, into: panels, on: currentSet)
  }

  public static func multiplyPacked(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Self>, _ panels: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>, stride: Int, accumulating: Bool, first: FirstRows<Self>?,
    isReversed: Bool
  ) {
    multiply(
      Product(
        rows: rows, columns: columns, inner: inner, a: a, b: Operand(panels, stride: 0),
        isPacked: true, c: c, cStride: stride, accumulating: accumulating, first: first,
        isReversed: isReversed),
      on: currentSet)
  }

  public static func vectorExp(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int
  ) {
    evaluate(.exponential, x, into: y, count: count, on: currentSet)
  }

  public static func vectorTanh(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int
  ) {
    evaluate(.hyperbolicTangent, x, into: y, count: count, on: currentSet)
  }

  public static func vectorSigmoid(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int
  ) {
    evaluate(.logisticSigmoid, x, into: y, count: count, on: currentSet)
  }

  public static func exponentiate(
    _ x: UnsafeMutablePointer<Self>, count: Int
  ) -> (largest: Self, sum: Double) {
    let result = exponentiate(x, count: count, on: currentSet)
    return (result.largest, result.sum)
  }

  public static func addScaled(
    _ scale: Self, _ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int
  ) {
    addScaled(scale, x, to: y, count: count, on: currentSet)
  }

  public static func scale(_ x: UnsafeMutablePointer<Self>, by factor: Self, count: Int) {
    scale(x, by: factor, count: count, on: currentSet)
  }

  public static func sumOfSquares(_ x: UnsafePointer<Self>, count: Int) -> Double {
    sumOfSquares(x, count: count, on: currentSet)
  }

  public static func lstmForwardGates(
    units: Int, preactivations: UnsafePointer<Self>, previousCell: UnsafePointer<Self>,
    gates: UnsafeMutablePointer<Self>, cell: UnsafeMutablePointer<Self>,
    hidden: UnsafeMutablePointer<Self>
  ) {
    forward(
      units: units,
      ForwardGates(
        preactivations: preactivations, previousCell: previousCell, gates: gates, cell: cell,
        hidden: hidden), on: currentSet)
  }

  public static func lstmBackwardGates(
    units: Int, gates: UnsafePointer<Self>, previousCell: UnsafePointer<Self>,
    cell: UnsafePointer<Self>, hiddenGradient: UnsafePointer<Self>,
    cellGradient: UnsafeMutablePointer<Self>, preactivationGradient: UnsafeMutablePointer<Self>
  ) {
    backward(
      units: units,
      BackwardGates(
        gates: gates, previousCell: previousCell, cell: cell, hiddenGradient: hiddenGradient,
        cellGradient: cellGradient, preactivationGradient: preactivationGradient),
      on: currentSet)
  }

  public static func adamUpdate(
    _ step: AdamStep<Self>, weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    firstMoment: UnsafeMutablePointer<Self>, secondMoment: UnsafeMutablePointer<Self>, count: Int
  ) {
    update(
      count: count,
      AdamMemory(
        step, weights: weights, gradient: gradient, firstMoment: firstMoment,
        secondMoment: secondMoment), on: currentSet)
  }
}

// MARK: - One precision by itself

/// Writes the natural logarithm of each of `count` numbers to `y`; both may be the same memory.
///
/// Of zero it is -infinity, of a negative number NaN. The error is below 1 ulp.
public func vectorLog(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  Double.evaluate(.naturalLogarithm, x, into: y, count: count, on: currentSet)
}

extension Float {
  @inline(__always)
  static func multiplyEightBits(
    _ row: EightBitRow, panels: Int, isReversed: Bool, on set: InstructionSet
  ) {
    #if arch(x86_64) && canImport(KernelsAVX512)
      switch set {
      case .avx512: AVX512Float.multiplyEightBits(row, panels: panels, isReversed: isReversed)
      case .avx2: AVX2Float.multiplyEightBits(row, panels: panels, isReversed: isReversed)
      case .baseline: BaselineFloat.multiplyEightBits(row, panels: panels, isReversed: isReversed)
      }
    #else
      BaselineFloat.multiplyEightBits(row, panels: panels, isReversed: isReversed)
    #endif
  }

  static func multiplyEightBits(
    _ weights: EightBitWeights, rows: Int, _ a: Operand<Float>, into c: UnsafeMutablePointer<Float>,
    stride: Int, accumulating: Bool, first: FirstRows<Float>?, isReversed: Bool
  ) {
    weights.multiply(
      rows: rows, a, into: c, stride: stride, accumulating: accumulating, first: first,
      isReversed: isReversed, on: currentSet)
  }
}

/// Runs the single-precision micro-kernel on panels that fit the first cache, and nothing else:
/// what a product could reach if moving numbers were free.
///
/// - Returns: the number of floating-point operations done, for the caller to time.
public func runMicroKernel(repetitions: Int) -> Int {
  Float.runTile(repetitions: repetitions, on: currentSet)
}
