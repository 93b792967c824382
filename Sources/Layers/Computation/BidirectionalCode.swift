import Kernels
import LinearAlgebra

/// Two recurrent layers over the same input, one in each direction.
struct BidirectionalCode<Scalar: KernelScalar>: LayerCode {
  /// Forwards, then backwards: of one kind and size.
  let directions: [any LayerCode<Scalar>]
  let merge: Bidirectional.Merge
  /// Whether the output is every time step's, or each direction's last alone.
  let keepsTime: Bool
  let inputSize: Int
  /// Numbers of each direction's output.
  private let units: Int

  init(
    _ directions: [any LayerCode<Scalar>], merge: Bidirectional.Merge, keepsTime: Bool
  ) {
    self.directions = directions
    self.merge = merge
    self.keepsTime = keepsTime
    inputSize = directions[0].inputSize
    units = directions[0].outputSize
  }

  var outputSize: Int { units * (merge == .concatenate ? 2 : 1) }
  var stateSize: Int { 2 * directions[0].stateSize }
  var isStateful: Bool { directions[0].isStateful }
  var backwardReadsOutput: Bool { false }
  /// That of both directions.
  var projectionWidth: Int { 2 * directions[0].projectionWidth }

  /// Each direction's own memory, its outputs and their gradient, and a gradient of the input.
  func scratchCount(rows: Int, time: Int) -> Int {
    let own = directions[0].scratchCount(rows: rows, time: time)
    return 2 * (own + 2 * rows * time * units) + rows * time * inputSize
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    for direction in directions { direction.initialise(parameters, using: &generator) }
  }

  func makePacked() -> [PackedWeights<Scalar>] { directions.flatMap { $0.makePacked() } }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    for (index, direction) in directions.enumerated() {
      direction.pack(parameters, into: own(packed, index))
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    for (index, direction) in directions.enumerated() {
      let own = ownPass(pass, index)
      direction.forward(own)
      for (step, row) in mergedSteps(pass, index) {
        let source = own.output + row * units
        let target = pass.output + step * outputSize + column(index)
        if index == 0 || merge == .concatenate {
          target.update(from: source, count: units)
        } else {
          join(source, to: target)
        }
      }
    }
  }

  /// Makes a vector of the forward direction the merged one.
  private func join(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    switch merge {
    case .concatenate: fatalError("stand side by side")
    case .sum: Scalar.addScaled(1, source, to: target, count: units)
    case .mean: for unit in 0..<units { target[unit] = (target[unit] + source[unit]) / 2 }
    case .product: for unit in 0..<units { target[unit] *= source[unit] }
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    for (index, direction) in directions.enumerated() {
      let own = ownPass(pass, index)
      splitGradient(pass, index, into: UnsafeMutablePointer(mutating: own.outputGradient))
      direction.backward(own)
      if index == 1, let inputGradient = pass.inputGradient, let second = own.inputGradient {
        let count = pass.shared?.count ?? pass.steps
        Scalar.addScaled(1, second, to: inputGradient, count: count * inputSize)
      }
    }
  }

  /// Writes the gradient of a direction's outputs.
  private func splitGradient(
    _ pass: LayerPass<Scalar>, _ index: Int, into gradient: UnsafeMutablePointer<Scalar>
  ) {
    gradient.update(repeating: 0, count: pass.steps * units)
    let other = UnsafePointer(ownPass(pass, 1 - index).output)
    for ((step, row), (_, otherRow)) in zip(mergedSteps(pass, index), mergedSteps(pass, 1 - index))
    {
      let target = gradient + row * units
      target.update(
        from: pass.outputGradient + step * outputSize + column(index), count: units)
      switch merge {
      case .concatenate, .sum: break
      case .mean: for unit in 0..<units { target[unit] /= 2 }
      case .product: for unit in 0..<units { target[unit] *= other[otherRow * units + unit] }
      }
    }
  }

  // MARK: Parts

  /// Where a direction's numbers begin in an output.
  private func column(_ index: Int) -> Int { merge == .concatenate ? index * units : 0 }

  private func own(
    _ packed: [PackedWeights<Scalar>], _ index: Int
  ) -> [PackedWeights<Scalar>] {
    let count = packed.count / 2
    return Array(packed[index * count..<(index + 1) * count])
  }

  /// Each direction's products stand together.
  private func own(_ shared: SharedInputs<Scalar>, _ index: Int) -> SharedInputs<Scalar> {
    let count = index * shared.count * directions[0].projectionWidth
    return SharedInputs(
      symbols: shared.symbols, count: shared.count, places: shared.places,
      projections: shared.projections + count, isProjected: shared.isProjected)
  }

  /// Vectors of the output, each with the vector of a direction's outputs that goes into it.
  private func mergedSteps(_ pass: LayerPass<Scalar>, _ index: Int) -> [(step: Int, row: Int)] {
    if keepsTime { return (0..<pass.steps).map { ($0, $0) } }
    let last = index == 0 ? pass.steps - pass.rows : 0
    return (0..<pass.rows).map { ($0, last + $0) }
  }

  /// The pass of one direction over the same input, its memory a part of this one's.
  private func ownPass(_ pass: LayerPass<Scalar>, _ index: Int) -> LayerPass<Scalar> {
    let count = directions[0].scratchCount(rows: pass.rows, time: pass.time)
    let outputCount = pass.steps * units
    let scratch = pass.scratch + index * (count + 2 * outputCount)
    let inputGradient = pass.scratch + 2 * (count + 2 * outputCount)
    let stateStart = index * pass.rows * directions[0].stateSize
    return LayerPass(
      rows: pass.rows, time: pass.time, parameters: pass.parameters,
      packed: own(pass.packed, index),
      gradients: pass.gradients, symbols: pass.symbols, input: pass.input,
      output: scratch + count,
      inputGradient: pass.inputGradient.map { index == 0 ? $0 : inputGradient },
      outputGradient: UnsafePointer(scratch + count + outputCount),
      state: pass.state + stateStart, scratch: scratch,
      mask: pass.mask, dropoutSeed: pass.dropoutSeed.map { $0 &+ UInt64(index) },
      shared: pass.shared.map { own($0, index) },
      stateGradient: pass.stateGradient.map { $0 + stateStart })
  }
}
