import CourseTesting
import Foundation
import LinearAlgebra
import VanillaRNN

/// The chapter's formulas as plain loops over single numbers, to judge the reader's code by.
///
/// Of a reader's cell they use the weights and nothing else.
enum Reference {
  /// h(t) for each row: tanh of what the input, the old state and the bias contribute.
  static func step(_ cell: RNNCell, _ input: Matrix, from hidden: Matrix) -> Matrix {
    preactivation(cell, input, hidden).map { Foundation.tanh($0) }
  }

  /// x(t) W + h(t-1) U + b, number by number.
  static func preactivation(_ cell: RNNCell, _ input: Matrix, _ hidden: Matrix) -> Matrix {
    var result = Matrix(rows: input.rows, columns: cell.bias.columns)
    for row in 0..<result.rows {
      for unit in 0..<result.columns {
        var sum = cell.bias[0, unit]
        for feature in 0..<input.columns {
          sum += input[row, feature] * cell.inputWeights[feature, unit]
        }
        for other in 0..<hidden.columns {
          sum += hidden[row, other] * cell.recurrentWeights[other, unit]
        }
        result[row, unit] = sum
      }
    }
    return result
  }

  /// h(1) to h(T).
  static func states(_ cell: RNNCell, _ inputs: [Matrix], from hidden: Matrix) -> [Matrix] {
    var states: [Matrix] = []
    var hidden = hidden
    for input in inputs {
      hidden = step(cell, input, from: hidden)
      states.append(hidden)
    }
    return states
  }

  /// The logits of each row of a state.
  static func logits(_ layer: OutputLayer, _ hidden: Matrix) -> Matrix {
    var result = Matrix(rows: hidden.rows, columns: layer.weights.columns)
    for row in 0..<result.rows {
      for symbol in 0..<result.columns {
        var sum = layer.bias[0, symbol]
        for unit in 0..<hidden.columns { sum += hidden[row, unit] * layer.weights[unit, symbol] }
        result[row, symbol] = sum
      }
    }
    return result
  }

  /// The surprise of each row, -log softmax(logits)[target], in nats.
  static func surprises(_ logits: Matrix, _ targets: [Int]) -> [Double] {
    targets.enumerated().map { row, target in
      var sum = 0.0
      for symbol in 0..<logits.columns {
        sum += Foundation.exp(logits[row, symbol] - logits[row, target])
      }
      return Foundation.log(sum)
    }
  }

  /// For each step, the surprise of each row.
  static func surprises(
    _ model: RNNModel, _ inputs: [Matrix], _ targets: [[Int]], from hidden: Matrix
  ) -> [[Double]] {
    zip(states(model.cell, inputs, from: hidden), targets).map { state, symbols in
      surprises(logits(model.output, state), symbols)
    }
  }

  /// What a result would be with other weights or another bias.
  static func suppositions<Value: Checkable>(
    _ cell: RNNCell, _ result: (RNNCell) -> Value
  ) -> [Supposition<Value>] {
    suppose(
      ["W": \.inputWeights, "U": \.recurrentWeights, "b": \.bias], of: cell, result)
  }

  static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }
}

// MARK: - Random cells, models and sequences

extension SeededGenerator {
  /// A size from 1 to 4.
  mutating func size() -> Int { 1 + integer(below: 4) }

  /// A cell whose bias is not zero either, so that a forgotten bias shows.
  mutating func cell(inputSize: Int, hiddenSize: Int) -> RNNCell {
    RNNCell(
      inputWeights: .normal(rows: inputSize, columns: hiddenSize, using: &self),
      recurrentWeights: .normal(rows: hiddenSize, columns: hiddenSize, using: &self),
      bias: .normal(rows: 1, columns: hiddenSize, using: &self))
  }

  mutating func model(inputSize: Int, hiddenSize: Int, symbols: Int) -> RNNModel {
    RNNModel(
      cell: cell(inputSize: inputSize, hiddenSize: hiddenSize),
      output: OutputLayer(
        weights: .normal(rows: hiddenSize, columns: symbols, using: &self),
        bias: .normal(rows: 1, columns: symbols, using: &self)))
  }

  mutating func sequence(length: Int, batch: Int, inputSize: Int) -> [Matrix] {
    (0..<length).map { _ in .normal(rows: batch, columns: inputSize, using: &self) }
  }

  /// A hidden state that a step might have left, every value in (-1, 1).
  mutating func state(batch: Int, hiddenSize: Int) -> Matrix {
    .uniform(rows: batch, columns: hiddenSize, in: -1...1, using: &self)
  }

  mutating func targets(length: Int, batch: Int, symbols: Int) -> [[Int]] {
    (0..<length).map { _ in (0..<batch).map { _ in integer(below: symbols) } }
  }
}
