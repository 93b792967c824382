import KernelTemplates

#if arch(x86_64) && canImport(KernelsAVX512)
  import KernelsAVX2
  import KernelsAVX512
#endif

// MARK: - Elementary functions

/// Writes `exp(x)` of each of `count` numbers to `y`; both may be the same memory.
///
/// The error is below 2 ulp; the ends of the range, infinities, NaN and subnormal numbers included.
public func vectorExp(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  Double.evaluate(.exponential, x, into: y, count: count, on: InstructionSet.current)
}

/// Writes `tanh(x)` of each of `count` numbers to `y`; both may be the same memory.
///
/// The error is below 2 ulp; the ends of the range, infinities, NaN and subnormal numbers included.
public func vectorTanh(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  Double.evaluate(.hyperbolicTangent, x, into: y, count: count, on: InstructionSet.current)
}

/// Writes the logistic sigmoid of each of `count` numbers to `y`; both may be the same memory.
///
/// The error is below 2 ulp; the ends of the range, infinities, NaN and subnormal numbers included.
public func vectorSigmoid(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  Double.evaluate(.logisticSigmoid, x, into: y, count: count, on: InstructionSet.current)
}

/// Writes the natural logarithm of each of `count` numbers to `y`; both may be the same memory.
///
/// Of zero it is -infinity, of a negative number NaN. The error is below 1 ulp.
public func vectorLog(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
) {
  Double.evaluate(.naturalLogarithm, x, into: y, count: count, on: InstructionSet.current)
}

// MARK: - For generic code

extension Double: KernelScalar {
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Double>, _ b: Operand<Double>,
    into c: UnsafeMutablePointer<Double>, stride: Int, accumulating: Bool
  ) {
    Kernels.multiply(
      rows: rows, columns: columns, inner: inner, a, b, into: c, stride: stride,
      accumulating: accumulating)
  }

  public static func pack(
    _ b: Operand<Double>, inner: Int, columns: Int, into panels: UnsafeMutablePointer<Double>
  ) {
    Kernels.pack(b, inner: inner, columns: columns, into: panels, on: InstructionSet.current)
  }

  public static func multiplyPacked(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Double>, _ panels: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, stride: Int, accumulating: Bool
  ) {
    Kernels.multiply(
      Product(
        rows: rows, columns: columns, inner: inner, a: a, b: Operand(panels, stride: 0),
        isPacked: true, c: c, cStride: stride, accumulating: accumulating),
      on: InstructionSet.current)
  }

  public static func vectorExp(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    Kernels.vectorExp(x, into: y, count: count)
  }

  public static func vectorTanh(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    Kernels.vectorTanh(x, into: y, count: count)
  }

  public static func vectorSigmoid(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    Kernels.vectorSigmoid(x, into: y, count: count)
  }

  public static func exp(_ x: Double) -> Double {
    evaluate(.exponential, x, on: InstructionSet.current)
  }

  public static func tanh(_ x: Double) -> Double {
    evaluate(.hyperbolicTangent, x, on: InstructionSet.current)
  }

  public static func sigmoid(_ x: Double) -> Double {
    evaluate(.logisticSigmoid, x, on: InstructionSet.current)
  }

  public static func log(_ x: Double) -> Double {
    evaluate(.naturalLogarithm, x, on: InstructionSet.current)
  }

  public static func addScaled(
    _ scale: Double, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    for index in 0..<count { y[index] += scale * x[index] }
  }

  public static func scale(_ x: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
    for index in 0..<count { x[index] *= factor }
  }

  public static func sumOfSquares(_ x: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>()
    var index = 0
    while index + 8 <= count {
      let numbers = UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Double>.self)
      let doubles = numbers
      sums += doubles * doubles
      index += 8
    }
    for lane in 0..<count - index {
      let number = Double(x[index + lane])
      sums[lane] += number * number
    }
    return sums.sum()
  }

  public static func lstmForwardGates(
    units: Int, preactivations: UnsafePointer<Double>, previousCell: UnsafePointer<Double>,
    gates: UnsafeMutablePointer<Double>, cell: UnsafeMutablePointer<Double>,
    hidden: UnsafeMutablePointer<Double>
  ) {
    forward(
      units: units,
      ForwardGates(
        preactivations: preactivations, previousCell: previousCell, gates: gates, cell: cell,
        hidden: hidden), on: InstructionSet.current)
  }

  public static func lstmBackwardGates(
    units: Int, gates: UnsafePointer<Double>, previousCell: UnsafePointer<Double>,
    cell: UnsafePointer<Double>, hiddenGradient: UnsafePointer<Double>,
    cellGradient: UnsafeMutablePointer<Double>, preactivationGradient: UnsafeMutablePointer<Double>
  ) {
    backward(
      units: units,
      BackwardGates(
        gates: gates, previousCell: previousCell, cell: cell, hiddenGradient: hiddenGradient,
        cellGradient: cellGradient, preactivationGradient: preactivationGradient),
      on: InstructionSet.current)
  }

  public static func adamUpdate(
    _ step: AdamStep<Double>, weights: UnsafeMutablePointer<Double>,
    gradient: UnsafePointer<Double>,
    firstMoment: UnsafeMutablePointer<Double>, secondMoment: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    update(
      count: count,
      AdamMemory(
        step, weights: weights, gradient: gradient, firstMoment: firstMoment,
        secondMoment: secondMoment), on: InstructionSet.current)
  }
}

// MARK: - The choice of instruction set

extension Double {
  static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>,
    count: Int, on set: InstructionSet
  ) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Double.evaluate(function, x, into: y, count: count)
      case .avx2: AVX2Double.evaluate(function, x, into: y, count: count)
    #endif
    default: BaselineDouble.evaluate(function, x, into: y, count: count)
    }
  }

  static func evaluate(_ function: ElementaryFunction, _ x: Double, on set: InstructionSet)
    -> Double
  {
    return switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Double.evaluate(function, x)
      case .avx2: AVX2Double.evaluate(function, x)
    #endif
    default: BaselineDouble.evaluate(function, x)
    }
  }

  static func forward(units: Int, _ row: ForwardGates<Double>, on set: InstructionSet) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Double.forward(units: units, row)
      case .avx2: AVX2Double.forward(units: units, row)
    #endif
    default: BaselineDouble.forward(units: units, row)
    }
  }

  static func backward(units: Int, _ row: BackwardGates<Double>, on set: InstructionSet) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Double.backward(units: units, row)
      case .avx2: AVX2Double.backward(units: units, row)
    #endif
    default: BaselineDouble.backward(units: units, row)
    }
  }

  static func update(count: Int, _ adam: AdamMemory<Double>, on set: InstructionSet) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Double.update(count: count, adam)
      case .avx2: AVX2Double.update(count: count, adam)
    #endif
    default: BaselineDouble.update(count: count, adam)
    }
  }
}
