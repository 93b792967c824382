/// Examples that were held against a graph, ready to be cut into batches.
struct GraphData: Sendable {
  /// One for each input of the graph.
  let inputs: [Examples]
  /// One for each output; empty where there is only something to predict from.
  let targets: [Examples]
  let count: Int
  /// For each output whether its targets are numbers of classes.
  private let usesClasses: [Bool]
  let network: GraphNetwork<Float>
  private let losses: [Loss]
  /// For each output; empty where all targets count 1.
  private var weights: [TargetWeights] = []
  /// How each input is read.
  private let readers: [InputReader]
  private let isSequential: Bool

  /// - Parameters:
  ///   - targets: none where there is only something to predict from, and no losses.
  ///   - reader: how a `Sequential` reads its only input; nil for a graph.
  ///   - unread: inputs whose examples only stand in for others, and are not held against anything.
  /// - Throws: `ModelError` that names the input or the layer that the examples do not fit, and how.
  init(
    inputs: [Examples], targets: [Examples], sampleWeights: SampleWeights? = nil,
    for network: GraphNetwork<Float>, losses: [Loss], reader: InputReader? = nil, unread: [Int] = []
  ) throws(ModelError) {
    self.network = network
    self.losses = losses
    isSequential = reader != nil
    readers =
      reader.map { [$0] } ?? network.graph.inputs.indices.map { InputReader(network, $0) }
    let graph = network.graph
    self.inputs = inputs.enumerated().map { index, examples in
      graph.inputs.count > index ? examples.joined(as: network.shapes[index]) : examples
    }
    self.targets = targets.enumerated().map { index, examples in
      graph.outputs.count > index
        ? examples.joined(as: network.shapes[graph.outputs[index].value]) : examples
    }
    let (inputs, targets) = (self.inputs, self.targets)
    if inputs.count != graph.inputs.count {
      throw ModelError(
        "expected examples for each of \(counted(graph.inputs.count, "input")), got \(inputs.count)"
          + (inputs.count < graph.inputs.count ? "; several are a tuple, as (a, b)" : ""))
    }
    count = inputs[0].count
    for (index, examples) in inputs.enumerated() where examples.count != count {
      throw ModelError(
        "\(graph.inputLabel(index)) expected \(counted(count, "example")) as input 0 has, got "
          + "\(examples.count)")
    }
    usesClasses = losses.map(\.takesClasses)
    for index in inputs.indices where !unread.contains(index) {
      if let problem = inputProblem(index) { throw ModelError(problem) }
    }
    if let problem = windowProblem ?? matchProblem { throw ModelError(problem) }
    if losses.isEmpty { return }
    if targets.count != graph.outputs.count {
      throw ModelError(
        "expected targets for each of \(counted(graph.outputs.count, "output")), got "
          + "\(targets.count)"
          + (targets.count < graph.outputs.count ? "; several are a tuple, as (a, b)" : ""))
    }
    for (index, loss) in losses.enumerated() {
      // Masks tell which steps of a sequence count, and the targets tell which class a weight is of.
      let isOfSequences = loss.ofSequences != nil
      if isOfSequences, let sampleWeights { try addWeights(sampleWeights, index, loss) }
      if let problem = targetProblem(index, loss, sampleWeights) { throw ModelError(problem) }
      if !isOfSequences, let sampleWeights { try addWeights(sampleWeights, index, loss) }
    }
  }

  /// The time steps of the longest of these examples, for each input; 1 for vectors.
  func longest(_ rows: some Collection<Int>) -> [Int] {
    inputs.indices.map { index in
      guard let steps = network.values[index].shape.steps else { return 1 }
      if case .fixed(let count) = steps { return count }
      return rows.reduce(1) { max($0, inputs[index].lengths[$1]) }
    }
  }

  /// These examples as one batch, padded to the longest of them.
  func window(_ rows: some Collection<Int>) -> GraphWindow<Float> {
    // An array, for which the code is specialised.
    let rows = Array(rows)
    var window = inputWindow(rows)
    window.targets = targets.indices.map { index in
      if losses[index] == .pointer && network.isAttention(network.ends[index]) {
        let isOneQuery = network.outputShapes[index].outer == nil
        return .places(rows.map { targets[index].places($0, isOneQuery: isOneQuery) })
      }
      if losses[index].ofSequences != nil {
        return .sequences(rows.map { Array(targets[index].sequence($0)) })
      }
      let shape = network.outputShapes[index]
      return targets[index].targets(
        rows, time: window.time(of: shape), size: losses[index].targetSize(of: shape.size),
        classes: usesClasses[index] ? shape.size : nil)
    }
    window.weights = weights.indices.map { index in
      weights[index].window(rows, time: window.time(of: network.outputShapes[index]))
    }
    return window
  }

  /// A batch without targets.
  func inputWindow(_ rows: [Int]) -> GraphWindow<Float> {
    let times = longest(rows)
    return GraphWindow(
      rows: rows.count, parts: inputs.indices.map { part($0, rows, time: times[$0]) })
  }

  private func part(
    _ index: Int, _ rows: [Int], time: Int
  ) -> GraphWindow<Float>.Part {
    let (examples, shape) = (inputs[index], network.values[index].shape)
    var part = GraphWindow<Float>.Part(time: time)
    if shape.isSymbols {
      part.symbols = examples.paddedSymbols(rows, time: time)
    } else {
      part.numbers = examples.padded(rows, to: time * shape.size)
    }
    if shape.steps != nil { part.lengths = rows.map { examples.lengths[$0] } }
    return part
  }

