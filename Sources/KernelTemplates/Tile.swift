/// The micro-kernel's task: a tile of C, a few rows high and one or two registers wide, plus the
/// product of a strip of A and a panel of B.
///
/// Each number of the tile stays in a register while its products are added in the order of the
/// inner index, starting from what C held. So a number of C is the same whatever tile it falls
/// into, and whatever else is computed with it.
public struct Tile<Scalar> {
  public var rows: Int
  public var inner: Int
  public var a: UnsafePointer<Scalar>
  /// Elements of A from one row to the next, and from one inner index to the next.
  public var aRowStep: Int
  public var aStep: Int
  public var b: UnsafePointer<Scalar>
  /// Elements of B from one inner index to the next.
  public var bStep: Int
  public var c: UnsafeMutablePointer<Scalar>
  public var cStride: Int
  public var accumulating: Bool
  /// What the tile begins with, where it is neither what C holds nor zero.
  public var first: FirstRows<Scalar>?

  @inlinable @inline(__always)
  public init(
    rows: Int, inner: Int, a: UnsafePointer<Scalar>, aRowStep: Int, aStep: Int,
    b: UnsafePointer<Scalar>, bStep: Int,
    c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulating: Bool,
    first: FirstRows<Scalar>? = nil
  ) {
    self.rows = rows
    self.inner = inner
    self.a = a
    self.aRowStep = aRowStep
    self.aStep = aStep
    self.b = b
    self.bStep = bStep
    self.c = c
    self.cStride = cStride
    self.accumulating = accumulating
    self.first = first
  }
}

// The shape of a tile is a type, so that each shape compiles to a loop without a branch.

/// The rows of a tile, in registers.
public protocol TileRows {
  associatedtype Register: Lanes
  typealias Scalar = Register.Scalar
  static var rows: Int { get }
  /// Registers side by side in a row: 1 or 2.
  static var width: Int { get }
  /// All zeros.
  init()
  init(loading c: UnsafePointer<Scalar>, stride: Int)
  init(first rows: FirstRows<Scalar>)
  /// Adds the product of a column of A and a row of B.
  mutating func add(_ a: UnsafePointer<Scalar>, _ step: Int, _ left: Register, _ right: Register)
  func store(_ c: UnsafeMutablePointer<Scalar>, stride: Int)
}

/// One row, one register wide.
public struct NarrowRow<Register: Lanes>: TileRows {
  @usableFromInline var left: Register

  @inlinable @inline(__always)
  public static var rows: Int { 1 }

  @inlinable @inline(__always)
  public static var width: Int { 1 }

  @inlinable @inline(__always)
  public init() { left = Register(0) }

  @inlinable @inline(__always)
  public init(loading c: UnsafePointer<Register.Scalar>, stride: Int) { left = Register.load(c) }

  @inlinable @inline(__always)
  public init(first rows: FirstRows<Register.Scalar>) { left = Register.load(rows.row(0)) }

  @inlinable @inline(__always)
  public mutating func add(
    _ a: UnsafePointer<Register.Scalar>, _ step: Int, _ left: Register, _ right: Register
  ) {
    self.left = self.left.addingProduct(Register(a[0]), left)
  }

  @inlinable @inline(__always)
  public func store(_ c: UnsafeMutablePointer<Register.Scalar>, stride: Int) { left.store(c) }
}

/// One row, two registers wide.
public struct WideRow<Register: Lanes>: TileRows {
  @usableFromInline var left: Register
  @usableFromInline var right: Register

  @inlinable @inline(__always)
  public static var rows: Int { 1 }

  @inlinable @inline(__always)
  public static var width: Int { 2 }

  @inlinable @inline(__always)
  public init() {
    left = Register(0)
    right = Register(0)
  }

  @inlinable @inline(__always)
  public init(loading c: UnsafePointer<Register.Scalar>, stride: Int) {
    left = Register.load(c)
    right = Register.load(c + Register.count)
  }

  @inlinable @inline(__always)
  public init(first rows: FirstRows<Register.Scalar>) {
    self.init(loading: rows.row(0), stride: 0)
  }

  @inlinable @inline(__always)
  public mutating func add(
    _ a: UnsafePointer<Register.Scalar>, _ step: Int, _ left: Register, _ right: Register
  ) {
    let broadcast = Register(a[0])
    self.left = self.left.addingProduct(broadcast, left)
    self.right = self.right.addingProduct(broadcast, right)
  }

  @inlinable @inline(__always)
  public func store(_ c: UnsafeMutablePointer<Register.Scalar>, stride: Int) {
    left.store(c)
    right.store(c + Register.count)
  }
}

