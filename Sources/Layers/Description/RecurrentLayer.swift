/// A layer of long short-term memory with forget gates; its output is its hidden state.
///
///     [i f g o](t) = x(t) * W + h(t-1) * U + b
///     c(t) = σ(f) ⊙ c(t-1) + σ(i) ⊙ tanh(g)
///     h(t) = σ(o) ⊙ tanh(c(t))
///
/// σ and tanh are the usual `recurrentActivation` and `activation`.
///
/// - Note: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; the forget gate is Gers,
///   Schmidhuber and Cummins (2000), "Learning to Forget".
public struct LSTM: Equatable, Codable, Sendable {
  /// H, the numbers of each state and so of each output.
  public var units: Int
  /// What the layer gives, carries and drops.
  public var options: RecurrentOptions
  /// The forget gate's first bias. It is 1, so that memory lasts at first (Jozefowicz, Zaremba and
  /// Sutskever, 2015); nil begins it like the other biases.
  public var forgetBias: Double?
  let identity = LayerIdentity()

  enum CodingKeys: String, CodingKey { case units, options, forgetBias }

  /// A layer of this many units: batch × time × inputs becomes batch × units,
  /// or batch × time × units with `returnSequences`.
  ///
  /// W is inputs × 4·units, U units × 4·units and b 1 × 4·units, in the gate
  /// order i, f, g, o.
  public init(
    _ units: Int, returnSequences: Bool = false, stateful: Bool = false,
    goBackwards: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0,
    recurrentDropoutMask: RecurrentOptions.DropoutMask = .sequence,
    activation: ActivationFunction = .tanh, recurrentActivation: ActivationFunction = .sigmoid,
    useBias: Bool = true, kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal(), biasInitializer: Initializer = .zeros,
    forgetBias: Double? = 1,
    kernelL2: Double = 0, recurrentL2: Double = 0, biasL2: Double = 0
  ) {
    self.units = units
    self.forgetBias = forgetBias
    options = RecurrentOptions(
      returnSequences: returnSequences, stateful: stateful, goBackwards: goBackwards,
      dropout: dropout, recurrentDropout: recurrentDropout,
      recurrentDropoutMask: recurrentDropoutMask, activation: activation,
      recurrentActivation: recurrentActivation,
      useBias: useBias, kernelInitializer: kernelInitializer,
      recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer,
      kernelL2: kernelL2, recurrentL2: recurrentL2, biasL2: biasL2)
  }
}

/// A layer of gated recurrent units; its output is its hidden state.
///
///     [z r](t) = σ(x(t) * W + b + h(t-1) * U + b′)
///     n(t) = tanh(x(t) * W + b + r ⊙ (h(t-1) * U + b′))
///     h(t) = z ⊙ h(t-1) + (1 − z) ⊙ n
///
/// The reset gate acts after the product, as in PyTorch and by default in Keras. Without `resetAfter`
/// it is the original form, with one bias:
///
///     n(t) = tanh(x(t) * W + b + (r ⊙ h(t-1)) * U)
///
/// - Note: Cho et al. (2014), "Learning Phrase Representations using RNN Encoder–Decoder for
///   Statistical Machine Translation".
public struct GRU: Equatable, Codable, Sendable {
  /// H, the numbers of each state and so of each output.
  public var units: Int
  /// What the layer gives, carries and drops.
  public var options: RecurrentOptions
  /// Whether the reset gate acts after the product with U, or on the state before it.
  public var resetAfter: Bool
  let identity = LayerIdentity()

  enum CodingKeys: String, CodingKey { case units, options, resetAfter }

  /// A layer of this many units: batch × time × inputs becomes batch × units,
  /// or batch × time × units with `returnSequences`.
  ///
  /// W is inputs × 3·units, U units × 3·units, b and b′ each 1 × 3·units, in the
  /// gate order z, r, n; without `resetAfter` there is no b′.
  public init(
    _ units: Int, returnSequences: Bool = false, stateful: Bool = false,
    goBackwards: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0,
    recurrentDropoutMask: RecurrentOptions.DropoutMask = .sequence,
    activation: ActivationFunction = .tanh, recurrentActivation: ActivationFunction = .sigmoid,
    useBias: Bool = true, kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal(), biasInitializer: Initializer = .zeros,
    resetAfter: Bool = true,
    kernelL2: Double = 0, recurrentL2: Double = 0, biasL2: Double = 0
  ) {
    self.units = units
    self.resetAfter = resetAfter
    options = RecurrentOptions(
      returnSequences: returnSequences, stateful: stateful, goBackwards: goBackwards,
      dropout: dropout, recurrentDropout: recurrentDropout,
      recurrentDropoutMask: recurrentDropoutMask, activation: activation,
      recurrentActivation: recurrentActivation,
      useBias: useBias, kernelInitializer: kernelInitializer,
      recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer,
      kernelL2: kernelL2, recurrentL2: recurrentL2, biasL2: biasL2)
  }
}

