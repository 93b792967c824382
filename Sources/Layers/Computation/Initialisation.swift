import Kernels
import LinearAlgebra

extension Initializer {
  /// Fills blocks of columns, one for each gate, each inputs × outputs, side by side.
  ///
  /// - Parameter size: n of PyTorch's ±1/√n.
  func fill<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, inputs: Int, outputs: Int, gates: Int = 1, size: Int,
    using generator: inout SeededGenerator
  ) {
    let count = inputs * outputs * gates
    func draw(_ number: (inout SeededGenerator) -> Double) {
      for index in 0..<count { weights[index] = Scalar(number(&generator)) }
    }
    func uniform(_ limit: Double) { draw { $0.uniform(in: -limit...limit) } }
    func normal(_ deviation: Double) { draw { $0.normal() * deviation } }
    let (fanIn, both) = (Double(inputs), Double(inputs + outputs))
    switch self {
    case .zeros: weights.update(repeating: 0, count: count)
    case .ones: weights.update(repeating: 1, count: count)
    case .constant(let value): weights.update(repeating: Scalar(value), count: count)
    case .uniform(let limit): uniform(limit)
    case .normal(let deviation): normal(deviation)
    case .glorotUniform: uniform((6 / both).squareRoot())
    case .glorotNormal: normal((2 / both).squareRoot())
    case .heUniform: uniform((6 / fanIn).squareRoot())
    case .heNormal: normal((2 / fanIn).squareRoot())
    case .lecunUniform: uniform((3 / fanIn).squareRoot())
    case .lecunNormal: normal(1 / fanIn.squareRoot())
    case .unitRows: normal(1 / Double(outputs).squareRoot())
    case .pyTorch: uniform(1 / Double(size).squareRoot())
    case .orthogonal(let gain):
      for gate in 0..<gates {
        let matrix = Initialisation.orthogonalMatrix(
          rows: inputs, columns: outputs, using: &generator)
        set(weights, gate, inputs, outputs, gates) { gain * matrix[$0 * outputs + $1] }
      }
    case .identity(let gain):
      for gate in 0..<gates {
        set(weights, gate, inputs, outputs, gates) { $0 == $1 ? gain : 0 }
      }
    }
  }

  /// Sets one of the blocks.
  private func set<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, _ gate: Int, _ rows: Int, _ columns: Int, _ gates: Int,
    _ value: (_ row: Int, _ column: Int) -> Double
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        weights[(row * gates + gate) * columns + column] = Scalar(value(row, column))
      }
    }
  }
}

enum Initialisation {
  /// The first weights of most layers; see ``Initializer/glorotUniform``.
  static func glorotUniform<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, inputs: Int, outputs: Int, gates: Int,
    using generator: inout SeededGenerator
  ) {
    Initializer.glorotUniform.fill(
      weights, inputs: inputs, outputs: outputs, gates: gates, size: inputs, using: &generator)
  }

  /// A random matrix whose rows are orthonormal, or its columns where they are fewer.
  static func orthogonalMatrix(
    rows: Int, columns: Int, using generator: inout SeededGenerator
  ) -> [Double] {
    let (count, length) = (min(rows, columns), max(rows, columns))
    let vectors = orthonormal(count, of: length, using: &generator)
    if rows <= columns { return vectors }
    return (0..<rows * columns).map { vectors[$0 % columns * rows + $0 / columns] }
  }

  static func orthogonalMatrix(_ size: Int, using generator: inout SeededGenerator) -> [Double] {
    orthonormal(size, of: size, using: &generator)
  }

  /// Random orthonormal vectors, one after the other: normal draws made so by Gram and Schmidt's
  /// method, modified. Rounding leaves them orthogonal to some 12 digits.
  ///
  /// - Complexity: O(count² · size), 1.3 × 10⁸ multiplications for 512 of 512.
  private static func orthonormal(
    _ count: Int, of size: Int, using generator: inout SeededGenerator
  ) -> [Double] {
    var matrix = (0..<count * size).map { _ in generator.normal() }
    matrix.withUnsafeMutableBufferPointer { matrix in
      for row in 0..<count {
        let current = matrix.baseAddress! + row * size
        for earlier in 0..<row {
          let other = matrix.baseAddress! + earlier * size
          let overlap = dot(current, other, size)
          for column in 0..<size { current[column] -= overlap * other[column] }
        }
        let length = dot(current, current, size).squareRoot()
        for column in 0..<size { current[column] /= length }
      }
    }
    return matrix
  }

  /// The inner product, in eight partial sums whose order no compiler changes.
  private static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var sums = SIMD8<Double>()
    var index = 0
    while index + 8 <= count {
      let left = UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Double>.self)
      sums += left * UnsafeRawPointer(y + index).loadUnaligned(as: SIMD8<Double>.self)
      index += 8
    }
    var sum = sums.sum()
    while index < count {
      sum += x[index] * y[index]
      index += 1
    }
    return sum
  }
}
