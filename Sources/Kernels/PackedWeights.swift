/// The right-hand factor of a product, laid out once for many products.
///
/// An LSTM multiplies by the same recurrent weights at every time step. Packing them once a batch
/// leaves the loop over time nothing but arithmetic.
///
///     let recurrent = PackedWeights(Operand(u, stride: 4 * units), inner: units, columns: 4 * units)
///     for step in steps {
///       recurrent.multiply(rows: batch, hidden, into: preactivations, stride: 4 * units,
///         accumulating: true)
///     }
///
/// Several threads may multiply at once; none may while `pack` runs.
public final class PackedWeights<Scalar: KernelScalar>: @unchecked Sendable {
  /// Rows of the packed matrix.
  public let inner: Int
  /// Columns of the packed matrix.
  public let columns: Int
  private let storage: UnsafeMutablePointer<Scalar>

  /// Makes room for a matrix of inner × columns, all zeros until `pack` is called.
  public init(inner: Int, columns: Int) {
    self.inner = inner
    self.columns = columns
    storage = .allocate(capacity: inner * columns)
    storage.initialize(repeating: 0, count: inner * columns)
  }

  /// Packs a matrix of inner × columns.
  public convenience init(_ weights: Operand<Scalar>, inner: Int, columns: Int) {
    self.init(inner: inner, columns: columns)
    pack(weights)
  }

  deinit { storage.deallocate() }

  /// Packs a matrix of the same size in place of the one that is here.
  public func pack(_ weights: Operand<Scalar>) {
    for row in 0..<inner {
      for column in 0..<columns {
        storage[row * columns + column] =
          weights.isTransposed
          ? weights.base[column * weights.stride + row]
          : weights.base[row * weights.stride + column]
      }
    }
  }

  /// Computes `C = A * B`, or `C += A * B` when accumulating, where `B` is the packed matrix.
  ///
  /// Gives the same numbers as `Scalar.multiply` with the unpacked matrix, to the last bit.
  public func multiply(
    rows: Int, _ a: Operand<Scalar>, into c: UnsafeMutablePointer<Scalar>, stride: Int,
    accumulating: Bool = false
  ) {
    Scalar.multiply(
      rows: rows, columns: columns, inner: inner, a, Operand(storage, stride: columns),
      into: c, stride: stride, accumulating: accumulating)
  }
}
