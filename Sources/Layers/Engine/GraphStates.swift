import Kernels

// The states of operations: where they come from, and where their gradients go.

extension GraphShard {
  /// Puts an operation's first state where its code reads it: zeros where none is given.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func begin(_ index: Int) {
    let (operation, states) = (network.operations[index], memory.states[index])
    if !operation.beginsWithState { return states.values.update(repeating: 0) }
    let count = states.count / (operation.inputs.count - 1)
    for (part, input) in operation.inputs.dropFirst().enumerated() {
      (states.base + part * count).update(from: memory.values[input].base, count: count)
    }
  }

  /// A part of the state that the code ended with whose output an operation reads.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func state(
    _ part: Int, of operation: GraphOperation
  ) -> UnsafeMutableBufferPointer<Scalar> {
    slice(part, of: memory.states[memory.producers[operation.inputs[0]]!], operation)
  }

  private func slice(
    _ part: Int, of buffer: Buffer<Scalar>, _ operation: GraphOperation
  ) -> UnsafeMutableBufferPointer<Scalar> {
    let count = rows * network.values[operation.output].shape.size
    return UnsafeMutableBufferPointer(start: buffer.base + part * count, count: count)
  }

  /// Adds the gradient of a part of a state to that of the state.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func addStateGradient(_ part: Int, of operation: GraphOperation) {
    let producer = memory.producers[operation.inputs[0]]!
    let gradients = memory.stateGradients[producer]
    if !hasStateGradient[producer] { gradients.values.update(repeating: 0) }
    hasStateGradient[producer] = true
    let target = slice(part, of: gradients, operation)
    Scalar.addScaled(
      1, memory.valueGradients[operation.output].base, to: target.baseAddress!,
      count: target.count)
  }

  /// Zeros where nothing has come back to an output or a state that the code's way back reads.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func prepareGradients(_ index: Int) {
    let output = network.operations[index].output
    if !hasGradient[output] {
      let count = extents[output].places * network.values[output].shape.size
      memory.valueGradients[output].base.update(repeating: 0, count: count)
    }
    if !hasStateGradient[index] { memory.stateGradients[index].values.update(repeating: 0) }
  }

  /// Hands the gradient of the first state on to the values that it came from.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func passOnStateGradient(_ index: Int) {
    let (operation, gradients) = (network.operations[index], memory.stateGradients[index])
    if !operation.beginsWithState { return }
    let states = operation.inputs.dropFirst()
    for (part, input) in states.enumerated() where network.values[input].needsGradient {
      let count = gradients.count / states.count
      addGradient(of: input) { gradient in
        gradient.update(from: gradients.base + part * count, count: count)
      }
    }
  }
}
