import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

// The way forward of a regression in plain loops, to judge a step of learning by: its gradients are
// measured as central differences. Of a reader's model they use the weights and nothing else.

/// A cell whose states can be computed in plain loops.
protocol PlainReader: SequenceReader {
  /// h(1) to h(T), from states of zeros.
  func plainStates(_ inputs: [Matrix]) -> [Matrix]
}

extension RNNCell: PlainReader {
  func plainStates(_ inputs: [Matrix]) -> [Matrix] {
    let units = recurrentWeights.rows
    var hidden = Matrix(rows: inputs[0].rows, columns: units)
    return inputs.map { input in
      let sums = plainSum(plain(input, inputWeights), plain(hidden, recurrentWeights), bias)
      hidden = build(input.rows, units) { Foundation.tanh(sums[$0, $1]) }
      return hidden
    }
  }
}

extension LSTMCell: PlainReader {
  func plainStates(_ inputs: [Matrix]) -> [Matrix] {
    let units = recurrentWeights.rows
    var hidden = Matrix(rows: inputs[0].rows, columns: units)
    var cell = hidden
    return inputs.map { input in
      let a = plainSum(plain(input, inputWeights), plain(hidden, recurrentWeights), bias)
      func logistic(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
      let old = cell
      cell = build(input.rows, units) { row, unit in
        logistic(a[row, units + unit]) * old[row, unit]
          + logistic(a[row, unit]) * Foundation.tanh(a[row, 2 * units + unit])
      }
      hidden = build(input.rows, units) { row, unit in
        logistic(a[row, 3 * units + unit]) * Foundation.tanh(cell[row, unit])
      }
      return hidden
    }
  }
}

/// The matrix product.
func plain(_ left: Matrix, _ right: Matrix) -> Matrix {
  build(left.rows, right.columns) { row, column in
    (0..<left.columns).reduce(0) { $0 + left[row, $1] * right[$1, column] }
  }
}

func plainSum(_ left: Matrix, _ right: Matrix, _ bias: Matrix) -> Matrix {
  build(left.rows, left.columns) { left[$0, $1] + right[$0, $1] + bias[0, $1] }
}

/// What a step of learning should make of a batch.
struct PlainStep<Cell: PlainReader> {
  let model: Regressor<Cell>
  let batch: AddingBatch

  var states: [Matrix] { model.cell.plainStates(batch.inputs) }

  /// Answers minus targets, from the state of a step; the last one is right.
  func errors(at step: Int? = nil) -> [Double] {
    let state = states[step ?? batch.inputs.count - 1]
    let answers = plain(state, model.output.weights)
    return (0..<state.rows).map {
      answers[$0, 0] + model.output.bias[0, 0] - batch.targets[$0, 0]
    }
  }

  var loss: Double {
    let errors = errors()
    return errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
  }

  /// The gradients of all parameters.
  ///
  /// - Parameters:
  ///   - factor: by which an error becomes the gradient of its answer; 2 / rows is right.
  ///   - heard: the steps whose hidden state hears of it; the last one alone is right.
  ///   - shown: the step whose state the output layer is thought to have seen.
  func gradients(factor: Double? = nil, heard: Range<Int>? = nil, shown: Int? = nil) -> [Matrix] {
    let last = batch.inputs.count - 1
    let errors = errors(at: shown)
    let rows = errors.count
    let answer = build(rows, 1) { row, _ in (factor ?? 2 / Double(rows)) * errors[row] }
    let hidden = build(rows, model.output.weights.rows) { row, unit in
      answer[row, 0] * model.output.weights[unit, 0]
    }
    let cell = measured(model.cell.parameters) { parameters in
      var cell = model.cell
      cell.parameters = parameters
      let states = cell.plainStates(batch.inputs)
      return (heard ?? last..<last + 1).reduce(0) { sum, step in
        sum + zip(states[step].values, hidden.values).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let state = states[shown ?? last]
    let weights = build(state.columns, 1) { unit, _ in
      (0..<rows).reduce(0) { $0 + state[$1, unit] * answer[$1, 0] }
    }
    return cell + [weights, Matrix([[answer.values.reduce(0, +)]])]
  }
}

/// Writes down the gradients that it is given, and takes the plain step where they fit.
struct RecordingOptimizer: Optimizer {
  var learningRate: Double
  var given: [[Matrix]] = []
  /// What does not fit in the first gradients that did not.
  var problem: String?

  init(learningRate: Double) { self.learningRate = learningRate }

  mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    given.append(gradients)
    if let unlike = Self.problem(parameters, gradients) {
      problem = problem ?? unlike
      return
    }
    for (index, gradient) in gradients.enumerated() {
      parameters[index] = build(gradient.rows, gradient.columns) {
        parameters[index][$0, $1] - learningRate * gradient[$0, $1]
      }
    }
  }

  /// The sentence that says why these gradients are not those of a model's five matrices; nil
  /// where they may be.
  static func problem(_ parameters: [Matrix], _ gradients: [Matrix]) -> String? {
    if gradients.count != parameters.count {
      return "\(gradients.count) gradients for \(parameters.count) parameters: W, U and b of the "
        + "cell, then Wy and by of the output layer"
    }
    let names = ["W", "U", "b", "Wy", "by"]
    for (index, (gradient, parameter)) in zip(gradients, parameters).enumerated()
    where gradient.shape != parameter.shape {
      let name = index < names.count ? " (\(names[index]))" : ""
      return "gradient \(index) is \(gradient.shape), parameter \(index)\(name) is "
        + "\(parameter.shape): the gradients must come in the order of `parameters`, the cell's "
        + "before the output layer's"
    }
    return nil
  }
}
