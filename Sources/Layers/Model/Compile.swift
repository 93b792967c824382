extension Sequential {
  /// Sets the loss that training minimises, the optimiser, and the metrics.
  ///
  /// - Parameters:
  ///   - loss: what training minimises.
  ///   - optimizer: how gradients become steps.
  ///   - metrics: what else is measured, without sample weights.
  ///   - weightedMetrics: what is measured with them; their names begin with `weighted_`.
  /// - Throws: `ModelError` if layers do not fit each other or the loss, or settings make no
  ///   sense, such as a softmax of a softmax or dropout of the outputs. It names the layer, what it
  ///   expected and what it got.
  public func compile(
    loss: Loss, optimizer: Optimizer = .adam(), metrics: [Metric] = [],
    weightedMetrics: [Metric] = []
  ) throws {
    // Two numbers stand for as many as there will be: one would be too few for a softmax.
    let features = built?.network.features(ofInput: 0) ?? 2
    let flows = try flows(layers, features: features) ?? []
    if let problem = loss.settingsProblem { throw ModelError(problem) }
    if let problem = sequenceProblem(flows.last, loss) { throw ModelError(problem) }
    let sizes = flows.dropFirst().map(\.size)
    if let problem = lossProblem(
      layers, labels: layers.enumerated().map { $1.label($0) }, sizes: Array(sizes), loss)
    {
      throw ModelError(problem)
    }
    if let problem = optimizer.problem { throw ModelError("the optimiser has \(problem)") }
    let objective = Objective(loss: loss, metrics: metrics, weightedMetrics: weightedMetrics)
    if let problem = objective.problem(columns: sizes.last) { throw ModelError(problem) }
    training = TrainingSetup(objectives: [objective], weights: [1], optimizer: optimizer)
  }

  /// What keeps the last layer from being trained with a loss of sequences, or a CRF with another one.
  private func sequenceProblem(_ output: Flow?, _ loss: Loss) -> String? {
    guard let output, let last = layers.last else { return nil }
    var shape = GraphShape(size: output.size)
    if case .sequence = output { shape.steps = .input(0) }
    let label = last.label(layers.count - 1)
    if let problem = loss.problem(of: shape) {
      return "\(label) with \(loss.name) expected \(problem)"
    }
    var isChain = false
    if case .crf = last { isChain = true }
    return chainProblem(isChain: isChain, size: output.size, loss).map { "\(label) \($0)" }
  }
}

/// What keeps a model's end from being trained with a loss, in a sentence, or nil.
///
/// - Parameters:
///   - layers: from the first to the last, each fed by the one before.
///   - labels: their names.
///   - sizes: of what each layer hands on.
func lossProblem(
  _ layers: [Layer], labels: [String], sizes: [Int], _ loss: Loss
) -> String? {
  guard let last = layers.lastIndex(where: { !$0.keepsNumbers }) else { return nil }
  func label(_ index: Int) -> String { labels[index] }
  let activation = layers[last].activation
  if let wanted = loss.activation {
    // The states of a recurrent layer lie between −1 and 1, and are logits of nothing.
    let ending = layers[last].recurrent?.options.activation ?? activation
    if ending != wanted && ending != .linear {
      return "\(label(last)) with \(loss.name) expected the activation \(wanted), or none for "
        + "logits, got \(ending)"
        + (layers[last].recurrent == nil
          ? "" : "; put Dense(\(sizes[last]), activation: .\(wanted)) behind it")
    }
    if wanted == .softmax, let given = sizes.last, given < 2 {
      return "\(label(last)) with \(loss.name) expected an output for each of at least 2 "
        + "classes, got \(given); for one output there is binaryCrossEntropy"
    }
  }
  if case .step(let step) = loss.kind, step.takesParameters, activation != .linear {
    return "\(label(last)) with \(loss.name) expected no activation, got \(activation)"
  }
  if let dropping = layers[last...].firstIndex(where: { $0.drops }) {
    return "\(label(dropping)) drops outputs, which \(loss.name) compares with the targets; "
      + "put it before \(label(last))"
  }
  for (index, layer) in layers.enumerated() where layer.activation == .softmax && sizes[index] == 1
  {
    return "\(label(index)) has the softmax of one number, which is always 1; "
      + (loss.ofSequences == nil ? "take sigmoid" : "leave the activation out")
  }
  if case .crf = layers[last], last > 0, layers[last - 1].activation == .softmax {
    return "\(label(last)) expected scores of any size, got the softmax of \(label(last - 1)); "
      + "leave that activation out"
  }
  if loss == .poisson, activation == .tanh {
    return "\(label(last)) with poisson expected rates, which are positive, got \(activation); "
      + "take softplus or exponential"
  }
  if case .activation = layers[last], activation.givesProbabilities,
    let before = layers[..<last].lastIndex(where: { !$0.keepsNumbers }),
    layers[before].activation.givesProbabilities
  {
    return "\(label(last)) makes a \(activation) of the \(layers[before].activation) of "
      + "\(label(before)); leave one of them out"
  }
  return nil
}

extension Layer {
  /// What the layer ends with.
  fileprivate var activation: ActivationFunction {
    switch inner {
    case .dense(let dense): dense.activation
    case .activation(let activation): activation.function
    case .spatial(let layer): layer.activation
    default: .linear
    }
  }

  /// Whether numbers go through unchanged where a model is used and not trained.
  fileprivate var keepsNumbers: Bool {
    switch inner {
    case .input, .masking, .dropout, .shaped: true
    case .activation(let activation): activation.function == .linear
    case .spatial(let layer): layer.kind == .flatten
    default: false
    }
  }

  fileprivate var drops: Bool {
    if case .dropout(let dropout) = inner { dropout.rate > 0 } else { false }
  }
}

extension ActivationFunction {
  fileprivate var givesProbabilities: Bool { self == .softmax || self == .sigmoid }
}
