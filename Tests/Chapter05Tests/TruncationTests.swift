import Backpropagation
import CourseTesting
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 5.7: a sequence in windows.
final class TruncationTests: ExerciseTestCase {
  override var columnBlocks: [String] { gateNames }

  private func expectTruncated(
    _ cell: LSTMCell, _ inputs: [Matrix], _ state: LSTMState, _ outputs: [Matrix], window: Int,
    line: UInt = #line
  ) {
    let count = inputs.count
    func cut(
      _ edges: [Int], carry: (LSTMState, LSTMState) -> LSTMState = { $1 }
    ) -> [LSTMGradients] {
      Mistaken.truncated(
        cell, inputs, from: state, hiddenGradients: outputs, edges: edges, carry: carry)
    }
    func edges(_ window: Int) -> [Int] {
      window < 1 ? [0, count] : Array(stride(from: 0, to: count, by: window)) + [count]
    }
    func whole(_ parts: [LSTMGradients]) -> LSTMGradients { sum(of: parts, of: cell, from: state) }
    let right = Measured.truncated(
      cell, inputs, from: state, hiddenGradients: outputs, window: window)
    func with(_ change: (inout LSTMGradients) -> Void) -> LSTMGradients {
      var copy = right
      change(&copy)
      return copy
    }
    let parts = cut(edges(window))
    let lastPart = parts.last ?? right
    let neverOn = cut(edges(window)) { initial, _ in initial }
    var neverOnNorFirst = whole(neverOn)
    if let last = neverOn.last {
      neverOnNorFirst.initialHidden = last.initialHidden
      neverOnNorFirst.initialCell = last.initialCell
    }
    let zeros = Array(outputs.map { $0 * 0 })
    let unfinished = count % window
    let yours = cell.truncatedGradients(
      inputs, from: state, hiddenGradients: outputs, window: window)
    expect(
      yours, "gradients of \(count) steps in windows of \(window)", equals: right, within: 1e-9,
      mistakes: [
        .nothingCut: whole(cut([0, count])),
        .oneTooLong: whole(cut(edges(window + 1))),
        .oneTooShort: window > 1 ? whole(cut(edges(window - 1))) : right,
        .sliding: sliding(
          cell, inputs, from: state, hiddenGradients: outputs, window: window),
        .stateNotCarried: whole(neverOn),
        .stateNotCarriedNorFirst: neverOnNorFirst,
        .stateOneEarly: startingWhere(
          { $0[$0.count - 1].previous }, cell, inputs, from: state, hiddenGradients: outputs,
          window: window),
        .stateAfterFirstStep: startingWhere(
          { $0[0].state }, cell, inputs, from: state, hiddenGradients: outputs, window: window),
        .stateOfZeros: whole(
          cut(edges(window)) { initial, _ in
            LSTMState(hidden: initial.hidden * 0, cell: initial.cell * 0)
          }),
        .cellNotCarried: whole(cut(edges(window)) { LSTMState(hidden: $1.hidden, cell: $0.cell) }),
        .hiddenNotCarried: whole(
          cut(edges(window)) { LSTMState(hidden: $0.hidden, cell: $1.cell) }),
        .lastWindowOnly: right.taking(\.inputWeights, \.recurrentWeights, \.bias, from: lastPart),
        .partOfLastWindow: right.taking(\.inputWeights, from: lastPart),
        .partOfLastWindow: right.taking(\.recurrentWeights, from: lastPart),
        .partOfLastWindow: right.taking(\.bias, from: lastPart),
        .partOfLastWindow: right.taking(\.inputWeights, \.recurrentWeights, from: lastPart),
        .partOfLastWindow: right.taking(\.inputWeights, \.bias, from: lastPart),
        .partOfLastWindow: right.taking(\.recurrentWeights, \.bias, from: lastPart),
        .averagedOverWindows: with {
          let windows = Double(max(parts.count, 1))
          $0.inputWeights = $0.inputWeights / windows
          $0.recurrentWeights = $0.recurrentWeights / windows
          $0.bias = $0.bias / windows
        },
        .unfinishedWindowDropped: unfinished == 0
          ? right
          : withoutLast(
            parts.dropLast(), inputs: zeros.suffix(unfinished), cell, state, inputs),
        .lastInitialState: with {
          $0.initialHidden = lastPart.initialHidden
          $0.initialCell = lastPart.initialCell
        },
        .initialStatesAdded: with {
          $0.initialHidden = parts.dropFirst().reduce($0.initialHidden) { $0 + $1.initialHidden }
          $0.initialCell = parts.dropFirst().reduce($0.initialCell) { $0 + $1.initialCell }
        },
        .firstWindowForgotten: with {
          $0.initialHidden = $0.initialHidden * 0
          $0.initialCell = $0.initialCell * 0
        },
        .outputsNotCut: whole(
          Mistaken.truncated(
            cell, inputs, from: state,
            hiddenGradients: outputs.indices.map { outputs[$0 % window] },
            edges: edges(window))),
      ],
      given: [
        "step left over after whole windows": window < count ? Double(unfinished) : 0
      ], line: line)
    let error = largestRelativeError(yours, right)
    expect(error < 1e-7, orSay: "the largest relative error is \(error)", line: line)
  }

