import Backpropagation
import Course
import LanguageModel
import Layers
import LinearAlgebra

/// The chapters' model as `Layers` computes it, in single precision: its first layer reads one-hot
/// rows, and it begins with the same numbers.
struct OneHotNetwork {
  let model: Sequential
  private let first: LSTMModel

  init(_ first: LSTMModel, optimizer: Layers.Optimizer) throws {
    self.first = first
    let size = first.vocabularySize
    let layers: [Layer] = [
      .input(Input(features: size)),
      .lstm(LSTM(first.cell.hiddenSize, returnSequences: true, stateful: true)),
      .dense(Dense(size)),
    ]
    let tensors = zip(Sequential(layers: layers).tensors, first.parameters).map {
      tensor, matrix in
      Tensor(name: tensor.name, shape: tensor.shape, values: matrix.values.map { Float($0) })
    }
    model = try Sequential(layers: layers, tensors: tensors)
    try model.compile(loss: .sparseCategoricalCrossEntropy, optimizer: optimizer)
  }

  /// The model with what was learnt, for the chapters' code to measure.
  var learnt: LSTMModel {
    var result = first
    result.parameters = zip(first.parameters, model.tensors).map { matrix, tensor in
      Matrix(
        rows: matrix.rows, columns: matrix.columns, values: tensor.values.map { Double($0) })
    }
    return result
  }

  /// Rows × time of one-hot vectors, and of the symbols to predict.
  func batch(of window: LanguageModel.Window) -> Batch {
    let size = first.vocabularySize
    let inputs = (0..<window.rows).map { row in
      window.inputs.map { symbols in
        var vector = [Float](repeating: 0, count: size)
        vector[symbols[row]] = 1
        return vector
      }
    }
    let targets = (0..<window.rows).map { row in window.targets.map { $0[row] } }
    return Batch(inputs, targets)
  }
}
