import Kernels
import LinearAlgebra

/// How parameters begin.
///
/// Input weights are uniform in ±√(6 / (inputs + outputs)), for each gate by itself (Glorot and
/// Bengio, 2010); recurrent weights are a random orthogonal matrix for each gate (Saxe, McClelland
/// and Ganguli, 2014), so that they neither stretch nor shrink the hidden state; embeddings are
/// normal with standard deviation 1 / √size, vectors of length about 1; biases are zero, and the
/// forget gate's is one (Jozefowicz, Zaremba and Sutskever, 2015).
enum Initialisation {
  /// Fills `gates` blocks of columns, each inputs × outputs, side by side.
  static func glorotUniform<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, inputs: Int, outputs: Int, gates: Int,
    using generator: inout SeededGenerator
  ) {
    let limit = (6 / Double(inputs + outputs)).squareRoot()
    for index in 0..<inputs * outputs * gates {
      weights[index] = Scalar(generator.uniform(in: -limit...limit))
    }
  }

  static func normal<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, count: Int, standardDeviation: Double,
    using generator: inout SeededGenerator
  ) {
    for index in 0..<count { weights[index] = Scalar(generator.normal() * standardDeviation) }
  }

  /// Fills `gates` blocks of columns, each a random orthogonal matrix of units × units.
  static func orthogonal<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, units: Int, gates: Int,
    using generator: inout SeededGenerator
  ) {
    for gate in 0..<gates {
      let matrix = orthogonalMatrix(units, using: &generator)
      for row in 0..<units {
        for column in 0..<units {
          weights[row * units * gates + gate * units + column] =
            Scalar(matrix[row * units + column])
        }
      }
    }
  }

  /// A random orthogonal matrix, row by row: normal draws made orthonormal by Gram and Schmidt's
  /// method, modified. Rounding leaves it orthogonal to some 12 digits.
  ///
  /// - Complexity: O(size³), 1.3 × 10⁸ multiplications for 512.
  static func orthogonalMatrix(_ size: Int, using generator: inout SeededGenerator) -> [Double] {
    var matrix = (0..<size * size).map { _ in generator.normal() }
    matrix.withUnsafeMutableBufferPointer { matrix in
      for row in 0..<size {
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
