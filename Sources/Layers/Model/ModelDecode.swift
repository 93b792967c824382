import Kernels

// What models say that were trained on whole sequences.

extension CTC {
  /// How labels are found.
  public enum Decoding: Equatable, Sendable {
    /// Those of the likeliest class of each time step.
    case bestPath
    /// The likeliest that a search finds which keeps this many prefixes.
    case beam(width: Int = 100)
  }
}

extension Model {
  /// The likeliest tags of each example, by the model's ``CRF``: one for each time step that is not
  /// padding.
  ///
  ///     let tags = try model.predictTags(sentences)
  ///
  /// Where the model has other outputs, too, exactly one of them comes from a CRF.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or it has no CRF.
  public func predictTags<each X: ExampleSource>(
    _ inputs: (repeat each X), batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Int]] {
    try tags(try data((repeat each inputs)), batchSize, threads)
  }

  /// What the model's ``CRF`` has learnt, for decoding what `predictSequences` gives under other rules:
  /// with a score of −∞ for what must not follow, say.
  ///
  /// - Throws: `ModelError` if no output, or more than one, comes from a CRF.
  public func linearChain() throws -> LinearChain { try chainOutput().chain }

  /// The labels of each example, by a model that was trained with ``Loss/ctc(blank:)``.
  ///
  ///     let words = try model.predictLabels(sounds, decoding: .beam(width: 20))
  ///
  /// - Parameters:
  ///   - inputs: for each input an array of examples.
  ///   - decoding: how labels are found among the outputs.
  ///   - blank: the class that stands for no label; nil for what the model was compiled with, or 0.
  ///   - batchSize: examples that are read at once.
  ///   - threads: nil for as many as the system has processors.
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or the model does
  ///   not have one output, of sequences.
  public func predictLabels<each X: ExampleSource>(
    _ inputs: (repeat each X), decoding: CTC.Decoding = .bestPath, blank: Int? = nil,
    batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Int]] {
    try labels(
      try data((repeat each inputs)), decoding, blank ?? training?.blank ?? 0, batchSize, threads)
  }

  private func data<each X: ExampleSource>(_ inputs: (repeat each X)) throws -> GraphData {
    let batch = Batch(inputs: (repeat each inputs), targets: ())
    return try GraphData(inputs: batch.allInputs, targets: [], for: network, losses: [])
  }

  // MARK: Outputs that count

  func tags(_ data: GraphData, _ batchSize: Int, _ threads: Int?) throws(ModelError) -> [[Int]] {
    let (index, chain) = try chainOutput()
    let outputs = try countedOutputs(data, network, index, batchSize, threads)
    return try outputs.map { emissions throws(ModelError) in try chain.bestTags(emissions).tags }
  }

  func labels(
    _ data: GraphData, _ decoding: CTC.Decoding, _ blank: Int, _ batchSize: Int, _ threads: Int?
  ) throws(ModelError) -> [[Int]] {
    let loss = Loss.ctc(blank: blank)
    if graph.outputs.count != 1 {
      throw ModelError(
        "the model has \(graph.outputs.count) outputs; make a Model of that which gives labels")
    }
    if let problem = loss.problem(of: network.outputShapes[0]) {
      throw ModelError(
        "\(graph.label(ofValue: graph.outputs[0].value)) with \(loss.name) expected \(problem)")
    }
    if case .beam(let width) = decoding, let problem = CTC.problem(width: width) {
      throw ModelError(problem)
    }
    let outputs = try countedOutputs(data, network.measured(by: [loss]), 0, batchSize, threads)
    return try outputs.map { logits throws(ModelError) in
      switch decoding {
      case .bestPath: try CTC.bestPath(logits, blank: blank)
      case .beam(let width): try CTC.beamSearch(logits, width: width, blank: blank)[0].labels
      }
    }
  }

  /// The output that comes from a CRF, and its scores.
  private func chainOutput() throws(ModelError) -> (index: Int, chain: LinearChain) {
    let chains = network.ends.indices.compactMap { index in
      network.chain(giving: network.ends[index]).map { (index, $0.crf) }
    }
    if chains.count != 1 {
      throw ModelError(
        "the model has \(counted(chains.count, "output")) from a CRF, and one is needed; "
          + (chains.isEmpty ? "let it end in CRF(…)" : "make a Model of that which gives the tags"))
    }
    let scores = chains[0].1.scores(UnsafePointer(parameters.base))
    let tags = scores.tags
    let transitions = (0..<tags).map { Array(scores.transitions[$0 * tags..<($0 + 1) * tags]) }
    let chain = try LinearChain(
      transitions: transitions, start: scores.start, end: scores.end)
    return (chains[0].0, chain)
  }

  /// What one output gives for each example at the steps that count.
  private func countedOutputs(
    _ data: GraphData, _ network: GraphNetwork<Float>, _ index: Int, _ batchSize: Int,
    _ threads: Int?
  ) throws(ModelError) -> [[[Float]]] {
    let examples = Array(0..<data.count)
    let runner = try GraphRunner(
      network, parameters, trains: false, longest: data.longest(examples), threads: threads)
    let value = network.values[network.ends[index]]
    var result: [[[Float]]] = []
    for rows in try batches(examples, size: batchSize) {
      let window = data.window(rows)
      let (time, size) = (window.time(of: value.shape), value.shape.size)
      let mask = value.mask.map { window.masks(network.masks, network)[$0] } ?? []
      let output = runner.batch(window).outputs(window)[index]
      result += (0..<window.rows).map { row in
        (row * time..<(row + 1) * time).filter { mask.isEmpty || mask[$0] != 0 }.map { step in
          Array(output[step * size..<(step + 1) * size])
        }
      }
    }
    return result
  }
}

extension TrainingSetup {
  /// The blank of the first output's loss; nil if it has none.
  fileprivate var blank: Int? {
    if case .sequence(.ctc(let blank)) = objectives[0].loss.kind { blank } else { nil }
  }
}

extension Sequential {
  /// The likeliest tags of each example, by the model's ``CRF``: one for each time step that is not
  /// padding.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or it has no CRF.
  public func predictTags<X: ExampleSource>(
    _ inputs: X, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Int]] {
    let data = try data(inputs.makeExamples(), nil, nil)
    return try graph.tags(data, batchSize, threads)
  }

  /// What the model's ``CRF`` has learnt; see ``Model/linearChain()``.
  ///
  /// - Throws: `ModelError` if the model does not end in a CRF, or does not know its inputs' size yet.
  public func linearChain() throws -> LinearChain {
    try build(features: nil)
    return try graph.linearChain()
  }

  /// The labels of each example, by a model that was trained with ``Loss/ctc(blank:)``; see
  /// ``Model/predictLabels(_:decoding:blank:batchSize:threads:)``.
  ///
  /// - Parameters:
  ///   - inputs: an array of examples.
  ///   - decoding: how labels are found among the outputs.
  ///   - blank: the class that stands for no label; nil for what the model was compiled with, or 0.
  ///   - batchSize: examples that are read at once.
  ///   - threads: nil for as many as the system has processors.
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or the model does
  ///   not give sequences.
  public func predictLabels<X: ExampleSource>(
    _ inputs: X, decoding: CTC.Decoding = .bestPath, blank: Int? = nil, batchSize: Int = 32,
    threads: Int? = nil
  ) throws -> [[Int]] {
    let data = try data(inputs.makeExamples(), nil, nil)
    return try graph.labels(
      data, decoding, blank ?? training?.blank ?? 0, batchSize, threads)
  }
}
