extension Sequential {
  /// How well the model does on examples: the loss, and the first of the metrics that `compile` was
  /// given (or not a number where it was given none).
  ///
  ///     let (loss, accuracy) = try model.evaluate(xTest, yTest)
  ///
  /// - Throws: `ModelError` where the examples do not fit the model (as `fit` says), or it was not
  ///   compiled.
  public func evaluate<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, batchSize: Int = 32, threads: Int? = nil
  ) throws -> (loss: Double, metric: Double) {
    let scores = try scores(inputs, targets, batchSize: batchSize, threads: threads)
    return (scores[0], scores.count > 1 ? scores[1] : .nan)
  }

  /// The loss, then each metric that `compile` was given.
  ///
  /// - Throws: as ``evaluate(_:_:batchSize:threads:)``.
  public func scores<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [Double] {
    let inputs = inputs.makeExamples()
    if inputs.count == 0 { throw ModelError("there are no examples to evaluate on") }
    let setup = try compiled()
    try build(features: inputs.features)
    let data = try DataSet(
      inputs: inputs, targets: targets.makeExamples(), for: network, layers,
      loss: setup.objective.loss)
    return try scores(
      HeldOut(data), setup.objective, batchSize: batchSize, threads: threads)
  }

  func scores(
    _ held: HeldOut<DataSet>, _ objective: Objective, batchSize: Int, threads: Int?
  ) throws(ModelError) -> [Double] {
    let runner = BatchRunner(
      network.forLoss(objective.loss), parameters, trains: false,
      longest: held.longest({ $0.longest($1) }, or: 1), threads: threads)
    var scores = RunningScores()
    try held.forEachBatch { examples throws(ModelError) in
      try batches(examples, size: batchSize)
    } use: { window in
      let batch = runner.batch(window)
      batch.resetStatelessLayers()
      scores.add(batch.run(window, ShardedBatch.Task(objective: objective)))
    }
    if scores.count == 0 { throw ModelError("there is nothing but padding to evaluate on") }
    var figures = scores.values(objective.metrics)
    figures[0] += ParameterRules(network.layout, frozen: frozenLayers).penalty(parameters)
    return figures
  }

  /// What the model gives for each example: as many numbers as its last layer has.
  ///
  /// - Throws: `ModelError` where the examples do not fit the model (as `fit` says), or the last recurrent
  ///   layer returns sequences; see ``predictSequences(_:batchSize:threads:)``.
  public func predict<X: ExampleSource>(
    _ inputs: X, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Float]] {
    let outputs = try predictSequences(inputs, batchSize: batchSize, threads: threads)
    guard case .vector = network.flows[network.flows.count - 1] else {
      throw ModelError(
        "the model gives a vector for each time step; call predictSequences, or give its last "
          + "recurrent layer returnSequences: false")
    }
    return outputs.map { $0[0] }
  }

  /// What the model gives for each example's time steps; only one vector for each example where the
  /// last recurrent layer does not return sequences.
  ///
  /// - Throws: `ModelError` where the examples do not fit the model (as `fit` says).
  public func predictSequences<X: ExampleSource>(
    _ inputs: X, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[[Float]]] {
    let inputs = inputs.makeExamples()
    if inputs.count == 0 { return [] }
    try build(features: inputs.features)
    let data = try DataSet(inputs: inputs, targets: nil, for: network, layers, loss: nil)
    let examples = Array(0..<data.count)
    let runner = BatchRunner(
      network, parameters, trains: false, longest: data.longest(examples), threads: threads)
    var result: [[[Float]]] = []
    for rows in try batches(examples, size: batchSize) {
      let window = data.window(rows)
      let batch = runner.batch(window)
      batch.resetStatelessLayers()
      try restoreCarried(batch)
      let outputs = batch.outputs(window)
      if network.isStateful { carried = (window.rows, batch.state) }
      result += sequences(outputs, data, rows, window)
    }
    return result
  }

  /// Forgets what stateful layers carry from one call of `predict` to the next.
  public func resetStates() { carried = nil }

  private func restoreCarried(_ batch: ShardedBatch<Float>) throws(ModelError) {
    guard network.isStateful else { return }
    guard let carried else { return batch.resetState() }
    if carried.rows != batch.rows {
      throw ModelError(
        "a stateful model carries the states of \(counted(carried.rows, "row")), got a batch of "
          + "\(batch.rows); call resetStates() before another kind of batch")
    }
    batch.setState(carried.state)
    batch.resetStatelessLayers()
  }

  /// A batch's outputs row by row, padded steps left out.
  private func sequences(
    _ outputs: [Float], _ data: DataSet, _ rows: ArraySlice<Int>, _ window: Window<Float>
  ) -> [[[Float]]] {
    let time = outputs.count / (window.rows * network.outputSize)
    let keepsTime = network.keepsTime
    return rows.enumerated().map { row, example in
      (0..<(keepsTime ? data.length(example) : 1)).map { t in
        let start = (row * time + t) * network.outputSize
        return Array(outputs[start..<start + network.outputSize])
      }
    }
  }

  /// Examples in batches of one size; of a stateful model, none is smaller.
  func batches(_ examples: [Int], size: Int) throws(ModelError) -> [ArraySlice<Int>] {
    let batches = try Layers.batches(examples, size: size)
    if network.isStateful && examples.count > size && examples.count % size != 0 {
      throw ModelError(
        "a stateful model needs batches of one size: \(counted(examples.count, "example")) "
          + "do not divide into batches of \(size)")
    }
    return batches
  }
}

/// Examples in batches of one size, the last perhaps smaller.
func batches(_ examples: [Int], size: Int) throws(ModelError) -> [ArraySlice<Int>] {
  if size < 1 { throw ModelError("a batch of \(counted(size, "example")); it has at least 1") }
  return stride(from: 0, to: examples.count, by: size).map {
    examples[$0..<min(examples.count, $0 + size)]
  }
}

extension Network {
  /// The network up to where a loss works on it.
  func forLoss(_ loss: Loss) -> Network {
    loss.activation != nil && lastActivation == loss.activation ? withoutLastActivation : self
  }
}

extension DataSet {
  func longest(_ examples: [Int]) -> Int { examples.reduce(1) { max($0, length($1)) } }
}
