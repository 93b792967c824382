import LSTMGates
import LinearAlgebra
import VanillaRNN

@testable import Backpropagation

// Gradients, measured: every number is moved up and down by a little, and the loss is computed
// anew by the plain loops of Reference.swift. Nothing here knows a rule of differentiation.

enum Measured {
  /// The slope of the loss along each number of a matrix.
  ///
  /// With three distances on either side the error is of sixth order in the distance, and what
  /// rounding adds, about 1e-11 as a rule, is more. With two it was not enough: over twenty steps
  /// of a network that explodes the fifth derivative reaches 1e9 (seed 76853218).
  static func gradient(of start: Matrix, _ loss: (Matrix) -> Double) -> Matrix {
    let distance = 3e-4
    let values = start.values
    func moved(_ place: Int, _ move: Double) -> Double {
      var copy = values
      copy[place] += move
      return loss(Matrix(rows: start.rows, columns: start.columns, values: copy))
    }
    let slopes = values.indices.map { place in
      let near = moved(place, distance) - moved(place, -distance)
      let far = moved(place, 2 * distance) - moved(place, -2 * distance)
      let farthest = moved(place, 3 * distance) - moved(place, -3 * distance)
      return (45 * near - 9 * far + farthest) / (60 * distance)
    }
    return Matrix(rows: start.rows, columns: start.columns, values: slopes)
  }

  static func crossEntropy(_ logits: Matrix, _ targets: [Int]) -> Matrix {
    gradient(of: logits) { Forward.crossEntropy($0, targets) }
  }

  /// Of the weighted sum of what the affine map gives.
  static func affine(
    _ x: Matrix, _ weights: Matrix, _ bias: Matrix, outputGradient: Matrix
  ) -> AffineGradients {
    func loss(_ x: Matrix, _ weights: Matrix, _ bias: Matrix) -> Double {
      weightedSum([Forward.product(x, weights, bias: bias)], by: [outputGradient])
    }
    return AffineGradients(
      input: gradient(of: x) { loss($0, weights, bias) },
      weights: gradient(of: weights) { loss(x, $0, bias) },
      bias: gradient(of: bias) { loss(x, weights, $0) })
  }

  /// Of the weighted sum of all hidden states.
  static func rnn(
    _ cell: RNNCell, _ inputs: [Matrix], from hidden: Matrix, hiddenGradients: [Matrix]
  ) -> RNNGradients {
    func loss(_ cell: RNNCell, _ inputs: [Matrix], _ hidden: Matrix, from first: Int = 0) -> Double
    {
      weightedSum(
        Forward.states(cell, Array(inputs[first...]), from: hidden),
        by: Array(hiddenGradients[first...]))
    }
    // An input changes nothing before its step.
    let states = [hidden] + Forward.states(cell, inputs, from: hidden)
    return RNNGradients(
      inputs: inputs.indices.map { t in
        gradient(of: inputs[t]) { loss(cell, inputs.replacing(t, by: $0), states[t], from: t) }
      },
      initialHidden: gradient(of: hidden) { loss(cell, inputs, $0) },
      inputWeights: gradient(of: cell.inputWeights) {
        loss(cell.replacing(\.inputWeights, by: $0), inputs, hidden)
      },
      recurrentWeights: gradient(of: cell.recurrentWeights) {
        loss(cell.replacing(\.recurrentWeights, by: $0), inputs, hidden)
      },
      bias: gradient(of: cell.bias) { loss(cell.replacing(\.bias, by: $0), inputs, hidden) })
  }

  static func rnnStep(
    _ cell: RNNCell, _ input: Matrix, _ hidden: Matrix, hiddenGradient: Matrix
  ) -> RNNStepGradients {
    let whole = rnn(cell, [input], from: hidden, hiddenGradients: [hiddenGradient])
    return RNNStepGradients(
      input: whole.inputs[0], previousHidden: whole.initialHidden,
      inputWeights: whole.inputWeights, recurrentWeights: whole.recurrentWeights, bias: whole.bias)
  }

