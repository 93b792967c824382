/// A matrix product to compute: `C = A * B`, or `C += A * B` when accumulating.
public struct Product<Scalar> {
  public var rows: Int
  public var columns: Int
  public var inner: Int
  public var a: Operand<Scalar>
  public var b: Operand<Scalar>
  /// Whether `b` points to panels that `packColumns` wrote.
  public var isPacked: Bool
  public var c: UnsafeMutablePointer<Scalar>
  public var cStride: Int
  public var accumulating: Bool
  /// What the product is added to where it is not C, accumulating or not.
  public var first: FirstRows<Scalar>?
  /// Whether a single row times panels begins with the last of them. A caller that multiplies by the
  /// same panels again and again turns back each time: what the caches still hold comes first.
  public var isReversed: Bool

  @inlinable
  public init(
    rows: Int, columns: Int, inner: Int, a: Operand<Scalar>, b: Operand<Scalar>, isPacked: Bool,
    c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulating: Bool,
    first: FirstRows<Scalar>? = nil, isReversed: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.a = a
    self.b = b
    self.isPacked = isPacked
    self.c = c
    self.cStride = cStride
    self.accumulating = accumulating
    self.first = first
    self.isReversed = isReversed
  }
}

/// What an instruction set brings to a product in one precision.
public protocol ProductKernel {
  associatedtype Register: Lanes
  /// Rows of a full tile, at most 8. A full tile is two registers wide.
  static var tileRows: Int { get }
  /// The micro-kernel: any number of rows, two registers wide.
  static func tile(_ tile: Tile<Register.Scalar>)
  /// The same for tiles of one register's width.
  static func narrowTile(_ tile: Tile<Register.Scalar>)
  /// A row of C and so many panels of B.
  static func row(_ row: RowTile<Register.Scalar>, panels: Int)
  /// A full tile that also copies its panel of B, packed, for the tiles below it.
  static func copyingTile(
    _ tile: Tile<Register.Scalar>, to panel: UnsafeMutablePointer<Register.Scalar>)
}

extension ProductKernel {
  public typealias Scalar = Register.Scalar

  /// Columns of a full tile.
  @inlinable @inline(__always)
  public static var tileColumns: Int { 2 * Register.count }
}

/// How a product is cut to fit the caches.
public enum Blocking {
  /// Inner indices taken at once: a panel of B of this depth is 32 KB, and stays in the first
  /// cache while a block of A passes.
  @inlinable @inline(__always)
  public static var depth: Int { 256 }

  /// Rows of A taken at once: a block of A stays in the second cache while B passes.
  @inlinable @inline(__always)
  public static var height: Int { 256 }

  /// Bytes of workspace that a product needs: a panel of B, a tile of C, a block of A.
  @inlinable @inline(__always)
  public static var workspaceBytes: Int {
    panelBytes + scratchBytes + (height + 8) * (depth + gap) * 8
  }

  /// Numbers between two tiles' rows of a packed A: tiles a power of two apart would want the same
  /// few lines of the first cache.
  @inlinable @inline(__always)
  public static var gap: Int { 16 }

  /// A panel is two registers wide, and no register has more than 64 bytes.
  @inlinable @inline(__always)
  public static var panelBytes: Int { depth * 128 }

  @inlinable @inline(__always)
  public static var scratchBytes: Int { 8 * 128 }
}

