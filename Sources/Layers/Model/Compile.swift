extension Sequential {
  /// Sets what training makes small, how, and what is measured besides.
  ///
  /// - Throws: `ModelError` where layers do not fit each other or the loss, or settings make no
  ///   sense. It names the layer, what it expected and what it got.
  public func compile(
    loss: Loss, optimizer: Optimizer = .adam(), metrics: [Metric] = []
  ) throws {
    let flows = try Layers.flows(layers, features: built?.network.features) ?? []
    if let problem = lossProblem(layers, flows.last, loss) { throw ModelError(problem) }
    if let problem = optimizer.problem { throw ModelError("the optimiser has \(problem)") }
    if metrics.contains(.perplexity), loss.activation != .softmax {
      throw ModelError("perplexity is made from a categorical cross-entropy, not \(loss.rawValue)")
    }
    if loss.activation == nil, metrics.contains(.accuracy) {
      throw ModelError("accuracy counts classes, which \(loss.rawValue) does not predict")
    }
    training = TrainingSetup(
      objective: Objective(loss: loss, metrics: metrics), optimizer: optimizer)
  }

  /// The setup, where there is one.
  func compiled() throws(ModelError) -> TrainingSetup {
    guard let training else {
      throw ModelError("the model does not know its loss; call compile(loss:) first")
    }
    return training
  }
}

/// What keeps a model's last layer from being trained with a loss, in a sentence, or nil.
private func lossProblem(_ layers: [Layer], _ output: Flow?, _ loss: Loss) -> String? {
  guard let wanted = loss.activation, let last = layers.last else { return nil }
  let label = last.label(layers.count - 1)
  let activation: ActivationFunction =
    switch last {
    case .dense(let dense): dense.activation
    case .activation(let activation): activation.function
    default: .linear
    }
  if activation != wanted && activation != .linear {
    return "\(label) with \(loss.rawValue) expected the activation \(wanted), or none for logits, "
      + "got \(activation)"
  }
  if wanted == .softmax, let output, output.size < 2 {
    return "\(label) with \(loss.rawValue) expected an output for each of at least 2 classes, got "
      + "\(output.size); for one output there is binaryCrossEntropy"
  }
  return nil
}
