import Kernels

/// Works out what described layers compute, and hands out the places of their parameters.
///
/// A described layer becomes one code or several, one after the other: a recurrent layer's dropped
/// inputs, its steps, and the choice of its last step are three.
struct CodeBuilder<Scalar: KernelScalar> {
  private(set) var codes: [any LayerCode<Scalar>] = []
  var layout: ParameterLayout
  /// Where each code's parameters stand, but for sparse tables.
  private(set) var parameterRanges: [Range<Int>] = []
  /// Of the last code's.
  private var end: Int

  /// - Parameter sparseCount: see `ParameterLayout`.
  init(sparseCount: Int) {
    layout = ParameterLayout(sparseCount: sparseCount)
    end = sparseCount
  }

  /// Adds what a layer computes to `codes`: nothing where it computes nothing.
  ///
  /// - Parameters:
  ///   - image: how the input's numbers are arranged; nil where they are no image.
  ///   - isSparse: whether an embedding leaves its gradient to the optimiser.
  mutating func add(
    _ description: Layer, inputSize: Int, image: ImageShape? = nil, name: String,
    isSparse: Bool = false
  ) {
    switch description {
    case .input, .masking: break
    case .embedding(let embedding):
      append(EmbeddingCode<Scalar>(embedding, name: name, isSparse: isSparse, layout: &layout))
    case .lstm(let lstm): addRecurrent(.lstm(lstm), inputSize: inputSize, name: name)
    case .gru(let gru): addRecurrent(.gru(gru), inputSize: inputSize, name: name)
    case .simpleRNN(let rnn): addRecurrent(.simpleRNN(rnn), inputSize: inputSize, name: name)
    case .bidirectional(let layer): addBidirectional(layer, inputSize: inputSize, name: name)
    case .dense(let dense):
      append(DenseCode<Scalar>(dense, inputSize: inputSize, name: name, layout: &layout))
      addActivation(dense.activation, dense.units)
    case .activation(let activation):
      addActivation(activation.function, inputSize, vectors: image?.pixels ?? 1)
    case .spatial(let layer): add(layer, inputSize: inputSize, image: image, name: name)
    case .dropout(let dropout):
      if dropout.rate == 0 { break }
      append(
        DropoutCode<Scalar>(inputSize: inputSize, rate: dropout.rate, isSharedOverTime: false))
    case .layerNorm(let norm):
      append(LayerNormCode<Scalar>(norm, inputSize: inputSize, name: name, layout: &layout))
    case .repeatVector, .shaped: break
    case .crf(let crf): append(CRFCode<Scalar>(crf, name: name, layout: &layout))
    }
  }

  /// Adds a code whose parameters have their places already.
  mutating func append(_ code: any LayerCode<Scalar>) {
    codes.append(code)
    parameterRanges.append(end..<layout.count)
    end = layout.count
  }

  mutating func add(
    _ attention: AttentionSettings, querySize: Int, keySize: Int, name: String
  ) {
    append(
      AttentionCode<Scalar>(
        attention, querySize: querySize, keySize: keySize, name: name, layout: &layout))
  }

  /// - Parameter vectors: of how many vectors the numbers are, as an image's pixels.
  mutating func addActivation(_ function: ActivationFunction, _ size: Int, vectors: Int = 1) {
    if function == .linear { return }
    append(ActivationCode<Scalar>(inputSize: size, function: function, vectors: vectors))
  }

  private mutating func addInputDropout(_ options: RecurrentOptions, _ inputSize: Int) {
    if options.dropout == 0 { return }
    append(
      DropoutCode<Scalar>(inputSize: inputSize, rate: options.dropout, isSharedOverTime: true))
  }

  private mutating func addRecurrent(_ kind: RecurrentKind, inputSize: Int, name: String) {
    let options = kind.options
    addInputDropout(options, inputSize)
    append(recurrentCode(kind, inputSize: inputSize, name: name))
    if options.returnSequences { return }
    append(LastStepCode<Scalar>(inputSize: kind.units, isFirst: options.goBackwards))
  }

  private mutating func addBidirectional(
    _ description: Bidirectional, inputSize: Int, name: String
  ) {
    var kind = description.kind
    let options = kind.options
    addInputDropout(options, inputSize)
    let forwards = recurrentCode(kind, inputSize: inputSize, name: name + ".forward")
    kind.options.goBackwards = true
    let backwards = recurrentCode(kind, inputSize: inputSize, name: name + ".backward")
    append(
      BidirectionalCode<Scalar>(
        [forwards, backwards], merge: description.merge, keepsTime: options.returnSequences))
  }

  private mutating func recurrentCode(
    _ kind: RecurrentKind, inputSize: Int, name: String
  ) -> any LayerCode<Scalar> {
    switch kind {
    case .lstm(let lstm):
      LSTMCode<Scalar>(lstm, inputSize: inputSize, name: name, layout: &layout)
    case .gru(let gru) where gru.resetAfter:
      GRUCode<Scalar>(gru, inputSize: inputSize, name: name, layout: &layout)
    case .gru(let gru):
      ResetBeforeCode<Scalar>(gru, inputSize: inputSize, name: name, layout: &layout)
    case .simpleRNN(let rnn):
      SimpleRNNCode<Scalar>(rnn, inputSize: inputSize, name: name, layout: &layout)
    }
  }
}
