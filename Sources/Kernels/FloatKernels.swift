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
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
) {
  Float.evaluate(.exponential, x, into: y, count: count, on: InstructionSet.current)
}

/// Writes `tanh(x)` of each of `count` numbers to `y`; both may be the same memory.
///
/// The error is below 2 ulp; the ends of the range, infinities, NaN and subnormal numbers included.
public func vectorTanh(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
) {
  Float.evaluate(.hyperbolicTangent, x, into: y, count: count, on: InstructionSet.current)
}

/// Writes the logistic sigmoid of each of `count` numbers to `y`; both may be the same memory.
///
/// The error is below 2 ulp; the ends of the range, infinities, NaN and subnormal numbers included.
public func vectorSigmoid(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
) {
  Float.evaluate(.logisticSigmoid, x, into: y, count: count, on: InstructionSet.current)
}

// MARK: - For generic code

extension Float: KernelScalar {
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Float>, _ b: Operand<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    Kernels.multiply(
      rows: rows, columns: columns, inner: inner, a, b, into: c, stride: stride,
      accumulating: accumulating)
  }

  public static func pack(
    _ b: Operand<Float>, inner: Int, columns: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    Kernels.pack(b, inner: inner, columns: columns, into: panels, on: InstructionSet.current)
  }

  public static func multiplyPacked(
    rows: Int, columns: Int, inner: Int, _ a: Operand<Float>, _ panels: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    Kernels.multiply(
      Product(
        rows: rows, columns: columns, inner: inner, a: a, b: Operand(panels, stride: 0),
        isPacked: true, c: c, cStride: stride, accumulating: accumulating),
      on: InstructionSet.current)
  }

  public static func vectorExp(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    Kernels.vectorExp(x, into: y, count: count)
  }

  public static func vectorTanh(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    Kernels.vectorTanh(x, into: y, count: count)
  }

  public static func vectorSigmoid(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    Kernels.vectorSigmoid(x, into: y, count: count)
  }

  public static func exp(_ x: Float) -> Float {
    evaluate(.exponential, x, on: InstructionSet.current)
  }

  public static func tanh(_ x: Float) -> Float {
    evaluate(.hyperbolicTangent, x, on: InstructionSet.current)
  }

  public static func sigmoid(_ x: Float) -> Float {
    evaluate(.logisticSigmoid, x, on: InstructionSet.current)
  }

  public static func log(_ x: Float) -> Float { Float(Double.log(Double(x))) }

  public static func addScaled(
    _ scale: Float, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { y[index] += scale * x[index] }
  }

  public static func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    for index in 0..<count { x[index] *= factor }
  }

  public static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    var sums = SIMD8<Double>()
    var index = 0
    while index + 8 <= count {
      let numbers = UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Float>.self)
      let doubles = SIMD8<Double>(numbers)
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
    units: Int, preactivations: UnsafePointer<Float>, previousCell: UnsafePointer<Float>,
    gates: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>,
    hidden: UnsafeMutablePointer<Float>
  ) {
    forward(
      units: units,
      ForwardGates(
        preactivations: preactivations, previousCell: previousCell, gates: gates, cell: cell,
        hidden: hidden), on: InstructionSet.current)
  }

  public static func lstmBackwardGates(
    units: Int, gates: UnsafePointer<Float>, previousCell: UnsafePointer<Float>,
    cell: UnsafePointer<Float>, hiddenGradient: UnsafePointer<Float>,
    cellGradient: UnsafeMutablePointer<Float>, preactivationGradient: UnsafeMutablePointer<Float>
  ) {
    backward(
      units: units,
      BackwardGates(
        gates: gates, previousCell: previousCell, cell: cell, hiddenGradient: hiddenGradient,
        cellGradient: cellGradient, preactivationGradient: preactivationGradient),
      on: InstructionSet.current)
  }

  public static func adamUpdate(
    _ step: AdamStep<Float>, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>, count: Int
  ) {
    update(
      count: count,
      AdamMemory(
        step, weights: weights, gradient: gradient, firstMoment: firstMoment,
        secondMoment: secondMoment), on: InstructionSet.current)
  }
}

// MARK: - The choice of instruction set

extension Float {
  static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int, on set: InstructionSet
  ) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Float.evaluate(function, x, into: y, count: count)
      case .avx2: AVX2Float.evaluate(function, x, into: y, count: count)
    #endif
    default: BaselineFloat.evaluate(function, x, into: y, count: count)
    }
  }

  static func evaluate(_ function: ElementaryFunction, _ x: Float, on set: InstructionSet) -> Float
  {
    return switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Float.evaluate(function, x)
      case .avx2: AVX2Float.evaluate(function, x)
    #endif
    default: BaselineFloat.evaluate(function, x)
    }
  }

  static func forward(units: Int, _ row: ForwardGates<Float>, on set: InstructionSet) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Float.forward(units: units, row)
      case .avx2: AVX2Float.forward(units: units, row)
    #endif
    default: BaselineFloat.forward(units: units, row)
    }
  }

  static func backward(units: Int, _ row: BackwardGates<Float>, on set: InstructionSet) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Float.backward(units: units, row)
      case .avx2: AVX2Float.backward(units: units, row)
    #endif
    default: BaselineFloat.backward(units: units, row)
    }
  }

  static func update(count: Int, _ adam: AdamMemory<Float>, on set: InstructionSet) {
    switch set {
    #if arch(x86_64) && canImport(KernelsAVX512)
      case .avx512: AVX512Float.update(count: count, adam)
      case .avx2: AVX2Float.update(count: count, adam)
    #endif
    default: BaselineFloat.update(count: count, adam)
    }
  }
}
