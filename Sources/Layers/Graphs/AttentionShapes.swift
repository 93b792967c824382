extension Graph {
  /// What attention gives: a vector for each query.
  func attended(
    _ settings: AttentionSettings, _ call: Call, _ shapes: [GraphShape],
    _ matches: inout [StepMatch]
  ) throws(ModelError) -> GraphShape {
    if let problem = settings.problem { throw ModelError(problem) }
    let given = try attentionInputs(call, shapes)
    let (query, value, key) = (given[0], given[1], given[2])
    let sources = call.inputs.map { label(ofValue: $0) }
    for (index, noun) in [(1, "value"), (2, "key")] where given[index].steps == nil {
      throw ModelError(
        "expected a sequence as its \(noun), got \(given[index].description) from "
          + "\(sources[index]); weights go to its time steps")
    }
    guard match(value.steps, key.steps, call, &matches) != nil else {
      throw ModelError(
        "expected a key for each value, got \(value.description) from \(sources[1]) and "
          + "\(key.description) from \(sources[2])")
    }
    var needsOneSize = true
    if case .additive(_?) = settings.score { needsOneSize = false }
    if needsOneSize && query.size != key.size {
      throw ModelError(
        "expected queries and keys of one size, got \(query.description) from \(sources[0]) and "
          + "\(key.description) from \(sources[2]); a Dense layer gives one of them the size of the "
          + "other, and AdditiveAttention(units) takes any")
    }
    if settings.isCausal && query.steps == nil {
      throw ModelError(
        "is causal, got \(query.description) from \(sources[0]) as its query; only the steps of a "
          + "sequence have a place in time")
    }
    let result = GraphShape(steps: query.steps, size: value.size)
    guard call.isDistributed else { return result }
    let axis = shapes[1].outer
    return result.steps == nil
      ? GraphShape(steps: axis, size: result.size)
      : GraphShape(steps: result.steps, size: result.size, outer: axis)
  }

  /// The shapes of query, value and key; of each time step, where it is distributed.
  private func attentionInputs(
    _ call: Call, _ shapes: [GraphShape]
  ) throws(ModelError) -> [GraphShape] {
    var result: [GraphShape] = []
    for (index, shape) in shapes.enumerated() {
      let source = label(ofValue: call.inputs[index])
      if shape.isSymbols {
        throw ModelError(
          "expected numbers, got symbols from \(source); put an Embedding between them")
      }
      if !call.isDistributed {
        if shape.outer != nil {
          throw ModelError(
            "expected a sequence, got \(shape.description) from \(source); a model of it goes into "
              + "TimeDistributed")
        }
        result.append(shape)
        continue
      }
      guard let axis = shapes[1].outer, axis == shape.outer ?? shape.steps else {
        throw ModelError(
          "expected sequences at each time step of one sequence, got \(shape.description) from "
            + "\(source)")
      }
      result.append(GraphShape(steps: shape.outer == nil ? nil : shape.steps, size: shape.size))
    }
    return result
  }

  /// The shape of attention's weights: for each target step a number for each source step.
  func attentionWeights(
    of value: Int, _ source: String, _ shapes: [GraphShape]
  ) throws(ModelError) -> GraphShape {
    guard let call = call(giving: value), !call.isDistributed,
      case .attention = layers[call.layer]
    else { throw ModelError("expected what attention gives, got what \(source) gives") }
    return GraphShape(
      steps: shapes[call.inputs[1]].steps, size: 1, outer: shapes[call.inputs[0]].steps)
  }
}
