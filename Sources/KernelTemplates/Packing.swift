/// Copies a panel of B, some inner indices deep and at most a tile wide, so that the columns of one
/// inner index lie side by side. Missing columns become zeros.
@inlinable @inline(__always)
func packPanel<Scalar: BinaryFloatingPoint & SIMDScalar>(
  _ b: Operand<Scalar>, start: Int, depth: Int, column: Int, width: Int,
  into panel: UnsafeMutablePointer<Scalar>, tileColumns: Int
) {
  if width < tileColumns {
    for index in 0..<depth * tileColumns { panel[index] = 0 }
  }
  if b.isTransposed {
    transpose(
      b.base + column * b.stride + start, stride: b.stride, rows: width, columns: depth,
      into: panel, stride: tileColumns)
    return
  }
  for k in 0..<depth {
    let source = b.base + (start + k) * b.stride + column
    let target = panel + k * tileColumns
    for index in 0..<width { target[index] = source[index] }
  }
}

/// Copies a block of a transposed A, so that the rows of one tile at one inner index lie side by
/// side, tile after tile, `tileStep` numbers apart.
///
/// Eight inner indices are taken at a time: a block's stored rows may be a power of two apart, and
/// then only a few of their cache lines can be held at once.
@inlinable @inline(__always)
func packTransposedRows<Scalar: BinaryFloatingPoint & SIMDScalar>(
  _ a: UnsafePointer<Scalar>, stride: Int, rows: Int, depth: Int,
  into packed: UnsafeMutablePointer<Scalar>, tileRows: Int, tileStep: Int
) {
  var start = 0
  while start < depth {
    let end = min(start + 8, depth)
    var (row, target) = (0, packed)
    while row < rows {
      let height = min(tileRows, rows - row)
      if height == tileRows && tileRows == 8 {
        for k in start..<end {
          let numbers = UnsafeRawPointer(a + k * stride + row).loadUnaligned(as: SIMD8<Scalar>.self)
          UnsafeMutableRawPointer(target + k * tileRows).storeBytes(
            of: numbers, as: SIMD8<Scalar>.self)
        }
      } else if height == tileRows {
        for k in start..<end {
          for index in 0..<tileRows { target[k * tileRows + index] = a[k * stride + row + index] }
        }
      } else {
        for k in start..<end {
          for index in 0..<height { target[k * tileRows + index] = a[k * stride + row + index] }
        }
      }
      row += tileRows
      target += tileStep
    }
    start = end
  }
}

/// Writes the transpose of a block, four by four.
///
/// What four rows have in one cache line is read at once: the rows may be a power of two apart, and
/// then a line does not stay in the cache until its next numbers are wanted.
@inlinable @inline(__always)
public func transpose<Scalar: BinaryFloatingPoint & SIMDScalar>(
  _ source: UnsafePointer<Scalar>, stride: Int, rows: Int, columns: Int,
  into target: UnsafeMutablePointer<Scalar>, stride targetStride: Int
) {
  let line = 64 / MemoryLayout<Scalar>.stride
  let fours = columns / 4 * 4
  var start = 0
  while start < fours {
    let end = min(start + line, fours)
    var row = 0
    while row + 4 <= rows {
      var column = start
      while column < end {
        transposeFour(
          source + row * stride + column, stride, target + column * targetStride + row,
          targetStride)
        column += 4
      }
      row += 4
    }
    while row < rows {
      for column in start..<end {
        target[column * targetStride + row] = source[row * stride + column]
      }
      row += 1
    }
    start = end
  }
  for column in fours..<columns {
    for row in 0..<rows { target[column * targetStride + row] = source[row * stride + column] }
  }
}

@inlinable @inline(__always)
func transposeFour<Scalar: BinaryFloatingPoint & SIMDScalar>(
  _ source: UnsafePointer<Scalar>, _ stride: Int, _ target: UnsafeMutablePointer<Scalar>,
  _ targetStride: Int
) {
  let a = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Scalar>.self)
  let b = UnsafeRawPointer(source + stride).loadUnaligned(as: SIMD4<Scalar>.self)
  let c = UnsafeRawPointer(source + 2 * stride).loadUnaligned(as: SIMD4<Scalar>.self)
  let d = UnsafeRawPointer(source + 3 * stride).loadUnaligned(as: SIMD4<Scalar>.self)
  let raw = UnsafeMutableRawPointer(target)
  let step = targetStride * MemoryLayout<Scalar>.stride
  raw.storeBytes(of: SIMD4(a[0], b[0], c[0], d[0]), as: SIMD4<Scalar>.self)
  (raw + step).storeBytes(of: SIMD4(a[1], b[1], c[1], d[1]), as: SIMD4<Scalar>.self)
  (raw + 2 * step).storeBytes(of: SIMD4(a[2], b[2], c[2], d[2]), as: SIMD4<Scalar>.self)
  (raw + 3 * step).storeBytes(of: SIMD4(a[3], b[3], c[3], d[3]), as: SIMD4<Scalar>.self)
}

/// Packs all of B for products to come: blocks of inner indices, in each one panel after another.
///
/// - Parameter packed: `inner` times the number of columns rounded up to whole tiles.
@inlinable @inline(__always)
public func packColumns<Kernel: ProductKernel>(
  _: Kernel.Type, _ b: Operand<Kernel.Scalar>, inner: Int, columns: Int,
  into packed: UnsafeMutablePointer<Kernel.Scalar>
) {
  let tileColumns = Kernel.tileColumns
  var target = packed
  var start = 0
  while start < inner {
    let depth = min(Blocking.depth, inner - start)
    var column = 0
    while column < columns {
      packPanel(
        b, start: start, depth: depth, column: column, width: min(tileColumns, columns - column),
        into: target, tileColumns: tileColumns)
      target += depth * tileColumns
      column += tileColumns
    }
    start += depth
  }
}
