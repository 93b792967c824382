/// What a model gives for examples by one of its outputs.
public struct Prediction: Equatable, Sendable {
  /// The output's name, or `output_0` and so on.
  public let name: String
  /// For each example a vector for each time step; only one where the output has no time.
  public let sequences: [[[Float]]]
  /// For each example a vector: the only one, or that of its last time step.
  public var vectors: [[Float]] { sequences.map { $0.last ?? [] } }
}

extension Model {
  /// The loss, then each metric that `compile` was given, as `fit` names them.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or it was not
  ///   compiled.
  public func scores<each X: ExampleSource, each Y: ExampleSource>(
    _ inputs: (repeat each X), _ targets: (repeat each Y), batchSize: Int = 32,
    sampleWeights: SampleWeights? = nil, threads: Int? = nil
  ) throws -> [Double] {
    let batch = Batch(inputs: (repeat each inputs), targets: (repeat each targets))
    let setup = try compiled()
    let data = try GraphData(
      inputs: batch.allInputs, targets: batch.allTargets, sampleWeights: sampleWeights,
      for: network,
      losses: setup.objectives.map(\.loss))
    if data.count == 0 { throw ModelError("there are no examples to evaluate on") }
    return try scores(HeldOut(data), setup, batchSize: batchSize, threads: threads)
  }

  /// How well the model does on examples: the loss and all metrics, as `fit` names them.
  ///
  /// - Throws: as `scores`.
  public func evaluate<each X: ExampleSource, each Y: ExampleSource>(
    _ inputs: (repeat each X), _ targets: (repeat each Y), batchSize: Int = 32,
    sampleWeights: SampleWeights? = nil, threads: Int? = nil
  ) throws -> Scores {
    let values = try scores(
      (repeat each inputs), (repeat each targets), batchSize: batchSize,
      sampleWeights: sampleWeights, threads: threads)
    return Scores(names: try compiled().figureNames(graph.outputName), values: values)
  }

  /// How well the model does on examples: the loss, and whatever stands next among the scores, which is
  /// the first metric of a model of one output (or not a number where there is none).
  ///
  /// - Throws: as `scores`.
  @_disfavoredOverload
  public func evaluate<each X: ExampleSource, each Y: ExampleSource>(
    _ inputs: (repeat each X), _ targets: (repeat each Y), batchSize: Int = 32,
    sampleWeights: SampleWeights? = nil, threads: Int? = nil
  ) throws -> (loss: Double, metric: Double) {
    let scores: Scores = try evaluate(
      (repeat each inputs), (repeat each targets), batchSize: batchSize,
      sampleWeights: sampleWeights, threads: threads)
    return (scores.loss, scores.metric)
  }

  func scores(
    _ held: HeldOut, _ setup: TrainingSetup, batchSize: Int, threads: Int?
  ) throws(ModelError) -> [Double] {
    var scoring = try Scoring(
      self, setup, longest: held.longest ?? graph.inputs.map { _ in 1 }, threads: threads)
    try held.forEachBatch { examples throws(ModelError) in
      try batches(examples, size: batchSize)
    } use: { window in
      scoring.add(window)
    }
    return try scoring.figures
  }

