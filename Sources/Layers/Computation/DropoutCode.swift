import Kernels
import LinearAlgebra

struct DropoutCode<Scalar: KernelScalar>: LayerCode {
  let inputSize: Int
  let rate: Double
  /// Whether a row drops the same numbers at every time step, as a recurrent layer's inputs do.
  let isSharedOverTime: Bool

  var outputSize: Int { inputSize }
  var reach: LayerReach { .step }
  var backwardReadsOutput: Bool { false }

  /// The multipliers.
  func scratchCount(rows: Int, time: Int) -> Int {
    (isSharedOverTime ? 1 : time) * rows * inputSize
  }

  func forward(_ pass: LayerPass<Scalar>) {
    drawDropout(
      rate: rate, seed: pass.dropoutSeed, pass.scratch,
      count: scratchCount(rows: pass.rows, time: pass.time))
    multiply(pass.input, pass, into: pass.output)
  }

  func backward(_ pass: LayerPass<Scalar>) {
    guard let inputGradient = pass.inputGradient else { return }
    multiply(pass.outputGradient, pass, into: inputGradient)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func multiply(
    _ source: UnsafePointer<Scalar>, _ pass: LayerPass<Scalar>,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    let count = pass.rows * inputSize
    for t in 0..<pass.time {
      let multipliers = pass.scratch + (isSharedOverTime ? 0 : t * count)
      for index in 0..<count {
        target[t * count + index] = source[t * count + index] * multipliers[index]
      }
    }
  }
}
