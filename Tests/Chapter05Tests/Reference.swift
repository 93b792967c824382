import Foundation
import LinearAlgebra
import VanillaRNN

@testable import Backpropagation
@testable import LSTMGates

// The way forward in plain loops over single numbers, to judge the way back by: gradients are
// measured as central differences of these. Of a reader's cell they use the weights and nothing
// else.

enum Forward {
  /// x W, or with a bias x W + b.
  static func product(_ x: Matrix, _ weights: Matrix, bias: Matrix? = nil) -> Matrix {
    let (a, b) = (x.values, weights.values)
    let columns = weights.columns
    var result = [Double](repeating: 0, count: x.rows * columns)
    for row in 0..<x.rows {
      for inner in 0..<x.columns {
        let factor = a[row * x.columns + inner]
        for column in 0..<columns {
          result[row * columns + column] += factor * b[inner * columns + column]
        }
      }
    }
    if let bias = bias?.values {
      for row in 0..<x.rows {
        for column in 0..<columns { result[row * columns + column] += bias[column] }
      }
    }
    return Matrix(rows: x.rows, columns: columns, values: result)
  }

  /// The probabilities of each row.
  static func softmax(_ logits: Matrix) -> Matrix {
    build(rows: logits.rows, columns: logits.columns) { row, column in
      var sum = 0.0
      for other in 0..<logits.columns {
        sum += Foundation.exp(logits[row, other] - logits[row, column])
      }
      return 1 / sum
    }
  }

  /// The mean surprise of the rows, in nats.
  static func crossEntropy(_ logits: Matrix, _ targets: [Int]) -> Double {
    var total = 0.0
    for (row, target) in targets.enumerated() {
      var sum = 0.0
      for column in 0..<logits.columns {
        sum += Foundation.exp(logits[row, column] - logits[row, target])
      }
      total += Foundation.log(sum)
    }
    return total / Double(targets.count)
  }

  static func step(_ cell: RNNCell, _ input: Matrix, from hidden: Matrix) -> Matrix {
    let fromInput = product(input, cell.inputWeights, bias: cell.bias).values
    let fromHidden = product(hidden, cell.recurrentWeights).values
    return Matrix(
      rows: input.rows, columns: hidden.columns,
      values: zip(fromInput, fromHidden).map { Foundation.tanh($0 + $1) })
  }

  /// h(1) to h(T).
  static func states(_ cell: RNNCell, _ inputs: [Matrix], from hidden: Matrix) -> [Matrix] {
    var hidden = hidden
    return inputs.map { input in
      hidden = step(cell, input, from: hidden)
      return hidden
    }
  }

  static func step(_ cell: LSTMCell, _ input: Matrix, from state: LSTMState) -> LSTMStepRecord {
    let size = cell.recurrentWeights.rows
    let fromInput = product(input, cell.inputWeights, bias: cell.bias).values
    let fromHidden = product(state.hidden, cell.recurrentWeights).values
    func block(_ index: Int, _ activation: (Double) -> Double) -> [Double] {
      (0..<input.rows * size).map { place in
        let column = place / size * 4 * size + index * size + place % size
        return activation(fromInput[column] + fromHidden[column])
      }
    }
    let (i, f, o) = (block(0, logistic), block(1, logistic), block(3, logistic))
    let g = block(2) { Foundation.tanh($0) }
    let old = state.cell.values
    let c = old.indices.map { f[$0] * old[$0] + i[$0] * g[$0] }
    let h = old.indices.map { o[$0] * Foundation.tanh(c[$0]) }
    func matrix(_ values: [Double]) -> Matrix {
      Matrix(rows: input.rows, columns: size, values: values)
    }
    return LSTMStepRecord(
      input: input, previous: state,
      gates: GateValues(
        inputGate: matrix(i), forgetGate: matrix(f), candidate: matrix(g), outputGate: matrix(o)),
      state: LSTMState(hidden: matrix(h), cell: matrix(c)))
  }

  /// The records of all steps.
  static func records(
    _ cell: LSTMCell, _ inputs: [Matrix], from state: LSTMState
  ) -> [LSTMStepRecord] {
    var state = state
    return inputs.map { input in
      let record = step(cell, input, from: state)
      state = record.state
      return record
    }
  }

  /// What `weightedSum` says of h(1) to h(T), and of c(T) where it has weights, in one pass that makes
  /// no matrix: a gradient that is measured asks for it hundreds of times.
  static func weightedStates(
    _ cell: LSTMCell, _ inputs: ArraySlice<Matrix>, from state: LSTMState,
    by hiddenWeights: ArraySlice<Matrix>, _ cellWeights: Matrix?
  ) -> Double {
    let (size, rows) = (cell.recurrentWeights.rows, state.hidden.rows)
    var (hidden, belt) = (state.hidden.values, state.cell.values)
    var gates = [Double](repeating: 0, count: rows * 4 * size)
    var sum = CompensatedSum()
    for (input, weights) in zip(inputs, hiddenWeights) {
      preactivations(of: cell, input.values, hidden, rows: rows, into: &gates)
      for row in 0..<rows {
        for unit in 0..<size {
          let (place, first) = (row * size + unit, row * 4 * size + unit)
          let (i, f) = (logistic(gates[first]), logistic(gates[first + size]))
          let (g, o) = (quickTanh(gates[first + 2 * size]), logistic(gates[first + 3 * size]))
          belt[place] = f * belt[place] + i * g
          hidden[place] = o * quickTanh(belt[place])
        }
      }
      sum.add(hidden, by: weights.values)
    }
    guard let cellWeights, !inputs.isEmpty else { return sum.value }
    var last = CompensatedSum()
    last.add(belt, by: cellWeights.values)
    return sum.value + last.value
  }

