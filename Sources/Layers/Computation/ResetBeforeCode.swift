import Kernels
import LinearAlgebra

/// A GRU whose reset gate acts on the hidden state before the product with U, so that the candidate's
/// product has to wait for the gate: two products a step.
///
/// - Note: the form of Cho et al. (2014); with ``GRUCode`` the reset gate acts after the product.
struct ResetBeforeCode<Scalar: KernelScalar>: RecurrentCode {
  /// The gates' columns stand in the order update, reset, candidate.
  let weights: RecurrentWeights
  let recurrence: Recurrence
  private let activation: ActivationFunction
  private let recurrentActivation: ActivationFunction

  init(_ description: GRU, inputSize: Int, name: String, layout: inout ParameterLayout) {
    let options = description.options
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 3, options, name: name,
      layout: &layout)
    recurrence = Recurrence(units: description.units, options)
    (activation, recurrentActivation) = (options.activation, options.recurrentActivation)
  }

  private var units: Int { weights.units }

  func scratchCount(rows: Int, time: Int) -> Int {
    (4 + 5 * time) * rows * units + recurrence.scratchCount(rows: rows, time: time)
  }

  /// U of the gates and its transpose, W and its, then U of the candidate and its.
  func makePacked() -> [PackedWeights<Scalar>] {
    let all: [PackedWeights<Scalar>] = weights.makePacked()
    return [
      PackedWeights(inner: units, columns: 2 * units),
      PackedWeights(inner: 2 * units, columns: units), all[2], all[3],
      PackedWeights(inner: units, columns: units), PackedWeights(inner: units, columns: units),
    ]
  }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    let (recurrent, width) = (parameters + weights.recurrent.offset, 3 * units)
    for (index, matrix) in [recurrent, recurrent + 2 * units].enumerated() {
      packed[4 * index].pack(Operand(matrix, stride: width))
      packed[4 * index + 1].pack(Operand(matrix, stride: width, isTransposed: true))
    }
    let input = parameters + weights.input.offset
    packed[2].pack(Operand(input, stride: width))
    packed[3].pack(Operand(input, stride: width, isTransposed: true))
  }

  /// The scratch memory of a pass, cut up.
  private struct Scratch {
    let initialHidden, carried, direct, products: UnsafeMutablePointer<Scalar>
    /// time × rows × 3 units: pre-activations, then the gates, then their gradients.
    let gates: UnsafeMutablePointer<Scalar>
    /// Before each step the hidden state as the gates see it, and what the reset gate leaves of it.
    let hiddens, resets: UnsafeMutablePointer<Scalar>
    let dropout: UnsafeMutablePointer<Scalar>

    @inline(__always)
    init(_ pass: LayerPass<Scalar>, units: Int) {
      let count = pass.rows * units
      initialHidden = pass.scratch
      carried = initialHidden + count
      direct = carried + count
      products = direct + count
      gates = products + count
      hiddens = gates + pass.time * 3 * count
      resets = hiddens + pass.time * count
      dropout = resets + pass.time * count
    }
  }

  // MARK: Forward

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let count = pass.rows * units
    let scratch = Scratch(pass, units: units)
    weights.projectInputs(pass, into: scratch.gates)
    scratch.initialHidden.update(from: pass.state, count: count)
    recurrence.drawMultipliers(pass, scratch.dropout)
    var previous = UnsafePointer(scratch.initialHidden)
    for order in 0..<pass.time {
      let t = recurrence.step(order, of: pass.time)
      let output = pass.output + t * count
      forwardStep(pass, scratch, at: t, previous: previous, hidden: output)
      recurrence.hold(pass, at: t, output, previous: previous)
      previous = UnsafePointer(output)
    }
    pass.state.update(from: previous, count: count)
  }

  private func forwardStep(
    _ pass: LayerPass<Scalar>, _ scratch: Scratch, at t: Int, previous: UnsafePointer<Scalar>,
    hidden: UnsafeMutablePointer<Scalar>
  ) {
    let (count, width) = (pass.rows * units, 3 * units)
    let (seen, reset) = (scratch.hiddens + t * count, scratch.resets + t * count)
    let gates = scratch.gates + t * pass.rows * width
    seen.update(from: previous, count: count)
    if recurrence.dropout > 0 {
      let kept = recurrence.multipliers(scratch.dropout, at: t, count: count)
      for index in 0..<count { seen[index] *= kept[index] }
    }
    weights.placeInputs(pass, at: t, rows: pass.activeRows(t), into: scratch.gates)
    pass.packed[0].multiply(
      rows: pass.rows, Operand(seen, stride: units), into: gates, stride: width,
      accumulating: true)
    for row in 0..<pass.rows {
      let (z, start) = (gates + row * width, row * units)
      recurrentActivation.apply(z, into: z, rows: 1, columns: 2 * units)
      for unit in 0..<units { reset[start + unit] = z[units + unit] * seen[start + unit] }
    }
    pass.packed[4].multiply(
      rows: pass.rows, Operand(reset, stride: units), into: gates + 2 * units, stride: width,
      accumulating: true)
    for row in 0..<pass.rows {
      let (z, n, start) = (gates + row * width, gates + row * width + 2 * units, row * units)
      activation.apply(n, into: n, rows: 1, columns: units)
      for unit in 0..<units {
        hidden[start + unit] = z[unit] * previous[start + unit] + (1 - z[unit]) * n[unit]
      }
    }
  }

  // MARK: Backward

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let count = pass.rows * units
    let scratch = Scratch(pass, units: units)
    weights.clearSharedGradients(pass)
    if let last = pass.stateGradient {
      scratch.carried.update(from: last, count: count)
    } else {
      scratch.carried.update(repeating: 0, count: count)
    }
    for order in (0..<pass.time).reversed() {
      let t = recurrence.step(order, of: pass.time)
      Scalar.addScaled(1, pass.outputGradient + t * count, to: scratch.carried, count: count)
      let previous =
        order > 0
        ? pass.output + recurrence.step(order - 1, of: pass.time) * count : scratch.initialHidden
      backwardStep(pass, scratch, at: t, previous: previous)
    }
    pass.stateGradient?.update(from: scratch.carried, count: count)
    weights.inputBackward(pass, preactivationGradients: scratch.gates)
    recurrentGradient(pass, scratch.hiddens, scratch.gates, column: 0, columns: 2 * units)
    recurrentGradient(pass, scratch.resets, scratch.gates, column: 2 * units, columns: units)
  }

  /// Turns the gates of a step into the gradients of their pre-activations, and the gradient of the
  /// hidden state after the step into that before it.
  ///
  ///     dn = dh ⊙ (1 − z) ⊙ ψ′        dz = dh ⊙ (h(t-1) − n) ⊙ φ′
  ///     ds = dn Uᵀ, of r ⊙ h(t-1)     dr = ds ⊙ h(t-1) ⊙ φ′
  private func backwardStep(
    _ pass: LayerPass<Scalar>, _ scratch: Scratch, at t: Int, previous: UnsafePointer<Scalar>
  ) {
    let (count, width) = (pass.rows * units, 3 * units)
    let (gates, products) = (scratch.gates + t * pass.rows * width, scratch.products)
    for row in 0..<pass.rows {
      let (z, n, start) = (gates + row * width, gates + row * width + 2 * units, row * units)
      if pass.isPadding(t, row) {
        z.update(repeating: 0, count: width)
        (scratch.direct + start).update(from: scratch.carried + start, count: units)
        continue
      }
      for unit in 0..<units {
        let (dh, update, candidate) = (scratch.carried[start + unit], z[unit], n[unit])
        scratch.direct[start + unit] = dh * update
        n[unit] = dh * (1 - update) * activation.slope(candidate)
        z[unit] =
          dh * (previous[start + unit] - candidate) * recurrentActivation.slope(update)
      }
    }
    pass.packed[5].multiply(
      rows: pass.rows, Operand(gates + 2 * units, stride: width), into: products, stride: units)
    let seen = scratch.hiddens + t * count
    for row in 0..<pass.rows where !pass.isPadding(t, row) {
      let (reset, start) = (gates + row * width + units, row * units)
      for unit in 0..<units {
        let (ds, r) = (products[start + unit], reset[unit])
        products[start + unit] = ds * r
        reset[unit] = ds * seen[start + unit] * recurrentActivation.slope(r)
      }
      weights.addSharedGradient(pass, at: t, row: row, gates + row * width)
    }
    pass.packed[1].multiply(
      rows: pass.rows, Operand(gates, stride: width), into: products, stride: units,
      accumulating: true)
    if recurrence.dropout > 0 {
      let kept = recurrence.multipliers(scratch.dropout, at: t, count: count)
      for index in 0..<count { products[index] *= kept[index] }
    }
    for index in 0..<count { scratch.carried[index] = scratch.direct[index] + products[index] }
  }

  /// The gradient of some columns of U.
  private func recurrentGradient(
    _ pass: LayerPass<Scalar>, _ hidden: UnsafePointer<Scalar>, _ gates: UnsafePointer<Scalar>,
    column: Int, columns: Int
  ) {
    Scalar.multiply(
      rows: units, columns: columns, inner: pass.steps,
      Operand(hidden, stride: units, isTransposed: true),
      Operand(gates + column, stride: 3 * units),
      into: pass.gradients + weights.recurrent.offset + column, stride: 3 * units,
      accumulating: false)
  }
}
