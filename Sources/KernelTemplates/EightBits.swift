/// A row of numbers times a panel of weights of 8 bits.
///
/// Four weights of a column, of four inner indices, share a word of 32 bits; the words of 32 columns
/// lie side by side. A weight q from -127 to 127 is stored as the byte q + 128, which stands for the
/// number 1 + (q + 128) / 256: that byte, moved to the front of a float's fraction, with the exponent
/// of 1 above it. So a weight becomes a float by a shift and a choice of bits; to convert an integer
/// takes a call for each lane.
public struct EightBitRow {
  /// Words of each column.
  public var words: Int
  /// 4 numbers for each word.
  public var row: UnsafePointer<Float>
  /// words × 32.
  public var panel: UnsafePointer<Int32>
  /// Receives the sums of 32 columns.
  public var sums: UnsafeMutablePointer<Float>

  @inlinable @inline(__always)
  public init(
    words: Int, row: UnsafePointer<Float>, panel: UnsafePointer<Int32>,
    sums: UnsafeMutablePointer<Float>
  ) {
    self.words = words
    self.row = row
    self.panel = panel
    self.sums = sums
  }

  /// Columns of a panel: two of the widest registers.
  @inlinable @inline(__always)
  public static var columns: Int { 32 }
}

/// The sums of a register's columns, apart for the four bytes of a word: four sums do not wait for
/// each other.
public struct EightBitSums<Register: Lanes> where Register.Vector.Scalar == Float {
  @usableFromInline var bytes: (Register, Register, Register, Register)

  @inlinable @inline(__always)
  public init() {
    let zero = Register(0)
    bytes = (zero, zero, zero, zero)
  }

  /// Adds the products of four numbers of the row and a register's words.
  @inlinable @inline(__always)
  public mutating func add(_ row: UnsafePointer<Float>, _ words: UnsafePointer<Int32>) {
    let words = UnsafeRawPointer(words).loadUnaligned(as: Register.Bits.self)
    bytes.0 = bytes.0.addingProduct(Self.weight(words &<< 15), Register(row[0]))
    bytes.1 = bytes.1.addingProduct(Self.weight(words &<< 7), Register(row[1]))
    bytes.2 = bytes.2.addingProduct(Self.weight(words &>> 1), Register(row[2]))
    bytes.3 = bytes.3.addingProduct(Self.weight(words &>> 9), Register(row[3]))
  }

  /// The numbers from 1 to 2 whose first 8 bits of fraction these are.
  @inlinable @inline(__always)
  static func weight(_ bits: Register.Bits) -> Register {
    let fraction = Register.Bits(repeating: .init(truncatingIfNeeded: 0x007F_8000))
    let one = Register.Bits(repeating: .init(truncatingIfNeeded: 0x3F80_0000))
    return Register(bits: (bits & fraction) | one)
  }

  @inlinable @inline(__always)
  public var total: Register { (bytes.0 + bytes.1) + (bytes.2 + bytes.3) }
}

/// Computes the sums of a panel's columns, two registers at a time.
@inlinable @inline(__always)
public func computeEightBits<Register: Lanes>(
  of _: Register.Type, _ task: EightBitRow
) where Register.Vector.Scalar == Float {
  var column = 0
  while column < EightBitRow.columns {
    var (left, right) = (EightBitSums<Register>(), EightBitSums<Register>())
    var words = task.panel + column
    var row = task.row
    for _ in 0..<task.words {
      left.add(row, words)
      right.add(row, words + Register.count)
      words += EightBitRow.columns
      row += 4
    }
    left.total.store(task.sums + column)
    right.total.store(task.sums + column + Register.count)
    column += 2 * Register.count
  }
}
