import Kernels
import LinearAlgebra

/// Two recurrent layers over the same input, one in each direction.
struct BidirectionalCode<Scalar: KernelScalar>: LayerCode {
  let forwards: any LayerCode<Scalar>
  let backwards: any LayerCode<Scalar>
  let merge: Bidirectional.Merge
  /// Whether the output is every time step's, or each direction's last alone.
  let keepsTime: Bool

  var inputSize: Int { forwards.inputSize }
  var outputSize: Int { units * (merge == .concatenate ? 2 : 1) }
  var stateSize: Int { forwards.stateSize + backwards.stateSize }
  var isStateful: Bool { forwards.isStateful }
  var backwardReadsOutput: Bool { false }
  private var units: Int { forwards.outputSize }

  /// Each direction's own memory, its outputs and their gradient, and a gradient of the input.
  func scratchCount(rows: Int, time: Int) -> Int {
    let own = forwards.scratchCount(rows: rows, time: time)
    return 2 * (own + 2 * rows * time * units) + rows * time * inputSize
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    forwards.initialise(parameters, using: &generator)
    backwards.initialise(parameters, using: &generator)
  }

  func makePacked() -> [PackedWeights<Scalar>] { forwards.makePacked() + backwards.makePacked() }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    let half = packed.count / 2
    forwards.pack(parameters, into: Array(packed[..<half]))
    backwards.pack(parameters, into: Array(packed[half...]))
  }

  func forward(_ pass: LayerPass<Scalar>) {
    for index in 0..<2 {
      let own = ownPass(pass, index)
      (index == 0 ? forwards : backwards).forward(own)
      let isAdded = merge == .sum && index == 1
      for (step, row) in mergedSteps(pass, index) {
        let source = own.output + row * units
        let target = pass.output + step * outputSize + column(index)
        if isAdded {
          Scalar.addScaled(1, source, to: target, count: units)
        } else {
          target.update(from: source, count: units)
        }
      }
    }
  }

  func backward(_ pass: LayerPass<Scalar>) {
    for index in 0..<2 {
      let own = ownPass(pass, index)
      let gradient = UnsafeMutablePointer(mutating: own.outputGradient)
      gradient.update(repeating: 0, count: pass.steps * units)
      for (step, row) in mergedSteps(pass, index) {
        (gradient + row * units).update(
          from: pass.outputGradient + step * outputSize + column(index), count: units)
      }
      (index == 0 ? forwards : backwards).backward(own)
      if index == 1, let inputGradient = pass.inputGradient, let second = own.inputGradient {
        Scalar.addScaled(1, second, to: inputGradient, count: pass.steps * inputSize)
      }
    }
  }

  // MARK: Parts

  /// Where a direction's numbers begin in an output.
  private func column(_ index: Int) -> Int { merge == .concatenate ? index * units : 0 }

  /// Vectors of the output, each with the vector of a direction's outputs that goes into it.
  private func mergedSteps(_ pass: LayerPass<Scalar>, _ index: Int) -> [(step: Int, row: Int)] {
    if keepsTime { return (0..<pass.steps).map { ($0, $0) } }
    let last = index == 0 ? pass.steps - pass.rows : 0
    return (0..<pass.rows).map { ($0, last + $0) }
  }

  /// The pass of one direction over the same input, its memory a part of this one's.
  private func ownPass(_ pass: LayerPass<Scalar>, _ index: Int) -> LayerPass<Scalar> {
    let count = forwards.scratchCount(rows: pass.rows, time: pass.time)
    let outputCount = pass.steps * units
    let scratch = pass.scratch + index * (count + 2 * outputCount)
    let inputGradient = pass.scratch + 2 * (count + 2 * outputCount)
    let half = pass.packed.count / 2
    return LayerPass(
      rows: pass.rows, time: pass.time, parameters: pass.parameters,
      packed: Array(index == 0 ? pass.packed[..<half] : pass.packed[half...]),
      gradients: pass.gradients, symbols: pass.symbols, input: pass.input,
      output: scratch + count,
      inputGradient: pass.inputGradient.map { index == 0 ? $0 : inputGradient },
      outputGradient: UnsafePointer(scratch + count + outputCount),
      state: pass.state + index * pass.rows * forwards.stateSize, scratch: scratch,
      mask: pass.mask, dropoutSeed: pass.dropoutSeed.map { $0 &+ UInt64(index) })
  }
}
