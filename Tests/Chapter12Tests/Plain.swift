import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import Regularisation

@testable import Backpropagation

// One step and one sequence of an LSTM with dropout, in plain loops over single numbers, to judge by:
// gradients are measured as central differences. Of a reader's cell they use the weights and nothing
// else.

/// What a step is made from, each batch × its size.
struct PlainStep {
  var cell: LSTMCell
  var input: Matrix
  var hidden: Matrix
  var memory: Matrix

  /// Random numbers, large enough for gates to be half closed.
  static func random(
    rows: Int, inputs: Int = 2, units: Int = 3, using generator: inout SeededGenerator
  ) -> PlainStep {
    func normal(_ rows: Int, _ columns: Int) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: 0.8, using: &generator)
    }
    return PlainStep(
      cell: LSTMCell(
        inputWeights: normal(inputs, 4 * units), recurrentWeights: normal(units, 4 * units),
        bias: normal(1, 4 * units)),
      input: normal(rows, inputs), hidden: normal(rows, units), memory: normal(rows, units))
  }

  /// Masks, batch × H; a mask that is nil leaves its place alone.
  struct Masks {
    var hidden, candidate, memory: Matrix?
    /// What is shown, and what is kept, after the step: nobody is asked to mask these.
    var newHidden, newMemory: Matrix?

    init(
      hidden: Matrix? = nil, candidate: Matrix? = nil, memory: Matrix? = nil,
      newHidden: Matrix? = nil, newMemory: Matrix? = nil
    ) {
      (self.hidden, self.candidate, self.memory) = (hidden, candidate, memory)
      (self.newHidden, self.newMemory) = (newHidden, newMemory)
    }

    /// A mask at one place.
    init(_ place: DropoutPlace, _ mask: Matrix?) {
      self.init(
        hidden: place == .hiddenState ? mask : nil, candidate: place == .candidate ? mask : nil,
        memory: place == .cellState ? mask : nil)
    }
  }

  /// x W + h U + b.
  func preactivations(_ masks: Masks = Masks()) -> Matrix {
    let seen = masks.hidden.map { plainProduct(hidden, $0) } ?? hidden
    return build(input.rows, cell.bias.columns) { row, column in
      var sum = cell.bias[0, column]
      for place in 0..<input.columns {
        sum += input[row, place] * cell.inputWeights[place, column]
      }
      for unit in 0..<seen.columns {
        sum += seen[row, unit] * cell.recurrentWeights[unit, column]
      }
      return sum
    }
  }

  /// h(t) and c(t).
  ///
  /// - Parameter given: pre-activations, where they are not those of this step.
  func run(_ masks: Masks = Masks(), from given: Matrix? = nil) -> [Matrix] {
    let (a, units) = (given ?? preactivations(masks), hidden.columns)
    func logistic(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
    func of(_ mask: Matrix?, _ row: Int, _ unit: Int) -> Double { mask?[row, unit] ?? 1 }
    let kept = build(input.rows, units) { row, unit in
      logistic(a[row, units + unit]) * memory[row, unit] * of(masks.memory, row, unit)
        + logistic(a[row, unit]) * Foundation.tanh(a[row, 2 * units + unit])
        * of(masks.candidate, row, unit)
    }
    let shown = build(input.rows, units) { row, unit in
      logistic(a[row, 3 * units + unit]) * Foundation.tanh(kept[row, unit])
    }
    return [
      masks.newHidden.map { plainProduct(shown, $0) } ?? shown,
      masks.newMemory.map { plainProduct(kept, $0) } ?? kept,
    ]
  }

  /// x, W, U, b, h and c, to be moved one at a time.
  var parts: [Matrix] {
    get { [input, cell.inputWeights, cell.recurrentWeights, cell.bias, hidden, memory] }
    set {
      (input, hidden, memory) = (newValue[0], newValue[4], newValue[5])
      cell = LSTMCell(
        inputWeights: newValue[1], recurrentWeights: newValue[2], bias: newValue[3])
    }
  }

  /// The gradients of all parts of the sum of h(t) and c(t), each number of which counts as `weights`
  /// say.
  func gradients(_ masks: Masks, weights: [Matrix]) -> [Matrix] {
    measured(parts) { parts in
      var copy = self
      copy.parts = parts
      return plainSum(copy.run(masks), weights)
    }
  }
}

/// The product, number by number.
func plainProduct(_ left: Matrix, _ right: Matrix) -> Matrix {
  build(left.rows, left.columns) { left[$0, $1] * right[$0, $1] }
}

/// The sum of all products.
func plainSum(_ left: [Matrix], _ right: [Matrix]) -> Double {
  zip(left, right).reduce(0) { sum, pair in
    sum + zip(pair.0.values, pair.1.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// 0 or 4/3, drawn without any exercise.
func plainMask(_ rows: Int, _ columns: Int, using generator: inout SeededGenerator) -> Matrix {
  build(rows, columns) { _, _ in generator.uniform() < 0.25 ? 0 : 4.0 / 3 }
}
