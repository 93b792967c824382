/// What of a graph runs once, and what at every time step that is fed.
struct StepPlan {
  /// How a value comes about.
  enum Kind {
    /// From inputs that are given whole, once.
    case given
    /// Time step by time step: only the present one is there.
    case step
    /// Whole, anew at every step.
    case anew
  }

  /// The inputs whose time steps are fed.
  let stepping: [Int]
  /// The rules about those inputs, and which input each is about.
  let stepMasks: [(rule: Int, input: Int)]
  /// Of each value of the network.
  private(set) var kinds: [Kind]
  /// Operations that run once, and those that run at every step.
  private(set) var once: [Int] = []
  private(set) var each: [Int] = []
  /// For each operation whether its state is carried from step to step.
  private(set) var carries: [Bool]
  private let network: GraphNetwork<Float>

  /// - Throws: `ModelError` that names the layer that cannot be fed so, and says what to do.
  init(_ network: GraphNetwork<Float>, stepping: [Int]) throws(ModelError) {
    self.network = network
    self.stepping = stepping
    // Whatever is fed is there, so that nothing has to be found out by its length.
    stepMasks = network.masks.indices.compactMap { index in
      let input = network.input(of: network.masks[index])
      if case .lengths = network.masks[index] { return nil }
      return stepping.contains(input) ? (index, input) : nil
    }
    kinds = network.values.map { _ in .given }
    carries = network.operations.map { _ in false }
    for input in stepping { kinds[input] = .step }
    for index in network.operations.indices {
      let operation = network.operations[index]
      let kind = try kind(of: operation, index)
      kinds[operation.output] = kind
      if kind == .given { once.append(index) } else { each.append(index) }
    }
  }

  private func label(_ operation: GraphOperation) -> String {
    network.graph.label(network.graph.calls[operation.call])
  }

  private mutating func kind(
    of operation: GraphOperation, _ index: Int
  ) throws(ModelError) -> Kind {
    let inputs = operation.inputs.map { kinds[$0] }
    if inputs.allSatisfy({ $0 == .given }) { return .given }
    switch operation.work {
    case .code(let code): return try kind(ofCode: code, operation, inputs, index)
    case .attention: return try kind(ofAttention: operation, inputs)
    case .state: return .anew
    case .steps(let from, let count) where !operation.isDistributed && inputs[0] == .step:
      // Of what has been read so far, the present step is the last.
      if from == -1 && count == 1 { return .anew }
      throw ModelError(
        "\(label(operation)) takes time steps of a sequence that is fed step by step, of which only the "
          + "present one is there; take [step: -1], or give the sequence whole, by stepper(stepping:)"
      )
    default: break
    }
    if !inputs.contains(.step) { return .anew }
    if inputs.contains(where: { $0 != .step }) {
      throw ModelError(
        "\(label(operation)) puts a sequence that is fed step by step beside one that is given whole; "
          + "feed both, by stepper(stepping:)")
    }
    return .step
  }

  private mutating func kind(
    ofCode number: Int, _ operation: GraphOperation, _ inputs: [Kind], _ index: Int
  ) throws(ModelError) -> Kind {
    if inputs[0] != .step { return .anew }
    // Each time step by itself, whatever the layer makes of it.
    if operation.isDistributed { return .step }
    let code = network.codes[number]
    switch code.reach {
    case .step: return .step
    case .lastStep: return .anew
    case .state:
      if inputs.dropFirst().contains(where: { $0 != .given }) {
        throw ModelError(
          "\(label(operation)) begins with a state that changes from step to step; give it that of an "
            + "input that is given whole")
      }
      carries[index] = true
      return .step
    case .sequence:
      throw ModelError(
        "\(label(operation)) reads time steps that are yet to come, and cannot be fed one at a time; "
          + "put a layer that reads forwards in its place, or give its input whole, by "
          + "stepper(stepping:)")
    }
  }

  private func kind(
    ofAttention operation: GraphOperation, _ inputs: [Kind]
  ) throws(ModelError) -> Kind {
    if operation.isDistributed { return .step }
    if inputs[1] == .step || inputs[2] == .step {
      throw ModelError(
        "\(label(operation)) attends to a sequence that is fed step by step, of which only the present "
          + "step is there; let it attend to an input that is given whole")
    }
    if inputs[0] == .step, case .attention(let settings) = layer(operation), settings.isCausal {
      throw ModelError(
        "\(label(operation)) is causal, and a step that is fed alone has no place in time; leave "
          + "causal out")
    }
    return inputs[0] == .step ? .step : .anew
  }

  private func layer(_ operation: GraphOperation) -> GraphLayer {
    network.graph.layers[network.graph.calls[operation.call].layer]
  }
}

extension StepPlan {
  /// What is wrong with a choice of inputs, or nil.
  static func problem(stepping: [Int], _ network: GraphNetwork<Float>) -> String? {
    let graph = network.graph
    if stepping.isEmpty {
      return "no input is fed step by step; name one, as stepper(stepping: [0])"
    }
    for (index, input) in stepping.enumerated() {
      guard graph.inputs.indices.contains(input) else {
        return "there is no input \(input) to be fed; the model has "
          + counted(graph.inputs.count, "input")
      }
      if stepping[..<index].contains(input) { return "\(graph.inputLabel(input)) is named twice" }
      guard case .input = network.values[input].shape.steps else {
        return
          "\(graph.inputLabel(input)) is \(network.values[input].shape.description), which cannot "
          + "be fed step by step; that takes Input.symbols() or Input.sequence(features:)"
      }
    }
    return nil
  }

  /// The only sequence among a model's inputs.
  ///
  /// - Throws: `ModelError` where there are none or several.
  static func onlySequence(_ network: GraphNetwork<Float>) throws(ModelError) -> [Int] {
    let inputs = network.graph.inputs.indices.filter {
      if case .input = network.values[$0].shape.steps { true } else { false }
    }
    if inputs.count == 1 { return Array(inputs) }
    throw ModelError(
      "\(counted(inputs.count, "input")) of the model are sequences; say which of them are fed step by "
        + "step, as stepper(stepping: [0])")
  }
}
