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
