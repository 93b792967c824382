import Kernels
import LinearAlgebra

struct SimpleRNNCode<Scalar: KernelScalar>: LayerCode {
  let weights: RecurrentWeights

  var inputSize: Int { weights.inputSize }
  var outputSize: Int { weights.units }
  /// The hidden state.
  var stateSize: Int { weights.units }

  init(_ description: SimpleRNN, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 1, name: name, layout: &layout)
  }

  /// The initial hidden state, the gradient that flows back through time, and that of every
  /// step's pre-activation.
  func scratchCount(rows: Int, time: Int) -> Int {
    (2 + time) * rows * weights.units
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    weights.initialise(parameters, using: &generator)
  }

  func makePacked() -> [PackedWeights<Scalar>] { weights.makePacked() }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {
    weights.pack(parameters, into: packed)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let stepCount = pass.rows * units
    let initialHidden = pass.scratch
    initialHidden.update(from: pass.state, count: stepCount)
    weights.projectInputs(pass, into: pass.output)
    var previous = UnsafePointer(initialHidden)
    for t in 0..<pass.time {
      let hidden = pass.output + t * stepCount
      pass.packed[0].multiply(
        rows: pass.rows, Operand(previous, stride: units), into: hidden, stride: units,
        accumulating: true)
      Scalar.vectorTanh(hidden, into: hidden, count: stepCount)
      previous = UnsafePointer(hidden)
    }
    pass.state.update(from: previous, count: stepCount)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    let units = weights.units
    let stepCount = pass.rows * units
    let initialHidden = pass.scratch
    let carried = pass.scratch + stepCount
    let gradients = carried + stepCount
    for index in 0..<stepCount { carried[index] = 0 }
    for t in (0..<pass.time).reversed() {
      let hidden = pass.output + t * stepCount
      let fromAbove = pass.outputGradient + t * stepCount
      let dz = gradients + t * stepCount
      for index in 0..<stepCount {
        dz[index] = (fromAbove[index] + carried[index]) * (1 - hidden[index] * hidden[index])
      }
      if t == 0 { break }
      pass.packed[1].multiply(
        rows: pass.rows, Operand(dz, stride: units), into: carried, stride: units)
    }
    weights.backward(pass, preactivationGradients: gradients, initialHidden: initialHidden)
  }
}
