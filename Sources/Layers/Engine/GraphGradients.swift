import Kernels

// Where gradients stand, and how they add up.

extension GraphShard {
  /// Where the layout says that a parameter stands, its gradient does.
  var gradientPlaces: UnsafeMutablePointer<Scalar> { gradients.base - sparseCount }

  /// Adds to the gradients of a code's input and parameters what `write` writes.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func addGradients(
    of code: Int, input: Int,
    _ write: (UnsafeMutablePointer<Scalar>?, UnsafeMutablePointer<Scalar>?) -> Void
  ) {
    addParameterGradients(of: code) { target in
      if network.values[input].needsGradient {
        addGradient(of: input) { write($0, target) }
      } else {
        write(nil, target)
      }
    }
  }

  /// Adds to the gradients of a code's parameters what `write` writes, at their places.
  func addParameterGradients(of code: Int, _ write: (UnsafeMutablePointer<Scalar>) -> Void) {
    let range = network.parameterRanges[code]
    let isFirst = !hasParameterGradient[code]
    let target = isFirst ? gradientPlaces : memory.partOfParameters.base - sparseCount
    write(target)
    hasParameterGradient[code] = true
    if isFirst || range.isEmpty { return }
    Scalar.addScaled(
      1, target + range.lowerBound, to: gradientPlaces + range.lowerBound, count: range.count)
  }

  /// Adds to a value's gradient what `write` writes; the first part stands there at once.
  func addGradient(of value: Int, _ write: (UnsafeMutablePointer<Scalar>) -> Void) {
    let total = memory.valueGradients[value].base
    if !hasGradient[value] {
      write(total)
      hasGradient[value] = true
      return
    }
    write(memory.partGradient.base)
    Scalar.addScaled(
      1, memory.partGradient.base, to: total,
      count: extents[value].places * network.values[value].shape.size)
  }
}
