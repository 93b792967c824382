import LinearAlgebra
import VanillaRNN

// The same adapters for the RNN as chapter 04 has for the LSTM. A gradient has the layout of what
// it is the gradient of, so they serve for gradients as well.
extension RNNCell {
  /// A cell from the weights of PyTorch's `RNNCell` or of one layer of its `RNN`.
  ///
  /// PyTorch multiplies by the transpose, and adds two biases.
  ///
  /// - Parameters:
  ///   - inputWeights: `weight_ih`, H × D.
  ///   - recurrentWeights: `weight_hh`, H × H.
  ///   - inputBias: `bias_ih`, 1 × H.
  ///   - recurrentBias: `bias_hh`, 1 × H.
  public static func fromPyTorch(
    inputWeights: Matrix, recurrentWeights: Matrix, inputBias: Matrix, recurrentBias: Matrix
  ) -> RNNCell {
    RNNCell(
      inputWeights: inputWeights.transposed, recurrentWeights: recurrentWeights.transposed,
      bias: inputBias + recurrentBias)
  }

  /// A cell from the weights of Keras's `SimpleRNN` or `SimpleRNNCell`, which has this book's
  /// shapes: kernel D × H, recurrent kernel H × H, bias 1 × H.
  public static func fromKeras(kernel: Matrix, recurrentKernel: Matrix, bias: Matrix) -> RNNCell {
    RNNCell(inputWeights: kernel, recurrentWeights: recurrentKernel, bias: bias)
  }
}
