#if canImport(Accelerate)
  import Accelerate
  import KernelTemplates

  // On Apple's systems the processor's matrix unit is reached through Accelerate alone. It does not
  // promise that a row's numbers are independent of the rows around it, nor the order of its sums.
  // So it is used in single precision, for Layers, and not in double precision: there the numbers of
  // the book are computed, which are the same to the last bit on every processor with FMA.

  extension Float {
    static func multiplyByAccelerate(_ product: Product<Float>) {
      if product.rows == 0 || product.columns == 0 { return }
      if let first = product.first {
        for row in 0..<product.rows {
          (product.c + row * product.cStride).update(from: first.row(row), count: product.columns)
        }
      }
      let (a, b) = (product.a, product.factorForAccelerate)
      cblas_sgemm(
        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
        b.isTransposed ? CblasTrans : CblasNoTrans, Int32(product.rows), Int32(product.columns),
        Int32(product.inner), 1, a.base, Int32(max(a.stride, 1)), b.base, Int32(max(b.stride, 1)),
        product.accumulating || product.first != nil ? 1 : 0, product.c, Int32(product.cStride))
    }

    /// Accelerate packs for itself: what is packed for it are plain rows.
    static func packForAccelerate(
      _ b: Operand<Float>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Float>
    ) {
      for row in 0..<inner {
        for column in 0..<columns {
          packed[row * columns + column] =
            b.isTransposed ? b.base[column * b.stride + row] : b.base[row * b.stride + column]
        }
      }
    }
  }

  // In double precision the set is the baseline: see above.
  extension Double {
    static func multiplyByAccelerate(_ product: Product<Double>) {
      multiply(product, on: .baseline)
    }

    static func packForAccelerate(
      _ b: Operand<Double>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Double>
    ) {
      pack(b, inner: inner, columns: columns, into: packed, on: .baseline)
    }
  }

  extension Product<Float> {
    fileprivate var factorForAccelerate: Operand<Float> {
      isPacked ? Operand(b.base, stride: columns) : b
    }
  }
#endif