/// Computes a product, block by block.
///
/// The plan is that of GotoBLAS and BLIS with two differences that suit a recurrent network's
/// products, which have few rows. B is packed one panel at a time, by the first tile that uses it,
/// while it computes. And A is read where it lies if its rows do.
///
/// - Parameter workspace: `Blocking.workspaceBytes` bytes, aligned to 64, this thread's alone.
/// - Note: Goto and van de Geijn (2008), "Anatomy of High-Performance Matrix Multiplication"; Van
///   Zee and van de Geijn (2015), "BLIS: A Framework for Rapidly Instantiating BLAS Functionality".
@inlinable @inline(__always)
public func computeProduct<Kernel: ProductKernel>(
  _: Kernel.Type, _ product: Product<Kernel.Scalar>, workspace: UnsafeMutableRawPointer
) {
  if product.inner == 0 { return begin(product) }
  if product.rows == 1 && product.isPacked && !product.a.isTransposed {
    return computePackedRow(Kernel.self, product, workspace: workspace)
  }
  let block = workspace + Blocking.panelBytes + Blocking.scratchBytes
  let packedA = block.assumingMemoryBound(to: Kernel.Scalar.self)
  var start = 0
  while start < product.inner {
    let depth = min(Blocking.depth, product.inner - start)
    var firstRow = 0
    while firstRow < product.rows {
      let height = min(Blocking.height, product.rows - firstRow)
      var a = product.a.base
      var (rowStep, step, tileStep) = (product.a.stride, 1, Kernel.tileRows * product.a.stride)
      // Rows that lie in order can be read where they are; packed they are read faster, which pays
      // if they are read often.
      let packing =
        product.a.isTransposed || height > 1 && product.columns >= 16 * Kernel.tileColumns
      if packing {
        let packedStep = Kernel.tileRows * depth + Blocking.gap
        if product.a.isTransposed {
          packTransposedRows(
            a + start * product.a.stride + firstRow, stride: product.a.stride, rows: height,
            depth: depth, into: packedA, tileRows: Kernel.tileRows, tileStep: packedStep)
        } else {
          for row in stride(from: 0, to: height, by: Kernel.tileRows) {
            transpose(
              a + (firstRow + row) * product.a.stride + start, stride: product.a.stride,
              rows: min(Kernel.tileRows, height - row), columns: depth,
              into: packedA + row / Kernel.tileRows * packedStep, stride: Kernel.tileRows)
          }
        }
        (a, rowStep, step) = (UnsafePointer(packedA), 1, Kernel.tileRows)
        tileStep = packedStep
      } else {
        a += firstRow * rowStep + start
      }
      computeBlock(
        Kernel.self, product, start: start, depth: depth, firstRow: firstRow, height: height,
        a: a, rowStep: rowStep, step: step, tileStep: tileStep, workspace: workspace)
      firstRow += height
    }
    start += depth
  }
}

/// Multiplies a block of A, some rows by some inner indices, with all columns of B.
@inlinable @inline(__always)
func computeBlock<Kernel: ProductKernel>(
  _: Kernel.Type, _ product: Product<Kernel.Scalar>, start: Int, depth: Int, firstRow: Int,
  height: Int, a: UnsafePointer<Kernel.Scalar>, rowStep: Int, step: Int, tileStep: Int,
  workspace: UnsafeMutableRawPointer
) {
  let tileColumns = Kernel.tileColumns
  let panel = workspace.assumingMemoryBound(to: Kernel.Scalar.self)
  let scratch = (workspace + Blocking.panelBytes).assumingMemoryBound(to: Kernel.Scalar.self)
  let paddedColumns = (product.columns + tileColumns - 1) / tileColumns * tileColumns
  var column = 0
  if height == 1 && step == 1 && !product.isPacked && !product.b.isTransposed {
    let panels = product.columns / tileColumns
    column = panels * tileColumns
    let row = RowTile<Kernel.Scalar>(
      inner: depth, a: a, b: product.b.base + start * product.b.stride, bStep: product.b.stride,
      panelStep: tileColumns, c: product.c + firstRow * product.cStride,
      accumulating: product.accumulating || start > 0,
      first: start == 0 ? product.first?.row(firstRow) : nil)
    if panels > 0 { Kernel.row(row, panels: panels) }
  }
  while column < product.columns {
    let width = min(tileColumns, product.columns - column)
    var copying = false
    var b = UnsafePointer(panel)
    var bStep = tileColumns
    if product.isPacked {
      b = product.b.base + start * paddedColumns + column * depth
    } else if product.b.isTransposed || width < tileColumns {
      packPanel(
        product.b, start: start, depth: depth, column: column, width: width, into: panel,
        tileColumns: tileColumns)
    } else {
      b = product.b.base + start * product.b.stride + column
      bStep = product.b.stride
      copying = height >= 3 * Kernel.tileRows
    }
    var tile = Tile<Kernel.Scalar>(
      rows: Kernel.tileRows, inner: depth, a: a, aRowStep: rowStep, aStep: step, b: b, bStep: bStep,
      c: product.c + firstRow * product.cStride + column, cStride: product.cStride,
      accumulating: product.accumulating || start > 0,
      first: start == 0 ? product.first?.from(row: firstRow, column: column) : nil)
    var remaining = height
    while remaining > 0 {
      tile.rows = min(Kernel.tileRows, remaining)
      if copying {
        Kernel.copyingTile(tile, to: panel)
        tile.b = UnsafePointer(panel)
        tile.bStep = tileColumns
        copying = false
      } else if width == tileColumns {
        Kernel.tile(tile)
      } else {
        computeEdge(Kernel.self, tile, width: width, scratch: scratch)
      }
      tile.a += tileStep
      tile.c += Kernel.tileRows * product.cStride
      tile.first = tile.first?.from(row: Kernel.tileRows, column: 0)
      remaining -= Kernel.tileRows
    }
    column += width
  }
}

