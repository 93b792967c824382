import Backpropagation
import LSTMGates
import LinearAlgebra
import Optimizers

/// Trains LSTMs on the adding problem by the functions of chapters 04 and 05 and by an Adam of its
/// own: nothing of what is under test takes part.
struct Trainer {
  var settings: TrainingSettings
  let length: Int
  let updates: Int

  /// - Returns: the network after the last update, or after the first whose error is no number.
  func trained(seed: UInt64) -> LSTMRegressor {
    var generator = SeededGenerator(seed: seed)
    var model = LSTMRegressor(
      hiddenSize: settings.hiddenSize, forgetBias: settings.forgetBias, using: &generator)
    var parameters = model.parameters
    var means = parameters.map { [Double](repeating: 0, count: $0.values.count) }
    var (squares, left, leftOfSquares) = (means, 1.0, 1.0)
    let problem = AddingProblem(length: length)
    for update in 0..<updates {
      let gradients = gradients(of: model, problem.batch(settings.batch, using: &generator))
      let square = gradients.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } }
      if !square.isFinite { break }
      let factor = min(1, settings.limit / max(square.squareRoot(), 1e-300))
      (left, leftOfSquares) = (0.9 * left, 0.999 * leftOfSquares)
      let rate = update < updates * 3 / 4 ? settings.learningRate : settings.lastRate
      for index in parameters.indices {
        var values = parameters[index].values
        for (place, raw) in gradients[index].values.enumerated() {
          let gradient = factor * raw
          means[index][place] = 0.9 * means[index][place] + 0.1 * gradient
          squares[index][place] = 0.999 * squares[index][place] + 0.001 * gradient * gradient
          let root = (squares[index][place] / (1 - leftOfSquares)).squareRoot()
          values[place] -= rate * (means[index][place] / (1 - left)) / (root + 1e-8)
        }
        let (rows, columns) = (parameters[index].rows, parameters[index].columns)
        parameters[index] = Matrix(rows: rows, columns: columns, values: values)
      }
      model.parameters = parameters
    }
    return model
  }

  private func gradients(of model: LSTMRegressor, _ batch: AddingBatch) -> [Matrix] {
    let start = LSTMState.zeros(batch: batch.targets.rows, hiddenSize: settings.hiddenSize)
    let records = model.cell.recorded(batch.inputs, from: start)
    let last = records[records.count - 1].state.hidden
    let error = model.output.logits(last) - batch.targets
    let answer = affineGradients(
      last, weights: model.output.weights, outputGradient: error * (2 / Double(error.rows)))
    var hidden = records.map { $0.state.hidden.filledWithZeros }
    hidden[hidden.count - 1] = answer.input
    let cell = model.cell.gradients(records, from: start, hiddenGradients: hidden)
    return cell.parameters + [answer.weights, answer.bias]
  }

  /// The error on sequences that it has not learnt from.
  func error(of model: LSTMRegressor) -> Double {
    var generator = SeededGenerator(seed: 4_711)
    return model.loss(on: AddingProblem(length: length).batch(500, using: &generator))
  }
}
