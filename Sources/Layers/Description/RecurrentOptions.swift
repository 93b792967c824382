/// The options that every recurrent layer has.
public struct RecurrentOptions: Equatable, Sendable {
  /// How long a mask of recurrent dropout lasts.
  public enum DropoutMask: String, Codable, Sendable {
    /// The same numbers are dropped at every time step of a sequence: Gal and Ghahramani (2016).
    case sequence
    /// Each time step drops numbers of its own: Semeniuta, Severyn and Barth (2016), "Recurrent
    /// Dropout without Memory Loss", of the hidden state.
    case step
  }

  /// Whether the output is the hidden state of every time step, or of the last one alone.
  public var returnSequences = false
  /// Whether `fit`, `evaluate` and `predict` carry the state from each batch to the next. (A
  /// `Trainer`, which reads one long text in windows, always does.)
  public var stateful = false
  /// Whether the sequence is read from its last time step to its first. Outputs keep the places of
  /// their time steps. (Keras hands them on in the order in which they were computed.)
  public var goBackwards = false
  /// The probability with which training drops an input, in [0, 1); the same inputs at every time
  /// step. To drop others at each time step, put a ``Dropout`` before the layer.
  public var dropout = 0.0
  /// The same of the hidden state on its way to the next time step.
  ///
  /// - Note: Gal and Ghahramani (2016), "A Theoretically Grounded Application of Dropout in
  ///   Recurrent Neural Networks".
  public var recurrentDropout = 0.0
  /// How long a mask of `recurrentDropout` lasts.
  public var recurrentDropoutMask = DropoutMask.sequence
  /// Applied to the candidate, and in an ``LSTM`` to the cell state on its way out: `tanh`, `relu`,
  /// `linear`, `sigmoid` or `hardSigmoid`.
  public var activation = ActivationFunction.tanh
  /// Applied to the gates, one of the same functions; a ``SimpleRNN`` has no gates.
  public var recurrentActivation = ActivationFunction.sigmoid
  /// Whether there is a bias at all.
  public var useBias = true
  /// How the input weights W begin.
  public var kernelInitializer = Initializer.glorotUniform
  /// How the recurrent weights U begin.
  public var recurrentInitializer = Initializer.orthogonal()
  /// How biases begin; the forget gate's, as the ``LSTM`` says.
  public var biasInitializer = Initializer.zeros
  /// λ of the penalty λ Σ W² that training adds to the loss.
  public var kernelL2 = 0.0
  /// The same of U.
  public var recurrentL2 = 0.0
  /// The same of the biases.
  public var biasL2 = 0.0
}

// What is at its default is not written, and what is not there is at its default, so that files stay
// readable both ways.
extension RecurrentOptions: Codable {
  private enum CodingKeys: String, CodingKey {
    case returnSequences, stateful, goBackwards, dropout, recurrentDropout, recurrentDropoutMask,
      activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer,
      biasInitializer, kernelL2, recurrentL2, biasL2
  }

  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    returnSequences = try box.decode(Bool.self, forKey: .returnSequences)
    stateful = try box.decode(Bool.self, forKey: .stateful)
    goBackwards = try box.decode(Bool.self, forKey: .goBackwards)
    dropout = try box.decode(Double.self, forKey: .dropout)
    recurrentDropout = try box.decode(Double.self, forKey: .recurrentDropout)
    try box.read(&recurrentDropoutMask, .recurrentDropoutMask)
    try box.read(&activation, .activation)
    try box.read(&recurrentActivation, .recurrentActivation)
    try box.read(&useBias, .useBias)
    try box.read(&kernelInitializer, .kernelInitializer)
    try box.read(&recurrentInitializer, .recurrentInitializer)
    try box.read(&biasInitializer, .biasInitializer)
    try box.read(&kernelL2, .kernelL2)
    try box.read(&recurrentL2, .recurrentL2)
    try box.read(&biasL2, .biasL2)
  }

  public func encode(to encoder: any Encoder) throws {
    let usual = RecurrentOptions()
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(returnSequences, forKey: .returnSequences)
    try box.encode(stateful, forKey: .stateful)
    try box.encode(goBackwards, forKey: .goBackwards)
    try box.encode(dropout, forKey: .dropout)
    try box.encode(recurrentDropout, forKey: .recurrentDropout)
    try box.write(recurrentDropoutMask, .recurrentDropoutMask, unless: usual.recurrentDropoutMask)
    try box.write(activation, .activation, unless: usual.activation)
    try box.write(recurrentActivation, .recurrentActivation, unless: usual.recurrentActivation)
    try box.write(useBias, .useBias, unless: usual.useBias)
    try box.write(kernelInitializer, .kernelInitializer, unless: usual.kernelInitializer)
    try box.write(recurrentInitializer, .recurrentInitializer, unless: usual.recurrentInitializer)
    try box.write(biasInitializer, .biasInitializer, unless: usual.biasInitializer)
    try box.write(kernelL2, .kernelL2, unless: usual.kernelL2)
    try box.write(recurrentL2, .recurrentL2, unless: usual.recurrentL2)
    try box.write(biasL2, .biasL2, unless: usual.biasL2)
  }
}

extension KeyedDecodingContainer {
  /// Replaces a value by what stands under a key, where something does.
  func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
    value = try decodeIfPresent(Value.self, forKey: key) ?? value
  }
}

extension KeyedEncodingContainer {
  /// Writes a value unless it is the usual one.
  mutating func write<Value: Encodable & Equatable>(
    _ value: Value, _ key: Key, unless usual: Value
  ) throws {
    if value != usual { try encode(value, forKey: key) }
  }
}
