import Kernels
import LinearAlgebra

/// What windows go over, before the rows and time steps of a pass are known.
struct WindowField: Sendable {
  /// Nil for time steps.
  let image: ImageShape?
  let channels: Int
  let vertical: WindowAxis?
  let horizontal: WindowAxis

  func grid(rows: Int, time: Int, mask: UnsafePointer<UInt8>? = nil) -> WindowGrid {
    if let image, let vertical {
      return WindowGrid(images: rows * time, image, vertical, horizontal)
    }
    return WindowGrid(time: time, items: rows, channels: channels, horizontal, mask: mask)
  }

  var windowSize: Int { (vertical?.size ?? 1) * horizontal.size * channels }

  /// Windows of each item; for time steps, those of a time step.
  var windowsOfAnImage: Int {
    guard let image, let vertical else { return 1 }
    return vertical.count(image.height) * horizontal.count(image.width)
  }
}

/// A layer whose filters go over a field, one way or the other.
protocol FilterCode: LayerCode {
  /// What the windows go over.
  var field: WindowField { get }
  /// The filters.
  var weights: ParameterSlot { get }
}

extension FilterCode {
  var backwardReadsOutput: Bool { false }
  var reach: LayerReach { field.image == nil ? .sequence : .step }

  /// Room for some windows' numbers side by side.
  func scratchCount(of grid: WindowGrid) -> Int {
    WindowGrid.windowsAtOnce(of: grid.count, size: grid.windowSize) * grid.windowSize
  }

  /// The filters, and their transpose.
  func makePacked() -> [PackedWeights<Scalar>] {
    [
      PackedWeights(inner: weights.rows, columns: weights.columns),
      PackedWeights(inner: weights.columns, columns: weights.rows),
    ]
  }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    let filters = parameters + weights.offset
    packed[0].pack(Operand(filters, stride: weights.columns))
    packed[1].pack(Operand(filters, stride: weights.columns, isTransposed: true))
  }
}

/// A convolution as products of matrices: the vectors of each window side by side make a row, which is
/// multiplied by the filters.
///
/// - Note: Chellapilla, Puri and Simard (2006), "High Performance Convolutional Neural Networks for
///   Document Processing".
struct ConvolutionCode<Scalar: KernelScalar>: FilterCode {
  let field: WindowField
  /// Numbers of a window × filters.
  let weights: ParameterSlot
  let bias: ParameterSlot?

  var inputSize: Int { field.image?.size ?? field.channels }
  var outputSize: Int { field.windowsOfAnImage * weights.columns }

  init(
    _ description: Convolution, _ field: WindowField, name: String, layout: inout ParameterLayout
  ) {
    self.field = field
    weights = layout.add(
      name + ".weights", rows: field.windowSize, columns: description.filters)
    bias =
      description.useBias
      ? layout.addVector(name + ".bias", count: description.filters) : nil
  }

  func scratchCount(rows: Int, time: Int) -> Int {
    scratchCount(of: field.grid(rows: rows, time: time))
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    let taps = field.windowSize / field.channels
    Initialisation.uniform(
      parameters + weights.offset, count: weights.count,
      inputs: field.windowSize, outputs: taps * weights.columns, using: &generator)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let grid = field.grid(rows: pass.rows, time: pass.time, mask: pass.mask)
    let (size, filters) = (weights.rows, weights.columns)
    if let bias {
      broadcast(
        pass.parameters + bias.offset, columns: filters, into: pass.output, rows: grid.count)
    }
    for part in grid.parts {
      pass.packed[0].multiply(
        rows: part.count, Operand(columns(grid, pass, part), stride: size),
        into: pass.output + part.lowerBound * filters, stride: filters, accumulating: bias != nil)
    }
  }

  /// With C the windows' numbers, dW = Cᵀ * dy and dC = dy * Wᵀ, which goes back to where they came from.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let grid = field.grid(rows: pass.rows, time: pass.time, mask: pass.mask)
    let (size, filters) = (weights.rows, weights.columns)
    let (gradient, dy) = (pass.gradients + weights.offset, pass.outputGradient)
    if let bias {
      sumColumns(dy, rows: grid.count, columns: filters, into: pass.gradients + bias.offset)
    }
    pass.inputGradient?.update(repeating: 0, count: grid.places * field.channels)
    for part in grid.parts {
      let dyOfPart = dy + part.lowerBound * filters
      Scalar.multiply(
        rows: size, columns: filters, inner: part.count,
        Operand(columns(grid, pass, part), stride: size, isTransposed: true),
        Operand(dyOfPart, stride: filters), into: gradient, stride: filters,
        accumulating: part.lowerBound > 0)
      guard let inputGradient = pass.inputGradient else { continue }
      pass.packed[1].multiply(
        rows: part.count, Operand(dyOfPart, stride: filters), into: pass.scratch, stride: size)
      grid.scatter(UnsafePointer(pass.scratch), windows: part, addingTo: inputGradient)
    }
  }

  /// The numbers of some windows, where they stand or put together.
  private func columns(
    _ grid: WindowGrid, _ pass: LayerPass<Scalar>, _ part: Range<Int>
  ) -> UnsafePointer<Scalar> {
    if grid.isIdentity { return pass.input + part.lowerBound * field.channels }
    grid.gather(pass.input, windows: part, into: pass.scratch)
    return UnsafePointer(pass.scratch)
  }
}

