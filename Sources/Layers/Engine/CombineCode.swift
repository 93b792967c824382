import Kernels

/// The sum of values, each times a number: differences and means.
enum WeightedSumCode {
  /// - Parameter factors: one for each input.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ inputs: [MergeInput<Scalar>], _ factors: [Scalar],
    into output: UnsafeMutablePointer<Scalar>, places: Int, width: Int
  ) {
    output.update(repeating: 0, count: places * width)
    for (input, factor) in zip(inputs, factors) {
      for place in 0..<places {
        for column in 0..<width {
          output[place * width + column] +=
            factor * input.values[input.size == width ? place * width + column : place]
        }
      }
    }
  }

  /// Writes the gradient of an input of so many numbers a vector.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, width: Int, size: Int, factor: Scalar,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    AddCode.backward(gradient, width: width, size: size, into: inputGradient, places: places)
    Scalar.scale(inputGradient, by: factor, count: places * size)
  }
}

/// The sum of the products of two vectors' numbers.
enum DotCode {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forward<Scalar: KernelScalar>(
    _ first: UnsafePointer<Scalar>, _ second: UnsafePointer<Scalar>, size: Int,
    into output: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    for place in 0..<places {
      var sum: Scalar = 0
      for index in place * size..<(place + 1) * size { sum += first[index] * second[index] }
      output[place] = sum
    }
  }

  /// Writes the gradient of one of the vectors.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func backward<Scalar: KernelScalar>(
    _ gradient: UnsafePointer<Scalar>, other: UnsafePointer<Scalar>, size: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, places: Int
  ) {
    for place in 0..<places {
      for index in place * size..<(place + 1) * size {
        inputGradient[index] = gradient[place] * other[index]
      }
    }
  }
}
