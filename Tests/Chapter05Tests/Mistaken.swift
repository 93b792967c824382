import LSTMGates
import LinearAlgebra
import VanillaRNN

@testable import Backpropagation

// What well-known mistakes would have computed: the way back, with one thing changed. These name a
// failure; they never decide whether there is one.

extension RNNStepGradients {
  func with(_ change: (inout RNNStepGradients) -> Void) -> RNNStepGradients {
    var copy = self
    change(&copy)
    return copy
  }
}

extension LSTMStepGradients {
  func with(_ change: (inout LSTMStepGradients) -> Void) -> LSTMStepGradients {
    var copy = self
    change(&copy)
    return copy
  }
}

/// The gradients of a cell's weights: sums over the steps.
protocol WeightGradients {
  var inputWeights: Matrix { get set }
  var recurrentWeights: Matrix { get set }
  var bias: Matrix { get set }
}

extension RNNGradients: WeightGradients {}

extension LSTMGradients: WeightGradients {}

extension WeightGradients {
  /// These gradients with some of the sums taken from others.
  func taking(_ sums: WritableKeyPath<Self, Matrix>..., from others: Self) -> Self {
    sums.reduce(into: self) { $0[keyPath: $1] = others[keyPath: $1] }
  }
}

enum Mistaken {
  /// The gradient at the pre-activations, carried on to everything that they were made of.
  static func rnnStep(
    _ cell: RNNCell, _ input: Matrix, _ old: Matrix, preactivation: Matrix
  ) -> RNNStepGradients {
    RNNStepGradients(
      input: preactivation.timesTransposed(cell.inputWeights),
      previousHidden: preactivation.timesTransposed(cell.recurrentWeights),
      inputWeights: input.transposedTimes(preactivation),
      recurrentWeights: old.transposedTimes(preactivation),
      bias: preactivation.columnSums)
  }

  /// The parts of a step back through an LSTM that can be changed.
  struct LSTMParts {
    var i, f, g, o, oldCell, newCell, shown, hiddenGradient, cellGradient: Matrix
    /// Everything that arrives at c(t).
    var cell: Matrix
    /// The gradients at the four pre-activations.
    var atI, atF, atG, atO: Matrix
    var previousCell: Matrix

    init(
      _ record: LSTMStepRecord, _ hiddenGradient: Matrix, _ cellGradient: Matrix,
      cell: ((LSTMParts) -> Matrix)? = nil
    ) {
      i = record.gates.inputGate
      f = record.gates.forgetGate
      g = record.gates.candidate
      o = record.gates.outputGate
      oldCell = record.previous.cell
      newCell = record.state.cell
      shown = tanh(record.state.cell)
      self.hiddenGradient = hiddenGradient
      self.cellGradient = cellGradient
      self.cell = (cellGradient + hiddenGradient .* o .* (1 - shown .* shown))
      (atI, atF, atG, atO, previousCell) = (i, i, i, i, i)
      if let cell { self.cell = cell(self) }
      atI = (self.cell .* g .* i .* (1 - i))
      atF = (self.cell .* oldCell .* f .* (1 - f))
      atG = (self.cell .* i .* (1 - g .* g))
      atO = (hiddenGradient .* shown .* o .* (1 - o))
      previousCell = (self.cell .* f)
    }

    var preactivations: Matrix { .sideBySide([atI, atF, atG, atO]) }
  }

  static func lstmStep(
    _ cell: LSTMCell, _ record: LSTMStepRecord, _ parts: LSTMParts, preactivations: Matrix? = nil
  ) -> LSTMStepGradients {
    let a = preactivations ?? parts.preactivations
    return LSTMStepGradients(
      input: a.timesTransposed(cell.inputWeights),
      previousHidden: a.timesTransposed(cell.recurrentWeights), previousCell: parts.previousCell,
      inputWeights: record.input.transposedTimes(a),
      recurrentWeights: record.previous.hidden.transposedTimes(a), bias: a.columnSums)
  }

