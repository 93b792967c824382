import Kernels
import LinearAlgebra

struct EmbeddingCode<Scalar: KernelScalar>: LayerCode {
  let weights: ParameterSlot
  /// Whether the optimiser adds the gradient up itself, for the rows of the batch alone.
  let isSparse: Bool

  var inputSize: Int { 1 }
  var outputSize: Int { weights.columns }
  var backwardReadsOutput: Bool { false }

  init(
    _ description: Embedding, name: String, isSparse: Bool, layout: inout ParameterLayout
  ) {
    self.isSparse = isSparse
    weights = layout.add(
      name + ".weights", rows: description.vocabularySize, columns: description.size)
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    Initialisation.normal(
      parameters + weights.offset, count: weights.count,
      standardDeviation: 1 / Double(weights.columns).squareRoot(), using: &generator)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let table = pass.parameters + weights.offset
    for step in 0..<pass.steps {
      let vector = table + Int(pass.symbols[step]) * weights.columns
      (pass.output + step * weights.columns).update(from: vector, count: weights.columns)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    if isSparse { return }
    let size = weights.columns
    let gradient = pass.gradients + weights.offset
    for index in 0..<weights.count { gradient[index] = 0 }
    for step in 0..<pass.steps {
      let row = gradient + Int(pass.symbols[step]) * size
      let source = pass.outputGradient + step * size
      for column in 0..<size { row[column] += source[column] }
    }
  }
}