  /// Of the weighted sum of all hidden states and of the last cell state.
  static func lstm(
    _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState, hiddenGradients: [Matrix],
    cellGradient: Matrix? = nil
  ) -> LSTMGradients {
    func loss(_ cell: LSTMCell, _ inputs: [Matrix], _ state: LSTMState, from first: Int = 0)
      -> Double
    {
      Forward.weightedStates(
        cell, inputs[first...], from: state, by: hiddenGradients[first...], cellGradient)
    }
    // An input changes nothing before its step.
    let states = [state] + Forward.records(cell, inputs, from: state).map(\.state)
    return LSTMGradients(
      inputs: inputs.indices.map { t in
        gradient(of: inputs[t]) { loss(cell, inputs.replacing(t, by: $0), states[t], from: t) }
      },
      initialHidden: gradient(of: state.hidden) {
        loss(cell, inputs, LSTMState(hidden: $0, cell: state.cell))
      },
      initialCell: gradient(of: state.cell) {
        loss(cell, inputs, LSTMState(hidden: state.hidden, cell: $0))
      },
      inputWeights: gradient(of: cell.inputWeights) {
        loss(cell.replacing(\.inputWeights, by: $0), inputs, state)
      },
      recurrentWeights: gradient(of: cell.recurrentWeights) {
        loss(cell.replacing(\.recurrentWeights, by: $0), inputs, state)
      },
      bias: gradient(of: cell.bias) { loss(cell.replacing(\.bias, by: $0), inputs, state) })
  }

  static func lstmStep(
    _ cell: LSTMCell, _ input: Matrix, _ state: LSTMState, hiddenGradient: Matrix,
    cellGradient: Matrix
  ) -> LSTMStepGradients {
    let whole = lstm(
      cell, [input], from: state, hiddenGradients: [hiddenGradient], cellGradient: cellGradient)
    return LSTMStepGradients(
      input: whole.inputs[0], previousHidden: whole.initialHidden,
      previousCell: whole.initialCell, inputWeights: whole.inputWeights,
      recurrentWeights: whole.recurrentWeights, bias: whole.bias)
  }

  /// Each window by itself, from the state that the plain loops had there.
  static func truncated(
    _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState, hiddenGradients: [Matrix],
    window: Int
  ) -> LSTMGradients {
    let states = [state] + Forward.records(cell, inputs, from: state).map(\.state)
    let edges = Array(stride(from: 0, to: inputs.count, by: window))
    let parts = edges.map { first in
      let steps = first..<min(first + window, inputs.count)
      return lstm(
        cell, Array(inputs[steps]), from: states[first],
        hiddenGradients: Array(hiddenGradients[steps]))
    }
    return sum(of: parts, of: cell, from: state)
  }
}

/// The gradients of windows together: inputs in their order, weights added, the initial state's
/// from the first.
func sum(of parts: [LSTMGradients], of cell: LSTMCell, from state: LSTMState) -> LSTMGradients {
  var total = LSTMGradients.zeros(for: cell, inputs: [], initialState: state)
  for part in parts {
    total.inputs += part.inputs
    total.inputWeights += part.inputWeights
    total.recurrentWeights += part.recurrentWeights
    total.bias += part.bias
  }
  if let first = parts.first {
    total.initialHidden = first.initialHidden
    total.initialCell = first.initialCell
  }
  return total
}

extension Array {
  func replacing(_ index: Int, by element: Element) -> [Element] {
    var copy = self
    copy[index] = element
    return copy
  }
}

extension RNNCell {
  func replacing(_ part: WritableKeyPath<RNNCell, Matrix>, by matrix: Matrix) -> RNNCell {
    var copy = self
    copy[keyPath: part] = matrix
    return copy
  }
}

extension LSTMCell {
  func replacing(_ part: WritableKeyPath<LSTMCell, Matrix>, by matrix: Matrix) -> LSTMCell {
    var copy = self
    copy[keyPath: part] = matrix
    return copy
  }
}