  /// What can go wrong between the steps. The default is right.
  struct ThroughTime {
    /// What arrives at h(t), from step t's output and from step t + 1.
    var arriving: (_ output: Matrix, _ next: Matrix) -> Matrix = { $0 + $1 }
    /// The sum over the steps: so far, and step t's, of `count` steps.
    var sum: (_ soFar: Matrix, _ step: Matrix, _ t: Int, _ count: Int) -> Matrix = {
      soFar, step, _, _ in soFar + step
    }
    /// What step t is told by step t + 1: so far, and what that step found.
    var hiddenCarry: (_ soFar: Matrix, _ found: Matrix) -> Matrix = { $1 }
    var cellCarry: (_ soFar: Matrix, _ found: Matrix) -> Matrix = { $1 }
    /// What arrives at c(t) of what the next step found, and what is carried on of what this step
    /// found.
    var arrivingCell: (_ carried: Matrix, _ record: LSTMStepRecord) -> Matrix = { carried, _ in
      carried
    }
    var foundCell: (_ found: Matrix, _ record: LSTMStepRecord) -> Matrix = { found, _ in found }
    /// Which of [h(0), …, h(T)] is taken for the state before step t, counted from 0.
    var before: (Int) -> Int = { $0 }
    /// Which of [h(0), …, h(T)] is taken for the state after step t.
    var after: (Int) -> Int = { $0 + 1 }
    /// Which output belongs to step t, of `count`.
    var output: (_ t: Int, _ count: Int) -> Int = { t, _ in t }
    /// What arrives from beyond the last step, of the initial state's matrix.
    var beginning: (_ state: Matrix) -> Matrix = { $0 * 0 }
    var goesForward = false
    var reversesInputs = false

    init(_ change: (inout ThroughTime) -> Void = { _ in }) { change(&self) }
  }

  static func rnn(
    _ cell: RNNCell, _ inputs: [Matrix], _ states: [Matrix], hiddenGradients: [Matrix],
    _ change: (inout ThroughTime) -> Void = { _ in }
  ) -> RNNGradients {
    let time = ThroughTime(change)
    var total = RNNGradients.zeros(for: cell, inputs: inputs, initialHidden: states[0])
    var next = time.beginning(states[0])
    let order = time.goesForward ? Array(inputs.indices) : inputs.indices.reversed()
    for t in order {
      let old = states[time.before(t)]
      let new = states[time.after(t)]
      let output = hiddenGradients[time.output(t, inputs.count)]
      let delta = time.arriving(output, next) .* (1 - new .* new)
      let step = rnnStep(cell, inputs[t], old, preactivation: delta)
      total.inputs[t] = step.input
      total.inputWeights = time.sum(total.inputWeights, step.inputWeights, t, inputs.count)
      total.recurrentWeights = time.sum(
        total.recurrentWeights, step.recurrentWeights, t, inputs.count)
      total.bias = time.sum(total.bias, step.bias, t, inputs.count)
      next = time.hiddenCarry(next, step.previousHidden)
    }
    total.initialHidden = next
    if time.reversesInputs { total.inputs.reverse() }
    return total
  }

  static func lstm(
    _ cell: LSTMCell, _ records: [LSTMStepRecord], from state: LSTMState,
    hiddenGradients: [Matrix], _ change: (inout ThroughTime) -> Void = { _ in }
  ) -> LSTMGradients {
    let time = ThroughTime(change)
    var total = LSTMGradients.zeros(
      for: cell, inputs: records.map(\.input), initialState: state)
    var (hidden, memory) = (time.beginning(state.hidden), time.beginning(state.cell))
    let count = records.count
    let order = time.goesForward ? Array(records.indices) : records.indices.reversed()
    for t in order {
      let arriving = time.arriving(hiddenGradients[time.output(t, count)], hidden)
      let parts = LSTMParts(records[t], arriving, time.arrivingCell(memory, records[t]))
      let step = lstmStep(cell, records[t], parts)
      total.inputs[t] = step.input
      total.inputWeights = time.sum(total.inputWeights, step.inputWeights, t, count)
      total.recurrentWeights = time.sum(total.recurrentWeights, step.recurrentWeights, t, count)
      total.bias = time.sum(total.bias, step.bias, t, count)
      hidden = time.hiddenCarry(hidden, step.previousHidden)
      memory = time.cellCarry(memory, time.foundCell(step.previousCell, records[t]))
    }
    total.initialHidden = hidden
    total.initialCell = memory
    if time.reversesInputs { total.inputs.reverse() }
    return total
  }

  /// A sequence in windows; `carry` makes the state that a window starts from, out of the initial
  /// one and the one that the window before left.
  static func truncated(
    _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState, hiddenGradients: [Matrix],
    edges: [Int], carry: (LSTMState, LSTMState) -> LSTMState = { $1 }
  ) -> [LSTMGradients] {
    var start = state
    return zip(edges, edges.dropFirst()).map { first, end in
      let records = Forward.records(cell, Array(inputs[first..<end]), from: start)
      let part = lstm(
        cell, records, from: start, hiddenGradients: Array(hiddenGradients[first..<end]))
      start = carry(state, records.last?.state ?? start)
      return part
    }
  }
}