  /// What the model gives for each example: as many numbers as its only output has.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or the model has
  ///   several outputs or gives sequences.
  public func predict<each X: ExampleSource>(
    _ inputs: (repeat each X), batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Float]] {
    if network.outputShapes[0].steps != nil {
      throw ModelError.givesSequences
    }
    return try onlyOutput((repeat each inputs), batchSize, threads).vectors
  }

  /// What the model gives for each example's time steps; only one vector for each example where its
  /// only output has no time.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or the model has
  ///   several outputs.
  public func predictSequences<each X: ExampleSource>(
    _ inputs: (repeat each X), batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[[Float]]] {
    try onlyOutput((repeat each inputs), batchSize, threads).sequences
  }

  private func onlyOutput<each X: ExampleSource>(
    _ inputs: (repeat each X), _ batchSize: Int, _ threads: Int?
  ) throws -> Prediction {
    try checkOutputs()
    return try predictAll((repeat each inputs), batchSize: batchSize, threads: threads)[0]
  }

  /// - Throws: `ModelError` where there are several outputs.
  func checkOutputs() throws(ModelError) {
    if graph.outputs.count == 1 { return }
    throw ModelError("the model has \(graph.outputs.count) outputs; call predictAll")
  }

  /// What the model gives for each example by each of its outputs.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says).
  public func predictAll<each X: ExampleSource>(
    _ inputs: (repeat each X), batchSize: Int = 32, threads: Int? = nil
  ) throws -> [Prediction] {
    let batch = Batch(inputs: (repeat each inputs), targets: ())
    let data = try GraphData(inputs: batch.allInputs, targets: [], for: network, losses: [])
    let sequences = try sequences(data, batchSize: batchSize, threads: threads)
    return sequences.enumerated().map { Prediction(name: graph.outputName($0), sequences: $1) }
  }

  /// For each output what it gives for each example's time steps.
  ///
  /// - Parameter runner: of batches before these, as `runner` makes one; nil for a new one.
  func sequences(
    _ data: GraphData, batchSize: Int, threads: Int?, runner: GraphRunner? = nil
  ) throws(ModelError) -> [[[[Float]]]] {
    // Each example gives what it gives alone, so that those of like lengths may go together.
    let examples = data.longestFirst(Array(0..<data.count))
    let runner = if let runner { runner } else { try self.runner(of: data, threads) }
    var result = [[[[Float]]]](
      repeating: Array(repeating: [], count: data.count), count: graph.outputs.count)
    for rows in try batches(examples, size: batchSize) {
      let window = data.window(rows)
      let batch = runner.batch(window)
      try restoreCarried(batch)
      for (index, output) in batch.outputs(window).enumerated() {
        let sequences = sequences(output, network.outputShapes[index], window)
        for (example, sequence) in zip(rows, sequences) { result[index][example] = sequence }
      }
      if network.isStateful { carried = (window.rows, batch.state) }
    }
    return result
  }

  /// What runs batches of examples, with the weights as they are now.
  func runner(of data: GraphData, _ threads: Int?) throws(ModelError) -> GraphRunner {
    try GraphRunner(
      network, parameters, trains: false, longest: data.longest(0..<data.count), threads: threads)
  }

  /// Forgets what stateful layers carry from one call of `predict` to the next.
  public func resetStates() { carried = nil }

  private func restoreCarried(_ batch: ShardedGraph<Float>) throws(ModelError) {
    guard network.isStateful else { return }
    guard let carried else { return batch.resetState() }
    if carried.rows != batch.rows {
      throw ModelError(
        "a stateful model carries the states of \(counted(carried.rows, "row")), got a batch of "
          + "\(batch.rows); call resetStates() before another kind of batch")
    }
    batch.setState(carried.state)
  }

  /// A batch's outputs row by row, padded steps left out.
  private func sequences(
    _ output: [Float], _ shape: GraphShape, _ window: GraphWindow<Float>
  ) -> [[[Float]]] {
    let time = window.time(of: shape)
    if shape.outer != nil { return attentionWeights(output, shape, window) }
    return (0..<window.rows).map { row in
      (0..<window.length(shape.steps, row)).map { t in
        let start = (row * time + t) * shape.size
        return Array(output[start..<start + shape.size])
      }
    }
  }

  /// Examples in batches of one size, the last perhaps smaller; of a stateful model, none is smaller.
  func batches(_ examples: [Int], size: Int) throws(ModelError) -> [ArraySlice<Int>] {
    if size < 1 { throw ModelError("a batch of \(counted(size, "example")); it has at least 1") }
    if network.isStateful && examples.count > size && examples.count % size != 0 {
      throw ModelError(
        "a stateful model needs batches of one size: \(counted(examples.count, "example")) "
          + "do not divide into batches of \(size)")
    }
    return stride(from: 0, to: examples.count, by: size).map {
      examples[$0..<min(examples.count, $0 + size)]
    }
  }

  /// Row by row a vector for each target step, with a number for each source step.
  private func attentionWeights(
    _ output: [Float], _ shape: GraphShape, _ window: GraphWindow<Float>
  ) -> [[[Float]]] {
    let (target, source) = (window.outerTime(of: shape), window.time(of: shape))
    return (0..<window.rows).map { row in
      (0..<window.length(shape.outer, row)).map { t in
        let start = (row * target + t) * source
        return Array(output[start..<start + window.length(shape.steps, row)])
      }
    }
  }
}

extension GraphWindow {
  /// The length of a time axis in a row, padding left out; 1 where there is none.
  fileprivate func length(_ axis: StepCount?, _ row: Int) -> Int {
    guard let axis else { return 1 }
    return axis.length { parts[$0].lengths.isEmpty ? parts[$0].time : parts[$0].lengths[row] }
  }
}
