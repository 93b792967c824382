import LinearAlgebra

/// What is done to the old cell state.
public enum Keeping: CaseIterable, Equatable, Sendable {
  /// A forget gate says how much of it stays.
  case forgetGate
  /// What is not written is kept: the share 1 − i.
  case coupled
  /// All of it stays.
  case everything
}

/// Which gates an LSTM has, and what they see.
public struct Wiring: Equatable, Sendable {
  /// Without it, the candidate is written in full.
  public var inputGate = true
  /// What decides how much of the old cell state stays.
  public var keeping = Keeping.forgetGate
  /// Without it, the tanh of the cell state is shown in full.
  public var outputGate = true
  /// Whether each gate also sees its own unit's cell state.
  public var peepholes = false
  /// Whether the sums of each gate and of the candidate are normalised.
  public var layerNorm = false

  /// The LSTM of chapter 04, but for what is said otherwise.
  public init(
    inputGate: Bool = true, keeping: Keeping = .forgetGate, outputGate: Bool = true,
    peepholes: Bool = false, layerNorm: Bool = false
  ) {
    (self.inputGate, self.keeping, self.outputGate) = (inputGate, keeping, outputGate)
    (self.peepholes, self.layerNorm) = (peepholes, layerNorm)
  }
}

extension Wiring {
  /// The LSTM of chapter 04.
  public static let lstm = Wiring()
  /// Everything is written.
  public static let noInputGate = Wiring(inputGate: false)
  /// The cell of Hochreiter and Schmidhuber (1997).
  public static let noForgetGate = Wiring(keeping: .everything)
  /// Everything is shown.
  public static let noOutputGate = Wiring(outputGate: false)
  /// What is not written is kept: Greff et al. (2017), CIFG.
  public static let coupled = Wiring(keeping: .coupled)
  /// Gers and Schmidhuber (2000), "Recurrent Nets that Time and Count".
  public static let peepholes = Wiring(peepholes: true)
  /// Ba, Kiros and Hinton (2016), "Layer Normalization"; here for each gate apart.
  public static let layerNorm = Wiring(layerNorm: true)

  /// Those of the four parts that have weights, in the order i, f, g, o.
  public var parts: [GatePart] {
    var parts: [GatePart] = []
    if inputGate { parts.append(.input) }
    if keeping == .forgetGate { parts.append(.forget) }
    parts.append(.candidate)
    if outputGate { parts.append(.output) }
    return parts
  }

  /// Those of them that are gates: all but the candidate.
  public var gates: [GatePart] { parts.filter { $0 != .candidate } }

  static func problem(_ wiring: Wiring) -> String? {
    wiring.keeping == .coupled && !wiring.inputGate
      ? "without an input gate nothing says what a coupled cell keeps: give it one, or another "
        + "way of keeping"
      : nil
  }
}

/// One of the four parts of an LSTM.
public enum GatePart: CaseIterable, Equatable, Sendable {
  case input, forget, candidate, output
}
