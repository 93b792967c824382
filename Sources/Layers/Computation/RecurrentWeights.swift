import Kernels
import LinearAlgebra

/// What every recurrent layer has in common: W, U and b for some number of gates side by side, the
/// product of all time steps' inputs with W, and the gradients of the three.
struct RecurrentWeights: Equatable, Sendable {
  let inputSize: Int
  let units: Int
  let gates: Int
  let input: ParameterSlot
  let recurrent: ParameterSlot
  /// Nil for a layer without.
  let bias: ParameterSlot?
  private let options: RecurrentOptions

  /// Columns of the gates side by side.
  var width: Int { gates * units }

  init(
    inputSize: Int, units: Int, gates: Int, _ options: RecurrentOptions, name: String,
    layout: inout ParameterLayout
  ) {
    self.options = options
    self.inputSize = inputSize
    self.units = units
    self.gates = gates
    input = layout.add(
      name + ".inputWeights", rows: inputSize, columns: gates * units, l2: options.kernelL2)
    recurrent = layout.add(
      name + ".recurrentWeights", rows: units, columns: gates * units, l2: options.recurrentL2)
    bias =
      options.useBias
      ? layout.addVector(name + ".bias", count: gates * units, l2: options.biasL2) : nil
  }

  func initialise<Scalar: KernelScalar>(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    for (slot, initializer, rows) in [
      (input, options.kernelInitializer, inputSize),
      (recurrent, options.recurrentInitializer, units),
    ] {
      initializer.fill(
        parameters + slot.offset, inputs: rows, outputs: units, gates: gates, size: units,
        using: &generator)
    }
    if let bias { initialise(parameters, bias: bias, using: &generator) }
  }

  /// Fills the layer's bias, or another one of as many gates.
  func initialise<Scalar: KernelScalar>(
    _ parameters: UnsafeMutablePointer<Scalar>, bias: ParameterSlot,
    using generator: inout SeededGenerator
  ) {
    options.biasInitializer.fill(
      parameters + bias.offset, inputs: 1, outputs: units, gates: gates, size: units,
      using: &generator)
  }

  /// Room for U and W, which the forward pass multiplies by, and Uᵀ and Wᵀ, for the backward pass.
  /// Every shard multiplies by all of them.
  func makePacked<Scalar: KernelScalar>() -> [PackedWeights<Scalar>] {
    [
      PackedWeights(inner: units, columns: width), PackedWeights(inner: width, columns: units),
      PackedWeights(inner: inputSize, columns: width),
      PackedWeights(inner: width, columns: inputSize),
    ]
  }

  func pack<Scalar: KernelScalar>(
    _ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]
  ) {
    for (index, slot) in [recurrent, input].enumerated() {
      let weights = parameters + slot.offset
      packed[2 * index].pack(Operand(weights, stride: width))
      packed[2 * index + 1].pack(Operand(weights, stride: width, isTransposed: true))
    }
  }

  /// Writes x(t) * W + b for all time steps at once, time × rows × width.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func projectInputs<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, into preactivations: UnsafeMutablePointer<Scalar>
  ) {
    guard let shared = pass.shared else {
      return project(pass, rows: pass.steps, into: preactivations)
    }
    if !shared.isProjected { project(pass, rows: shared.count, into: shared.projections) }
    for step in 0..<pass.steps {
      (preactivations + step * width).update(
        from: shared.projections + Int(shared.places[step]) * width, count: width)
    }
  }

  /// Writes x * W + b for so many inputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func project<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, rows: Int, into projections: UnsafeMutablePointer<Scalar>
  ) {
    if let bias {
      broadcast(pass.parameters + bias.offset, columns: width, into: projections, rows: rows)
    }
    pass.packed[2].multiply(
      rows: rows, Operand(pass.input, stride: inputSize), into: projections, stride: width,
      accumulating: bias != nil)
  }

  /// Writes the gradients of W, U, b and the input, given those of the pre-activations of all time
  /// steps and the hidden states before each.
  ///
  ///     dW = Σ x(t)ᵀ dz(t)    dU = Σ h(t-1)ᵀ dz(t)    db = Σ dz(t)    dx(t) = dz(t) Wᵀ
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, preactivationGradients dz: UnsafePointer<Scalar>,
    _ hidden: PreviousHidden<Scalar>
  ) {
    recurrentBackward(pass, preactivationGradients: dz, hidden)
    inputBackward(pass, preactivationGradients: dz)
  }

  /// The gradients of W, b and the input.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func inputBackward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, preactivationGradients dz: UnsafePointer<Scalar>
  ) {
    let (dz, rows) = pass.shared.map { (summed(dz, pass, $0), $0.count) } ?? (dz, pass.steps)
    Scalar.multiply(
      rows: inputSize, columns: width, inner: rows,
      Operand(pass.input, stride: inputSize, isTransposed: true), Operand(dz, stride: width),
      into: pass.gradients + input.offset, stride: width, accumulating: false)
    if let bias {
      sumColumns(dz, rows: rows, columns: width, into: pass.gradients + bias.offset)
    }
    guard let inputGradient = pass.inputGradient else { return }
    pass.packed[3].multiply(
      rows: rows, Operand(dz, stride: width), into: inputGradient, stride: inputSize)
  }

  /// The sum of the pre-activations' gradients over the steps that read each distinct symbol.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func summed<Scalar: KernelScalar>(
    _ dz: UnsafePointer<Scalar>, _ pass: LayerPass<Scalar>, _ shared: SharedInputs<Scalar>
  ) -> UnsafePointer<Scalar> {
    let sums = shared.projections
    sums.update(repeating: 0, count: shared.count * width)
    for step in 0..<pass.steps {
      Scalar.addScaled(
        1, dz + step * width, to: sums + Int(shared.places[step]) * width, count: width)
    }
    return UnsafePointer(sums)
  }

  /// The gradient of U.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func recurrentBackward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, preactivationGradients dz: UnsafePointer<Scalar>,
    _ hidden: PreviousHidden<Scalar>
  ) {
    func product(
      _ hidden: UnsafePointer<Scalar>, _ dz: UnsafePointer<Scalar>, steps: Int, accumulating: Bool
    ) {
      Scalar.multiply(
        rows: units, columns: width, inner: steps,
        Operand(hidden, stride: units, isTransposed: true), Operand(dz, stride: width),
        into: pass.gradients + recurrent.offset, stride: width, accumulating: accumulating)
    }
    if let dropped = hidden.dropped {
      return product(dropped, dz, steps: pass.steps, accumulating: false)
    }
    let rest = pass.steps - pass.rows
    let first = hidden.goesBackwards ? rest : 0
    product(hidden.initial, dz + first * width, steps: pass.rows, accumulating: false)
    guard rest > 0 else { return }
    let output = UnsafePointer(pass.output)
    if hidden.goesBackwards {
      product(output + pass.rows * units, dz, steps: rest, accumulating: true)
    } else {
      product(output, dz + pass.rows * width, steps: rest, accumulating: true)
    }
  }
}

/// Where the hidden state before each time step stands once a forward pass is done.
struct PreviousHidden<Scalar: KernelScalar> {
  /// Before the first step that was read; the others are the outputs of their neighbours.
  let initial: UnsafePointer<Scalar>
  let goesBackwards: Bool
  /// Before every step, where a part of it was dropped.
  let dropped: UnsafePointer<Scalar>?
}
