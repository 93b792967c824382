import Kernels

// Sums of probabilities that are kept as logarithms; −∞ is the logarithm of 0.

/// log(eᵃ + eᵇ).
@inline(__always)
func logSum(_ a: Double, _ b: Double) -> Double {
  let (larger, smaller) = a > b ? (a, b) : (b, a)
  if smaller == -.infinity { return larger }
  return larger + Double.log(1 + Double.exp(smaller - larger))
}

/// log Σ eˣ over so many numbers, which become their shares of the sum: e to the power of each, less
/// the result.
func logSumAndShares(_ x: UnsafeMutablePointer<Double>, count: Int) -> Double {
  var largest = -Double.infinity
  for index in 0..<count where !(x[index] <= largest) { largest = x[index] }
  if largest == -.infinity {
    for index in 0..<count { x[index] = 0 }
    return largest
  }
  for index in 0..<count { x[index] -= largest }
  Double.vectorExp(x, into: x, count: count)
  var sum = 0.0
  for index in 0..<count { sum += x[index] }
  for index in 0..<count { x[index] /= sum }
  return largest + Double.log(sum)
}

/// Turns each row of logits into the logarithms of its softmax.
///
/// - Parameter scratch: `columns` numbers.
func logSoftmax(
  _ logits: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
  scratch: UnsafeMutablePointer<Double>
) {
  for row in 0..<rows {
    let values = logits + row * columns
    scratch.update(from: values, count: columns)
    let sum = logSumAndShares(scratch, count: columns)
    for column in 0..<columns { values[column] -= sum }
  }
}

/// Memory for numbers that grows and is used again.
struct Scratch {
  private var buffer = Buffer<Double>(count: 0)

  /// At least so many numbers; what they hold is left over.
  mutating func take(_ count: Int) -> UnsafeMutablePointer<Double> {
    if buffer.count < count { buffer = Buffer(count: count) }
    return buffer.base
  }
}
