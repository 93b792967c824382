/// A register whose elementary functions the gates use, in either precision.
public protocol ElementaryLanes: Lanes {
  func hyperbolicTangent() -> Self
  func logisticSigmoid() -> Self
  func squareRootByNewton() -> Self
  func exponentialBelowOne() -> Self
}

/// The memory of one row of an LSTM's step, forward.
public struct ForwardGates<Scalar> {
  public var preactivations: UnsafePointer<Scalar>
  public var previousCell: UnsafePointer<Scalar>
  public var gates: UnsafeMutablePointer<Scalar>
  public var cell: UnsafeMutablePointer<Scalar>
  public var hidden: UnsafeMutablePointer<Scalar>

  @inlinable
  public init(
    preactivations: UnsafePointer<Scalar>, previousCell: UnsafePointer<Scalar>,
    gates: UnsafeMutablePointer<Scalar>, cell: UnsafeMutablePointer<Scalar>,
    hidden: UnsafeMutablePointer<Scalar>
  ) {
    self.preactivations = preactivations
    self.previousCell = previousCell
    self.gates = gates
    self.cell = cell
    self.hidden = hidden
  }
}

/// The gates, the cell state and the hidden state of one row.
@inlinable @inline(__always)
public func computeGates<L: ElementaryLanes>(_: L.Type, units: Int, _ row: ForwardGates<L.Scalar>) {
  forEachRegister(of: L.count, in: units) { unit, count in
    let z = row.preactivations + unit
    let i = L.load(z, first: count).logisticSigmoid()
    let f = L.load(z + units, first: count).logisticSigmoid()
    let g = L.load(z + 2 * units, first: count).hyperbolicTangent()
    let o = L.load(z + 3 * units, first: count).logisticSigmoid()
    let previous = L.load(row.previousCell + unit, first: count)
    let cell = (f * previous).addingProduct(i, g)
    i.store(row.gates + unit, first: count)
    f.store(row.gates + unit + units, first: count)
    g.store(row.gates + unit + 2 * units, first: count)
    o.store(row.gates + unit + 3 * units, first: count)
    cell.store(row.cell + unit, first: count)
    (o * cell.hyperbolicTangent()).store(row.hidden + unit, first: count)
  }
}

/// The memory of one row of an LSTM's step, backward.
public struct BackwardGates<Scalar> {
  public var gates: UnsafePointer<Scalar>
  public var previousCell: UnsafePointer<Scalar>
  public var cell: UnsafePointer<Scalar>
  public var hiddenGradient: UnsafePointer<Scalar>
  public var cellGradient: UnsafeMutablePointer<Scalar>
  public var preactivationGradient: UnsafeMutablePointer<Scalar>

  @inlinable
  public init(
    gates: UnsafePointer<Scalar>, previousCell: UnsafePointer<Scalar>,
    cell: UnsafePointer<Scalar>, hiddenGradient: UnsafePointer<Scalar>,
    cellGradient: UnsafeMutablePointer<Scalar>,
    preactivationGradient: UnsafeMutablePointer<Scalar>
  ) {
    self.gates = gates
    self.previousCell = previousCell
    self.cell = cell
    self.hiddenGradient = hiddenGradient
    self.cellGradient = cellGradient
    self.preactivationGradient = preactivationGradient
  }
}

/// The backward pass of `computeGates`, one row.
@inlinable @inline(__always)
public func computeGateGradients<L: ElementaryLanes>(
  _: L.Type, units: Int, _ row: BackwardGates<L.Scalar>
) {
  let one = L(1)
  forEachRegister(of: L.count, in: units) { unit, count in
    let i = L.load(row.gates + unit, first: count)
    let f = L.load(row.gates + unit + units, first: count)
    let g = L.load(row.gates + unit + 2 * units, first: count)
    let o = L.load(row.gates + unit + 3 * units, first: count)
    let squashed = L.load(row.cell + unit, first: count).hyperbolicTangent()
    let previous = L.load(row.previousCell + unit, first: count)
    let dh = L.load(row.hiddenGradient + unit, first: count)
    let later = L.load(UnsafePointer(row.cellGradient) + unit, first: count)
    let dc = later.addingProduct(dh * o, one - squashed * squashed)
    let target = row.preactivationGradient + unit
    (dc * g * (i * (one - i))).store(target, first: count)
    (dc * previous * (f * (one - f))).store(target + units, first: count)
    (dc * i * (one - g * g)).store(target + 2 * units, first: count)
    (dh * squashed * (o * (one - o))).store(target + 3 * units, first: count)
    (dc * f).store(row.cellGradient + unit, first: count)
  }
}

/// The constants and the memory of a step of Adam.
public struct AdamMemory<Scalar> {
  /// The learning rate over the first correction.
  public var stepSize: Scalar
  public var firstDecay: Scalar
  public var secondDecay: Scalar
  public var epsilon: Scalar
  /// 1 over the second correction.
  public var secondScale: Scalar
  public var gradientScale: Scalar
  public var weights: UnsafeMutablePointer<Scalar>
  public var gradient: UnsafePointer<Scalar>
  public var firstMoment: UnsafeMutablePointer<Scalar>
  public var secondMoment: UnsafeMutablePointer<Scalar>

  @inlinable
  public init(
    stepSize: Scalar, firstDecay: Scalar, secondDecay: Scalar, epsilon: Scalar,
    secondScale: Scalar, gradientScale: Scalar, weights: UnsafeMutablePointer<Scalar>,
    gradient: UnsafePointer<Scalar>, firstMoment: UnsafeMutablePointer<Scalar>,
    secondMoment: UnsafeMutablePointer<Scalar>
  ) {
    self.stepSize = stepSize
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
    self.secondScale = secondScale
    self.gradientScale = gradientScale
    self.weights = weights
    self.gradient = gradient
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
  }
}

/// One step of Adam.
@inlinable @inline(__always)
public func updateByAdam<L: ElementaryLanes>(_: L.Type, count: Int, _ adam: AdamMemory<L.Scalar>) {
  let (firstDecay, firstRest) = (L(adam.firstDecay), L(1 - adam.firstDecay))
  let (secondDecay, secondRest) = (L(adam.secondDecay), L(1 - adam.secondDecay))
  forEachRegister(of: L.count, in: count) { index, count in
    let gradient = L.load(adam.gradient + index, first: count) * L(adam.gradientScale)
    let first = L.load(UnsafePointer(adam.firstMoment) + index, first: count)
    let second = L.load(UnsafePointer(adam.secondMoment) + index, first: count)
    let weights = L.load(UnsafePointer(adam.weights) + index, first: count)
    let m = (firstRest * gradient).addingProduct(firstDecay, first)
    let v = (secondRest * (gradient * gradient)).addingProduct(secondDecay, second)
    let spread = (v * L(adam.secondScale)).squareRootByNewton() + L(adam.epsilon)
    m.store(adam.firstMoment + index, first: count)
    v.store(adam.secondMoment + index, first: count)
    (weights - L(adam.stepSize) * m / spread).store(adam.weights + index, first: count)
  }
}
