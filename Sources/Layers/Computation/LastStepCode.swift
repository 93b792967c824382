import Kernels
import LinearAlgebra

/// Hands on the last hidden state of a recurrent layer that does not return sequences.
///
/// The layer below repeats its state at padded steps, so that the step that it read last always
/// holds the state after the last step that counts.
struct LastStepCode<Scalar: KernelScalar>: LayerCode {
  let inputSize: Int
  /// Whether the layer below goes backwards, and so ends at the first step.
  let isFirst: Bool

  var outputSize: Int { inputSize }
  var keepsTime: Bool { false }
  var reach: LayerReach { isFirst ? .sequence : .lastStep }
  var backwardReadsOutput: Bool { false }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let count = pass.rows * inputSize
    pass.output.update(from: pass.input + (isFirst ? 0 : pass.time - 1) * count, count: count)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    guard let inputGradient = pass.inputGradient else { return }
    let count = pass.rows * inputSize
    inputGradient.update(repeating: 0, count: pass.time * count)
    (inputGradient + (isFirst ? 0 : pass.time - 1) * count)
      .update(from: pass.outputGradient, count: count)
  }
}
