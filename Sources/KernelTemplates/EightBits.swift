/// A row of numbers times panels of weights of 8 bits.
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
  /// The sum of the row's numbers: 1 + (q + 128) / 256 stands for q, so of 256 times a sum 384 times
  /// this is too much.
  public var total: Float
  /// words × 32 for each panel.
  public var panels: UnsafePointer<Int32>
  /// What a column's whole numbers are multiplied by.
  public var scales: UnsafePointer<Float>
  /// A row of whole panels.
  public var c: UnsafeMutablePointer<Float>
  /// What the product is added to; nil for zero.
  public var first: UnsafePointer<Float>?

  @inlinable @inline(__always)
  public init(
    words: Int, row: UnsafePointer<Float>, total: Float, panels: UnsafePointer<Int32>,
    scales: UnsafePointer<Float>, c: UnsafeMutablePointer<Float>, first: UnsafePointer<Float>?
  ) {
    self.words = words
    self.row = row
    self.total = total
    self.panels = panels
    self.scales = scales
    self.c = c
    self.first = first
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

/// Computes so many panels' columns, two registers at a time.
///
/// - Parameter isReversed: whether the last panel comes first.
@inlinable @inline(__always)
public func computeEightBits<Register: Lanes>(
  of _: Register.Type, _ task: EightBitRow, panels: Int, isReversed: Bool
) where Register.Vector.Scalar == Float {
  for order in 0..<panels {
    let panel = isReversed ? panels - 1 - order : order
    var column = 0
    while column < EightBitRow.columns {
      var (left, right) = (EightBitSums<Register>(), EightBitSums<Register>())
      var words = task.panels + panel * task.words * EightBitRow.columns + column
      var row = task.row
      for _ in 0..<task.words {
        left.add(row, words)
        right.add(row, words + Register.count)
        words += EightBitRow.columns
        row += 4
      }
      let place = panel * EightBitRow.columns + column
      finish(left.total, task, place)
      finish(right.total, task, place + Register.count)
      column += 2 * Register.count
    }
  }
}

/// Turns the sums of a register's columns into numbers of C.
@inlinable @inline(__always)
func finish<Register: Lanes>(
  _ sums: Register, _ task: EightBitRow, _ column: Int
) where Register.Vector.Scalar == Float {
  let whole = Register(256) * sums - Register(384 * task.total)
  let product = whole * Register.load(task.scales + column)
  let result = task.first.map { Register.load($0 + column) + product } ?? product
  result.store(task.c + column)
}
