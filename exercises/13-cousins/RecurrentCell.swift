import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers

/// What one step of a cell leaves behind for the way back.
public struct StepRecord<Values: Sendable>: Sendable {
  /// `x(t)`, batch × inputSize.
  public var input: Matrix
  /// `h(t-1)` and `c(t-1)`, each batch × hiddenSize.
  public var previous: LSTMState
  /// What this cell computed between: gates, a candidate.
  public var values: Values
  /// `h(t)` and `c(t)`, each batch × hiddenSize.
  public var state: LSTMState

  /// Creates a record from its parts: x(t), batch × inputSize, and states, each batch × hiddenSize.
  public init(input: Matrix, previous: LSTMState, values: Values, state: LSTMState) {
    (self.input, self.previous) = (input, previous)
    (self.values, self.state) = (values, state)
  }
}

extension StepRecord: Equatable where Values: Equatable {}

/// The gradients of a loss with respect to what goes into one step of a cell.
public struct StepGradients: Equatable, Sendable {
  /// What this step adds to the gradient of each parameter, in their order and of their shapes.
  public var parameters: [Matrix]
  /// `dx(t)`, batch × inputSize.
  public var input: Matrix
  /// `dh(t-1)` and `dc(t-1)`, each batch × hiddenSize: what the step before is told.
  public var previous: LSTMState

  /// Creates gradients from their parts, each of the shape of what it is the gradient of.
  public init(parameters: [Matrix], input: Matrix, previous: LSTMState) {
    (self.parameters, self.input, self.previous) = (parameters, input, previous)
  }
}

/// A cell with one step forward and one step back. All that is done with sequences follows.
///
/// Every cell carries an `LSTMState`. One without a belt, such as the GRU, leaves `cell` at 0.
public protocol RecurrentCell: SequenceLayer where Record == [StepRecord<Values>] {
  /// What a step computes between its inputs and its state.
  associatedtype Values: Equatable & Sendable
  /// H, the number of units.
  var hiddenSize: Int { get }
  /// One step, with what the way back will need.
  ///
  /// - Parameters:
  ///   - input: x(t), batch × inputSize.
  ///   - state: h(t-1) and c(t-1), each batch × hiddenSize.
  func step(_ input: Matrix, from state: LSTMState) -> StepRecord<Values>
  /// Back through one step.
  ///
  /// - Parameters:
  ///   - record: what the step left behind.
  ///   - hiddenGradient: everything that arrives at h(t), batch × hiddenSize.
  ///   - cellGradient: what arrives at c(t) from the next step, batch × hiddenSize.
  func stepGradients(
    _ record: StepRecord<Values>, hiddenGradient: Matrix, cellGradient: Matrix
  ) -> StepGradients
}

extension RecurrentCell {
  public var outputSize: Int { hiddenSize }

  /// The records of a whole sequence, one for each step.
  ///
  /// - Parameters:
  ///   - inputs: x(1) to x(T), each batch × inputSize.
  ///   - state: h(0) and c(0), each batch × hiddenSize.
  public func recorded(_ inputs: [Matrix], from state: LSTMState) -> [StepRecord<Values>] {
    var state = state
    return inputs.map { input in
      let record = step(input, from: state)
      state = record.state
      return record
    }
  }

  /// Reads x(1) to x(T), each batch × inputSize, from states of zeros.
  public func read(_ inputs: [Matrix]) -> Reading<[StepRecord<Values>]> {
    let start = LSTMState.zeros(batch: inputs.first?.rows ?? 0, hiddenSize: hiddenSize)
    let records = recorded(inputs, from: start)
    return Reading(hidden: records.map { $0.state.hidden }, record: records)
  }

  /// The gradients of everything that went in, back through all steps.
  ///
  /// - Parameters:
  ///   - reading: what `read` returned.
  ///   - hiddenGradients: for each step what arrives at h(t) from above, batch × hiddenSize.
  /// - Precondition: there are as many hidden gradients as steps.
  public func gradients(
    _ reading: Reading<[StepRecord<Values>]>, hiddenGradients: [Matrix]
  ) -> SequenceGradients {
    stop(if: gradientsProblem(steps: reading.record.count, gradients: hiddenGradients.count))
    let zeros = Matrix(rows: hiddenGradients.first?.rows ?? 0, columns: hiddenSize)
    var arriving = LSTMState(hidden: zeros, cell: zeros)
    var total = SequenceGradients(
      parameters: parameters.map { $0.filledWithZeros },
      inputs: reading.record.map { $0.input.filledWithZeros })
    for t in reading.record.indices.reversed() {
      let step = stepGradients(
        reading.record[t], hiddenGradient: hiddenGradients[t] + arriving.hidden,
        cellGradient: arriving.cell)
      for index in total.parameters.indices { total.parameters[index] += step.parameters[index] }
      total.inputs[t] = step.input
      arriving = step.previous
    }
    return total
  }
}

/// The sentence that says why there are not as many gradients as steps; nil where there are.
func gradientsProblem(steps: Int, gradients: Int) -> String? {
  steps == gradients
    ? nil
    : "\(steps) steps and \(gradients) hidden gradients: each step needs one, of zeros where "
      + "nothing arrives"
}
