import KernelTemplates

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
  /// Nil where the weights are kept in 8 bits.
  private var storage: UnsafeMutableRawPointer?
  private var eightBits: EightBitWeights?
  private var panels: UnsafeMutablePointer<Scalar> {
    storage!.assumingMemoryBound(to: Scalar.self)
  }

  /// Makes room for a matrix of inner × columns, all zeros until `pack` is called.
  public init(inner: Int, columns: Int) {
    self.inner = inner
    self.columns = columns
    // No panel is wider than two registers of 64 bytes.
    let widest = 128 / MemoryLayout<Scalar>.stride
    let count = inner * ((columns + widest - 1) / widest * widest)
    let storage = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Scalar>.stride, alignment: 64)
    storage.initializeMemory(as: Scalar.self, repeating: 0, count: count)
    self.storage = storage
  }

  /// Packs a matrix of inner × columns.
  public convenience init(_ weights: Operand<Scalar>, inner: Int, columns: Int) {
    self.init(inner: inner, columns: columns)
    pack(weights)
  }

  deinit { storage?.deallocate() }

  /// Keeps the weights from now on in 8 bits: one scale a column, and whole numbers from -127 to 127.
  /// All are zeros until `pack` is called.
  ///
  /// A product of one row, which reads every weight once, then waits for a quarter of the memory.
  ///
  /// - Precondition: the weights are in single precision.
  public func keepEightBits() {
    if Scalar.self != Float.self { fatalError("weights of 8 bits stand for single precision") }
    storage?.deallocate()
    storage = nil
    eightBits = EightBitWeights(inner: inner, columns: columns)
  }

  /// Packs a matrix of the same size in place of the one that is here.
  public func pack(_ weights: Operand<Scalar>) {
    if let eightBits { return eightBits.pack(weights.single) }
    Scalar.pack(weights, inner: inner, columns: columns, into: panels)
  }

  /// Computes `C = A * B`, or `C += A * B` when accumulating, where `B` is the packed matrix.
  ///
  /// Gives the same numbers as `Scalar.multiply` with the unpacked matrix, to the last bit; but not
  /// where the weights are kept in 8 bits.
  ///
  /// - Parameters:
  ///   - rows: of A and of C.
  ///   - a: rows × inner.
  ///   - c: rows × columns.
  ///   - stride: how many numbers lie between the beginnings of two rows of C.
  ///   - accumulating: whether the product is added to what C holds.
  ///   - first: what the product is added to, where that is not `C`: nothing has to be copied there.
  ///   - isReversed: whether a single row is multiplied with the last columns first, which changes no
  ///     number. Weights that are larger than a cache are read in less time if every other product
  ///     is: it begins with those that the last one has left in the cache.
  public func multiply(
    rows: Int, _ a: Operand<Scalar>, into c: UnsafeMutablePointer<Scalar>, stride: Int,
    accumulating: Bool = false, startingWith first: FirstRows<Scalar>? = nil,
    isReversed: Bool = false
  ) {
    if let eightBits {
      return Float.multiplyEightBits(
        eightBits, rows: rows, a.single,
        into: UnsafeMutableRawPointer(c).assumingMemoryBound(to: Float.self), stride: stride,
        accumulating: accumulating, first: first?.single, isReversed: isReversed)
    }
    // Asking whether `first == nil` here was answered wrongly by generic code in debug builds (6.3).
    Scalar.multiplyPacked(
      rows: rows, columns: columns, inner: inner, a, UnsafePointer(panels), into: c,
      stride: stride, accumulating: accumulating, first: first,
      isReversed: isReversed)
  }
}

extension FirstRows {
  /// The same numbers, which are known to be in single precision.
  fileprivate var single: FirstRows<Float> {
    FirstRows<Float>(
      UnsafeRawPointer(base).assumingMemoryBound(to: Float.self), stride: stride, places: places)
  }
}

extension Operand {
  /// The same numbers, which are known to be in single precision.
  fileprivate var single: Operand<Float> {
    Operand<Float>(
      UnsafeRawPointer(base).assumingMemoryBound(to: Float.self), stride: stride,
      isTransposed: isTransposed)
  }
}