/// Some rows above some others.
public struct Stack<Upper: TileRows, Lower: TileRows>: TileRows
where Upper.Register == Lower.Register {
  public typealias Register = Upper.Register
  @usableFromInline var upper: Upper
  @usableFromInline var lower: Lower

  @inlinable @inline(__always)
  public static var rows: Int { Upper.rows + Lower.rows }

  @inlinable @inline(__always)
  public static var width: Int { Upper.width }

  @inlinable @inline(__always)
  public init() {
    upper = Upper()
    lower = Lower()
  }

  @inlinable @inline(__always)
  public init(loading c: UnsafePointer<Register.Scalar>, stride: Int) {
    upper = Upper(loading: c, stride: stride)
    lower = Lower(loading: c + Upper.rows * stride, stride: stride)
  }

  @inlinable @inline(__always)
  public init(first rows: FirstRows<Register.Scalar>) {
    upper = Upper(first: rows)
    lower = Lower(first: rows.from(row: Upper.rows, column: 0))
  }

  @inlinable @inline(__always)
  public mutating func add(
    _ a: UnsafePointer<Register.Scalar>, _ step: Int, _ left: Register, _ right: Register
  ) {
    upper.add(a, step, left, right)
    lower.add(a + Upper.rows * step, step, left, right)
  }

  @inlinable @inline(__always)
  public func store(_ c: UnsafeMutablePointer<Register.Scalar>, stride: Int) {
    upper.store(c, stride: stride)
    lower.store(c + Upper.rows * stride, stride: stride)
  }
}

public typealias Rows2<Row: TileRows> = Stack<Row, Row>
public typealias Rows4<Row: TileRows> = Stack<Rows2<Row>, Rows2<Row>>
public typealias Rows6<Row: TileRows> = Stack<Rows4<Row>, Rows2<Row>>
public typealias Rows8<Row: TileRows> = Stack<Rows4<Row>, Rows4<Row>>

/// What the sums of a tile begin with.
@inlinable @inline(__always)
func beginning<Rows: TileRows>(_: Rows.Type, _ tile: Tile<Rows.Scalar>) -> Rows {
  if let first = tile.first { return Rows(first: first) }
  return tile.accumulating
    ? Rows(loading: UnsafePointer(tile.c), stride: tile.cStride) : Rows()
}

/// Computes a tile of one shape.
@inlinable @inline(__always)
public func computeTile<Rows: TileRows>(_: Rows.Type, _ tile: Tile<Rows.Scalar>) {
  var rows = beginning(Rows.self, tile)
  var (a, b) = (tile.a, tile.b)
  for _ in 0..<tile.inner {
    let left = Rows.Register.load(b)
    let right = Rows.width == 2 ? Rows.Register.load(b + Rows.Register.count) : left
    rows.add(a, tile.aRowStep, left, right)
    a += tile.aStep
    b += tile.bStep
  }
  rows.store(tile.c, stride: tile.cStride)
}

/// Computes a tile and copies its panel of B, packed.
@inlinable @inline(__always)
public func computeTileCopying<Rows: TileRows>(
  _: Rows.Type, _ tile: Tile<Rows.Scalar>, to panel: UnsafeMutablePointer<Rows.Scalar>
) {
  var rows = beginning(Rows.self, tile)
  var (a, b, copy) = (tile.a, tile.b, panel)
  for _ in 0..<tile.inner {
    let left = Rows.Register.load(b)
    let right = Rows.Register.load(b + Rows.Register.count)
    left.store(copy)
    right.store(copy + Rows.Register.count)
    rows.add(a, tile.aRowStep, left, right)
    a += tile.aStep
    b += tile.bStep
    copy += 2 * Rows.Register.count
  }
  rows.store(tile.c, stride: tile.cStride)
}

/// Computes a tile of up to eight rows of one kind.
@inlinable @inline(__always)
public func computeTile<Row: TileRows>(upToEightOf _: Row.Type, _ tile: Tile<Row.Scalar>) {
  switch tile.rows {
  case 1: computeTile(Row.self, tile)
  case 2: computeTile(Rows2<Row>.self, tile)
  case 3: computeTile(Stack<Rows2<Row>, Row>.self, tile)
  case 4: computeTile(Rows4<Row>.self, tile)
  case 5: computeTile(Stack<Rows4<Row>, Row>.self, tile)
  case 6: computeTile(Rows6<Row>.self, tile)
  case 7: computeTile(Stack<Rows6<Row>, Row>.self, tile)
  default: computeTile(Rows8<Row>.self, tile)
  }
}
