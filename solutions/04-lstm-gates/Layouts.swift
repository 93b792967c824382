import LinearAlgebra

// Other libraries store the same weights in another shape and order. These two functions are the
// whole difference; the suite holds the steps to theirs on numbers that they computed.
extension LSTMCell {
  /// A cell from the weights of PyTorch's `LSTMCell` or of one layer of its `LSTM`.
  ///
  /// PyTorch keeps the order i, f, g, o, multiplies by the transpose, and adds two biases.
  ///
  /// - Parameters:
  ///   - inputWeights: `weight_ih`, 4H × D.
  ///   - recurrentWeights: `weight_hh`, 4H × H.
  ///   - inputBias: `bias_ih`, 1 × 4H.
  ///   - recurrentBias: `bias_hh`, 1 × 4H.
  public static func fromPyTorch(
    inputWeights: Matrix, recurrentWeights: Matrix, inputBias: Matrix, recurrentBias: Matrix
  ) -> LSTMCell {
    LSTMCell(
      inputWeights: inputWeights.transposed, recurrentWeights: recurrentWeights.transposed,
      bias: inputBias + recurrentBias)
  }

  /// A cell from the weights of Keras's `LSTM` or `LSTMCell`.
  ///
  /// Keras has this book's shapes and order; it calls the candidate c: i, f, c, o.
  ///
  /// - Parameters:
  ///   - kernel: D × 4H.
  ///   - recurrentKernel: H × 4H.
  ///   - bias: 1 × 4H.
  public static func fromKeras(kernel: Matrix, recurrentKernel: Matrix, bias: Matrix) -> LSTMCell {
    LSTMCell(inputWeights: kernel, recurrentWeights: recurrentKernel, bias: bias)
  }
}
