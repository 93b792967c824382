import Kernels

/// A vector as every time step.
enum RepeatCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ input: UnsafePointer<Scalar>, count: Int, into output: UnsafeMutablePointer<Scalar>,
    time: Int
  ) {
    for t in 0..<time { (output + t * count).update(from: input, count: count) }
  }

  /// Writes the sum of the gradients of all time steps.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, count: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, time: Int
  ) {
    inputGradient.update(from: gradient, count: count)
    for t in 1..<max(1, time) {
      Scalar.addScaled(1, gradient + t * count, to: inputGradient, count: count)
    }
  }
}

/// Where the numbers of a row stand: rows of sequences, or of sequences of sequences.
struct RowLayout {
  let rows: Int
  let outer: Int
  let steps: Int
  let size: Int

  /// The place of a row's number, the so manyth of a row-major array.
  @inline(__always)
  func place(_ row: Int, _ index: Int) -> Int {
    let (vector, column) = index.quotientAndRemainder(dividingBy: size)
    let (step, t) = vector.quotientAndRemainder(dividingBy: steps)
    return ((t * outer + step) * rows + row) * size + column
  }
}

/// The same numbers in another order.
enum ReshapeCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func move<Scalar: KernelScalar>(
    _ source: UnsafePointer<Scalar>, _ from: RowLayout, into target: UnsafeMutablePointer<Scalar>,
    _ to: RowLayout
  ) {
    let count = from.outer * from.steps * from.size
    for row in 0..<from.rows {
      for index in 0..<count { target[to.place(row, index)] = source[from.place(row, index)] }
    }
  }
}

/// The same numbers with their axes in another order.
enum PermuteCode {
  /// - Parameter places: for each number of the target that of the source, both row-major.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ source: UnsafePointer<Scalar>, _ from: RowLayout, _ places: [Int],
    into target: UnsafeMutablePointer<Scalar>, _ to: RowLayout
  ) {
    for row in 0..<from.rows {
      for (index, place) in places.enumerated() {
        target[to.place(row, index)] = source[from.place(row, place)]
      }
    }
  }

  /// Writes the gradient of what `forward` read.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, _ from: RowLayout, _ places: [Int],
    into inputGradient: UnsafeMutablePointer<Scalar>, _ to: RowLayout
  ) {
    for row in 0..<from.rows {
      for (index, place) in places.enumerated() {
        inputGradient[to.place(row, place)] = gradient[from.place(row, index)]
      }
    }
  }
}

/// Some time steps.
enum StepsCode {
  /// - Parameters:
  ///   - mask: 0 where a step is padding; nil where none is.
  ///   - first: of the steps that are taken, below 0 from the last that counts. Steps that are not there
  ///     give zeros.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ input: UnsafePointer<Scalar>, _ mask: UnsafePointer<UInt8>?, _ extent: GraphExtent,
    from first: Int, count: Int, size: Int, into output: UnsafeMutablePointer<Scalar>
  ) {
    forEachStep(mask, extent, from: first, count: count) { source, target in
      let output = output + target * size
      if let source {
        output.update(from: input + source * size, count: size)
      } else {
        output.update(repeating: 0, count: size)
      }
    }
  }

  /// Writes the gradient, zeros at the steps that are not taken.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, _ mask: UnsafePointer<UInt8>?, _ extent: GraphExtent,
    from first: Int, count: Int, size: Int, into inputGradient: UnsafeMutablePointer<Scalar>
  ) {
    inputGradient.update(repeating: 0, count: extent.places * size)
    forEachStep(mask, extent, from: first, count: count) { source, target in
      guard let source else { return }
      (inputGradient + source * size).update(from: gradient + target * size, count: size)
    }
  }

  /// Calls its closure with the places of a step before and after; nil for one that is not there.
  @inline(__always)
  private static func forEachStep(
    _ mask: UnsafePointer<UInt8>?, _ extent: GraphExtent, from first: Int, count: Int,
    _ body: (_ source: Int?, _ target: Int) -> Void
  ) {
    for row in 0..<extent.rows {
      var end = extent.time
      if first < 0, let mask {
        while end > 0 && mask[(end - 1) * extent.rows + row] == 0 { end -= 1 }
      }
      for index in 0..<count {
        let step = (first < 0 ? end + first : first) + index
        let isThere = step >= 0 && step < extent.time
        body(isThere ? step * extent.rows + row : nil, index * extent.rows + row)
      }
    }
  }
}

/// Masked steps as zeros.
enum MaskCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ input: UnsafePointer<Scalar>, _ mask: UnsafePointer<UInt8>?,
    into output: UnsafeMutablePointer<Scalar>, places: Int, size: Int
  ) {
    output.update(from: input, count: places * size)
    guard let mask else { return }
    for place in 0..<places where mask[place] == 0 {
      (output + place * size).update(repeating: 0, count: size)
    }
  }
}

/// Some numbers of each vector.
enum ColumnsCode {
  /// Writes the gradient, zeros in the others.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, column: Int, size: Int, of width: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    inputGradient.update(repeating: 0, count: places * width)
    for place in 0..<places {
      (inputGradient + place * width + column)
        .update(from: gradient + place * size, count: size)
    }
  }
}
