import Kernels
import LinearAlgebra

struct LayerNormCode<Scalar: KernelScalar>: LayerCode {
  let scale: ParameterSlot
  let offset: ParameterSlot
  let epsilon: Double

  var inputSize: Int { scale.columns }
  var outputSize: Int { scale.columns }
  var reach: LayerReach { .step }
  var backwardReadsOutput: Bool { false }

  init(_ description: LayerNorm, inputSize: Int, name: String, layout: inout ParameterLayout) {
    scale = layout.addVector(name + ".scale", count: inputSize)
    offset = layout.addVector(name + ".offset", count: inputSize)
    epsilon = description.epsilon
  }

  /// The normalised vectors, and one over the standard deviation of each.
  func scratchCount(rows: Int, time: Int) -> Int { rows * time * (inputSize + 1) }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    for index in 0..<inputSize { parameters[scale.offset + index] = 1 }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let size = inputSize
    let (gain, shift) = (pass.parameters + scale.offset, pass.parameters + offset.offset)
    let spreads = pass.scratch + pass.steps * size
    for step in 0..<pass.steps {
      let (x, y) = (pass.input + step * size, pass.output + step * size)
      let normalised = pass.scratch + step * size
      var sum = 0.0
      for index in 0..<size { sum += Double(x[index]) }
      let mean = sum / Double(size)
      var squares = 0.0
      for index in 0..<size { squares += (Double(x[index]) - mean) * (Double(x[index]) - mean) }
      let spread = 1 / (squares / Double(size) + epsilon).squareRoot()
      spreads[step] = Scalar(spread)
      for index in 0..<size {
        normalised[index] = Scalar((Double(x[index]) - mean) * spread)
        y[index] = normalised[index] * gain[index] + shift[index]
      }
    }
  }

  /// With n the normalised vector and g = dy ⊙ scale,
  ///
  ///     dx = (g − mean(g) − n ⊙ mean(g ⊙ n)) / √(variance + ε)
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let size = inputSize
    let gain = pass.parameters + scale.offset
    let (dGain, dShift) = (pass.gradients + scale.offset, pass.gradients + offset.offset)
    let spreads = pass.scratch + pass.steps * size
    sumColumns(pass.outputGradient, rows: pass.steps, columns: size, into: dShift)
    for index in 0..<size { dGain[index] = 0 }
    for step in 0..<pass.steps {
      let dy = pass.outputGradient + step * size
      let normalised = pass.scratch + step * size
      var mean: Scalar = 0
      var product: Scalar = 0
      for index in 0..<size {
        dGain[index] += dy[index] * normalised[index]
        mean += dy[index] * gain[index]
        product += dy[index] * gain[index] * normalised[index]
      }
      guard let inputGradient = pass.inputGradient else { continue }
      mean /= Scalar(size)
      product /= Scalar(size)
      let dx = inputGradient + step * size
      for index in 0..<size {
        dx[index] = (dy[index] * gain[index] - mean - normalised[index] * product) * spreads[step]
      }
    }
  }
}
