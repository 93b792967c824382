/// A loss of all outputs of a sequence at once, with a target of any length.
///
/// To add one: a case here, its facts in the extension below, its mathematics in a file of its own
/// that `forwardAndBackward`, in SequenceLossRows.swift, calls, and a static member of ``Loss`` with its documentation and, in
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
}
