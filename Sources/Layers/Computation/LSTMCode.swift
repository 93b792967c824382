import Kernels
import LinearAlgebra

struct LSTMCode<Scalar: KernelScalar>: LayerCode {
  /// The gates' columns stand in the order input, forget, candidate, output.
  let weights: RecurrentWeights
  let recurrence: Recurrence
  let isStateful: Bool

  var inputSize: Int { weights.inputSize }
  var outputSize: Int { weights.units }
  var projectionWidth: Int { weights.width }
  /// The hidden states of all rows, then the cell states of all rows.
  var stateSize: Int { 2 * weights.units }

  init(_ description: LSTM, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 4, name: name, layout: &layout)
    recurrence = Recurrence(units: description.units, description.options)
    isStateful = description.options.stateful
  }

  func scratchCount(rows: Int, time: Int) -> Int {
    (4 + 5 * time) * rows * weights.units + recurrence.scratchCount(rows: rows, time: time)
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    weights.initialise(parameters, using: &generator)
    let forgetBias = parameters + weights.bias.offset + weights.units
    for unit in 0..<weights.units { forgetBias[unit] = 1 }
  }

  /// The scratch memory of a pass, cut up.
  private struct Scratch {
    let initialHidden, initialCell, carriedHidden, carriedCell: UnsafeMutablePointer<Scalar>
    /// time × rows × 4 units: pre-activations, then the gates, then their gradients.
    let gates: UnsafeMutablePointer<Scalar>
    /// c(t), time × rows × units.
    let cells: UnsafeMutablePointer<Scalar>
    let dropout: UnsafeMutablePointer<Scalar>

    @inline(__always)
    init(_ pass: LayerPass<Scalar>, units: Int) {
      let count = pass.rows * units
      initialHidden = pass.scratch
      initialCell = initialHidden + count
      carriedHidden = initialCell + count
      carriedCell = carriedHidden + count
      gates = carriedCell + count
      cells = gates + pass.time * 4 * count
      dropout = cells + pass.time * count
    }
  }

  func makePacked() -> [PackedWeights<Scalar>] { weights.makePacked() }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    weights.pack(parameters, into: packed)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let stepCount = pass.rows * units
    let scratch = Scratch(pass, units: units)
    scratch.initialHidden.update(from: pass.state, count: 2 * stepCount)
    recurrence.begin(pass, scratch.dropout)
    weights.projectInputs(pass, into: scratch.gates)
    var hidden = UnsafePointer(scratch.initialHidden)
    var cell = UnsafePointer(scratch.initialCell)
    for order in 0..<pass.time {
      let t = recurrence.step(order, of: pass.time)
      let gates = scratch.gates + t * 4 * stepCount
      pass.packed[0].multiply(
        rows: pass.rows,
        Operand(recurrence.dropped(hidden, pass, at: t, scratch.dropout), stride: units),
        into: gates, stride: 4 * units, accumulating: true)
      for row in 0..<pass.rows {
        let start = t * stepCount + row * units
        Scalar.lstmForwardGates(
          units: units, preactivations: gates + row * 4 * units, previousCell: cell + row * units,
          gates: gates + row * 4 * units, cell: scratch.cells + start, hidden: pass.output + start)
      }
      recurrence.hold(pass, at: t, pass.output + t * stepCount, previous: hidden)
      recurrence.hold(pass, at: t, scratch.cells + t * stepCount, previous: cell)
      hidden = UnsafePointer(pass.output + t * stepCount)
      cell = UnsafePointer(scratch.cells + t * stepCount)
    }
    pass.state.update(from: hidden, count: stepCount)
    (pass.state + stepCount).update(from: cell, count: stepCount)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let stepCount = pass.rows * units
    let scratch = Scratch(pass, units: units)
    for index in 0..<stepCount { scratch.carriedHidden[index] = 0 }
    for index in 0..<stepCount { scratch.carriedCell[index] = 0 }
    for order in (0..<pass.time).reversed() {
      let t = recurrence.step(order, of: pass.time)
      let gates = scratch.gates + t * 4 * stepCount
      let previousCell =
        order > 0
        ? scratch.cells + recurrence.step(order - 1, of: pass.time) * stepCount
        : scratch.initialCell
      Scalar.addScaled(
        1, pass.outputGradient + t * stepCount, to: scratch.carriedHidden, count: stepCount)
      for row in 0..<pass.rows {
        let start = row * units
        if pass.isPadding(t, row) {
          for index in 0..<4 * units { gates[4 * start + index] = 0 }
          continue
        }
        Scalar.lstmBackwardGates(
          units: units, gates: gates + 4 * start, previousCell: previousCell + start,
          cell: scratch.cells + t * stepCount + start,
          hiddenGradient: scratch.carriedHidden + start,
          cellGradient: scratch.carriedCell + start, preactivationGradient: gates + 4 * start)
      }
      if order == 0 { break }
      recurrence.carryBack(
        pass, at: t, gates, width: 4 * units, weights: pass.packed[1],
        into: scratch.carriedHidden, scratch.dropout)
    }
    weights.backward(
      pass, preactivationGradients: scratch.gates,
      PreviousHidden(
        initial: scratch.initialHidden, goesBackwards: recurrence.goesBackwards,
        dropped: recurrence.allDropped(pass, scratch.dropout)))
  }
}
