import Kernels

/// An operation without parameters over one shard, with its memory.
struct Rearrangement<Scalar: KernelScalar> {
  let operation: GraphOperation
  /// Of the shard.
  let rows: Int
  let inputs: [MergeInput<Scalar>]
  /// Of the first input.
  let shape: GraphShape
  let extent: GraphExtent
  let output: UnsafeMutablePointer<Scalar>
  let outputShape: GraphShape
  let outputExtent: GraphExtent
  /// 0 where a step of the output is padding; nil where none is.
  let outputMask: UnsafePointer<UInt8>?

  private var places: Int { outputExtent.places * operation.pixels }
  private var width: Int { outputShape.size / operation.pixels }

  func forward() {
    switch operation.work {
    case .code, .state, .attention, .attentionWeights: fatalError("a code runs by itself")
    case .concatenate: ConcatenateCode.forward(inputs, into: output, places: places)
    case .add: AddCode.forward(inputs, into: output, places: places, width: width)
    case .multiply: MultiplyCode.forward(inputs, into: output, places: places, width: width)
    case .subtract, .average:
      WeightedSumCode.forward(inputs, factors, into: output, places: places, width: width)
    case .dot:
      DotCode.forward(
        inputs[0].values, inputs[1].values, size: shape.size, into: output, places: places)
    case .repeatVector:
      RepeatCode.forward(
        inputs[0].values, count: extent.rows * shape.size, into: output, time: repetitions)
    case .reshape: ReshapeCode.move(inputs[0].values, layout, into: output, outputLayout)
    case .permute(let places):
      PermuteCode.forward(inputs[0].values, layout, places, into: output, outputLayout)
    case .steps(let from, let count):
      StepsCode.forward(
        inputs[0].values, stepMask, extent, from: from, count: count, size: shape.size, into: output
      )
    case .columns(let column):
      ConcatenateCode.backward(
        inputs[0].values, width: shape.size, column: column, size: width, into: output,
        places: places)
    case .half(let part):
      // As the gradient of what stands beside another comes back.
      ConcatenateCode.backward(
        inputs[0].values, width: shape.size, column: part * width, size: width, into: output,
        places: places)
    case .mask:
      MaskCode.forward(
        inputs[0].values, outputMask, into: output, places: places, size: width)
    }
  }

  /// Writes the gradient of one of the inputs.
  ///
  /// - Parameter scratch: for a product, room for a value of its shape.
  func backward(
    _ gradient: UnsafePointer<Scalar>, _ index: Int,
    into inputGradient: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>
  ) {
    let size = inputs[index].size
    switch operation.work {
    case .code, .state, .mask, .attention, .attentionWeights:
      fatalError("has no gradient here")
    case .concatenate:
      ConcatenateCode.backward(
        gradient, width: width, column: inputs[..<index].reduce(0) { $0 + $1.size }, size: size,
        into: inputGradient, places: places)
    case .add:
      AddCode.backward(gradient, width: width, size: size, into: inputGradient, places: places)
    case .multiply:
      MultiplyCode.backward(
        gradient, inputs, index: index, width: width, into: inputGradient, places: places,
        scratch: scratch)
    case .subtract, .average:
      WeightedSumCode.backward(
        gradient, width: width, size: size, factor: factors[index], into: inputGradient,
        places: places)
    case .dot:
      DotCode.backward(
        gradient, other: inputs[1 - index].values, size: size, into: inputGradient, places: places)
    case .repeatVector:
      RepeatCode.backward(
        gradient, count: extent.rows * shape.size, into: inputGradient, time: repetitions)
    case .half(let part):
      ColumnsCode.backward(
        gradient, column: part * width, size: width, of: 2 * width, into: inputGradient,
        places: places)
    case .reshape: ReshapeCode.move(gradient, outputLayout, into: inputGradient, layout)
    case .permute(let places):
      PermuteCode.backward(gradient, outputLayout, places, into: inputGradient, layout)
    case .steps(let from, let count):
      StepsCode.backward(
        gradient, stepMask, extent, from: from, count: count, size: shape.size, into: inputGradient)
    case .columns(let column):
      ColumnsCode.backward(
        gradient, column: column, size: width, of: shape.size, into: inputGradient, places: places)
    }
  }

  /// What each input is multiplied by in a difference or a mean.
  private var factors: [Scalar] {
    if case .subtract = operation.work { return [1, -1] }
    return inputs.map { _ in 1 / Scalar(inputs.count) }
  }

  /// 0 where a step of the first input is padding; nil where none is, or each step is a row.
  private var stepMask: UnsafePointer<UInt8>? { operation.isDistributed ? nil : inputs[0].mask }

  /// The time steps that a vector is repeated for.
  private var repetitions: Int { outputExtent.places / extent.rows }

  /// Where the numbers of the first input stand.
  private var layout: RowLayout { rowLayout(extent, size: shape.size) }

  /// Where those of the output stand.
  private var outputLayout: RowLayout { rowLayout(outputExtent, size: outputShape.size) }

  private func rowLayout(_ part: GraphExtent, size: Int) -> RowLayout {
    // Distributed, each time step is a row of its own, before and after.
    let rows = operation.isDistributed ? extent.rows : rows
    let outer = operation.isDistributed ? 1 : part.rows / rows
    return RowLayout(rows: rows, outer: outer, steps: part.places / (rows * outer), size: size)
  }
}
