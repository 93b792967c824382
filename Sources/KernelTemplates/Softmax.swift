/// What `exponentiateBeneathLargest` found out on the way.
public struct ExponentialSum<Scalar> {
  public var largest: Scalar
  public var sum: Double

  @inlinable @inline(__always)
  public init(largest: Scalar, sum: Double) {
    self.largest = largest
    self.sum = sum
  }
}

/// The largest of at least one number. A first number that is NaN is the largest; any other is passed
/// over.
@inlinable @inline(__always)
func largest<L: ElementaryLanes>(_: L.Type, _ x: UnsafePointer<L.Scalar>, count: Int) -> L.Scalar {
  var most = x[0]
  var index = 0
  if count >= L.count {
    var lanes = L(most)
    while index + L.count <= count {
      let numbers = L.load(x + index)
      lanes = L.select(L.isLess(lanes, numbers), numbers, lanes)
      index += L.count
    }
    for lane in 0..<L.count where lanes.vector[lane] > most { most = lanes.vector[lane] }
  }
  while index < count {
    if x[index] > most { most = x[index] }
    index += 1
  }
  return most
}

/// Turns each number into e to the power of what it is above the largest, and adds them up: the softmax
/// but for a factor.
///
/// Registers are added in single precision only as long as few of them are; their lanes are in double.
@inlinable @inline(__always)
public func exponentiateBeneathLargest<L: ElementaryLanes>(
  _: L.Type, _ x: UnsafeMutablePointer<L.Scalar>, count: Int
) -> ExponentialSum<L.Scalar> {
  let most = largest(L.self, UnsafePointer(x), count: count)
  let shift = L(most)
  var (sum, index) = (0.0, 0)
  while index + L.count <= count {
    let end = min(count, index + 16 * L.count)
    var lanes = L(0)
    while index + L.count <= end {
      let powers = (L.load(UnsafePointer(x) + index) - shift).exponentialBelowOne()
      powers.store(x + index)
      lanes = lanes + powers
      index += L.count
    }
    for lane in 0..<L.count { sum += Double(lanes.vector[lane]) }
  }
  let rest = count - index
  if rest > 0 {
    let powers =
      (L.load(UnsafePointer(x) + index, first: rest) - shift).exponentialBelowOne()
    powers.store(x + index, first: rest)
    for lane in 0..<rest { sum += Double(x[index + lane]) }
  }
  return ExponentialSum(largest: most, sum: sum)
}
