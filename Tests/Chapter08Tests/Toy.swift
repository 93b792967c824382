import CourseTesting
import Foundation
import GradientChecking
import LanguageModel
import LinearAlgebra
import Optimizers

// MARK: - A model to judge by

/// A model that is easy to follow with plain loops, in place of a reader's RNN or LSTM: what it
/// remembers of the past fades by half each step.
///
///     s(t) = s(t-1) / 2 + row x(t) of `table`        logits(t) = s(t) + `bias`
struct Toy: RecurrentModel {
  /// V × V.
  var table: Matrix
  /// 1 × V.
  var bias: Matrix

  var parameterNames: [String] { ["table", "bias"] }
  var parameters: [Matrix] {
    get { [table, bias] }
    set { (table, bias) = (newValue[0], newValue[1]) }
  }

  var vocabularySize: Int { table.rows }

  func initialState(rows: Int) -> Matrix { Matrix(rows: rows, columns: vocabularySize) }

  func predict(_ symbols: [Int], from state: Matrix) -> (logits: Matrix, state: Matrix) {
    let next = build(rows: symbols.count, columns: vocabularySize) {
      state[$0, $1] / 2 + table[symbols[$0], $1]
    }
    return (build(rows: next.rows, columns: next.columns) { next[$0, $1] + bias[0, $1] }, next)
  }

  func lossAndGradients(
    _ inputs: [Matrix], targets: [[Int]], from state: Matrix
  ) -> (loss: Double, gradients: [Matrix], finalState: Matrix) {
    var (states, loss, last) = ([Matrix](), 0.0, state)
    for input in inputs {
      let before = last
      last = build(rows: state.rows, columns: vocabularySize) { row, column in
        (0..<vocabularySize).reduce(before[row, column] / 2) {
          $0 + input[row, $1] * table[$1, column]
        }
      }
      states.append(last)
    }
    let count = Double(inputs.count * state.rows)
    var dTable = Matrix(rows: vocabularySize, columns: vocabularySize)
    var dBias = Matrix(rows: 1, columns: vocabularySize)
    var carry = Matrix(rows: state.rows, columns: vocabularySize)
    for t in inputs.indices.reversed() {
      for row in 0..<state.rows {
        let logits = (0..<vocabularySize).map { states[t][row, $0] + bias[0, $0] }
        let p = Reference.softmax(logits)
        loss -= Foundation.log(p[targets[t][row]]) / count
        for column in 0..<vocabularySize {
          let slope = (p[column] - (column == targets[t][row] ? 1 : 0)) / count
          dBias[0, column] += slope
          carry[row, column] = carry[row, column] / 2 + slope
          for symbol in 0..<vocabularySize {
            dTable[symbol, column] += inputs[t][row, symbol] * carry[row, column]
          }
        }
      }
    }
    return (loss, [dTable, dBias], last)
  }
}

/// Plain gradient descent with a memory of one number: how often it has been asked. Its steps grow,
/// so that an optimiser that forgets shows.
struct GrowingSteps: Optimizer {
  var learningRate: Double
  var steps = 0.0

  mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    steps += 1
    for index in parameters.indices {
      parameters[index] = build(
        rows: parameters[index].rows, columns: parameters[index].columns
      ) {
        parameters[index][$0, $1] - learningRate * steps * gradients[index][$0, $1]
      }
    }
  }
}

// MARK: - Random toys and texts

extension SeededGenerator {
  /// A size from 1 to `largest`.
  mutating func size(_ largest: Int) -> Int { 1 + integer(below: largest) }

  mutating func toy(_ vocabularySize: Int, spread: Double = 1) -> Toy {
    Toy(
      table: .normal(
        rows: vocabularySize, columns: vocabularySize, standardDeviation: spread, using: &self),
      bias: .normal(rows: 1, columns: vocabularySize, standardDeviation: spread, using: &self))
  }

  mutating func symbols(_ count: Int, below bound: Int) -> [Int] {
    (0..<count).map { _ in integer(below: bound) }
  }
}

func build(rows: Int, columns: Int, _ number: (Int, Int) -> Double) -> Matrix {
  var values: [Double] = []
  for row in 0..<rows {
    for column in 0..<columns { values.append(number(row, column)) }
  }
  return Matrix(rows: rows, columns: columns, values: values)
}
