import LinearAlgebra

// REGION spectral-radius
/// The spectral radius of a matrix, by power iteration: the rate at which a row grows or shrinks
/// when it is multiplied by the matrix again and again.
///
/// The row is rescaled to length 1 before each multiplication, so that nothing overflows. Its
/// growth is the geometric mean over `steps` multiplications: where the leading eigenvalues are a
/// complex pair, single factors swing for ever and only their mean settles.
///
/// - Parameters:
///   - matrix: size × size.
///   - start: the row to begin with, 1 × size and not zero. Draw it at random: a row without any
///     part in the leading direction would measure another one.
///   - settling: multiplications before the measurement begins.
///   - steps: multiplications that are measured.
/// - Returns: an estimate whose relative error falls like 1 / `steps` where the leading
///   eigenvalues are a complex pair, and much faster where one is alone; 0 where a row becomes
///   exactly 0.
/// - Precondition: `steps` is positive, `settling` is not negative.
/// - Note: von Mises and Pollaczek-Geiringer (1929); the mean is Gelfand's formula (1941) for
///   one row.
public func spectralRadius(
  of matrix: Matrix, from start: Matrix, settling: Int = 500, steps: Int = 500
) -> Double {
  var row = start / start.norm
  var logarithms = 0.0
  for step in 0..<settling + steps {
    row = row * matrix
    let length = row.norm
    if length == 0 { return 0 }
    row = row / length
    if step >= settling { logarithms += log(length) }
  }
  return exp(logarithms / Double(steps))
}
// END REGION spectral-radius

// REGION largest-singular-value
/// The largest singular value of a matrix: the most by which one multiplication can stretch a
/// row. By power iteration on `A · Aᵀ`, which is symmetric, so that its leading eigenvalue is
/// never one of a complex pair.
///
/// - Parameters:
///   - matrix: rows × columns.
///   - start: the row to begin with, 1 × rows and not zero. Draw it at random.
///   - steps: how often the row goes through the matrix and back.
/// - Returns: an estimate that is never too large, but for rounding; 0 for a matrix of zeros.
/// - Precondition: `steps` is not negative.
public func largestSingularValue(
  of matrix: Matrix, from start: Matrix, steps: Int = 200
) -> Double {
  var row = start / start.norm
  for _ in 0..<steps {
    let there = row * matrix
    let back = there.timesTransposed(matrix)
    if back.norm == 0 { return 0 }
    row = back / back.norm
  }
  return (row * matrix).norm
}
// END REGION largest-singular-value