/// The vanilla recurrent layer, h(t) = tanh(x(t) * W + h(t-1) * U + b); its output is its hidden
/// state.
///
/// - Note: Elman (1990), "Finding Structure in Time".
public struct SimpleRNN: Equatable, Codable, Sendable {
  /// H, the numbers of each state and so of each output.
  public var units: Int
  /// What the layer gives, carries and drops.
  public var options: RecurrentOptions
  let identity = LayerIdentity()

  private enum CodingKeys: String, CodingKey { case units, options }

  /// A layer of this many units: batch × time × inputs becomes batch × units,
  /// or batch × time × units with `returnSequences`.
  ///
  /// W is inputs × units, U units × units and b 1 × units.
  public init(
    _ units: Int, returnSequences: Bool = false, stateful: Bool = false,
    goBackwards: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0,
    recurrentDropoutMask: RecurrentOptions.DropoutMask = .sequence,
    activation: ActivationFunction = .tanh,
    useBias: Bool = true, kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal(), biasInitializer: Initializer = .zeros,
    kernelL2: Double = 0, recurrentL2: Double = 0, biasL2: Double = 0
  ) {
    self.units = units
    options = RecurrentOptions(
      returnSequences: returnSequences, stateful: stateful, goBackwards: goBackwards,
      dropout: dropout, recurrentDropout: recurrentDropout,
      recurrentDropoutMask: recurrentDropoutMask, activation: activation,
      useBias: useBias, kernelInitializer: kernelInitializer,
      recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer,
      kernelL2: kernelL2, recurrentL2: recurrentL2, biasL2: biasL2)
  }
}

/// Two layers of one kind, each with weights of its own, that read the sequence in both directions.
///
/// If the layer returns sequences, the output of each step has seen the whole sequence. Otherwise
/// the output is each direction's last hidden state. Both read the same inputs, dropped or not.
///
/// - Note: Schuster and Paliwal (1997), "Bidirectional Recurrent Neural Networks".
public struct Bidirectional: Equatable, Codable, Sendable {
  /// How the two outputs become one.
  public enum Merge: String, Codable, Sendable {
    /// Side by side, the forward direction first: twice as many numbers.
    case concatenate
    /// Number by number: as many numbers as each direction has.
    case sum
    /// Half the sum.
    case mean
    /// The product, number by number.
    case product
  }

  let kind: RecurrentKind
  /// How the two outputs become one.
  public var merge: Merge
  let identity = LayerIdentity()

  private enum CodingKeys: String, CodingKey { case kind, merge }

  /// Two LSTMs.
  public init(_ layer: LSTM, merge: Merge = .concatenate) {
    kind = .lstm(layer)
    self.merge = merge
  }

  /// Two layers of gated recurrent units.
  public init(_ layer: GRU, merge: Merge = .concatenate) {
    kind = .gru(layer)
    self.merge = merge
  }

  /// Two vanilla recurrent layers.
  public init(_ layer: SimpleRNN, merge: Merge = .concatenate) {
    kind = .simpleRNN(layer)
    self.merge = merge
  }
}

/// One of the layers that go through time in a direction.
enum RecurrentKind: Equatable, Codable, Sendable {
  case lstm(LSTM)
  case gru(GRU)
  case simpleRNN(SimpleRNN)

  var units: Int {
    switch self {
    case .lstm(let layer): layer.units
    case .gru(let layer): layer.units
    case .simpleRNN(let layer): layer.units
    }
  }

  var options: RecurrentOptions {
    get {
      switch self {
      case .lstm(let layer): layer.options
      case .gru(let layer): layer.options
      case .simpleRNN(let layer): layer.options
      }
    }
    set {
      switch self {
      case .lstm(var layer):
        layer.options = newValue
        self = .lstm(layer)
      case .gru(var layer):
        layer.options = newValue
        self = .gru(layer)
      case .simpleRNN(var layer):
        layer.options = newValue
        self = .simpleRNN(layer)
      }
    }
  }
}
