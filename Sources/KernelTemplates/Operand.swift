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
