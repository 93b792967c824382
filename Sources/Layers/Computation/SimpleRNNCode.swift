import Kernels
import LinearAlgebra

struct SimpleRNNCode<Scalar: KernelScalar>: RecurrentCode {
  let weights: RecurrentWeights
  let recurrence: Recurrence
  private let activation: ActivationFunction

  init(_ description: SimpleRNN, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 1, description.options, name: name,
      layout: &layout)
    activation = description.options.activation
    recurrence = Recurrence(units: description.units, description.options)
  }

  func scratchCount(rows: Int, time: Int) -> Int {
    (2 + time) * rows * weights.units + recurrence.scratchCount(rows: rows, time: time)
  }

  /// The scratch memory of a pass, cut up.
  private struct Scratch {
    let initialHidden, carried: UnsafeMutablePointer<Scalar>
    /// Of the pre-activations, time × rows × units.
    let gradients: UnsafeMutablePointer<Scalar>
    let dropout: UnsafeMutablePointer<Scalar>

    @inline(__always)
    init(_ pass: LayerPass<Scalar>, units: Int) {
      let count = pass.rows * units
      initialHidden = pass.scratch
      carried = initialHidden + count
      gradients = carried + count
      dropout = gradients + pass.time * count
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let count = pass.rows * weights.units
    let scratch = Scratch(pass, units: weights.units)
    weights.projectInputs(pass, into: pass.output)
    recurrence.forward(
      pass, initial: scratch.initialHidden, sums: pass.output, width: weights.units,
      dropout: scratch.dropout, inputs: weights
    ) { t, rows, _ in
      let hidden = pass.output + t * count
      activation.apply(hidden, into: hidden, rows: rows, columns: weights.units)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let count = pass.rows * weights.units
    let scratch = Scratch(pass, units: weights.units)
    let carried = scratch.carried
    weights.clearSharedGradients(pass)
    recurrence.backward(
      pass, carried: carried, gradients: scratch.gradients, width: weights.units,
      dropout: scratch.dropout
    ) { t, _ in
      let (hidden, dz) = (pass.output + t * count, scratch.gradients + t * count)
      if activation == .tanh {
        for index in 0..<count {
          dz[index] = carried[index] * (1 - hidden[index] * hidden[index])
        }
      } else {
        for index in 0..<count { dz[index] = carried[index] * activation.slope(hidden[index]) }
      }
      for row in 0..<pass.rows where !pass.isPadding(t, row) {
        weights.addSharedGradient(pass, at: t, row: row, dz + row * weights.units)
      }
    }
    weights.backward(
      pass, preactivationGradients: scratch.gradients,
      recurrence.previousHidden(pass, initial: scratch.initialHidden, dropout: scratch.dropout))
  }
}
