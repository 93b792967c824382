import Backpropagation
import Course
import GradientChecking
import LinearAlgebra
import Sequences
import VanillaRNN

/// A recurrent network with everything that goes into its loss, so that the gradients of the inputs
/// and of the initial state are checked beside those of the weights.
struct RNNCase: Parameterised {
  private var model: RNNModel
  private var inputs: [Matrix]
  private var hidden: Matrix
  private let targets: [[Int]]

  /// A case of random numbers, with as many symbols to predict as there are units, and one more.
  init(
    batch: Int, length: Int, inputSize: Int, hiddenSize: Int,
    using generator: inout SeededGenerator
  ) {
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
    }
    let symbols = hiddenSize + 1
    let cell = RNNCell(
      inputWeights: normal(inputSize, hiddenSize, 0.7),
      recurrentWeights: normal(hiddenSize, hiddenSize, 1 / Double(hiddenSize).squareRoot()),
      bias: normal(1, hiddenSize, 0.5))
    model = RNNModel(
      cell: cell,
      output: OutputLayer(weights: normal(hiddenSize, symbols, 1), bias: normal(1, symbols, 0.5)))
    inputs = (0..<length).map { _ in normal(batch, inputSize, 1) }
    hidden = normal(batch, hiddenSize, 0.5)
    targets = (0..<length).map { _ in
      (0..<batch).map { _ in generator.integer(below: symbols) }
    }
  }

  /// The mean cross-entropy of the network's predictions.
  var loss: Double { model.loss(inputs, targets: targets, from: hidden) }

  /// What the backward pass of chapter 05 gives, in the order of `parameters`.
  var gradients: [Matrix] {
    let gradients = model.gradients(inputs, targets: targets, from: hidden)
    return gradients.parameters + gradients.cell.inputs + [gradients.cell.initialHidden]
  }

  /// W, U, b, Wy, by, then x(1) to x(T) and h(0).
  var parameterNames: [String] {
    model.parameterNames + inputs.indices.map { "x(\($0 + 1))" } + ["h(0)"]
  }

  var parameters: [Matrix] {
    get { model.parameters + inputs + [hidden] }
    set {
      let weights = newValue.count - inputs.count - 1
      model.parameters = Array(newValue.prefix(weights))
      inputs = Array(newValue[weights..<weights + inputs.count])
      hidden = newValue[newValue.count - 1]
    }
  }
}

extension GradientEntry {
  /// What an entry of a parameter stands for: "recurrent weight from unit 0 to the forget gate of
  /// unit 2".
  ///
  /// - Parameter name: the parameter as the tables call it, such as `Uf`.
  package func place(in name: String) -> String {
    if let opening = name.firstIndex(of: "(") {
      let step = name[name.index(after: opening)...].dropLast()
      switch name.first {
      case "x": return "input \(column) of row \(row) at step \(step)"
      case "h": return "the hidden state of unit \(column) in row \(row), before the first step"
      default: return "the cell state of unit \(column) in row \(row), before the first step"
      }
    }
    let target =
      switch name.dropFirst() {
      case "i": "the input gate of unit \(column)"
      case "f": "the forget gate of unit \(column)"
      case "g": "the candidate of unit \(column)"
      case "o": "the output gate of unit \(column)"
      case "y": "the logit of symbol \(column)"
      default: "unit \(column)"
      }
    switch name {
    case "Wy": return "the weight from unit \(row) to \(target)"
    case _ where name.hasPrefix("W"): return "the input weight from input \(row) to \(target)"
    case _ where name.hasPrefix("U"): return "the recurrent weight from unit \(row) to \(target)"
    default: return "the bias of \(target)"
    }
  }
}