  /// x W + b + h U of the three gates and the candidate.
  private static func preactivations(
    of cell: LSTMCell, _ x: [Double], _ h: [Double], rows: Int, into gates: inout [Double]
  ) {
    let bias = cell.bias.values
    for row in 0..<rows {
      for column in bias.indices { gates[row * bias.count + column] = bias[column] }
    }
    addProduct(x, cell.inputWeights.values, rows: rows, to: &gates)
    addProduct(h, cell.recurrentWeights.values, rows: rows, to: &gates)
  }

  private static func addProduct(
    _ left: [Double], _ weights: [Double], rows: Int, to result: inout [Double]
  ) {
    let (inner, columns) = (left.count / rows, result.count / rows)
    // Through pointers: checks of every index would take as long as all exponentials together.
    weights.withUnsafeBufferPointer { weights in
      result.withUnsafeMutableBufferPointer { result in
        guard let weights = weights.baseAddress, let result = result.baseAddress else { return }
        for row in 0..<rows {
          let sums = result + row * columns
          for place in 0..<inner {
            let (factor, line) = (left[row * inner + place], weights + place * columns)
            for column in 0..<columns { sums[column] += factor * line[column] }
          }
        }
      }
    }
  }
}

/// By the exponential, which is quicker than the library's `tanh` and, near ±1, as exact; what it
/// loses near 0 is rounding of the same size.
private func quickTanh(_ x: Double) -> Double { 1 - 2 / (1 + Foundation.exp(2 * x)) }

func logistic(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }

func build(rows: Int, columns: Int, _ number: (Int, Int) -> Double) -> Matrix {
  var values: [Double] = []
  for row in 0..<rows {
    for column in 0..<columns { values.append(number(row, column)) }
  }
  return Matrix(rows: rows, columns: columns, values: values)
}

/// A sum of all numbers of the outputs, each with a weight of its own. The plain sum would not do:
/// that of a softmax, for one, is constant.
func weightedSum(_ outputs: [Matrix], by weights: [Matrix]) -> Double {
  var sum = CompensatedSum()
  for (output, weight) in zip(outputs, weights) { sum.add(output.values, by: weight.values) }
  return sum.value
}

/// A sum to which what each addition rounds away is added as well (Neumaier, 1974): a difference of
/// two such sums is divided by a small distance, which enlarges every error.
private struct CompensatedSum {
  private var (sum, lost) = (0.0, 0.0)

  var value: Double { sum + lost }

  mutating func add(_ numbers: [Double], by weights: [Double]) {
    for (number, weight) in zip(numbers, weights) {
      let term = number * weight
      let next = sum + term
      lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
      sum = next
    }
  }
}

// MARK: - Random cells and sequences

extension SeededGenerator {
  /// A size from 1 to `largest`.
  mutating func size(_ largest: Int) -> Int { 1 + integer(below: largest) }

  mutating func normal(_ rows: Int, _ columns: Int, _ standardDeviation: Double = 1) -> Matrix {
    .normal(rows: rows, columns: columns, standardDeviation: standardDeviation, using: &self)
  }

  mutating func sequence(_ length: Int, _ rows: Int, _ columns: Int) -> [Matrix] {
    (0..<length).map { _ in normal(rows, columns) }
  }

  /// A cell whose every number is random: a bias of zeros would hide mistakes about it.
  mutating func rnnCell(inputSize: Int, hiddenSize: Int) -> RNNCell {
    let spread = 1 / Double(hiddenSize).squareRoot()
    return RNNCell(
      inputWeights: normal(inputSize, hiddenSize, 0.7),
      recurrentWeights: normal(hiddenSize, hiddenSize, spread),
      bias: normal(1, hiddenSize, 0.5))
  }

  mutating func lstmCell(inputSize: Int, hiddenSize: Int) -> LSTMCell {
    let spread = 1 / Double(hiddenSize).squareRoot()
    return LSTMCell(
      inputWeights: normal(inputSize, 4 * hiddenSize, 0.7),
      recurrentWeights: normal(hiddenSize, 4 * hiddenSize, spread),
      bias: normal(1, 4 * hiddenSize, 0.5))
  }

  /// A hidden state that a step might have left.
  mutating func hidden(_ rows: Int, _ columns: Int) -> Matrix {
    .uniform(rows: rows, columns: columns, in: -1...1, using: &self)
  }

  mutating func state(_ rows: Int, _ columns: Int) -> LSTMState {
    LSTMState(hidden: hidden(rows, columns), cell: normal(rows, columns))
  }

  mutating func targets(_ count: Int, below symbols: Int) -> [Int] {
    (0..<count).map { _ in integer(below: symbols) }
  }
}