/// Computes a tile narrower than the micro-kernel's, in a scratch tile of the full width.
@inlinable @inline(__always)
func computeEdge<Kernel: ProductKernel>(
  _: Kernel.Type, _ tile: Tile<Kernel.Scalar>, width: Int,
  scratch: UnsafeMutablePointer<Kernel.Scalar>
) {
  var full = tile
  full.c = scratch
  full.cStride = Kernel.tileColumns
  if tile.accumulating || tile.first != nil {
    for row in 0..<tile.rows {
      let begin = tile.first?.row(row) ?? UnsafePointer(tile.c + row * tile.cStride)
      for column in 0..<width { scratch[row * Kernel.tileColumns + column] = begin[column] }
    }
    full.first = nil
    full.accumulating = true
  }
  if width <= Kernel.Register.count { Kernel.narrowTile(full) } else { Kernel.tile(full) }
  for row in 0..<tile.rows {
    for column in 0..<width {
      tile.c[row * tile.cStride + column] = scratch[row * Kernel.tileColumns + column]
    }
  }
}

/// Sets C to what it begins with: the product when there is nothing to add up.
@inlinable @inline(__always)
func begin<Scalar: BinaryFloatingPoint>(_ product: Product<Scalar>) {
  for row in 0..<product.rows {
    let c = product.c + row * product.cStride
    if let first = product.first?.row(row) {
      for column in 0..<product.columns { c[column] = first[column] }
    } else if !product.accumulating {
      for column in 0..<product.columns { c[column] = 0 }
    }
  }
}

/// Computes one tile again and again from packed panels that fit the first cache.
///
/// - Returns: the number of floating-point operations done.
@inlinable @inline(__always)
public func repeatTile<Kernel: ProductKernel>(
  _: Kernel.Type, repetitions: Int, workspace: UnsafeMutableRawPointer
) -> Int {
  let depth = Blocking.depth / 2
  let rows = Kernel.tileRows
  let numbers = workspace.assumingMemoryBound(to: Kernel.Scalar.self)
  let a = numbers + depth * Kernel.tileColumns
  let c = a + depth * rows
  let count = depth * (Kernel.tileColumns + rows) + rows * Kernel.tileColumns
  for index in 0..<count { numbers[index] = 0 }
  let tile = Tile<Kernel.Scalar>(
    rows: rows, inner: depth, a: a, aRowStep: 1, aStep: rows, b: numbers,
    bStep: Kernel.tileColumns, c: c, cStride: Kernel.tileColumns, accumulating: true)
  for _ in 0..<repetitions { Kernel.tile(tile) }
  return repetitions * 2 * depth * rows * Kernel.tileColumns
}
