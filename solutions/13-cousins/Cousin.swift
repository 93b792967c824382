import LinearAlgebra

/// The eight cells that the chapter compares.
public enum Cousin: String, CaseIterable, Sendable {
  /// That of chapter 04.
  case lstm = "LSTM"
  /// Without one of the gates: the candidate is written in full, the old cell state is kept in
  /// full, the cell state is shown in full.
  case noInputGate = "without input gate"
  case noForgetGate = "without forget gate"
  case noOutputGate = "without output gate"
  /// What is not written is kept.
  case coupled = "coupled gates"
  /// The gates see the cell state.
  case peepholes
  case layerNorm = "layer norm"
  /// The reset gate acts after the product.
  case gru = "GRU"

  /// Nil for the GRU, which is no LSTM.
  public var wiring: Wiring? {
    switch self {
    case .lstm: .lstm
    case .noInputGate: .noInputGate
    case .noForgetGate: .noForgetGate
    case .noOutputGate: .noOutputGate
    case .coupled: .coupled
    case .peepholes: .peepholes
    case .layerNorm: .layerNorm
    case .gru: nil
    }
  }
}

/// Something to do with a fresh cell, of whatever kind.
public protocol CellUse {
  /// What comes of it.
  associatedtype Result
  /// Does it; the generator goes on from the cell's weights.
  func use(_ cell: some RecurrentCell, _ generator: inout SeededGenerator) -> Result
}

extension CellUse {
  /// Makes a cell of this wiring, or a GRU where there is none, and uses it.
  public func use(
    _ wiring: Wiring?, inputSize: Int, hiddenSize: Int, seed: UInt64
  ) -> Result {
    var generator = SeededGenerator(seed: seed)
    if let wiring {
      let cell = WiredCell(
        wiring, inputSize: inputSize, hiddenSize: hiddenSize, using: &generator)
      return use(cell, &generator)
    }
    let cell = GRUCell(
      .resetAfter, inputSize: inputSize, hiddenSize: hiddenSize, using: &generator)
    return use(cell, &generator)
  }
}
