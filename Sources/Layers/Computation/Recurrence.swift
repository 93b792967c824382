import Kernels
import LinearAlgebra

/// How a recurrent layer goes through time: in which direction, past padding, and with which part
/// of its hidden state dropped on the way to the next step.
struct Recurrence: Equatable, Sendable {
  let units: Int
  let goesBackwards: Bool
  /// The probability with which a number of the hidden state is dropped.
  let dropout: Double

  init(units: Int, _ options: RecurrentOptions) {
    self.units = units
    goesBackwards = options.goBackwards
    dropout = options.recurrentDropout
  }

  /// The time step that is read as the so manyth, counted from zero.
  @inline(__always)
  func step(_ order: Int, of time: Int) -> Int { goesBackwards ? time - 1 - order : order }

  // MARK: Padding

  /// Where a step is padding, puts a row of the state before it in the place of the state after it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func hold<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int, _ state: UnsafeMutablePointer<Scalar>,
    previous: UnsafePointer<Scalar>
  ) {
    guard let mask = pass.mask else { return }
    for row in 0..<pass.rows where mask[t * pass.rows + row] == 0 {
      (state + row * units).update(from: previous + row * units, count: units)
    }
  }

  // MARK: Dropout of the hidden state

  /// The multipliers, rows × units, then the dropped hidden state before every step; and, for the
  /// backward pass, room for one hidden state more.
  func scratchCount(rows: Int, time: Int) -> Int {
    (dropout > 0 ? (2 + time) : 1) * rows * units
  }

  /// Draws the multipliers of a pass.
  func begin<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, _ memory: UnsafeMutablePointer<Scalar>
  ) {
    if dropout > 0 {
      drawDropout(
        rate: dropout, seed: pass.dropoutSeed.map { $0 ^ 0x5EED }, memory,
        count: pass.rows * units)
    }
  }

  /// The hidden state as the recurrent product sees it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func dropped<Scalar: KernelScalar>(
    _ hidden: UnsafePointer<Scalar>, _ pass: LayerPass<Scalar>, at t: Int,
    _ memory: UnsafeMutablePointer<Scalar>
  ) -> UnsafePointer<Scalar> {
    if dropout == 0 { return hidden }
    let count = pass.rows * units
    let target = memory + (1 + t) * count
    for index in 0..<count { target[index] = hidden[index] * memory[index] }
    return UnsafePointer(target)
  }

  /// Every step's hidden state as the recurrent product saw it, where some of it was dropped.
  func allDropped<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, _ memory: UnsafeMutablePointer<Scalar>
  ) -> UnsafePointer<Scalar>? {
    dropout == 0 ? nil : UnsafePointer(memory + pass.rows * units)
  }

  /// Multiplies the gradients of the pre-activations at a step by Uᵀ: the gradient of the hidden
  /// state before it. Rows whose step is padding keep the gradient that they have.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func carryBack<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int, _ gradients: UnsafePointer<Scalar>, width: Int,
    weights: PackedWeights<Scalar>, into hidden: UnsafeMutablePointer<Scalar>,
    _ memory: UnsafeMutablePointer<Scalar>
  ) {
    let count = pass.rows * units
    let kept = memory + (dropout > 0 ? (1 + pass.time) * count : 0)
    if pass.mask != nil { kept.update(from: hidden, count: count) }
    weights.multiply(
      rows: pass.rows, Operand(gradients, stride: width), into: hidden, stride: units)
    if dropout > 0 { for index in 0..<count { hidden[index] *= memory[index] } }
    hold(pass, at: t, hidden, previous: UnsafePointer(kept))
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
