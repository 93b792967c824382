import Kernels
import LinearAlgebra

/// The affine map of a dense layer; its activation is a layer of its own.
struct DenseCode<Scalar: KernelScalar>: LayerCode {
  let weights: ParameterSlot
  /// Nil for a layer without.
  let bias: ParameterSlot?
  private let description: Dense

  var inputSize: Int { weights.rows }
  var outputSize: Int { weights.columns }
  var reach: LayerReach { .step }
  var backwardReadsOutput: Bool { false }

  init(_ description: Dense, inputSize: Int, name: String, layout: inout ParameterLayout) {
    self.description = description
    weights = layout.add(
      name + ".weights", rows: inputSize, columns: description.units, l2: description.kernelL2)
    bias =
      description.useBias
      ? layout.addVector(name + ".bias", count: description.units, l2: description.biasL2) : nil
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    description.kernelInitializer.fill(
      parameters + weights.offset, inputs: inputSize, outputs: outputSize, size: inputSize,
      using: &generator)
    guard let bias else { return }
    description.biasInitializer.fill(
      parameters + bias.offset, inputs: 1, outputs: outputSize, size: inputSize, using: &generator)
  }

  /// In single precision the weights are read where they are: they change with each step of training.
  func makeEightBits() -> [PackedWeights<Scalar>] {
    let weights = PackedWeights<Scalar>(inner: inputSize, columns: outputSize)
    weights.keepEightBits()
    return [weights]
  }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    packed.first?.pack(Operand(parameters + weights.offset, stride: outputSize))
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    if let bias {
      broadcast(
        pass.parameters + bias.offset, columns: outputSize, into: pass.output, rows: pass.steps)
    }
    let input = Operand(pass.input, stride: inputSize)
    if let packed = pass.packed.first {
      return packed.multiply(
        rows: pass.steps, input, into: pass.output, stride: outputSize, accumulating: bias != nil,
        isReversed: pass.isReversed)
    }
    Scalar.multiply(
      rows: pass.steps, columns: outputSize, inner: inputSize, input,
      Operand(pass.parameters + weights.offset, stride: outputSize),
      into: pass.output, stride: outputSize, accumulating: bias != nil)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    Scalar.multiply(
      rows: inputSize, columns: outputSize, inner: pass.steps,
      Operand(pass.input, stride: inputSize, isTransposed: true),
      Operand(pass.outputGradient, stride: outputSize),
      into: pass.gradients + weights.offset, stride: outputSize,
      accumulating: pass.addsGradients)
    if let bias {
      sumColumns(
        pass.outputGradient, rows: pass.steps, columns: outputSize,
        into: pass.gradients + bias.offset, adding: pass.addsGradients)
    }
    guard let inputGradient = pass.inputGradient else { return }
    Scalar.multiply(
      rows: pass.steps, columns: inputSize, inner: outputSize,
      Operand(pass.outputGradient, stride: outputSize),
      Operand(pass.parameters + weights.offset, stride: outputSize, isTransposed: true),
      into: inputGradient, stride: inputSize, accumulating: false)
  }
}