  /// How many time steps each example has on an axis.
  func lengths(_ axis: StepCount) -> ExampleLengths {
    switch axis {
    case .input(let index): inputs[index].lengths
    case .fixed(let steps): ExampleLengths(count: count, length: steps)
    case .mapped(let axis, let map): lengths(axis).mapped { map.length($0) }
    }
  }

  private mutating func addWeights(
    _ sampleWeights: SampleWeights, _ index: Int, _ loss: Loss
  ) throws(ModelError) {
    let shape = network.outputShapes[index]
    let parts = try sampleWeights.parts(ofOutput: index, of: losses.count)
    do throws(ModelError) {
      if shape.outer != nil, parts.contains(where: { if case .mask = $0 { true } else { false } }) {
        throw ModelError(
          "sampleWeights cannot mask weights of attention; mask its queries, by Masking or "
            + "Embedding(masksZero: true)")
      }
      weights.append(
        try TargetWeights(
          parts, for: targets[index], steps: shape.steps.map(lengths), columns: shape.size, loss))
    } catch {
      let label = losses.count > 1 ? "\(network.graph.outputLabel(index)): " : ""
      throw ModelError(label + error.message)
    }
  }

  // MARK: Problems

  private func inputProblem(_ index: Int) -> String? {
    let (examples, shape) = (inputs[index], network.values[index].shape)
    let reader = readers[index]
    guard let steps = shape.steps else { return vectorProblem(examples, index, shape.size, reader) }
    let problem = reader.problem(
      examples, features: network.features(ofInput: index),
      vocabularySize: network.vocabularySize(ofInput: index), isStateful: network.isStateful)
    if let problem {
      let isTurned =
        steps == .fixed(examples.width) && examples.depth == 3
        && examples.lengths.allSatisfy { $0 == shape.size } && shape.size != examples.width
      return problem + (isTurned ? "; time steps come first, then the numbers of each" : "")
    }
    guard case .fixed(let wanted) = steps,
      let example = examples.lengths.firstIndex(where: { $0 != wanted })
    else { return nil }
    return "\(reader.label) expected \(counted(wanted, "time step")), got "
      + "\(examples.lengths[example]) in example \(example)"
  }

  private func vectorProblem(
    _ examples: Examples, _ index: Int, _ size: Int, _ reader: InputReader
  ) -> String? {
    if let problem = examples.problem { return "\(reader.label) cannot use its inputs: \(problem)" }
    let image = network.shapes[index].image
    let wanted = image?.description ?? "one vector of \(counted(size, "number"))"
    guard examples.depth == 2 || examples.depth == 1 && size == 1 else {
      return "\(reader.label) expected \(wanted) for each example, got \(examples.description)"
    }
    if let example = examples.lengths.firstIndex(where: { $0 != size && examples.depth == 2 }) {
      return "\(reader.label) expected \(wanted) for each example, got "
        + "\(examples.lengths[example]) in example \(example)"
    }
    return reader.infinity(examples)
  }

  /// Sequences that a layer puts beside each other are equally long.
  private var matchProblem: String? {
    for match in network.matches {
      let (first, second) = (lengths(match.first), lengths(match.second))
      guard let example = first.indices.first(where: { first[$0] != second[$0] }) else { continue }
      return "\(match.label) expected sequences of one length, got \(first[example]) and "
        + "\(counted(second[example], "time step")) in example \(example)"
    }
    return nil
  }

  private func targetProblem(
    _ index: Int, _ loss: Loss, _ sampleWeights: SampleWeights?
  ) -> String? {
    let shape = network.outputShapes[index]
    let flow: Flow = shape.steps == nil ? .vector(shape.size) : .sequence(shape.size)
    let lengths = shape.steps.map(lengths) ?? inputs[0].lengths
    let problem =
      if let loss = loss.ofSequences {
        network.isAttention(network.ends[index])
          ? placesProblem(
            targets[index], steps: shape.outer.map(self.lengths), source: lengths,
            counted: countedSteps(of: network.attentionSource(of: network.ends[index])))
          : sequenceTargetProblem(
            targets[index], lengths: lengths, counted: countedSteps(of: network.ends[index]),
            weights.isEmpty ? nil : weights[index], columns: shape.size, loss)
      } else {
        Layers.targetProblem(
          targets[index], lengths: lengths, rowAdvice: isSequential ? inputs[0].rowAdvice : "",
          flow, loss, isLeftOut: leftOut(index, sampleWeights))
          ?? valueProblem(targets[index], flow, loss) { step in
            !isSequential || shape.steps != .input(0) || readers[0].counts(inputs[0], step)
          }
      }
    guard let problem else { return nil }
    let graph = network.graph
    let label = graph.label(ofValue: graph.outputs[index].value)
    return (graph.outputs.count > 1 ? "\(graph.outputLabel(index)): " : "") + "\(label) \(problem)"
  }
}

extension InputReader {
  /// Reads one input of a graph. Padding of its own has only what nothing but layers with one mask
  /// read.
  fileprivate init(_ network: GraphNetwork<Float>, _ index: Int) {
    let readers = network.graph.readers(ofInput: index)
    var masksZero = !readers.isEmpty
    var values: [Float?] = []
    for reader in readers {
      if case .single(.embedding(let embedding)) = reader, embedding.masksZero {
      } else {
        masksZero = false
      }
      if case .single(.masking(let masking)) = reader {
        values.append(masking.value)
      } else {
        values.append(nil)
      }
    }
    let first = values.first ?? nil
    let isOne = values.allSatisfy { $0 == first || ($0?.isNaN ?? false) && (first?.isNaN ?? false) }
    self.init(
      label: network.graph.inputLabel(index), masksZero: masksZero, maskValue: isOne ? first : nil)
  }
}
