import KernelTemplates

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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

  public static func exp(_ x: Float) -> Float { one(x, Kernels.vectorExp) }
  public static func tanh(_ x: Float) -> Float { one(x, Kernels.vectorTanh) }
  public static func sigmoid(_ x: Float) -> Float { one(x, Kernels.vectorSigmoid) }
  public static func log(_ x: Float) -> Float { Float(one(Double(x), Kernels.vectorLog)) }

  public static func addScaled(
    _ scale: Float, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { y[index] += scale * x[index] }
  }

  public static func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    for index in 0..<count { x[index] *= factor }
  }

  public static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(x[index]) * Double(x[index]) }
    return sum
  }

  public static func lstmForwardGates(
    units: Int, preactivations: UnsafePointer<Float>, previousCell: UnsafePointer<Float>,
    gates: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>,
    hidden: UnsafeMutablePointer<Float>
  ) {
    for unit in 0..<units {
      let i = sigmoid(preactivations[unit])
      let f = sigmoid(preactivations[units + unit])
      let g = tanh(preactivations[2 * units + unit])
      let o = sigmoid(preactivations[3 * units + unit])
      gates[unit] = i
      gates[units + unit] = f
      gates[2 * units + unit] = g
      gates[3 * units + unit] = o
      let c = f * previousCell[unit] + i * g
      cell[unit] = c
      hidden[unit] = o * tanh(c)
    }
  }

  public static func lstmBackwardGates(
    units: Int, gates: UnsafePointer<Float>, previousCell: UnsafePointer<Float>,
    cell: UnsafePointer<Float>, hiddenGradient: UnsafePointer<Float>,
    cellGradient: UnsafeMutablePointer<Float>, preactivationGradient: UnsafeMutablePointer<Float>
  ) {
    for unit in 0..<units {
      let i = gates[unit]
      let f = gates[units + unit]
      let g = gates[2 * units + unit]
      let o = gates[3 * units + unit]
      let squashed = tanh(cell[unit])
      let dh = hiddenGradient[unit]
      let dc = cellGradient[unit] + dh * o * (1 - squashed * squashed)
      preactivationGradient[unit] = dc * g * (i * (1 - i))
      preactivationGradient[units + unit] = dc * previousCell[unit] * (f * (1 - f))
      preactivationGradient[2 * units + unit] = dc * i * (1 - g * g)
      preactivationGradient[3 * units + unit] = dh * squashed * (o * (1 - o))
      cellGradient[unit] = dc * f
    }
  }

  public static func adamUpdate(
    _ step: AdamStep<Float>, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count {
      let g = step.gradientScale * gradient[index]
      let m = step.firstDecay * firstMoment[index] + (1 - step.firstDecay) * g
      let v = step.secondDecay * secondMoment[index] + (1 - step.secondDecay) * (g * g)
      firstMoment[index] = m
      secondMoment[index] = v
      weights[index] -=
        step.learningRate * (m / step.firstCorrection)
        / ((v / step.secondCorrection).squareRoot() + step.epsilon)
    }
  }
}

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

  public static func exp(_ x: Double) -> Double { one(x, Kernels.vectorExp) }
  public static func tanh(_ x: Double) -> Double { one(x, Kernels.vectorTanh) }
  public static func sigmoid(_ x: Double) -> Double { one(x, Kernels.vectorSigmoid) }
  public static func log(_ x: Double) -> Double { Double(one(Double(x), Kernels.vectorLog)) }

  public static func addScaled(
    _ scale: Double, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    for index in 0..<count { y[index] += scale * x[index] }
  }

  public static func scale(_ x: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
    for index in 0..<count { x[index] *= factor }
  }

  public static func sumOfSquares(_ x: UnsafePointer<Double>, count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(x[index]) * Double(x[index]) }
    return sum
  }

  public static func lstmForwardGates(
    units: Int, preactivations: UnsafePointer<Double>, previousCell: UnsafePointer<Double>,
    gates: UnsafeMutablePointer<Double>, cell: UnsafeMutablePointer<Double>,
    hidden: UnsafeMutablePointer<Double>
  ) {
    for unit in 0..<units {
      let i = sigmoid(preactivations[unit])
      let f = sigmoid(preactivations[units + unit])
      let g = tanh(preactivations[2 * units + unit])
      let o = sigmoid(preactivations[3 * units + unit])
      gates[unit] = i
      gates[units + unit] = f
      gates[2 * units + unit] = g
      gates[3 * units + unit] = o
      let c = f * previousCell[unit] + i * g
      cell[unit] = c
      hidden[unit] = o * tanh(c)
    }
  }

  public static func lstmBackwardGates(
    units: Int, gates: UnsafePointer<Double>, previousCell: UnsafePointer<Double>,
    cell: UnsafePointer<Double>, hiddenGradient: UnsafePointer<Double>,
    cellGradient: UnsafeMutablePointer<Double>, preactivationGradient: UnsafeMutablePointer<Double>
  ) {
    for unit in 0..<units {
      let i = gates[unit]
      let f = gates[units + unit]
      let g = gates[2 * units + unit]
      let o = gates[3 * units + unit]
      let squashed = tanh(cell[unit])
      let dh = hiddenGradient[unit]
      let dc = cellGradient[unit] + dh * o * (1 - squashed * squashed)
      preactivationGradient[unit] = dc * g * (i * (1 - i))
      preactivationGradient[units + unit] = dc * previousCell[unit] * (f * (1 - f))
      preactivationGradient[2 * units + unit] = dc * i * (1 - g * g)
      preactivationGradient[3 * units + unit] = dh * squashed * (o * (1 - o))
      cellGradient[unit] = dc * f
    }
  }

  public static func adamUpdate(
    _ step: AdamStep<Double>, weights: UnsafeMutablePointer<Double>,
    gradient: UnsafePointer<Double>,
    firstMoment: UnsafeMutablePointer<Double>, secondMoment: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    for index in 0..<count {
      let g = step.gradientScale * gradient[index]
      let m = step.firstDecay * firstMoment[index] + (1 - step.firstDecay) * g
      let v = step.secondDecay * secondMoment[index] + (1 - step.secondDecay) * (g * g)
      firstMoment[index] = m
      secondMoment[index] = v
      weights[index] -=
        step.learningRate * (m / step.firstCorrection)
        / ((v / step.secondCorrection).squareRoot() + step.epsilon)
    }
  }
}

private func one<Scalar>(
  _ x: Scalar,
  _ function: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int) -> Void
) -> Scalar {
  var result = x
  withUnsafeMutablePointer(to: &result) { function(UnsafePointer($0), $0, 1) }
  return result
}
