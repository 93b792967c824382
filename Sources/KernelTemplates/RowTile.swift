/// A row of C, several panels wide, plus the product of a row of A and as many panels of B.
///
/// With one row, a tile of one panel has two sums under way, and waits for each addition to end
/// before the next to the same sum can begin. Four panels have eight.
public struct RowTile<Scalar> {
  public var inner: Int
  public var a: UnsafePointer<Scalar>
  public var b: UnsafePointer<Scalar>
  /// Elements of B from one inner index to the next, and from one panel to the next.
  public var bStep: Int
  public var panelStep: Int
  public var c: UnsafeMutablePointer<Scalar>
  public var accumulating: Bool
  /// What the row begins with, where it is neither what C holds nor zero.
  public var first: UnsafePointer<Scalar>?

  @inlinable @inline(__always)
  public init(
    inner: Int, a: UnsafePointer<Scalar>, b: UnsafePointer<Scalar>, bStep: Int, panelStep: Int,
    c: UnsafeMutablePointer<Scalar>, accumulating: Bool, first: UnsafePointer<Scalar>? = nil
  ) {
    self.inner = inner
    self.a = a
    self.b = b
    self.bStep = bStep
    self.panelStep = panelStep
    self.c = c
    self.accumulating = accumulating
    self.first = first
  }
}

/// One row of C in registers, some panels wide.
public protocol RowPanels {
  associatedtype Register: Lanes
  typealias Scalar = Register.Scalar
  static var count: Int { get }
  /// All zeros.
  init()
  init(loading c: UnsafePointer<Scalar>)
  /// Adds the product of a number of A and a row of each panel of B.
  mutating func add(_ a: Register, _ b: UnsafePointer<Scalar>, _ panelStep: Int)
  func store(_ c: UnsafeMutablePointer<Scalar>)
}

/// One panel, two registers wide.
public struct OnePanel<Register: Lanes>: RowPanels {
  @usableFromInline var left: Register
  @usableFromInline var right: Register

  @inlinable @inline(__always)
  public static var count: Int { 1 }

  @inlinable @inline(__always)
  public init() {
    left = Register(0)
    right = Register(0)
  }

  @inlinable @inline(__always)
  public init(loading c: UnsafePointer<Register.Scalar>) {
    left = Register.load(c)
    right = Register.load(c + Register.count)
  }

  @inlinable @inline(__always)
  public mutating func add(
    _ a: Register, _ b: UnsafePointer<Register.Scalar>, _ panelStep: Int
  ) {
    left = left.addingProduct(a, Register.load(b))
    right = right.addingProduct(a, Register.load(b + Register.count))
  }

  @inlinable @inline(__always)
  public func store(_ c: UnsafeMutablePointer<Register.Scalar>) {
    left.store(c)
    right.store(c + Register.count)
  }
}

/// Some panels beside some others.
public struct Beside<Left: RowPanels, Right: RowPanels>: RowPanels
where Left.Register == Right.Register {
  public typealias Register = Left.Register
  @usableFromInline var left: Left
  @usableFromInline var right: Right

  @inlinable @inline(__always)
  public static var count: Int { Left.count + Right.count }

  @inlinable @inline(__always)
  public init() {
    left = Left()
    right = Right()
  }

  @inlinable @inline(__always)
  public init(loading c: UnsafePointer<Register.Scalar>) {
    left = Left(loading: c)
    right = Right(loading: c + Left.count * 2 * Register.count)
  }

  @inlinable @inline(__always)
  public mutating func add(
    _ a: Register, _ b: UnsafePointer<Register.Scalar>, _ panelStep: Int
  ) {
    left.add(a, b, panelStep)
    right.add(a, b + Left.count * panelStep, panelStep)
  }

  @inlinable @inline(__always)
  public func store(_ c: UnsafeMutablePointer<Register.Scalar>) {
    left.store(c)
    right.store(c + Left.count * 2 * Register.count)
  }
}

public typealias TwoPanels<Register: Lanes> = Beside<OnePanel<Register>, OnePanel<Register>>

/// Computes a row of so many panels: each sum in the order of the inner index, as in a tile.
@inlinable @inline(__always)
func computeRow<Panels: RowPanels>(_: Panels.Type, _ row: RowTile<Panels.Scalar>) {
  var sums = Panels()
  if let first = row.first {
    sums = Panels(loading: first)
  } else if row.accumulating {
    sums = Panels(loading: UnsafePointer(row.c))
  }
  var b = row.b
  for index in 0..<row.inner {
    sums.add(Panels.Register(row.a[index]), b, row.panelStep)
    b += row.bStep
  }
  sums.store(row.c)
}

/// Computes a row of any number of panels, four at a time while there are so many.
@inlinable @inline(__always)
public func computeRow<Register: Lanes>(
  of _: Register.Type, _ row: RowTile<Register.Scalar>, panels: Int
) {
  var (row, remaining) = (row, panels)
  func advance(by count: Int) {
    row.b += count * row.panelStep
    row.c += count * 2 * Register.count
    if let first = row.first { row.first = first + count * 2 * Register.count }
    remaining -= count
  }
  while remaining >= 4 {
    computeRow(Beside<TwoPanels<Register>, TwoPanels<Register>>.self, row)
    advance(by: 4)
  }
  switch remaining {
  case 3: computeRow(Beside<TwoPanels<Register>, OnePanel<Register>>.self, row)
  case 2: computeRow(TwoPanels<Register>.self, row)
  case 1: computeRow(OnePanel<Register>.self, row)
  default: break
  }
}
