import LSTMGates
import LinearAlgebra
import VanillaRNN

@testable import Backpropagation

/// States and gradients of whole sequences that another library computed; Tests/Peers/fixtures.py
/// made them. The loss is the sum of all hidden states, each number times a weight of its own.
struct Golden: Decodable {
  let library: String
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let inputWeights, recurrentWeights, inputBias: [[Double]]
    /// PyTorch alone has a second bias, and its gradient is that of the first.
    let recurrentBias: [[Double]]?
    let inputs, outputWeights: [[[Double]]]
    let initialHidden: [[Double]]
    let initialCell: [[Double]]?
    let hidden: [[[Double]]]
    let gradients: Gradients
  }

  struct Gradients: Decodable {
    let inputs: [[[Double]]]
    let initialHidden: [[Double]]
    let initialCell: [[Double]]?
    let inputWeights, recurrentWeights, inputBias: [[Double]]
  }
}

extension Golden.Case {
  var sequence: [Matrix] { inputs.map { Matrix($0) } }
  var states: [Matrix] { hidden.map { Matrix($0) } }
  var weightsOfOutputs: [Matrix] { outputWeights.map { Matrix($0) } }
  var initialState: LSTMState {
    LSTMState(hidden: Matrix(initialHidden), cell: Matrix(initialCell ?? []))
  }

  private var isPyTorch: Bool { recurrentBias != nil }

  var rnnCell: RNNCell {
    rnn(inputWeights, recurrentWeights, inputBias, recurrentBias)
  }

  var lstmCell: LSTMCell {
    lstm(inputWeights, recurrentWeights, inputBias, recurrentBias)
  }

  /// A gradient has the layout of what it is the gradient of, so the same adapter serves. The
  /// library's two biases have one and the same gradient; it is taken once.
  var rnnGradients: RNNGradients {
    let zeros = recurrentBias.map { $0.map { $0.map { _ in 0.0 } } }
    let weights = rnn(
      gradients.inputWeights, gradients.recurrentWeights, gradients.inputBias, zeros)
    return RNNGradients(
      inputs: gradients.inputs.map { Matrix($0) },
      initialHidden: Matrix(gradients.initialHidden), inputWeights: weights.inputWeights,
      recurrentWeights: weights.recurrentWeights, bias: weights.bias)
  }

  var lstmGradients: LSTMGradients {
    let zeros = recurrentBias.map { $0.map { $0.map { _ in 0.0 } } }
    let weights = lstm(
      gradients.inputWeights, gradients.recurrentWeights, gradients.inputBias, zeros)
    return LSTMGradients(
      inputs: gradients.inputs.map { Matrix($0) },
      initialHidden: Matrix(gradients.initialHidden),
      initialCell: Matrix(gradients.initialCell ?? []), inputWeights: weights.inputWeights,
      recurrentWeights: weights.recurrentWeights, bias: weights.bias)
  }

  private func rnn(
    _ inputWeights: [[Double]], _ recurrentWeights: [[Double]], _ inputBias: [[Double]],
    _ recurrentBias: [[Double]]?
  ) -> RNNCell {
    guard let recurrentBias else {
      return .fromKeras(
        kernel: Matrix(inputWeights), recurrentKernel: Matrix(recurrentWeights),
        bias: Matrix(inputBias))
    }
    return .fromPyTorch(
      inputWeights: Matrix(inputWeights), recurrentWeights: Matrix(recurrentWeights),
      inputBias: Matrix(inputBias), recurrentBias: Matrix(recurrentBias))
  }

  private func lstm(
    _ inputWeights: [[Double]], _ recurrentWeights: [[Double]], _ inputBias: [[Double]],
    _ recurrentBias: [[Double]]?
  ) -> LSTMCell {
    guard let recurrentBias else {
      return .fromKeras(
        kernel: Matrix(inputWeights), recurrentKernel: Matrix(recurrentWeights),
        bias: Matrix(inputBias))
    }
    return .fromPyTorch(
      inputWeights: Matrix(inputWeights), recurrentWeights: Matrix(recurrentWeights),
      inputBias: Matrix(inputBias), recurrentBias: Matrix(recurrentBias))
  }
}
