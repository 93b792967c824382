import Kernels
import LinearAlgebra

struct SimpleRNNCode<Scalar: KernelScalar>: LayerCode {
  let weights: RecurrentWeights
  let recurrence: Recurrence
  let isStateful: Bool

  var inputSize: Int { weights.inputSize }
  var outputSize: Int { weights.units }
  var projectionWidth: Int { weights.width }
  /// The hidden state.
  var stateSize: Int { weights.units }

  init(_ description: SimpleRNN, inputSize: Int, name: String, layout: inout ParameterLayout) {
    weights = RecurrentWeights(
      inputSize: inputSize, units: description.units, gates: 1, name: name, layout: &layout)
    recurrence = Recurrence(units: description.units, description.options)
    isStateful = description.options.stateful
  }

  /// The initial hidden state, the gradient that flows back through time, and that of every
  /// step's pre-activation.
  func scratchCount(rows: Int, time: Int) -> Int {
    (2 + time) * rows * weights.units + recurrence.scratchCount(rows: rows, time: time)
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
    let dropout = pass.scratch + (2 + pass.time) * stepCount
    recurrence.begin(pass, dropout)
    weights.projectInputs(pass, into: pass.output)
    var previous = UnsafePointer(initialHidden)
    for order in 0..<pass.time {
      let t = recurrence.step(order, of: pass.time)
      let hidden = pass.output + t * stepCount
      pass.packed[0].multiply(
        rows: pass.rows,
        Operand(recurrence.dropped(previous, pass, at: t, dropout), stride: units), into: hidden,
        stride: units, accumulating: true)
      Scalar.vectorTanh(hidden, into: hidden, count: stepCount)
      recurrence.hold(pass, at: t, hidden, previous: previous)
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
    let dropout = gradients + pass.time * stepCount
    for index in 0..<stepCount { carried[index] = 0 }
    for order in (0..<pass.time).reversed() {
      let t = recurrence.step(order, of: pass.time)
      let hidden = pass.output + t * stepCount
      let dz = gradients + t * stepCount
      Scalar.addScaled(1, pass.outputGradient + t * stepCount, to: carried, count: stepCount)
      for index in 0..<stepCount {
        dz[index] = carried[index] * (1 - hidden[index] * hidden[index])
      }
      for row in 0..<pass.rows where pass.isPadding(t, row) {
        for index in 0..<units { dz[row * units + index] = 0 }
      }
      if order == 0 { break }
      recurrence.carryBack(
        pass, at: t, dz, width: units, weights: pass.packed[1], into: carried, dropout)
    }
    weights.backward(
      pass, preactivationGradients: gradients,
      PreviousHidden(
        initial: initialHidden, goesBackwards: recurrence.goesBackwards,
        dropped: recurrence.allDropped(pass, dropout)))
  }
}
