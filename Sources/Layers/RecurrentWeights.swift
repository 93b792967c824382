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
  let bias: ParameterSlot

  /// Columns of the gates side by side.
  var width: Int { gates * units }

  init(
    inputSize: Int, units: Int, gates: Int, name: String, layout: inout ParameterLayout
  ) {
    self.inputSize = inputSize
    self.units = units
    self.gates = gates
    input = layout.add(name + ".inputWeights", rows: inputSize, columns: gates * units)
    recurrent = layout.add(name + ".recurrentWeights", rows: units, columns: gates * units)
    bias = layout.add(name + ".bias", rows: 1, columns: gates * units)
  }

  func initialise<Scalar: KernelScalar>(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    Initialisation.glorotUniform(
      parameters + input.offset, inputs: inputSize, outputs: units, gates: gates,
      using: &generator)
    Initialisation.orthogonal(
      parameters + recurrent.offset, units: units, gates: gates, using: &generator)
  }

  /// Room for U, which the forward pass multiplies by, and Uᵀ, for the backward pass.
  func makePacked<Scalar: KernelScalar>() -> [PackedWeights<Scalar>] {
    [
      PackedWeights(inner: units, columns: width), PackedWeights(inner: width, columns: units),
    ]
  }

  func pack<Scalar: KernelScalar>(
    _ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]
  ) {
    let weights = parameters + recurrent.offset
    packed[0].pack(Operand(weights, stride: width))
    packed[1].pack(Operand(weights, stride: width, isTransposed: true))
  }

  /// Writes x(t) * W + b for all time steps at once, time × rows × width.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func projectInputs<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, into preactivations: UnsafeMutablePointer<Scalar>
  ) {
    broadcast(
      pass.parameters + bias.offset, columns: width, into: preactivations, rows: pass.steps)
    Scalar.multiply(
      rows: pass.steps, columns: width, inner: inputSize,
      Operand(pass.input, stride: inputSize),
      Operand(pass.parameters + input.offset, stride: width),
      into: preactivations, stride: width, accumulating: true)
  }

  /// Writes the gradients of W, U, b and the input, given those of the pre-activations of all time
  /// steps and the hidden state before the first.
  ///
  ///     dW = Σ x(t)ᵀ dz(t)    dU = Σ h(t-1)ᵀ dz(t)    db = Σ dz(t)    dx(t) = dz(t) Wᵀ
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward<Scalar: KernelScalar>(
    _ pass: LayerPass<Scalar>, preactivationGradients dz: UnsafePointer<Scalar>,
    initialHidden: UnsafePointer<Scalar>
  ) {
    Scalar.multiply(
      rows: inputSize, columns: width, inner: pass.steps,
      Operand(pass.input, stride: inputSize, isTransposed: true), Operand(dz, stride: width),
      into: pass.gradients + input.offset, stride: width, accumulating: false)
    Scalar.multiply(
      rows: units, columns: width, inner: pass.rows,
      Operand(initialHidden, stride: units, isTransposed: true), Operand(dz, stride: width),
      into: pass.gradients + recurrent.offset, stride: width, accumulating: false)
    if pass.time > 1 {
      Scalar.multiply(
        rows: units, columns: width, inner: pass.steps - pass.rows,
        Operand(pass.output, stride: units, isTransposed: true),
        Operand(dz + pass.rows * width, stride: width),
        into: pass.gradients + recurrent.offset, stride: width, accumulating: true)
    }
    sumColumns(dz, rows: pass.steps, columns: width, into: pass.gradients + bias.offset)
    guard let inputGradient = pass.inputGradient else { return }
    Scalar.multiply(
      rows: pass.steps, columns: inputSize, inner: width,
      Operand(dz, stride: width),
      Operand(pass.parameters + input.offset, stride: width, isTransposed: true),
      into: inputGradient, stride: inputSize, accumulating: false)
  }
}
