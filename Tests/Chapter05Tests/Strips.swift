import Backpropagation
import CourseTesting
import HeatStrips
import LSTMGates
import LinearAlgebra
import VanillaRNN

// Where gradients through time are wrong. The weights' gradients are sums over the steps. What a
// step contributes to them is the gradient of the sequence from this step on, less that of the
// sequence from the next step on.

private let note = "At each step, W, U and b show what that step contributes."

/// A sequence's gradients by their parts: x(t) at each step, the others of the whole.
private func wholeStrip(
  _ yours: [Matrix], _ expected: [Matrix], others: [HeatStrip.Row], within tolerance: Double
) -> HeatStrip {
  let inputs = zip(yours, expected).map { largestError($0, $1, within: tolerance) }
  let row = HeatStrip.Row(part: "x", errors: inputs)
  return HeatStrip(rows: (inputs.isEmpty ? [] : [row]) + others, steps: inputs.count)
}

extension RNNGradients {
  public func strip(against expected: RNNGradients, within tolerance: Double) -> HeatStrip? {
    wholeStrip(
      inputs, expected.inputs,
      others: zip(parts, expected.parts).dropFirst(inputs.count).flatMap {
        stripRows($0.name, $0.matrix, $1.matrix, within: tolerance)
      }, within: tolerance)
  }
}

extension LSTMGradients {
  public func strip(against expected: LSTMGradients, within tolerance: Double) -> HeatStrip? {
    wholeStrip(
      inputs, expected.inputs,
      others: zip(parts, expected.parts).enumerated().dropFirst(inputs.count).flatMap {
        place, pair in
        stripRows(
          pair.0.name, pair.0.matrix, pair.1.matrix, hasGates: place > inputs.count + 1,
          within: tolerance)
      }, within: tolerance)
  }
}

enum ThroughTimeStrip {
  /// - Parameter gradients: those of the sequence from a step on, counted from 0: the reader's and
  ///   the right ones.
  static func rnn(
    steps: Int, _ gradients: (Int) -> (yours: RNNGradients, right: RNNGradients)
  ) -> HeatStrip? {
    let all = (0..<steps).map(gradients)
    return strip(
      all.map { ($0.yours.contributed, $0.right.contributed) },
      whole: all.first.map { ($0.yours.inputs, $0.right.inputs) }, hasGates: false)
  }

  static func lstm(
    steps: Int, _ gradients: (Int) -> (yours: LSTMGradients, right: LSTMGradients)
  ) -> HeatStrip? {
    let all = (0..<steps).map(gradients)
    return strip(
      all.map { ($0.yours.contributed, $0.right.contributed) },
      whole: all.first.map { ($0.yours.inputs, $0.right.inputs) }, hasGates: true)
  }

  private static func strip(
    _ all: [(yours: Contributed, right: Contributed)], whole: ([Matrix], [Matrix])?,
    hasGates: Bool
  ) -> HeatStrip? {
    guard all.count > 1, let (inputs, right) = whole, inputs.count == right.count,
      all.allSatisfy({ $0.yours.shapes == $0.right.shapes })
    else { return nil }
    let tolerance = 1e-9
    var rows = [
      HeatStrip.Row(
        part: "x(t)", errors: zip(inputs, right).map { largestError($0, $1, within: tolerance) })
    ]
    for (place, name) in ["W", "U", "b"].enumerated() {
      let right = contributions(all.map(\.right.weights[place]))
      let yours = contributions(all.map(\.yours.weights[place]), where: right, within: tolerance)
      let steps = all.indices.map { t in
        stripRows(name, yours[t], right[t], hasGates: hasGates, within: tolerance)
      }
      rows += steps[0].indices.map { row in
        HeatStrip.Row(
          part: name, block: steps[0][row].block, errors: steps.map { $0[row].errors[0] })
      }
    }
    for (place, name) in ["h(t−1)", "c(t−1)"].prefix(all[0].right.states.count).enumerated() {
      rows.append(
        HeatStrip.Row(
          part: name,
          errors: all.map {
            largestError($0.yours.states[place], $0.right.states[place], within: tolerance)
          }))
    }
    return HeatStrip(rows: rows, steps: all.count, note: note)
  }

  /// What each step contributes to a sum, of which the parts from each step on are known.
  private static func contributions(_ sums: [Matrix]) -> [Matrix] {
    sums.indices.map { t in t + 1 < sums.count ? sums[t] - sums[t + 1] : sums[t] }
  }

  /// The same for a reader's sums. One that each step overwrites is what the first step
  /// contributes, from whichever step on: then nothing is left of the others.
  static func contributions(
    _ sums: [Matrix], where right: [Matrix], within tolerance: Double
  ) -> [Matrix] {
    let isOverwritten = zip(sums, right).allSatisfy {
      largestError($0, $1, within: tolerance) == 0
    }
    guard isOverwritten else { return contributions(sums) }
    return right.enumerated().map { $0 == 0 ? $1 : $1.filledWithZeros }
  }
}

/// What a sequence contributes to the weights' gradients and tells the state before it.
private struct Contributed {
  /// Of W, U and b.
  var weights: [Matrix]
  /// Of h and, in an LSTM, c.
  var states: [Matrix]

  var shapes: [String] { (weights + states).map(\.shape) }
}

extension RNNGradients {
  fileprivate var contributed: Contributed {
    Contributed(weights: [inputWeights, recurrentWeights, bias], states: [initialHidden])
  }
}

extension LSTMGradients {
  fileprivate var contributed: Contributed {
    Contributed(
      weights: [inputWeights, recurrentWeights, bias], states: [initialHidden, initialCell])
  }
}
