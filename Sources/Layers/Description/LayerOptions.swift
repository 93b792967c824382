// What can be wrong with a layer's activations, first weights and penalties, and how the layers that
// got options write them: what is at its default is left out.

extension Layer {
  /// What is wrong with the options, or nil.
  var optionProblem: String? {
    switch self {
    case .embedding(let layer):
      problem("initializer", layer.initializer) ?? problem("l2", layer.l2)
    case .dense(let layer):
      problem("kernelInitializer", layer.kernelInitializer)
        ?? problem("biasInitializer", layer.biasInitializer, isVector: true)
        ?? problem("kernelL2", layer.kernelL2) ?? problem("biasL2", layer.biasL2)
    default: recurrent.flatMap { recurrentProblem($0) }
    }
  }

  private func recurrentProblem(_ kind: RecurrentKind) -> String? {
    if case .lstm(let layer) = kind, let bias = layer.forgetBias, !bias.isFinite {
      return "has a forgetBias of \(bias); it is finite"
    }
    let options = kind.options
    return problem("activation", options.activation)
      ?? problem("recurrentActivation", options.recurrentActivation)
      ?? problem("kernelInitializer", options.kernelInitializer)
      ?? problem("recurrentInitializer", options.recurrentInitializer)
      ?? problem("biasInitializer", options.biasInitializer, isVector: true)
      ?? problem("kernelL2", options.kernelL2) ?? problem("recurrentL2", options.recurrentL2)
      ?? problem("biasL2", options.biasL2)
  }

  private func problem(_ name: String, _ function: ActivationFunction) -> String? {
    function.isForCells
      ? nil
      : "has the \(name) \(function); inside a recurrent layer there are tanh, sigmoid, "
        + "hardSigmoid, relu and linear"
  }

  private func problem(
    _ name: String, _ initializer: Initializer, isVector: Bool = false
  ) -> String? {
    initializer.problem(isVector: isVector)
      .map { "has \(name.hasPrefix("i") ? "an" : "a") \(name) that \($0)" }
  }

  private func problem(_ name: String, _ l2: Double) -> String? {
    if l2 >= 0 && l2.isFinite { return nil }
    let article = name == "l2" ? "an" : "a"
    return "has \(article) \(name) of \(l2); it is finite and at least 0"
  }
}

extension LSTM {
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    units = try box.decode(Int.self, forKey: .units)
    options = try box.decode(RecurrentOptions.self, forKey: .options)
    forgetBias = 1
    if box.contains(.forgetBias) {
      forgetBias = try box.decodeIfPresent(Double.self, forKey: .forgetBias)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(units, forKey: .units)
    try box.encode(options, forKey: .options)
    if forgetBias != 1 { try box.encode(forgetBias, forKey: .forgetBias) }
  }
}

extension GRU {
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try box.decode(Int.self, forKey: .units))
    options = try box.decode(RecurrentOptions.self, forKey: .options)
    try box.read(&resetAfter, .resetAfter)
  }

  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(units, forKey: .units)
    try box.encode(options, forKey: .options)
    try box.write(resetAfter, .resetAfter, unless: true)
  }
}

extension Embedding {
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      vocabularySize: try box.decode(Int.self, forKey: .vocabularySize),
      size: try box.decode(Int.self, forKey: .size),
      masksZero: try box.decode(Bool.self, forKey: .masksZero))
    try box.read(&initializer, .initializer)
    try box.read(&l2, .l2)
  }

  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(vocabularySize, forKey: .vocabularySize)
    try box.encode(size, forKey: .size)
    try box.encode(masksZero, forKey: .masksZero)
    try box.write(initializer, .initializer, unless: .unitRows)
    try box.write(l2, .l2, unless: 0)
  }
}

extension Dense {
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try box.decode(Int.self, forKey: .units),
      activation: try box.decode(ActivationFunction.self, forKey: .activation))
    try box.read(&useBias, .useBias)
    try box.read(&kernelInitializer, .kernelInitializer)
    try box.read(&biasInitializer, .biasInitializer)
    try box.read(&kernelL2, .kernelL2)
    try box.read(&biasL2, .biasL2)
  }

  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(units, forKey: .units)
    try box.encode(activation, forKey: .activation)
    try box.write(useBias, .useBias, unless: true)
    try box.write(kernelInitializer, .kernelInitializer, unless: .glorotUniform)
    try box.write(biasInitializer, .biasInitializer, unless: .zeros)
    try box.write(kernelL2, .kernelL2, unless: 0)
    try box.write(biasL2, .biasL2, unless: 0)
  }
}
