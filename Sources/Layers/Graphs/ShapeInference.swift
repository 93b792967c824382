extension Graph {
  /// The shapes of all values.
  ///
  /// - Throws: `ModelError` that names the layer, what it expected and what it got from where.
  func shapes() throws(ModelError) -> GraphShapes {
    if let problem = orderProblem { throw ModelError(problem) }
    var result = GraphShapes()
    for (index, input) in inputs.enumerated() {
      if let problem = input.kind.imageProblem {
        throw ModelError("\(inputLabel(index)) \(problem)")
      }
      let shape = GraphShape(input.kind, input: index)
      if let problem = shape.sizeProblem { throw ModelError("\(inputLabel(index)) \(problem)") }
      result.values.append(shape)
    }
    var sizes: [SizedInput: GraphShape] = [:]
    for call in calls {
      do throws(ModelError) {
        try checkInputs(of: call)
        try checkSize(of: call, result.values, &sizes)
        let shape = try output(of: call, &result)
        if let problem = shape.sizeProblem { throw ModelError(problem) }
        result.values.append(shape)
      } catch {
        throw ModelError("\(label(call)) \(error.message)")
      }
    }
    if let problem = endsProblem { throw ModelError(problem) }
    for (index, output) in outputs.enumerated()
    where result.values[output.value].outer != nil && !isAttentionWeights(output.value) {
      throw ModelError(
        "\(outputLabel(index)) gives \(result.values[output.value].description); outputs are "
          + "vectors or sequences of them, so put a layer such as TimeDistributed(LSTM(…)) behind it"
      )
    }
    return result
  }

  /// A layer that is called more than once has weights of one shape.
  private func checkSize(
    of call: Call, _ shapes: [GraphShape], _ sizes: inout [SizedInput: GraphShape]
  ) throws(ModelError) {
    let inputs: [Int]
    switch layers[call.layer] {
    case .single: inputs = [0]
    case .attention(let settings): inputs = settings.sizedInputs
    default: return
    }
    for input in inputs {
      let given = shapes[call.inputs[input]]
      let key = SizedInput(layer: call.layer, input: input)
      guard let first = sizes.updateValue(given, forKey: key) else { continue }
      let source = label(ofValue: call.inputs[input])
      if let image = first.image, given.image != image {
        throw ModelError(
          "expected \(image.description) as in its first call, got \(given.description) from "
            + "\(source); a layer of its own has weights of its own")
      }
      if first.size == given.size { continue }
      throw ModelError(
        "expected \(counted(first.size, "number")) in the last axis as in its first call, got "
          + "\(given.size) from \(source); a layer of its own has weights of its own")
    }
  }

  /// An input of a layer whose size its weights depend on.
  private struct SizedInput: Hashable {
    let layer, input: Int
  }

  /// Whether a value is a sequence of numbers for each target step, as an output may be.
  private func isAttentionWeights(_ value: Int) -> Bool {
    guard let call = call(giving: value) else { return false }
    return layers[call.layer] == .attentionWeights
  }

  private func checkInputs(of call: Call) throws(ModelError) {
    let layer = layers[call.layer]
    if case .single(let single) = layer, single.stateCount > 0, call.inputs.count > 1 {
      if call.inputs.count != 1 + single.stateCount {
        throw ModelError(
          "expected \(counted(single.stateCount, "vector")) as its initial state, got "
            + "\(call.inputs.count - 1); withState of a layer of its kind gives as many")
      }
      if call.isDistributed {
        throw ModelError("begins with zeros at each time step; leave the state out")
      }
    } else if case .attention = layer {
      if call.inputs.count != 3 {
        throw ModelError(
          "expected query, value and key, got \(counted(call.inputs.count, "value"))")
      }
    } else if layer.merges ? call.inputs.count < 2 : call.inputs.count != 1 {
      let example = "\(layer.typeName)()(x, y)"
      throw ModelError(
        "expected \(layer.merges ? "at least 2 inputs" : "one input"), got \(call.inputs.count)"
          + (layer.merges ? "; call it on several values, as \(example)" : ""))
    }
    if layer == .subtract || layer == .dot, call.inputs.count > 2 {
      throw ModelError("expected 2 inputs, got \(call.inputs.count)")
    }
    if case .single(let single) = layer {
      if let problem = single.problem(at: 0) { throw ModelError(problem) }
      if single.recurrent?.options.stateful == true {
        if call.isDistributed {
          throw ModelError("begins with zeros at each time step; leave stateful out")
        }
        if call.inputs.count > 1 {
          throw ModelError(
            "is stateful, and is given an initial state besides; leave one of them out")
        }
      }
    }
  }

  private func output(
    of call: Call, _ shapes: inout GraphShapes
  ) throws(ModelError) -> GraphShape {
    let given = call.inputs.map { shapes.values[$0] }
    let source = label(ofValue: call.inputs[0])
    if layers[call.layer].merges { return try merged(call, given, &shapes.matches) }
    if case .attention(let settings) = layers[call.layer] {
      return try attended(settings, call, given, &shapes.matches)
    }
    let input = call.isDistributed ? try given[0].eachStep(from: source) : given[0]
    let result =
      switch layers[call.layer] {
      case .single(let layer):
        try output(of: layer, call, input, source, states: Array(given.dropFirst()))
      case .repeatVector(let count): try repeated(input, count, source)
      case .reshape(let axes): try input.reshaped(axes, source)
      case .image(let image): try input.arranged(as: image, source)
      case .state(let part): try state(part, of: call.inputs[0], source)
      case .attentionWeights: try attentionWeights(of: call.inputs[0], source, shapes.values)
      case .concatenate, .add, .multiply, .subtract, .average, .dot, .attention:
        fatalError("layers of several inputs came before")
      case .half(let part): try half(part, of: input, source)
      case .slice(let slice): try sliced(slice, input, source)
      case .permute(let order): try input.permuted(order, source)
      }
    if !call.isDistributed { return result }
    if result.outer != nil {
      throw ModelError("expected at most two axes for each time step, got three")
    }
    return result.inEachStep(of: (given[0].outer ?? given[0].steps)!)
  }

  // MARK: Layers of one input

  private func output(
    of layer: Layer, _ call: Call, _ input: GraphShape, _ source: String, states: [GraphShape]
  ) throws(ModelError) -> GraphShape {
    if let units = layer.recurrent?.units {
      for (index, state) in states.enumerated() where state.flow != .vector(units) {
        throw ModelError(
          "expected an initial state of \(counted(units, "number")), got \(state.description) from "
            + "\(label(ofValue: call.inputs[index + 1])); it is that of a layer of as many units")
      }
    }
    func mismatch(_ advice: String) -> ModelError {
      ModelError(
        "expected \(layer.expectation), got \(input.description)"
          + (call.isDistributed ? " at each time step" : "") + " from \(source)\(advice)")
    }
    if case .spatial(let spatial) = layer { return try output(of: spatial, call, input, source) }
    if input.image != nil && !layer.takesImages {
      throw mismatch(
        input.steps == nil
          ? "; Flatten makes a vector of it" : "; TimeDistributed(Flatten()) makes vectors of them")
    }
    switch layer {
    case .input: throw ModelError("stands for the inputs of a Sequential; use Input.sequence")
    case .masking:
      guard call.inputs[0] < inputs.count, input.steps != nil, !input.isSymbols else {
        throw ModelError(
          "expected a sequence that is an input of the model, got \(input.description) from "
            + "\(source); call it on the input itself")
      }
      return input
    case .embedding:
      guard call.inputs[0] < inputs.count, input.isSymbols else {
        throw mismatch("; symbols come from Input.symbols()")
      }
    default: break
    }
    if let flow = input.flow {
      guard let output = layer.output(of: flow) else {
        if case .sequence = flow { throw mismatch(layer.advice(flow)) }
        throw mismatch(
          input.isSymbols ? "; put an Embedding between them" : sequenceAdvice(call))
      }
      if case .vector(let size) = output { return GraphShape(size: size, image: input.image) }
      return GraphShape(steps: input.steps, size: output.size, image: input.image)
    }
    guard layer.recurrent == nil, let output = layer.output(of: .vector(input.size)) else {
      throw mismatch("; TimeDistributed(\(layer.typeName)(…)) reads each of them by itself")
    }
    return GraphShape(
      steps: input.steps, size: output.size, outer: input.outer, image: input.image)
  }

  private func state(
    _ part: Int, of value: Int, _ source: String
  ) throws(ModelError) -> GraphShape {
    guard let call = call(giving: value), !call.isDistributed,
      case .single(let layer) = layers[call.layer], (0..<layer.stateCount).contains(part),
      let units = layer.recurrent?.units
    else { throw ModelError("expected a recurrent layer's output, got what \(source) gives") }
    return GraphShape(size: units)
  }

  private func half(
    _ part: Int, of input: GraphShape, _ source: String
  ) throws(ModelError) -> GraphShape {
    guard (0...1).contains(part), input.size % 2 == 0, !input.isSymbols else {
      throw ModelError(
        "expected two directions side by side, got \(input.description) from \(source)")
    }
    var result = input
    result.size /= 2
    return result
  }

  /// How to come by the sequence that a recurrent layer wants.
  private func sequenceAdvice(_ call: Call) -> String {
    if call.isDistributed {
      return
        "; leave TimeDistributed out, or make sequences of the steps by TimeDistributed(Reshape(…))"
    }
    if let source = self.call(giving: call.inputs[0]), !source.isDistributed,
      case .single(let layer) = layers[source.layer], layer.recurrent != nil
    {
      return ": give that one returnSequences: true"
    }
    return "; RepeatVector makes a sequence of a vector"
  }

  private func repeated(
    _ input: GraphShape, _ count: Int, _ source: String
  ) throws(ModelError) -> GraphShape {
    if input.steps != nil {
      throw ModelError(
        "expected one vector, got \(input.description) from \(source)"
          + "; a recurrent layer without returnSequences gives one")
    }
    if count < 1 { throw ModelError("repeats a vector \(count) times; it does so at least once") }
    return GraphShape(steps: .fixed(count), size: input.size, image: input.image)
  }
}
