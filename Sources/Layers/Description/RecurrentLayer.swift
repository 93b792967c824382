/// What every recurrent layer can be asked for.
public struct RecurrentOptions: Equatable, Codable, Sendable {
  /// Whether the output is the hidden state of every time step, or of the last one alone.
  public var returnSequences = false
  /// Whether `fit`, `evaluate` and `predict` carry the state from each batch to the next. (A
  /// `Trainer`, which reads one long text in windows, always does.)
  public var stateful = false
  /// Whether the sequence is read from its last time step to its first. Outputs keep the places of
  /// their time steps. (Keras hands them on in the order in which they were computed.)
  public var goBackwards = false
  /// The probability with which training drops an input, in [0, 1); the same inputs at every time
  /// step.
  public var dropout = 0.0
  /// The same of the hidden state on its way to the next time step.
  ///
  /// - Note: Gal and Ghahramani (2016), "A Theoretically Grounded Application of Dropout in
  ///   Recurrent Neural Networks".
  public var recurrentDropout = 0.0
}

/// A layer of long short-term memory with forget gates; its output is its hidden state.
///
///     [i f g o](t) = x(t) * W + h(t-1) * U + b
///     c(t) = σ(f) ⊙ c(t-1) + σ(i) ⊙ tanh(g)
///     h(t) = σ(o) ⊙ tanh(c(t))
///
/// - Note: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; the forget gate is Gers,
///   Schmidhuber and Cummins (2000), "Learning to Forget".
public struct LSTM: Equatable, Codable, Sendable {
  /// H, the numbers of each state and so of each output.
  public var units: Int
  /// What the layer gives, carries and drops.
  public var options: RecurrentOptions
  let identity = LayerIdentity()

  private enum CodingKeys: String, CodingKey { case units, options }

  /// A layer of so many units: batch × time × inputs becomes batch × units,
  /// or batch × time × units with `returnSequences`.
  ///
  /// W is inputs × 4·units, U units × 4·units and b 1 × 4·units, in the gate
  /// order i, f, g, o.
  public init(
    _ units: Int, returnSequences: Bool = false, stateful: Bool = false,
    goBackwards: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0
  ) {
    self.units = units
    options = RecurrentOptions(
      returnSequences: returnSequences, stateful: stateful, goBackwards: goBackwards,
      dropout: dropout, recurrentDropout: recurrentDropout)
  }
}

/// A layer of gated recurrent units; its output is its hidden state.
///
///     [z r](t) = σ(x(t) * W + b + h(t-1) * U + b′)
///     n(t) = tanh(x(t) * W + b + r ⊙ (h(t-1) * U + b′))
///     h(t) = z ⊙ h(t-1) + (1 − z) ⊙ n
///
/// The reset gate acts after the product, as in PyTorch and by default in Keras.
///
/// - Note: Cho et al. (2014), "Learning Phrase Representations using RNN Encoder–Decoder for
///   Statistical Machine Translation".
public struct GRU: Equatable, Codable, Sendable {
  /// H, the numbers of each state and so of each output.
  public var units: Int
  /// What the layer gives, carries and drops.
  public var options: RecurrentOptions
  let identity = LayerIdentity()

  private enum CodingKeys: String, CodingKey { case units, options }

  /// A layer of so many units: batch × time × inputs becomes batch × units,
  /// or batch × time × units with `returnSequences`.
  ///
  /// W is inputs × 3·units, U units × 3·units, b and b′ each 1 × 3·units, in the
  /// gate order z, r, n.
  public init(
    _ units: Int, returnSequences: Bool = false, stateful: Bool = false,
    goBackwards: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0
  ) {
    self.units = units
    options = RecurrentOptions(
      returnSequences: returnSequences, stateful: stateful, goBackwards: goBackwards,
      dropout: dropout, recurrentDropout: recurrentDropout)
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

  /// A layer of so many units: batch × time × inputs becomes batch × units,
  /// or batch × time × units with `returnSequences`.
  ///
  /// W is inputs × units, U units × units and b 1 × units.
  public init(
    _ units: Int, returnSequences: Bool = false, stateful: Bool = false,
    goBackwards: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0
  ) {
    self.units = units
    options = RecurrentOptions(
      returnSequences: returnSequences, stateful: stateful, goBackwards: goBackwards,
      dropout: dropout, recurrentDropout: recurrentDropout)
  }
}

/// Two layers of one kind, each with weights of its own, that read the sequence in both directions.
///
/// Where the layer gives every time step, a step's output has seen the whole sequence; otherwise
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
