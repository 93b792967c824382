import Kernels

/// A value as a merge sees it: one vector after the other.
struct MergeInput<Scalar: KernelScalar> {
  let values: UnsafePointer<Scalar>
  /// Numbers in each vector: 1, or as many as the result has, but for values that stand side by side.
  let size: Int
  /// 0 where a vector is padding; nil where none is.
  let mask: UnsafePointer<UInt8>?

  @inline(__always)
  func counts(_ place: Int) -> Bool { mask.map { $0[place] != 0 } ?? true }
}

/// Values side by side.
enum ConcatenateCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ inputs: [MergeInput<Scalar>], into output: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    let width = inputs.reduce(0) { $0 + $1.size }
    var column = 0
    for input in inputs {
      for place in 0..<places {
        (output + place * width + column)
          .update(from: input.values + place * input.size, count: input.size)
      }
      column += input.size
    }
  }

  /// Writes the gradient of one of the inputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, width: Int, column: Int, size: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    for place in 0..<places {
      (inputGradient + place * size).update(from: gradient + place * width + column, count: size)
    }
  }
}

/// The sum of values.
enum AddCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ inputs: [MergeInput<Scalar>], into output: UnsafeMutablePointer<Scalar>, places: Int,
    width: Int
  ) {
    for index in 0..<places * width { output[index] = 0 }
    for input in inputs {
      if input.size == width {
        for index in 0..<places * width { output[index] += input.values[index] }
        continue
      }
      for place in 0..<places {
        for column in 0..<width { output[place * width + column] += input.values[place] }
      }
    }
  }

  /// Writes the gradient of an input of so many numbers a vector.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, width: Int, size: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    if size == width { return inputGradient.update(from: gradient, count: places * width) }
    for place in 0..<places {
      var sum: Scalar = 0
      for column in 0..<width { sum += gradient[place * width + column] }
      inputGradient[place] = sum
    }
  }
}

/// The product of values. One that is padding counts as 1.
enum MultiplyCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ inputs: [MergeInput<Scalar>], into output: UnsafeMutablePointer<Scalar>, places: Int,
    width: Int
  ) {
    for index in 0..<places * width { output[index] = 1 }
    for input in inputs { multiply(output, by: input, places: places, width: width) }
  }

  /// Writes the gradient of one of the inputs: the result's, times all the others.
  ///
  /// - Parameter scratch: room for a value of the result's shape.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, _ inputs: [MergeInput<Scalar>], index: Int, width: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int,
    scratch: UnsafeMutablePointer<Scalar>
  ) {
    scratch.update(from: gradient, count: places * width)
    for (other, input) in inputs.enumerated() where other != index {
      multiply(scratch, by: input, places: places, width: width)
    }
    for place in 0..<places where !inputs[index].counts(place) {
      (scratch + place * width).update(repeating: 0, count: width)
    }
    AddCode.backward(
      scratch, width: width, size: inputs[index].size, into: inputGradient, places: places)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func multiply<Scalar: KernelScalar>(
    _ product: UnsafeMutablePointer<Scalar>, by input: MergeInput<Scalar>, places: Int, width: Int
  ) {
    for place in 0..<places where input.counts(place) {
      for column in 0..<width {
        product[place * width + column] *=
          input.size == width ? input.values[place * width + column] : input.values[place]
      }
    }
  }
}
