// Loops over memory, number by number: a register at a time, and what is left over in one more.

/// Calls `body(index, count)` for each register's worth of `count` numbers.
@inlinable @inline(__always)
func forEachRegister(of width: Int, in count: Int, _ body: (_ index: Int, _ count: Int) -> Void) {
  var index = 0
  while index + width <= count {
    body(index, width)
    index += width
  }
  if index < count { body(index, count - index) }
}

/// A function that the vector functions apply.
public enum ElementaryFunction: Sendable {
  case exponential
  case hyperbolicTangent
  case logisticSigmoid
  case naturalLogarithm
}

/// `y = f(x)`, in single precision; there is no logarithm.
@inlinable @inline(__always)
public func apply<L: Lanes>(
  _: L.Type, _ function: ElementaryFunction, _ x: UnsafePointer<Float>,
  _ y: UnsafeMutablePointer<Float>, count: Int
) where L.Vector.Scalar == Float {
  switch function {
  case .exponential:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).exponential().store(y + index, first: count)
    }
  case .hyperbolicTangent:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).hyperbolicTangent().store(y + index, first: count)
    }
  case .logisticSigmoid, .naturalLogarithm:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).logisticSigmoid().store(y + index, first: count)
    }
  }
}

/// `y = f(x)`, in double precision.
@inlinable @inline(__always)
public func apply<L: Lanes>(
  _: L.Type, _ function: ElementaryFunction, _ x: UnsafePointer<Double>,
  _ y: UnsafeMutablePointer<Double>, count: Int
) where L.Vector.Scalar == Double {
  switch function {
  case .exponential:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).exponential().store(y + index, first: count)
    }
  case .hyperbolicTangent:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).hyperbolicTangent().store(y + index, first: count)
    }
  case .logisticSigmoid:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).logisticSigmoid().store(y + index, first: count)
    }
  case .naturalLogarithm:
    forEachRegister(of: L.count, in: count) { index, count in
      L.load(x + index, first: count).naturalLogarithm().store(y + index, first: count)
    }
  }
}

/// `f(x)` of one number.
@inlinable @inline(__always)
public func apply<L: Lanes>(_: L.Type, _ function: ElementaryFunction, _ x: Float) -> Float
where L.Vector.Scalar == Float {
  switch function {
  case .exponential: L(x).exponential().vector[0]
  case .hyperbolicTangent: L(x).hyperbolicTangent().vector[0]
  case .logisticSigmoid, .naturalLogarithm: L(x).logisticSigmoid().vector[0]
  }
}

/// `f(x)` of one number.
@inlinable @inline(__always)
public func apply<L: Lanes>(_: L.Type, _ function: ElementaryFunction, _ x: Double) -> Double
where L.Vector.Scalar == Double {
  switch function {
  case .exponential: L(x).exponential().vector[0]
  case .hyperbolicTangent: L(x).hyperbolicTangent().vector[0]
  case .logisticSigmoid: L(x).logisticSigmoid().vector[0]
  case .naturalLogarithm: L(x).naturalLogarithm().vector[0]
  }
}

// MARK: - Sums

/// `y += scale * x`.
@inlinable @inline(__always)
public func addScaledNumbers<L: Lanes>(
  _: L.Type, _ scale: L.Scalar, _ x: UnsafePointer<L.Scalar>,
  _ y: UnsafeMutablePointer<L.Scalar>, count: Int
) {
  forEachRegister(of: L.count, in: count) { index, count in
    let product = L(scale) * L.load(x + index, first: count)
    (L.load(UnsafePointer(y) + index, first: count) + product).store(y + index, first: count)
  }
}

/// `x *= factor`.
@inlinable @inline(__always)
public func scaleNumbers<L: Lanes>(
  _: L.Type, _ x: UnsafeMutablePointer<L.Scalar>, _ factor: L.Scalar, count: Int
) {
  forEachRegister(of: L.count, in: count) { index, count in
    (L.load(UnsafePointer(x) + index, first: count) * L(factor)).store(x + index, first: count)
  }
}

/// The sum of the squares in double precision, in sixteen parts on every instruction set.
@inlinable @inline(__always)
public func addUpSquares<Scalar: BinaryFloatingPoint & SIMDScalar>(
  _ x: UnsafePointer<Scalar>, count: Int
) -> Double {
  var (left, right) = (SIMD8<Double>(), SIMD8<Double>())
  var index = 0
  while index + 16 <= count {
    let x = UnsafeRawPointer(x + index)
    let a = SIMD8<Double>(x.loadUnaligned(as: SIMD8<Scalar>.self))
    let b = SIMD8<Double>(
      (x + 8 * MemoryLayout<Scalar>.stride).loadUnaligned(as: SIMD8<Scalar>.self))
    left += a * a
    right += b * b
    index += 16
  }
  var sum = (left + right).sum()
  while index < count {
    sum += Double(x[index]) * Double(x[index])
    index += 1
  }
  return sum
}
