import Kernels
import LinearAlgebra

/// How a recurrent layer goes through time: in which direction, past padding, and with which part
/// of its hidden state dropped on the way to the next step.
struct Recurrence: Equatable, Sendable {
  let units: Int
  let goesBackwards: Bool
  /// The probability with which a number of the hidden state is dropped.
  let dropout: Double
  /// Whether each time step has multipliers of its own, or the sequence has one.
  let dropsEachStep: Bool
  let isStateful: Bool

  init(units: Int, _ options: RecurrentOptions) {
    self.units = units
    goesBackwards = options.goBackwards
    dropout = options.recurrentDropout
    dropsEachStep = options.recurrentDropoutMask == .step
    isStateful = options.stateful
  }

  /// The time step that is read as the so manyth, counted from zero.
  @inline(__always)
  func step(_ order: Int, of time: Int) -> Int {
    goesBackwards ? time - 1 - order : order
  }

  // MARK: Through time

  /// Goes through time. At each step, adds the product of the hidden state before it and U to what
  /// it begins with, writes that to `sums`, and has `finish` write the hidden state after it to the output.
  ///
  /// - Parameters:
  ///   - initial: receives the hidden state before the first step, rows × units.
  ///   - sums: time × rows × width; a step begins with what stands there.
  ///   - dropout: see `scratchCount`.
  ///   - inputs: whose products with shared inputs a step begins with, where there are any.
  ///   - finish: is given the step, how many rows it is worked out for, and the hidden state before
  ///     it. Behind the last row that has the step there is no work.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, initial: UnsafeMutablePointer<Scalar>,
    sums: UnsafeMutablePointer<Scalar>, width: Int, dropout: UnsafeMutablePointer<Scalar>,
    inputs: RecurrentWeights? = nil,
    finish: (_ t: Int, _ rows: Int, _ previous: UnsafePointer<Scalar>) -> Void
  ) {
    let count = pass.rows * units
    initial.update(from: pass.state, count: count)
    drawMultipliers(pass, dropout)
    var previous = UnsafePointer(initial)
    for order in 0..<pass.time {
      let t = step(order, of: pass.time)
      let active = pass.activeRows(t)
      if active > 0 {
        pass.packed[0].multiply(
          rows: active, Operand(dropped(previous, pass, at: t, dropout), stride: units),
          into: sums + t * pass.rows * width, stride: width, accumulating: true,
          startingWith: inputs?.sharedInputs(pass, at: t),
          isReversed: pass.isReversed != (order % 2 == 1))
      }
      finish(t, active, previous)
      hold(pass, at: t, pass.output + t * count, previous: previous)
      previous = UnsafePointer(pass.output + t * count)
    }
    pass.state.update(from: previous, count: count)
  }

  /// Goes back through time. At each step, adds the gradient of its output to that of the hidden
  /// state, has `differentiate` write the gradient of the step's product with U, and multiplies it
  /// by Uᵀ: the gradient of the hidden state before it.
  ///
  /// - Parameters:
  ///   - carried: room for the gradient of a hidden state, rows × units.
  ///   - direct: what of it reaches the step before without a product, where something does.
  ///   - gradients: of the products, time × rows × width. Rows whose step is padding become zeros.
  ///   - differentiate: is given the step, and the one that was read before it; nil for the first.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, carried: UnsafeMutablePointer<Scalar>,
    direct: UnsafeMutablePointer<Scalar>? = nil, gradients: UnsafeMutablePointer<Scalar>,
    width: Int, dropout: UnsafeMutablePointer<Scalar>,
    differentiate: (_ t: Int, _ previous: Int?) -> Void
  ) {
    let count = pass.rows * units
    if let last = pass.stateGradient {
      carried.update(from: last, count: count)
    } else {
      carried.update(repeating: 0, count: count)
    }
    for order in (0..<pass.time).reversed() {
      let t = step(order, of: pass.time)
      let dz = gradients + t * pass.rows * width
      Scalar.addScaled(1, pass.outputGradient + t * count, to: carried, count: count)
      differentiate(t, order > 0 ? step(order - 1, of: pass.time) : nil)
      for row in 0..<pass.rows where pass.isPadding(t, row) {
        (dz + row * width).update(repeating: 0, count: width)
      }
      if order == 0 && pass.stateGradient == nil { break }
      carryBack(pass, at: t, dz, width: width, into: carried, dropout)
      if let direct { Scalar.addScaled(1, direct, to: carried, count: count) }
    }
    pass.stateGradient?.update(from: carried, count: count)
  }

  /// Where the hidden states before each step stand after a forward pass.
  func previousHidden<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, initial: UnsafeMutablePointer<Scalar>,
    dropout memory: UnsafeMutablePointer<Scalar>
  ) -> PreviousHidden<Scalar> {
    PreviousHidden(
      initial: UnsafePointer(initial), goesBackwards: goesBackwards,
      dropped: dropout == 0 ? nil : UnsafePointer(memory + multiplierCount(pass.rows, pass.time)))
  }

  // MARK: Padding

  /// Where a step is padding, puts a row of the state before it in the place of the state after it.
  ///
  /// - Parameter rows: so many of them; nil for all.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func hold<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int, _ state: UnsafeMutablePointer<Scalar>,
    rows: Int? = nil, previous: UnsafePointer<Scalar>
  ) {
    guard let mask = pass.mask else { return }
    for row in 0..<(rows ?? pass.rows) where mask[t * pass.rows + row] == 0 {
      (state + row * units).update(from: previous + row * units, count: units)
    }
  }

  // MARK: Dropout of the hidden state

  /// The multipliers, rows × units or as many for each step, then the dropped hidden state before
  /// every step; and, for the backward pass, room for one hidden state more.
  func scratchCount(rows: Int, time: Int) -> Int {
    (dropout > 0 ? (1 + time) * rows * units + multiplierCount(rows, time) : rows * units)
  }

  private func multiplierCount(_ rows: Int, _ time: Int) -> Int {
    (dropsEachStep ? time : 1) * rows * units
  }

  /// What the hidden state before a step is multiplied by.
  @inline(__always)
  func multipliers<Scalar: KernelScalar>(
    _ memory: UnsafeMutablePointer<Scalar>, at t: Int, count: Int
  ) -> UnsafeMutablePointer<Scalar> {
    memory + (dropsEachStep ? t * count : 0)
  }

  /// Draws the multipliers of a pass.
  func drawMultipliers<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, _ memory: UnsafeMutablePointer<Scalar>
  ) {
    if dropout > 0 {
      drawDropout(
        rate: dropout, seed: pass.dropoutSeed.map { $0 ^ 0x5EED }, memory,
        count: multiplierCount(pass.rows, pass.time))
    }
  }

  /// The hidden state as the recurrent product sees it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func dropped<Scalar: KernelScalar>(
    _ hidden: UnsafePointer<Scalar>, _ pass: LayerPass<Scalar>, at t: Int,
    _ memory: UnsafeMutablePointer<Scalar>
  ) -> UnsafePointer<Scalar> {
    if dropout == 0 { return hidden }
    let count = pass.rows * units
    let target = memory + multiplierCount(pass.rows, pass.time) + t * count
    let multipliers = multipliers(memory, at: t, count: count)
    for index in 0..<count { target[index] = hidden[index] * multipliers[index] }
    return UnsafePointer(target)
  }

  /// Multiplies the gradients of the pre-activations at a step by Uᵀ: the gradient of the hidden
  /// state before it. Rows whose step is padding keep the gradient that they have.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func carryBack<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int, _ gradients: UnsafePointer<Scalar>, width: Int,
    into hidden: UnsafeMutablePointer<Scalar>, _ memory: UnsafeMutablePointer<Scalar>
  ) {
    let (count, active) = (pass.rows * units, pass.activeRows(t))
    if active == 0 { return }
    let kept =
      memory + (dropout > 0 ? multiplierCount(pass.rows, pass.time) + pass.time * count : 0)
    if pass.mask != nil { kept.update(from: hidden, count: active * units) }
    pass.packed[1].multiply(
      rows: active, Operand(gradients, stride: width), into: hidden, stride: units)
    if dropout > 0 {
      let multipliers = multipliers(memory, at: t, count: count)
      for index in 0..<active * units { hidden[index] *= multipliers[index] }
    }
    hold(pass, at: t, hidden, rows: active, previous: UnsafePointer(kept))
  }
}

/// Fills memory with what dropout multiplies by: 0 with the probability `rate`, 1 / (1 − rate)
/// otherwise; or ones where there is no seed, since nothing is dropped when a model is used.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func drawDropout<Scalar: KernelScalar>(
  rate: Double, seed: UInt64?, _ multipliers: UnsafeMutablePointer<Scalar>, count: Int
) {
  guard let seed else {
    for index in 0..<count { multipliers[index] = 1 }
    return
  }
  var generator = SeededGenerator(seed: seed)
  let kept = Scalar(1 / (1 - rate))
  for index in 0..<count { multipliers[index] = generator.uniform() < rate ? 0 : kept }
}
