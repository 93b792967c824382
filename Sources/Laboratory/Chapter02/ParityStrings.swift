import Course
import LinearAlgebra
import Sequences
import VanillaRNN

/// All strings of one length of bits, and what a model of one input, two hidden units and two
/// symbols makes of them: how chapter 02 measures why parity is hard to learn.
package struct ParityStrings {
  /// The bits of each step, one string a row.
  package let inputs: [Matrix]
  /// For each step, the parity of each string up to there.
  let parities: [[Int]]

  /// All 2ⁿ strings of n bits; n is at least 1.
  package init(length: Int) {
    self.init(length: length, numbers: Array(0..<1 << length))
  }

  /// The strings of n bits that spell these numbers.
  package init(length: Int, numbers: [Int]) {
    inputs = (0..<length).map { step in
      Matrix(column: numbers.map { Double(($0 >> (length - 1 - step)) & 1) })
    }
    parities = (0..<length).map { step in
      numbers.map { ($0 >> (length - 1 - step)).nonzeroBitCount % 2 }
    }
  }

  /// The logits of a model after each step.
  package func logits(of model: RNNModel) -> [Matrix] {
    let start = Matrix(rows: inputs[0].rows, columns: model.cell.hiddenSize)
    return model.cell.unrolled(inputs, from: start).map(model.output.logits)
  }

  /// The loss of a model that is asked once, after the last bit.
  package func finalLoss(of model: RNNModel) -> Double {
    crossEntropy(logits(of: model).last!, targets: parities.last!)
  }

  /// How far apart the mean of the logit of 1 less that of 0, after the last bit, is between odd
  /// strings and even ones.
  package func gap(of model: RNNModel) -> Double {
    let last = logits(of: model).last!
    let signed = parities.last!.enumerated().map { row, parity in
      (last[row, 1] - last[row, 0]) * (parity == 1 ? 1 : -1)
    }
    return abs(signed.reduce(0, +)) / Double(signed.count / 2)
  }

  /// Whether a model's larger logit is right after the last bit of every string.
  func areSolved(by model: RNNModel) -> Bool {
    let last = logits(of: model).last!
    return parities.last!.enumerated().allSatisfy { row, parity in
      last[row, parity] > last[row, 1 - parity]
    }
  }
}

extension RNNModel {
  /// A parity model as learning finds it: as small as weights usually are at the start.
  package static func fresh(using generator: inout SeededGenerator) -> RNNModel {
    let cell = RNNCell(inputSize: 1, hiddenSize: 2, using: &generator)
    let bound = 1 / 2.0.squareRoot()
    return RNNModel(
      cell: cell,
      output: OutputLayer(
        weights: .uniform(rows: 2, columns: 2, in: -bound...bound, using: &generator),
        bias: Matrix(rows: 1, columns: 2)))
  }

  /// A parity model whose every number is drawn evenly from `-bound` to `bound`.
  static func guessed(bound: Double, using generator: inout SeededGenerator) -> RNNModel {
    func draw(_ rows: Int, _ columns: Int) -> Matrix {
      .uniform(rows: rows, columns: columns, in: -bound...bound, using: &generator)
    }
    return RNNModel(
      cell: RNNCell(inputWeights: draw(1, 2), recurrentWeights: draw(2, 2), bias: draw(1, 2)),
      output: OutputLayer(weights: draw(2, 2), bias: draw(1, 2)))
  }

  /// The same model with every weight and bias multiplied by one number.
  package func scaled(by factor: Double) -> RNNModel {
    RNNModel(
      cell: RNNCell(
        inputWeights: cell.inputWeights * factor, recurrentWeights: cell.recurrentWeights * factor,
        bias: cell.bias * factor),
      output: OutputLayer(weights: output.weights * factor, bias: output.bias * factor))
  }
}
