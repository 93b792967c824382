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

/// One half of each vector.
enum HalfCode {
  /// Writes the gradient, zeros in the other half.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, _ part: Int, size: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    inputGradient.update(repeating: 0, count: 2 * places * size)
    for place in 0..<places {
      (inputGradient + (2 * place + part) * size)
        .update(from: gradient + place * size, count: size)
    }
  }
}
