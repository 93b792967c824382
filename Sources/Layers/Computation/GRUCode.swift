import Kernels
import LinearAlgebra

struct GRUCode<Scalar: KernelScalar>: LayerCode {
  /// The gates' columns stand in the order update, reset, candidate.
  let weights: RecurrentWeights
  let recurrentBias: ParameterSlot
  let recurrence: Recurrence
  let isStateful: Bool

  var inputSize: Int { weights.inputSize }
  var outputSize: Int { weights.units }
  var projectionWidth: Int { weights.width }
  /// The hidden state.
  var stateSize: Int { weights.units }

  init(_ description: GRU, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 3, name: name, layout: &layout)
    recurrentBias = layout.addVector(name + ".recurrentBias", count: 3 * description.units)
    recurrence = Recurrence(units: description.units, description.options)
    isStateful = description.options.stateful
  }

  func scratchCount(rows: Int, time: Int) -> Int {
    (3 + 6 * time) * rows * weights.units + recurrence.scratchCount(rows: rows, time: time)
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    weights.initialise(parameters, using: &generator)
  }

  func makePacked() -> [PackedWeights<Scalar>] { weights.makePacked() }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    weights.pack(parameters, into: packed)
  }

  /// The scratch memory of a pass, cut up.
  private struct Scratch {
    let initialHidden, carried, direct: UnsafeMutablePointer<Scalar>
    /// time × rows × 3 units: what the inputs give, then the gates, then the gradients of what the
    /// inputs gave.
    let gates: UnsafeMutablePointer<Scalar>
    /// The same of what the hidden state gives.
    let recurrent: UnsafeMutablePointer<Scalar>
    let dropout: UnsafeMutablePointer<Scalar>

    @inline(__always)
    init(_ pass: LayerPass<Scalar>, units: Int) {
      let count = pass.rows * units
      initialHidden = pass.scratch
      carried = initialHidden + count
      direct = carried + count
      gates = direct + count
      recurrent = gates + pass.time * 3 * count
      dropout = recurrent + pass.time * 3 * count
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let stepCount = pass.rows * units
    let scratch = Scratch(pass, units: units)
    scratch.initialHidden.update(from: pass.state, count: stepCount)
    recurrence.begin(pass, scratch.dropout)
    weights.projectInputs(pass, into: scratch.gates)
    broadcast(
      pass.parameters + recurrentBias.offset, columns: 3 * units, into: scratch.recurrent,
      rows: pass.steps)
    var hidden = UnsafePointer(scratch.initialHidden)
    for order in 0..<pass.time {
      let t = recurrence.step(order, of: pass.time)
      let recurrent = scratch.recurrent + t * 3 * stepCount
      pass.packed[0].multiply(
        rows: pass.rows,
        Operand(recurrence.dropped(hidden, pass, at: t, scratch.dropout), stride: units),
        into: recurrent, stride: 3 * units, accumulating: true)
      let output = pass.output + t * stepCount
      for row in 0..<pass.rows {
        forwardGates(
          scratch.gates + t * 3 * stepCount + row * 3 * units, recurrent + row * 3 * units,
          previous: hidden + row * units, hidden: output + row * units)
      }
      recurrence.hold(pass, at: t, output, previous: hidden)
      hidden = UnsafePointer(output)
    }
    pass.state.update(from: hidden, count: stepCount)
  }

  /// One row of a step, after the products.
  @inline(__always)
  private func forwardGates(
    _ gates: UnsafeMutablePointer<Scalar>, _ recurrent: UnsafePointer<Scalar>,
    previous: UnsafePointer<Scalar>, hidden: UnsafeMutablePointer<Scalar>
  ) {
    let units = weights.units
    Scalar.addScaled(1, recurrent, to: gates, count: 2 * units)
    Scalar.vectorSigmoid(gates, into: gates, count: 2 * units)
    let (update, reset, candidate) = (gates, gates + units, gates + 2 * units)
    for unit in 0..<units { candidate[unit] += reset[unit] * recurrent[2 * units + unit] }
    Scalar.vectorTanh(candidate, into: candidate, count: units)
    for unit in 0..<units {
      hidden[unit] = update[unit] * previous[unit] + (1 - update[unit]) * candidate[unit]
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let stepCount = pass.rows * units
    let scratch = Scratch(pass, units: units)
    for index in 0..<stepCount { scratch.carried[index] = 0 }
    for order in (0..<pass.time).reversed() {
      let t = recurrence.step(order, of: pass.time)
      let gates = scratch.gates + t * 3 * stepCount
      let recurrent = scratch.recurrent + t * 3 * stepCount
      let previous =
        order > 0
        ? pass.output + recurrence.step(order - 1, of: pass.time) * stepCount
        : scratch.initialHidden
      Scalar.addScaled(
        1, pass.outputGradient + t * stepCount, to: scratch.carried, count: stepCount)
      for row in 0..<pass.rows {
        let start = row * units
        backwardGates(
          gates + 3 * start, recurrent + 3 * start, previous: previous + start,
          hiddenGradient: scratch.carried + start, direct: scratch.direct + start,
          isPadding: pass.isPadding(t, row))
      }
      if order == 0 { break }
      recurrence.carryBack(
        pass, at: t, recurrent, width: 3 * units, weights: pass.packed[1], into: scratch.carried,
        scratch.dropout)
      Scalar.addScaled(1, scratch.direct, to: scratch.carried, count: stepCount)
    }
    weights.inputBackward(pass, preactivationGradients: scratch.gates)
    weights.recurrentBackward(
      pass, preactivationGradients: scratch.recurrent,
      PreviousHidden(
        initial: scratch.initialHidden, goesBackwards: recurrence.goesBackwards,
        dropped: recurrence.allDropped(pass, scratch.dropout)))
    sumColumns(
      scratch.recurrent, rows: pass.steps, columns: 3 * units,
      into: pass.gradients + recurrentBias.offset)
  }

  /// The backward pass of `forwardGates`: turns the gates into the gradients of what the inputs
  /// gave, and `recurrent` into those of what the hidden state gave.
  ///
  ///     dz = dh ⊙ (h(t-1) − n) ⊙ z (1 − z)        dn = dh ⊙ (1 − z) ⊙ (1 − n²)
  ///     dr = dn ⊙ (h(t-1) U + b′) ⊙ r (1 − r)     of the candidate's h(t-1) U + b′: dn ⊙ r
  ///
  /// - Parameter direct: receives dh ⊙ z, what reaches h(t-1) without a product.
  @inline(__always)
  private func backwardGates(
    _ gates: UnsafeMutablePointer<Scalar>, _ recurrent: UnsafeMutablePointer<Scalar>,
    previous: UnsafePointer<Scalar>, hiddenGradient: UnsafePointer<Scalar>,
    direct: UnsafeMutablePointer<Scalar>, isPadding: Bool
  ) {
    let units = weights.units
    if isPadding {
      for index in 0..<3 * units {
        gates[index] = 0
        recurrent[index] = 0
      }
      for unit in 0..<units { direct[unit] = 0 }
      return
    }
    for unit in 0..<units {
      let (z, r, n) = (gates[unit], gates[units + unit], gates[2 * units + unit])
      let dh = hiddenGradient[unit]
      let dn = dh * (1 - z) * (1 - n * n)
      let dz = dh * (previous[unit] - n) * (z * (1 - z))
      let dr = dn * recurrent[2 * units + unit] * (r * (1 - r))
      direct[unit] = dh * z
      gates[unit] = dz
      gates[units + unit] = dr
      gates[2 * units + unit] = dn
      recurrent[unit] = dz
      recurrent[units + unit] = dr
      recurrent[2 * units + unit] = dn * r
    }
  }
}
