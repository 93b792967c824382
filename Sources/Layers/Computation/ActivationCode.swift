import Kernels
import LinearAlgebra

struct ActivationCode<Scalar: KernelScalar>: LayerCode {
  let inputSize: Int
  let function: ActivationFunction
  /// Of how many vectors the numbers are, each of which has a softmax of its own.
  var vectors = 1

  var outputSize: Int { inputSize }
  var reach: LayerReach { .step }

  /// Whether a loss that ends with a function does what the code would.
  func isDone(by activation: ActivationFunction) -> Bool {
    function == activation && (function != .softmax || vectors == 1)
  }

  func forward(_ pass: LayerPass<Scalar>) {
    function.apply(
      pass.input, into: pass.output, rows: pass.steps * vectors, columns: inputSize / vectors)
  }

  /// Every derivative follows from the output y alone.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    guard let dx = pass.inputGradient else { return }
    let (y, dy) = (pass.output, pass.outputGradient)
    let count = pass.steps * inputSize
    switch function {
    case .linear: dx.update(from: dy, count: count)
    case .sigmoid: for index in 0..<count { dx[index] = dy[index] * y[index] * (1 - y[index]) }
    case .tanh: for index in 0..<count { dx[index] = dy[index] * (1 - y[index] * y[index]) }
    case .relu: for index in 0..<count { dx[index] = y[index] > 0 ? dy[index] : 0 }
    case .hardSigmoid, .elu, .softplus, .exponential:
      for index in 0..<count { dx[index] = dy[index] * function.slope(y[index]) }
    case .softmax:
      let size = inputSize / vectors
      for start in stride(from: 0, to: count, by: size) {
        var sum: Scalar = 0
        for index in start..<start + size { sum += dy[index] * y[index] }
        for index in start..<start + size { dx[index] = y[index] * (dy[index] - sum) }
      }
    }
  }
}

extension ActivationFunction {
  /// Writes the function of each of `rows` vectors; both may be the same memory.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func apply<Scalar: KernelScalar>(
    _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .linear: if UnsafePointer(y) != x { y.update(from: x, count: count) }
    case .sigmoid: Scalar.vectorSigmoid(x, into: y, count: count)
    case .tanh: Scalar.vectorTanh(x, into: y, count: count)
    // Written so that NaN stays NaN.
    case .relu: for index in 0..<count { y[index] = x[index] < 0 ? 0 : x[index] }
    case .hardSigmoid:
      let sixth = Scalar(1.0 / 6)
      // Written so that NaN stays NaN.
      for index in 0..<count {
        let line = x[index] * sixth + 0.5
        y[index] = line < 0 ? 0 : line > 1 ? 1 : line
      }
    case .elu:
      for index in 0..<count { y[index] = x[index] < 0 ? Scalar.exp(x[index]) - 1 : x[index] }
    case .softplus:
      // So that nothing overflows, and NaN stays NaN.
      for index in 0..<count {
        let tail = Scalar.log(1 + Scalar.exp(-abs(x[index])))
        y[index] = (x[index] < 0 ? 0 : x[index]) + tail
      }
    case .exponential: Scalar.vectorExp(x, into: y, count: count)
    case .softmax:
      for row in 0..<rows {
        let (source, target) = (x + row * columns, y + row * columns)
        var largest = source[0]
        for column in 1..<max(1, columns) { largest = max(largest, source[column]) }
        for column in 0..<columns { target[column] = source[column] - largest }
        Scalar.vectorExp(target, into: target, count: columns)
        var sum = 0.0
        for column in 0..<columns { sum += Double(target[column]) }
        Scalar.scale(target, by: 1 / Scalar(sum), count: columns)
      }
    }
  }

  /// The derivative at an output y of a function of single numbers.
  @inline(__always)
  func slope<Scalar: KernelScalar>(_ y: Scalar) -> Scalar {
    switch self {
    case .linear: 1
    case .sigmoid: y * (1 - y)
    case .tanh: 1 - y * y
    case .relu: y > 0 ? 1 : 0
    case .hardSigmoid: y > 0 && y < 1 ? Scalar(1.0 / 6) : 0
    case .elu: y < 0 ? y + 1 : 1
    case .softplus: 1 - Scalar.exp(-y)
    case .exponential: y
    default: fatalError("\(self) is no function of single numbers")
    }
  }

  /// Whether a recurrent layer can have it: a function of single numbers whose output tells its slope.
  var isForCells: Bool {
    switch self {
    case .linear, .sigmoid, .tanh, .relu, .hardSigmoid: true
    default: false
    }
  }
}
