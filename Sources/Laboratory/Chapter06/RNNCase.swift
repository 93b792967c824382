import Backpropagation
import GradientChecking
import LinearAlgebra
import VanillaRNN

/// A recurrent network with everything that goes into its loss, so that the gradients of the inputs
/// and of the initial state are checked beside those of the weights.
struct RNNCase: Parameterised {
  /// W, U, b, Wy, by, then x(1) to x(T) and h(0).
  var parameters: [Matrix]
  let parameterNames: [String]
  private let targets: [[Int]]

  /// Three rows of two inputs a step, all numbers random, with as many symbols to predict as there are
  /// units, and one more.
  init(length: Int, hiddenSize: Int, using generator: inout SeededGenerator) {
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
    }
    let symbols = hiddenSize + 1
    parameters = [
      normal(2, hiddenSize, 0.7),
      normal(hiddenSize, hiddenSize, 1 / Double(hiddenSize).squareRoot()),
      normal(1, hiddenSize, 0.5), normal(hiddenSize, symbols, 1), normal(1, symbols, 0.5),
    ]
    for _ in 0..<length { parameters.append(normal(3, 2, 1)) }
    parameters.append(normal(3, hiddenSize, 0.5))
    parameterNames = ["W", "U", "b", "Wy", "by"] + (1...length).map { "x(\($0))" } + ["h(0)"]
    targets = (0..<length).map { _ in (0..<3).map { _ in generator.integer(below: symbols) } }
  }

  private var model: RNNModel {
    RNNModel(
      cell: RNNCell(
        inputWeights: parameters[0], recurrentWeights: parameters[1], bias: parameters[2]),
      output: OutputLayer(weights: parameters[3], bias: parameters[4]))
  }

  private var inputs: [Matrix] { Array(parameters[5..<5 + targets.count]) }

  /// The mean cross-entropy of the network's predictions.
  var loss: Double { model.loss(inputs, targets: targets, from: parameters[5 + targets.count]) }

  /// What the backward pass of chapter 05 gives, in the order of `parameters`.
  var gradients: [Matrix] {
    let gradients = model.gradients(inputs, targets: targets, from: parameters[5 + targets.count])
    return gradients.parameters + gradients.cell.inputs + [gradients.cell.initialHidden]
  }
}
