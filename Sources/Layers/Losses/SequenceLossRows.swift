import Kernels

// What losses of whole sequences compute, a sequence at a time.

extension SequenceLoss {
  /// What is wrong with the numbers that a last layer gives a time step, in words that follow
  /// "with NAME expected", or nil. Found when a model is compiled.
  func problem(ofOutputs columns: Int) -> String? {
    switch self {
    case .pointer, .crf: nil
    case .ctc(let blank): CTCLoss.problem(ofOutputs: columns, blank: blank)
    }
  }

  /// What is wrong with the target of a sequence, in words that follow "with NAME expected", or nil.
  /// Found before the first step.
  ///
  /// - Parameters:
  ///   - target: of one example.
  ///   - steps: its time steps, those that a mask leaves out counted too.
  ///   - counted: those that count.
  ///   - columns: the numbers that the last layer gives a time step.
  func problem(
    ofTarget target: ArraySlice<Int>, steps: Int, counted: [Int], columns: Int
  ) -> String? {
    switch self {
    case .pointer:
      PointerLoss<Float>.problem(
        ofTarget: target, steps: steps, counted: counted, columns: columns)
    case .ctc(let blank):
      CTCLoss.problem(ofTarget: target, steps: counted.count, columns: columns, blank: blank)
    case .crf: CRFLoss.problem(ofTarget: target, counted: counted, tags: columns)
    }
  }

  /// Returns the loss of one sequence, and turns its outputs into its gradient times `scale`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forwardAndBackward<Scalar: KernelScalar>(
    _ row: SequenceRow<Scalar>, scale: Scalar
  ) -> Double {
    switch self {
    case .pointer: PointerLoss.forwardAndBackward(row, scale: scale)
    case .ctc(let blank): CTCLoss.forwardAndBackward(row, blank: blank, scale: scale)
    case .crf: CRFLoss.forwardAndBackward(row, scale: scale)
    }
  }

  /// Adds the figures of one sequence; asked before `forwardAndBackward`, and not to change the outputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measure<Scalar: KernelScalar>(_ row: SequenceRow<Scalar>, into sums: inout SequenceSums) {
    switch self {
    case .pointer: PointerLoss.measure(row, into: &sums)
    case .ctc(let blank): CTCLoss.measure(row, blank: blank, into: &sums)
    case .crf: CRFLoss.measure(row, into: &sums)
    }
  }
}

/// The time steps of one sequence that count, and what they are to give.
struct SequenceRow<Scalar: KernelScalar> {
  /// The output of the sequence's first time step.
  let outputs: UnsafeMutablePointer<Scalar>
  /// From a time step's outputs to those of the next.
  let stride: Int
  /// Numbers in each output.
  let columns: Int
  /// Which time steps count, in their order; not empty.
  let steps: [Int]
  /// Of any length, or one for each of `steps`; see `SequenceLoss.hasTargetPerStep`.
  let target: [Int]
  /// What is used again for every sequence of a shard.
  let memory: SequenceLossMemory
  /// The parameters of the CRF that gives the outputs; nil where none does.
  var chain: ChainParameters<Scalar>?

  /// The outputs of one of the steps that count: `columns` numbers.
  @inline(__always)
  subscript(step: Int) -> UnsafeMutablePointer<Scalar> { outputs + steps[step] * stride }
}
