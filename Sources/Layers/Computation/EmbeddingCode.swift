import Kernels
import LinearAlgebra

struct EmbeddingCode<Scalar: KernelScalar>: LayerCode {
  let weights: ParameterSlot
  /// Whether the optimiser adds the gradient up itself, for the rows of the batch alone.
  let isSparse: Bool
  private let initializer: Initializer

  var inputSize: Int { 1 }
  var outputSize: Int { weights.columns }
  var reach: LayerReach { .step }
  var backwardReadsOutput: Bool { false }

  init(
    _ description: Embedding, name: String, isSparse: Bool, layout: inout ParameterLayout
  ) {
    self.isSparse = isSparse
    initializer = description.initializer
    let (rows, columns) = (description.vocabularySize, description.size)
    weights =
      isSparse
      ? layout.addSparse(name + ".weights", rows: rows, columns: columns)
      : layout.add(name + ".weights", rows: rows, columns: columns, l2: description.l2)
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    // PyTorch's tables begin unlike its other weights.
    let initializer = initializer == .pyTorch ? .normal(1) : initializer
    initializer.fill(
      parameters + weights.offset, inputs: weights.rows, outputs: weights.columns, size: 1,
      using: &generator)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    if let shared = pass.shared, shared.isProjected { return }
    let table = pass.parameters + weights.offset
    let (symbols, count) = lookups(pass)
    for index in 0..<count {
      let vector = table + Int(symbols[index]) * weights.columns
      (pass.output + index * weights.columns).update(from: vector, count: weights.columns)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    if isSparse { return }
    let size = weights.columns
    let gradient = pass.gradients + weights.offset
    for index in 0..<weights.count { gradient[index] = 0 }
    let (symbols, count) = lookups(pass)
    for index in 0..<count {
      let row = gradient + Int(symbols[index]) * size
      let source = pass.outputGradient + index * size
      for column in 0..<size { row[column] += source[column] }
    }
  }

  /// The symbols whose vectors are wanted: each step's, or each distinct one.
  private func lookups(
    _ pass: LayerPass<Scalar>
  ) -> (symbols: UnsafePointer<Int32>, count: Int) {
    pass.shared.map { ($0.symbols, $0.count) } ?? (pass.symbols, pass.steps)
  }
}
