import Kernels

/// A loss of all outputs of a sequence at once, with a target of any length.
///
/// To add one: a case here, its facts in the extension below, its mathematics in a file of its own
/// that `forwardAndBackward` calls, and a static member of ``Loss`` with its documentation and, in
/// `Loss.init(from:)`, its name. `ShardTargets` cuts the outputs into rows and leaves padding out,
/// `ShardedGraph` divides the sum by the number of sequences, `targetProblem` in
/// SequenceTargets.swift checks targets with `problem(ofTarget:columns:)`.
enum SequenceLoss: Equatable, Sendable {
  /// Σ over the outputs of −log softmax over the time steps, at the place that the target says.
  case pointer
  /// Over all alignments of the target to the time steps.
  case ctc(blank: Int)
  /// Over all sequences of tags, by the parameters of the CRF layer that gives the outputs.
  case crf
}

extension SequenceLoss {
  var name: String {
    switch self {
    case .pointer: "pointer"
    case .ctc: "ctc"
    case .crf: "crf"
    }
  }

  /// The last layer's activation whose inputs the loss works on; nil where it works on outputs as
  /// they are.
  var activation: ActivationFunction? {
    switch self {
    case .pointer, .crf: nil
    case .ctc: .softmax
    }
  }

  /// What an output can be measured by.
  var metrics: [Metric] {
    switch self {
    case .pointer, .crf: [.accuracy]
    case .ctc: [.accuracy, .labelErrorRate]
    }
  }

  /// Whether a target has a number for each time step of its sequence: then `SequenceRow.target` has
  /// those of the steps that count. Otherwise it has any length, and is handed on whole.
  var hasTargetPerStep: Bool {
    switch self {
    case .pointer, .ctc: false
    case .crf: true
    }
  }

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