/// A transposed convolution: what ``ConvolutionCode`` does on its way back is its way forward.
struct TransposedConvolutionCode<Scalar: KernelScalar>: FilterCode {
  /// The result, over which the windows go.
  let field: WindowField
  /// Numbers of a window × numbers of a vector that comes in.
  let weights: ParameterSlot
  let bias: ParameterSlot?

  /// - Parameter field: of the result.
  init(
    _ description: Convolution, _ field: WindowField, channels: Int, name: String,
    layout: inout ParameterLayout
  ) {
    self.field = field
    weights = layout.add(name + ".weights", rows: field.windowSize, columns: channels)
    bias =
      description.useBias
      ? layout.addVector(name + ".bias", count: description.filters) : nil
  }

  var inputSize: Int { field.windowsOfAnImage * weights.columns }
  var outputSize: Int { field.image?.size ?? field.channels }

  private func grid(rows: Int, time: Int) -> WindowGrid {
    // The steps of the result where the windows go over time; those of the sequence otherwise.
    field.grid(rows: rows, time: field.image == nil ? field.horizontal.spread(time) : time)
  }

  func scratchCount(rows: Int, time: Int) -> Int {
    scratchCount(of: grid(rows: rows, time: time))
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    let taps = field.windowSize / field.channels
    Initialisation.uniform(
      parameters + weights.offset, count: weights.count, inputs: taps * weights.columns,
      outputs: field.windowSize, using: &generator)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let grid = grid(rows: pass.rows, time: pass.time)
    let (size, channels) = (weights.rows, weights.columns)
    if let bias {
      broadcast(
        pass.parameters + bias.offset, columns: field.channels, into: pass.output,
        rows: grid.places)
    } else {
      pass.output.update(repeating: 0, count: grid.places * field.channels)
    }
    for part in grid.parts {
      pass.packed[1].multiply(
        rows: part.count, Operand(pass.input + part.lowerBound * channels, stride: channels),
        into: pass.scratch, stride: size)
      grid.scatter(
        UnsafePointer(pass.scratch), windows: part, counts: counts(pass), addingTo: pass.output)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let grid = grid(rows: pass.rows, time: pass.time)
    let (size, channels) = (weights.rows, weights.columns)
    let (gradient, dy) = (pass.gradients + weights.offset, pass.outputGradient)
    if let bias {
      sumColumns(dy, rows: grid.places, columns: field.channels, into: pass.gradients + bias.offset)
    }
    for part in grid.parts {
      grid.gather(dy, windows: part, into: pass.scratch)
      if let counts = counts(pass) {
        for (row, window) in part.enumerated() where counts[window] == 0 {
          (pass.scratch + row * size).update(repeating: 0, count: size)
        }
      }
      Scalar.multiply(
        rows: size, columns: channels, inner: part.count,
        Operand(pass.scratch, stride: size, isTransposed: true),
        Operand(pass.input + part.lowerBound * channels, stride: channels), into: gradient,
        stride: channels, accumulating: part.lowerBound > 0)
      guard let inputGradient = pass.inputGradient else { continue }
      pass.packed[0].multiply(
        rows: part.count, Operand(pass.scratch, stride: size),
        into: inputGradient + part.lowerBound * channels, stride: channels)
    }
  }

  /// Which steps add to the result; nil where all do, as all pixels of images.
  private func counts(_ pass: LayerPass<Scalar>) -> UnsafePointer<UInt8>? {
    field.image == nil ? pass.mask : nil
  }
}

extension Initialisation {
  /// Glorot and Bengio's uniform numbers for weights that are not a matrix of inputs × outputs.
  static func uniform<Scalar: KernelScalar>(
    _ weights: UnsafeMutablePointer<Scalar>, count: Int, inputs: Int, outputs: Int,
    using generator: inout SeededGenerator
  ) {
    let limit = (6 / Double(inputs + outputs)).squareRoot()
    for index in 0..<count { weights[index] = Scalar(generator.uniform(in: -limit...limit)) }
  }
}
