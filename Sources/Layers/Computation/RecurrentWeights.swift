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

  /// Works out x(t) * W + b of all time steps at once: writes them, time × rows × width, but for
  /// shared inputs, which wait for their step.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func projectInputs<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, into preactivations: UnsafeMutablePointer<Scalar>
  ) {
    guard let shared = pass.shared else {
      return pass.forEachActiveRun { run in
        project(
          pass, pass.input + run.lowerBound * inputSize, rows: run.count,
          into: preactivations + run.lowerBound * width)
      }
    }
    if !shared.isProjected {
      project(pass, pass.input, rows: shared.count, into: shared.projections)
    }
  }

  /// Where a step's shared inputs stand, for a product with U that is added to them; nil where none are
  /// shared.
  @inline(__always)
  func sharedInputs<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int
  ) -> FirstRows<Scalar>? {
    pass.shared.map {
      FirstRows($0.projections, stride: width, places: $0.places + t * pass.rows)
    }
  }

  /// Writes a step's shared inputs, when the step comes, so that they are in the first cache when they
  /// are read.
  ///
  /// - Parameters:
  ///   - preactivations: of all time steps.
  ///   - rows: so many of the step.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func placeInputs<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int, rows: Int,
    into preactivations: UnsafeMutablePointer<Scalar>
  ) {
    guard let shared = pass.shared else { return }
    for step in t * pass.rows..<t * pass.rows + rows {
      (preactivations + step * width).update(
        from: shared.projections + Int(shared.places[step]) * width, count: width)
    }
  }

  /// Writes x * W + b for so many inputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func project<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, _ inputs: UnsafePointer<Scalar>, rows: Int,
    into projections: UnsafeMutablePointer<Scalar>
  ) {
    pass.packed[2].multiply(
      rows: rows, Operand(inputs, stride: inputSize), into: projections, stride: width,
      startingWith: bias.map { FirstRows(pass.parameters + $0.offset, stride: 0) })
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

  /// The gradients of W, b and the input. Those of shared inputs are added up already.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func inputBackward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, preactivationGradients dz: UnsafePointer<Scalar>
  ) {
    guard let shared = pass.shared else { return stepsBackward(pass, dz) }
    let (dz, rows) = (UnsafePointer(shared.projections), shared.count)
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

  /// The same where every step has an input of its own.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func stepsBackward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, _ dz: UnsafePointer<Scalar>
  ) {
    let runs = pass.activeRuns
    var products = CountedProducts(
      rows: inputSize, columns: width, into: pass.gradients + input.offset,
      gathers: pass.mask != nil)
    for run in runs {
      products.add(
        pass.input + run.lowerBound * inputSize, dz + run.lowerBound * width, steps: run.count)
    }
    products.finish()
    if let bias {
      let sums = pass.gradients + bias.offset
      sums.update(repeating: 0, count: width)
      for run in runs {
        sumColumns(
          dz + run.lowerBound * width, rows: run.count, columns: width, into: sums, adding: true)
      }
    }
    guard let inputGradient = pass.inputGradient else { return }
    if pass.mask != nil { inputGradient.update(repeating: 0, count: pass.steps * inputSize) }
    for run in runs {
      pass.packed[3].multiply(
        rows: run.count, Operand(dz + run.lowerBound * width, stride: width),
        into: inputGradient + run.lowerBound * inputSize, stride: inputSize)
    }
  }

  /// To be called before a backward pass, which adds up the gradients of shared inputs.
  func clearSharedGradients<Scalar: KernelScalar>(_ pass: LayerPass<Scalar>) {
    guard let shared = pass.shared else { return }
    shared.projections.update(repeating: 0, count: shared.count * width)
  }

  /// Adds the gradient of a step's pre-activations, of one row, to that of its symbol.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func addSharedGradient<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, at t: Int, row: Int, _ dz: UnsafePointer<Scalar>
  ) {
    guard let shared = pass.shared else { return }
    let place = Int(shared.places[t * pass.rows + row])
    Scalar.addScaled(1, dz, to: shared.projections + place * width, count: width)
  }

  /// The gradient of U.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func recurrentBackward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, preactivationGradients dz: UnsafePointer<Scalar>,
    _ hidden: PreviousHidden<Scalar>
  ) {
    let runs = pass.activeRuns
    var products = CountedProducts(
      rows: units, columns: width, into: pass.gradients + recurrent.offset,
      gathers: pass.mask != nil)
    if let dropped = hidden.dropped {
      for run in runs {
        products.add(
          dropped + run.lowerBound * units, dz + run.lowerBound * width, steps: run.count)
      }
      return products.finish()
    }
    // The step that was read first, then the others, which find the states before them among the
    // outputs.
    let rest = pass.steps - pass.rows
    let first = hidden.goesBackwards ? rest : 0
    let active = pass.activeRows(first / pass.rows)
    products.add(hidden.initial, dz + first * width, steps: active)
    let others = hidden.goesBackwards ? 0..<rest : pass.rows..<pass.steps
    for run in runs {
      let steps = run.clamped(to: others)
      if steps.isEmpty { continue }
      let before = steps.lowerBound + (hidden.goesBackwards ? pass.rows : -pass.rows)
      products.add(
        pass.output + before * units, dz + steps.lowerBound * width, steps: steps.count)
    }
    products.finish()
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