  /// Zeros where the missing window's inputs are.
  private func withoutLast(
    _ parts: ArraySlice<LSTMGradients>, inputs missing: ArraySlice<Matrix>, _ cell: LSTMCell,
    _ state: LSTMState, _ inputs: [Matrix]
  ) -> LSTMGradients {
    var total = sum(of: Array(parts), of: cell, from: state)
    total.inputs += inputs.suffix(missing.count).map { $0 * 0 }
    return total
  }

  /// Windows that begin at every step, as `by: 1` makes them.
  private func sliding(
    _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState, hiddenGradients: [Matrix],
    window: Int
  ) -> LSTMGradients {
    startingWhere(
      { $0[$0.count - 1].state }, cell, inputs, from: state, hiddenGradients: hiddenGradients,
      window: window, by: 1)
  }

  /// Windows that each start from a state which is taken from the records of the one before.
  private func startingWhere(
    _ next: ([LSTMStepRecord]) -> LSTMState, _ cell: LSTMCell, _ inputs: [Matrix],
    from state: LSTMState, hiddenGradients: [Matrix], window: Int, by distance: Int? = nil
  ) -> LSTMGradients {
    var total = LSTMGradients.zeros(for: cell, inputs: inputs, initialState: state)
    var start = state
    for first in stride(from: 0, to: inputs.count, by: distance ?? window) {
      let steps = first..<min(first + window, inputs.count)
      let records = Forward.records(cell, Array(inputs[steps]), from: start)
      let part = Mistaken.lstm(
        cell, records, from: start, hiddenGradients: Array(hiddenGradients[steps]))
      total.inputs.replaceSubrange(steps, with: part.inputs)
      total.inputWeights += part.inputWeights
      total.recurrentWeights += part.recurrentWeights
      total.bias += part.bias
      if first == 0 {
        (total.initialHidden, total.initialCell) = (part.initialHidden, part.initialCell)
      }
      start = next(records)
    }
    return total
  }

  func test_5_7_aLengthThatTheWindowsDoNotDivide() {
    // First the windows of the page's table, 7 steps in threes.
    trials(10) { generator in
      for (length, window) in [(7, 3), (8, 3), (9, 3), (5, 4)] {
        expectTruncated(
          generator.lstmCell(inputSize: 2, hiddenSize: 2), generator.sequence(length, 2, 2),
          generator.state(2, 2), generator.sequence(length, 2, 2), window: window)
      }
    }
  }

  func test_5_7_windowsMatchCentralDifferences() {
    trials(50) { generator in
      let (rows, inputs, units) = (generator.size(3), generator.size(3), generator.size(5))
      let length = generator.size(12)
      expectTruncated(
        generator.lstmCell(inputSize: inputs, hiddenSize: units),
        generator.sequence(length, rows, inputs), generator.state(rows, units),
        generator.sequence(length, rows, units), window: generator.size(length))
    }
  }

  func test_5_7_aWindowAsLongAsTheSequenceCutsNothing() {
    trials(10) { generator in
      let cell = generator.lstmCell(inputSize: 2, hiddenSize: 3)
      let (inputs, state) = (generator.sequence(6, 2, 2), generator.state(2, 3))
      let outputs = generator.sequence(6, 2, 3)
      let full = Measured.lstm(cell, inputs, from: state, hiddenGradients: outputs)
      for window in [6, 7, 100] {
        expect(
          cell.truncatedGradients(inputs, from: state, hiddenGradients: outputs, window: window),
          "gradients of a sequence of 6 in a window of \(window)", equals: full, within: 1e-9)
      }
    }
  }

  func test_5_7_nothingCrossesAnEdge() {
    // Only the last step has an output: with windows of 2, steps before its window learn nothing.
    trials(10) { generator in
      let cell = generator.lstmCell(inputSize: 2, hiddenSize: 3)
      let (inputs, state) = (generator.sequence(6, 1, 2), generator.state(1, 3))
      let outputs = (0..<6).map { t in generator.normal(1, 3) * (t == 5 ? 1 : 0) }
      expectTruncated(cell, inputs, state, outputs, window: 2)
      let gradients = cell.truncatedGradients(
        inputs, from: state, hiddenGradients: outputs, window: 2)
      let zero = Matrix(rows: 1, columns: 2)
      expect(
        Array(gradients.inputs.prefix(4)), "gradients of the inputs before the last window",
        equals: [zero, zero, zero, zero])
    }
  }

  func test_5_7_manyWindowsAndLongOnes() {
    var generator = SeededGenerator(seed: 57)
    let cell = generator.lstmCell(inputSize: 1, hiddenSize: 1)
    let (inputs, outputs) = (generator.sequence(41, 1, 1), generator.sequence(41, 1, 1))
    for window in [1, 40] {
      expectTruncated(cell, inputs, generator.state(1, 1), outputs, window: window)
    }
  }

  func test_5_7_sequenceOfNoStep() {
    trials(3) { generator in
      expectTruncated(
        generator.lstmCell(inputSize: 2, hiddenSize: 3), [], generator.state(2, 3), [], window: 4)
    }
  }
}
