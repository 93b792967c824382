/// Rows that a product is added to, where they are not those of C: rows of a table, or one row for all.
public struct FirstRows<Scalar> {
  public var base: UnsafePointer<Scalar>
  /// Elements from one row to the next; 0 where all begin with the same.
  public var stride: Int
  /// Which row each row of C begins with; nil for all in order.
  public var places: UnsafePointer<Int32>?

  @inlinable @inline(__always)
  public init(
    _ base: UnsafePointer<Scalar>, stride: Int, places: UnsafePointer<Int32>? = nil
  ) {
    self.base = base
    self.stride = stride
    self.places = places
  }

  @inlinable @inline(__always)
  public func row(_ index: Int) -> UnsafePointer<Scalar> {
    base + (places.map { Int($0[index]) } ?? index) * stride
  }

  /// Those of a part of C.
  @inlinable @inline(__always)
  public func from(row: Int, column: Int) -> Self {
    guard let places else { return Self(base + row * stride + column, stride: stride) }
    return Self(base + column, stride: stride, places: places + row)
  }
}

/// One factor of a matrix product: where its numbers start and how they lie in memory.
///
/// The numbers are row-major, `stride` apart from one row to the next (the leading dimension). A
/// transposed operand is stored as its transpose and read the other way.
public struct Operand<Scalar> {
  public let base: UnsafePointer<Scalar>
  /// Elements from the start of one stored row to the start of the next.
  public let stride: Int
  public let isTransposed: Bool

  @inlinable
  public init(_ base: UnsafePointer<Scalar>, stride: Int, isTransposed: Bool = false) {
    self.base = base
    self.stride = stride
    self.isTransposed = isTransposed
  }
}
