/// Multiplies a single row with packed panels, four at a time along the whole inner index.
@inlinable @inline(__always)
func computePackedRow<Kernel: ProductKernel>(
  _: Kernel.Type, _ product: Product<Kernel.Scalar>, workspace: UnsafeMutableRawPointer
) {
  let scratch = (workspace + Blocking.panelBytes).assumingMemoryBound(to: Kernel.Scalar.self)
  let width = Kernel.tileColumns
  let (whole, rest) = (product.columns / width, product.columns % width)
  let paddedColumns = (whole + (rest > 0 ? 1 : 0)) * width
  // Of the panels that a row takes together, all but the last are four.
  let groups = (whole + 3) / 4
  let first = product.first?.row(0)
  for order in 0..<groups + (rest > 0 ? 1 : 0) {
    let group = product.isReversed ? groups + (rest > 0 ? 1 : 0) - 1 - order : order
    let column = min(4 * group, whole) * width
    var start = 0
    while start < product.inner {
      let depth = min(Blocking.depth, product.inner - start)
      let (a, c) = (product.a.base + start, product.c + column)
      let b = product.b.base + start * paddedColumns + column * depth
      let accumulating = product.accumulating || start > 0
      let begin = start == 0 ? first.map { $0 + column } : nil
      if group < groups {
        let row = RowTile<Kernel.Scalar>(
          inner: depth, a: a, b: b, bStep: width, panelStep: depth * width, c: c,
          accumulating: accumulating, first: begin)
        Kernel.row(row, panels: min(4, whole - 4 * group))
      } else {
        let tile = Tile<Kernel.Scalar>(
          rows: 1, inner: depth, a: a, aRowStep: product.a.stride, aStep: 1, b: b, bStep: width,
          c: c, cStride: product.cStride, accumulating: accumulating,
          first: begin.map { FirstRows($0, stride: 0) })
        computeEdge(Kernel.self, tile, width: rest, scratch: scratch)
      }
      start += depth
    }
  }
}
