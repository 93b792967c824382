import Kernels
import LinearAlgebra

struct GRUCode<Scalar: KernelScalar>: RecurrentCode {
  /// The gates' columns stand in the order update, reset, candidate.
  let weights: RecurrentWeights
  /// Nil for a layer without biases.
  let recurrentBias: ParameterSlot?
  let recurrence: Recurrence
  private let activation: ActivationFunction
  private let recurrentActivation: ActivationFunction

  init(_ description: GRU, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 3, description.options, name: name,
      layout: &layout)
    let options = description.options
    (activation, recurrentActivation) = (options.activation, options.recurrentActivation)
    recurrentBias =
      options.useBias
      ? layout.addVector(
        name + ".recurrentBias", count: 3 * description.units, l2: options.biasL2) : nil
    recurrence = Recurrence(units: description.units, description.options)
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    weights.initialise(parameters, using: &generator)
    if let recurrentBias {
      weights.initialise(parameters, bias: recurrentBias, using: &generator)
    }
  }

  func scratchCount(rows: Int, time: Int) -> Int {
    (3 + 6 * time) * rows * weights.units + recurrence.scratchCount(rows: rows, time: time)
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
    let scratch = Scratch(pass, units: units)
    weights.projectInputs(pass, into: scratch.gates)
    if let recurrentBias {
      broadcast(
        pass.parameters + recurrentBias.offset, columns: 3 * units, into: scratch.recurrent,
        rows: pass.steps)
    } else {
      scratch.recurrent.update(repeating: 0, count: pass.steps * 3 * units)
    }
    recurrence.forward(
      pass, initial: scratch.initialHidden, sums: scratch.recurrent, width: 3 * units,
      dropout: scratch.dropout
    ) { t, rows, previous in
      weights.placeInputs(pass, at: t, rows: rows, into: scratch.gates)
      for row in 0..<rows {
        let place = t * pass.rows + row
        forwardGates(
          scratch.gates + place * 3 * units, scratch.recurrent + place * 3 * units,
          previous: previous + row * units, hidden: pass.output + place * units)
      }
    }
  }

  /// One row of a step, after the products.
  @inline(__always)
  private func forwardGates(
    _ gates: UnsafeMutablePointer<Scalar>, _ recurrent: UnsafePointer<Scalar>,
    previous: UnsafePointer<Scalar>, hidden: UnsafeMutablePointer<Scalar>
  ) {
    let units = weights.units
    Scalar.addScaled(1, recurrent, to: gates, count: 2 * units)
    recurrentActivation.apply(gates, into: gates, rows: 1, columns: 2 * units)
    let (update, reset, candidate) = (gates, gates + units, gates + 2 * units)
    for unit in 0..<units { candidate[unit] += reset[unit] * recurrent[2 * units + unit] }
    activation.apply(candidate, into: candidate, rows: 1, columns: units)
    for unit in 0..<units {
      hidden[unit] = update[unit] * previous[unit] + (1 - update[unit]) * candidate[unit]
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let scratch = Scratch(pass, units: units)
    weights.clearSharedGradients(pass)
    recurrence.backward(
      pass, carried: scratch.carried, direct: scratch.direct, gradients: scratch.recurrent,
      width: 3 * units, dropout: scratch.dropout
    ) { t, previous in
      let hidden =
        previous.map { pass.output + $0 * pass.rows * units } ?? scratch.initialHidden
      for row in 0..<pass.rows {
        let place = (t * pass.rows + row) * 3 * units
        backwardGates(
          scratch.gates + place, scratch.recurrent + place, previous: hidden + row * units,
          hiddenGradient: scratch.carried + row * units, direct: scratch.direct + row * units,
          isPadding: pass.isPadding(t, row))
        weights.addSharedGradient(pass, at: t, row: row, scratch.gates + place)
      }
    }
    weights.inputBackward(pass, preactivationGradients: scratch.gates)
    weights.recurrentBackward(
      pass, preactivationGradients: scratch.recurrent,
      recurrence.previousHidden(pass, initial: scratch.initialHidden, dropout: scratch.dropout))
    guard let recurrentBias else { return }
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
      gates.update(repeating: 0, count: 3 * units)
      direct.update(repeating: 0, count: units)
      return
    }
    if activation == .tanh && recurrentActivation == .sigmoid {
      backwardUnits(
        gates, recurrent, previous, hiddenGradient, direct,
        gateSlope: { $0 * (1 - $0) }, candidateSlope: { 1 - $0 * $0 })
    } else {
      backwardUnits(
        gates, recurrent, previous, hiddenGradient, direct,
        gateSlope: { recurrentActivation.slope($0) }, candidateSlope: { activation.slope($0) })
    }
  }

  /// The loop is there once for the usual functions, whose slopes the compiler can work out side by
  /// side.
  @inline(__always)
  private func backwardUnits(
    _ gates: UnsafeMutablePointer<Scalar>, _ recurrent: UnsafeMutablePointer<Scalar>,
    _ previous: UnsafePointer<Scalar>, _ hiddenGradient: UnsafePointer<Scalar>,
    _ direct: UnsafeMutablePointer<Scalar>, gateSlope: (Scalar) -> Scalar,
    candidateSlope: (Scalar) -> Scalar
  ) {
    let units = weights.units
    for unit in 0..<units {
      let (z, r, n) = (gates[unit], gates[units + unit], gates[2 * units + unit])
      let dh = hiddenGradient[unit]
      let dn = dh * (1 - z) * candidateSlope(n)
      let dz = dh * (previous[unit] - n) * gateSlope(z)
      let dr = dn * recurrent[2 * units + unit] * gateSlope(r)
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
