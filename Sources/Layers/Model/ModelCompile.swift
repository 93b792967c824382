extension Model {
  /// Sets the loss that training minimises, the optimiser, and the metrics, the same for every output.
  ///
  /// - Throws: `ModelError` if an output does not fit the loss, or settings make no sense; see
  ///   ``Sequential/compile(loss:optimizer:metrics:weightedMetrics:)``.
  public func compile(
    loss: Loss, optimizer: Optimizer = .adam(), metrics: [Metric] = [],
    weightedMetrics: [Metric] = []
  ) throws {
    let outputs = graph.outputs.map { _ in loss }
    try compile(
      losses: outputs, optimizer: optimizer, metrics: outputs.map { _ in metrics },
      weightedMetrics: outputs.map { _ in weightedMetrics })
  }

  /// Sets the losses that training minimises, the optimiser, and the metrics, for each output by itself.
  ///
  /// - Parameters:
  ///   - losses: one for each output. Training minimises the sum of their means.
  ///   - weights: what each of them is multiplied by in the sum; nil for 1.
  ///   - optimizer: how gradients become steps.
  ///   - metrics: for each output what else is measured; none if the array is empty.
  ///   - weightedMetrics: the same, where sample weights count; names begin with `weighted_`.
  /// - Throws: as ``compile(loss:optimizer:metrics:weightedMetrics:)``.
  public func compile(
    losses: [Loss], weights: [Double]? = nil, optimizer: Optimizer = .adam(),
    metrics: [[Metric]] = [], weightedMetrics: [[Metric]] = []
  ) throws {
    let count = graph.outputs.count
    let weights = weights ?? losses.map { _ in 1 }
    let metrics = metrics.isEmpty ? losses.map { _ in [] } : metrics
    let weighted = weightedMetrics.isEmpty ? losses.map { _ in [] } : weightedMetrics
    for (noun, given) in [
      ("loss", losses.count), ("weight of a loss", weights.count),
      ("array of metrics", metrics.count), ("array of weighted metrics", weighted.count),
    ] where given != count {
      throw ModelError("expected one \(noun) for each of \(counted(count, "output")), got \(given)")
    }
    if let weight = weights.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw ModelError("a loss has the weight \(weight); weights are finite and at least 0")
    }
    if parameterCount == 0 {
      throw ModelError("no layer has parameters; there is nothing to learn")
    }
    let objectives = losses.indices.map {
      Objective(loss: losses[$0], metrics: metrics[$0], weightedMetrics: weighted[$0])
    }
    for (index, objective) in objectives.enumerated() {
      let problem =
        problem(ofOutput: index, objective.loss)
        ?? objective.problem(columns: network.outputShapes[index].size)
      if let problem { throw ModelError(problem) }
    }
    if let problem = optimizer.problem { throw ModelError("the optimiser has \(problem)") }
    training = TrainingSetup(objectives: objectives, weights: weights, optimizer: optimizer)
  }

  private func problem(ofOutput index: Int, _ loss: Loss) -> String? {
    let chain = chain(to: graph.outputs[index].value)
    let shape = network.outputShapes[index]
    if shape.outer != nil && loss != .pointer {
      return
        "\(graph.outputLabel(index)) gives \(shape.description), which only the loss pointer measures; "
        + "leave it out of the model that learns, and make another one of the same layers that shows it"
    }
    if let problem = loss.settingsProblem { return problem }
    if let problem = loss.problem(of: shape) {
      return
        "\(graph.label(ofValue: graph.outputs[index].value)) with \(loss.name) expected \(problem)"
    }
    let isChain = network.chain(giving: network.ends[index]) != nil
    if let problem = chainProblem(isChain: isChain, size: shape.size, loss) {
      return "\(graph.label(ofValue: graph.outputs[index].value)) \(problem)"
    }
    if loss.activation == .softmax, shape.size < 2 {
      return
        "\(graph.label(ofValue: graph.outputs[index].value)) with \(loss.name) expected an "
        + "output for each of at least 2 classes, got \(shape.size); for one output there is "
        + "binaryCrossEntropy"
    }
    if let problem = imageProblem(ofOutput: index, loss) { return problem }
    return lossProblem(
      chain.map(\.layer), labels: chain.map(\.label), sizes: chain.map(\.size), loss)
  }

  /// The layers of one input that a value comes through, up to where several meet, in their order.
  private func chain(to value: Int) -> [(layer: Layer, label: String, size: Int)] {
    var result: [(layer: Layer, label: String, size: Int)] = []
    var value = value
    while let call = graph.call(giving: value), case .single(let layer) = graph.layers[call.layer] {
      result.append((layer, graph.label(call), network.shapes[value].size))
      value = call.inputs[0]
    }
    return result.reversed()
  }
}
