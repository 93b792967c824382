import Kernels
import LinearAlgebra

struct LSTMCode<Scalar: KernelScalar>: RecurrentCode {
  /// The gates' columns stand in the order input, forget, candidate, output.
  let weights: RecurrentWeights
  let recurrence: Recurrence
  let activation: ActivationFunction
  let recurrentActivation: ActivationFunction
  private let forgetBias: Double?

  /// The hidden states of all rows, then the cell states of all rows.
  var stateSize: Int { 2 * weights.units }

  init(_ description: LSTM, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 4, description.options, name: name,
      layout: &layout)
    recurrence = Recurrence(units: description.units, description.options)
    activation = description.options.activation
    recurrentActivation = description.options.recurrentActivation
    forgetBias = description.forgetBias
  }

  /// Whether the gates have kernels of their own.
  private var isUsual: Bool { activation == .tanh && recurrentActivation == .sigmoid }

  func scratchCount(rows: Int, time: Int) -> Int {
    (5 + 5 * time) * rows * weights.units + recurrence.scratchCount(rows: rows, time: time)
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    weights.initialise(parameters, using: &generator)
    guard let bias = weights.bias, let forgetBias else { return }
    (parameters + bias.offset + weights.units)
      .update(repeating: Scalar(forgetBias), count: weights.units)
  }

  /// The scratch memory of a pass, cut up.
  private struct Scratch {
    let initialHidden, initialCell, carriedHidden, carriedCell: UnsafeMutablePointer<Scalar>
    /// time × rows × 4 units: pre-activations, then the gates, then their gradients.
    let gates: UnsafeMutablePointer<Scalar>
    /// c(t), time × rows × units.
    let cells: UnsafeMutablePointer<Scalar>
    /// Of a cell state the activation.
    let squashed: UnsafeMutablePointer<Scalar>
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
      squashed = cells + pass.time * count
      dropout = squashed + count
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let count = pass.rows * units
    let scratch = Scratch(pass, units: units)
    scratch.initialCell.update(from: pass.state + count, count: count)
    weights.projectInputs(pass, into: scratch.gates)
    var cell = UnsafePointer(scratch.initialCell)
    recurrence.forward(
      pass, initial: scratch.initialHidden, sums: scratch.gates, width: 4 * units,
      dropout: scratch.dropout, inputs: weights
    ) { t, rows, _ in
      let next = scratch.cells + t * count
      for row in 0..<rows {
        let gates = scratch.gates + (t * pass.rows + row) * 4 * units
        let hidden = pass.output + t * count + row * units
        if isUsual {
          Scalar.lstmForwardGates(
            units: units, preactivations: gates, previousCell: cell + row * units, gates: gates,
            cell: next + row * units, hidden: hidden)
        } else {
          forwardGates(
            gates, previousCell: cell + row * units, cell: next + row * units, hidden: hidden)
        }
      }
      recurrence.hold(pass, at: t, next, previous: cell)
      cell = UnsafePointer(next)
    }
    (pass.state + count).update(from: cell, count: count)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let count = pass.rows * units
    let scratch = Scratch(pass, units: units)
    weights.clearSharedGradients(pass)
    let cellGradient = pass.stateGradient.map { $0 + count }
    if let cellGradient {
      scratch.carriedCell.update(from: cellGradient, count: count)
    } else {
      scratch.carriedCell.update(repeating: 0, count: count)
    }
    recurrence.backward(
      pass, carried: scratch.carriedHidden, gradients: scratch.gates, width: 4 * units,
      dropout: scratch.dropout
    ) { t, previous in
      let previousCell = previous.map { scratch.cells + $0 * count } ?? scratch.initialCell
      for row in 0..<pass.rows where !pass.isPadding(t, row) {
        let start = row * units
        let gates = scratch.gates + (t * pass.rows + row) * 4 * units
        if isUsual {
          Scalar.lstmBackwardGates(
            units: units, gates: gates, previousCell: previousCell + start,
            cell: scratch.cells + t * count + start,
            hiddenGradient: scratch.carriedHidden + start,
            cellGradient: scratch.carriedCell + start, preactivationGradient: gates)
        } else {
          backwardGates(
            gates, previousCell: previousCell + start, cell: scratch.cells + t * count + start,
            hiddenGradient: scratch.carriedHidden + start,
            cellGradient: scratch.carriedCell + start, squashed: scratch.squashed)
        }
        weights.addSharedGradient(pass, at: t, row: row, gates)
      }
    }
    cellGradient?.update(from: scratch.carriedCell, count: count)
    weights.backward(
      pass, preactivationGradients: scratch.gates,
      recurrence.previousHidden(pass, initial: scratch.initialHidden, dropout: scratch.dropout))
  }
}
