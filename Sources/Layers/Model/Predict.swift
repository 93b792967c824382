extension Sequential {
  /// How well the model does on examples: the loss and all metrics that `compile` was given, by name.
  ///
  ///     let scores = try model.evaluate(xTest, yTest)
  ///     print(scores.loss, scores["f1"] ?? .nan)
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or it was not
  ///   compiled.
  public func evaluate<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, batchSize: Int = 32, sampleWeights: SampleWeights? = nil,
    threads: Int? = nil
  ) throws -> Scores {
    let values = try scores(
      inputs, targets, batchSize: batchSize, sampleWeights: sampleWeights, threads: threads)
    return Scores(names: try compiled().objectives[0].names, values: values)
  }

  /// How well the model does on examples: the loss, and the first of the metrics that `compile` was
  /// given (or not a number where it was given none).
  ///
  ///     let (loss, accuracy) = try model.evaluate(xTest, yTest)
  ///
  /// - Throws: as above.
  @_disfavoredOverload
  public func evaluate<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, batchSize: Int = 32, sampleWeights: SampleWeights? = nil,
    threads: Int? = nil
  ) throws -> (loss: Double, metric: Double) {
    let scores: Scores = try evaluate(
      inputs, targets, batchSize: batchSize, sampleWeights: sampleWeights, threads: threads)
    return (scores.loss, scores.metric)
  }

  /// The loss, then each metric that `compile` was given.
  ///
  /// - Throws: as `evaluate`.
  public func scores<X: ExampleSource, Y: ExampleSource>(
    _ inputs: X, _ targets: Y, batchSize: Int = 32, sampleWeights: SampleWeights? = nil,
    threads: Int? = nil
  ) throws -> [Double] {
    let inputs = inputs.makeExamples()
    if inputs.count == 0 && inputs.problem == nil {
      throw ModelError("there are no examples to evaluate on")
    }
    let setup = try compiled()
    let data = try data(inputs, targets.makeExamples(), setup, sampleWeights)
    return try graph.scores(HeldOut(data), setup, batchSize: batchSize, threads: threads)
  }

  /// What the model gives for each example: as many numbers as its last layer has.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says), or the last recurrent
  ///   layer returns sequences; see ``predictSequences(_:batchSize:threads:)``.
  public func predict<X: ExampleSource>(
    _ inputs: X, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Float]] {
    let outputs = try predictSequences(inputs, batchSize: batchSize, threads: threads)
    if network.outputShapes[0].steps != nil {
      throw ModelError.givesSequences
    }
    return outputs.map { $0[0] }
  }

  /// What the model gives for each example's time steps; only one vector for each example where the
  /// last recurrent layer does not return sequences.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model (as `fit` says).
  public func predictSequences<X: ExampleSource>(
    _ inputs: X, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[[Float]]] {
    let inputs = inputs.makeExamples()
    if inputs.count == 0 && inputs.problem == nil { return [] }
    let data = try data(inputs, nil, nil)
    return try graph.sequences(data, batchSize: batchSize, threads: threads)[0]
  }

  /// Forgets what stateful layers carry from one call of `predict` to the next.
  public func resetStates() { built?.resetStates() }
}
