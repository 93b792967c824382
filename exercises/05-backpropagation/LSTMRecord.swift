import LSTMGates
import LinearAlgebra

/// What one step of an LSTM leaves behind for the way back.
///
/// Copies share their numbers until one of them changes: the old state of a step is the new state
/// of the step before, and takes no memory of its own.
public struct LSTMStepRecord: Equatable, Sendable {
  /// `x(t)`, batch × inputSize.
  public var input: Matrix
  /// `h(t-1)` and `c(t-1)`, each batch × hiddenSize.
  public var previous: LSTMState
  /// `i(t)`, `f(t)`, `g(t)` and `o(t)`, each batch × hiddenSize.
  public var gates: GateValues
  /// `h(t)` and `c(t)`, each batch × hiddenSize.
  public var state: LSTMState
}

extension LSTMCell {
  /// One step as in chapter 04, which also writes down what the way back will need.
  ///
  /// - Parameters:
  ///   - input: `x(t)`, batch × inputSize.
  ///   - state: `h(t-1)` and `c(t-1)`, each batch × hiddenSize.
  public func recordedStep(_ input: Matrix, from state: LSTMState) -> LSTMStepRecord {
    let gates = gates(preactivations(input, from: state.hidden))
    let cell = nextCell(from: state.cell, gates: gates)
    return LSTMStepRecord(
      input: input, previous: state, gates: gates,
      state: LSTMState(hidden: gates.outputGate .* tanh(cell), cell: cell))
  }

  /// The records of a whole sequence, one for each step; a sequence of no steps has none.
  ///
  /// - Parameters:
  ///   - inputs: `x(1)` to `x(T)`, each batch × inputSize.
  ///   - state: `h(0)` and `c(0)`, each batch × hiddenSize.
  public func recorded(_ inputs: [Matrix], from state: LSTMState) -> [LSTMStepRecord] {
    var state = state
    return inputs.map { input in
      let record = recordedStep(input, from: state)
      state = record.state
      return record
    }
  }
}
