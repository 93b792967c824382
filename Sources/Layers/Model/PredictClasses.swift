// What a classifier says: classes in place of probabilities.

extension Model {
  /// The class of each example: the one whose output is the largest, the first of several; of a model of
  /// one output 0 or 1, which it is if the probability is above `threshold`.
  ///
  ///     let classes = try model.predictClasses(xTest)
  ///
  /// One output is a probability if it is a sigmoid's. Without an activation it is a logit, if the model was
  /// compiled with ``Loss/binaryCrossEntropy``.
  ///
  /// - Throws: `ModelError` as ``predict(_:batchSize:threads:)``; or if the threshold is not between 0 and 1,
  ///   or the only output is neither a probability nor a logit.
  public func predictClasses<each X: ExampleSource>(
    _ inputs: (repeat each X), threshold: Double = 0.5, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [Int] {
    let cut = try cut(threshold)
    return try predict((repeat each inputs), batchSize: batchSize, threads: threads).map {
      likeliest($0, cut)
    }
  }

  /// The class of each time step of each example; see ``predictClasses(_:threshold:batchSize:threads:)``.
  ///
  /// - Throws: as that.
  public func predictClassSequences<each X: ExampleSource>(
    _ inputs: (repeat each X), threshold: Double = 0.5, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Int]] {
    let cut = try cut(threshold)
    return try predictSequences((repeat each inputs), batchSize: batchSize, threads: threads).map {
      $0.map { likeliest($0, cut) }
    }
  }

  /// What the only number of an output is compared with; nil where there are several.
  fileprivate func cut(_ threshold: Double) throws(ModelError) -> Float? {
    try checkOutputs()
    if !(threshold > 0 && threshold < 1) {
      throw ModelError("the threshold is \(threshold); it is a probability above 0 and below 1")
    }
    if network.outputShapes[0].size > 1 { return nil }
    let end = network.ends[0]
    let isProbability = network.measured(by: [.binaryCrossEntropy]).ends[0] != end
    if isProbability { return Float(threshold) }
    if training?.objectives[0].loss == .binaryCrossEntropy {
      return Float(Double.log(threshold / (1 - threshold)))
    }
    throw ModelError(
      "\(graph.label(ofValue: graph.outputs[0].value)) gives one number, which is no class; a sigmoid makes a "
        + "probability of it, or binaryCrossEntropy a logit")
  }
}

private func likeliest(_ outputs: [Float], _ cut: Float?) -> Int {
  if let cut { return outputs[0] > cut ? 1 : 0 }
  return Sampler.likeliest(outputs)
}

extension Sequential {
  /// The class of each example; see ``Model/predictClasses(_:threshold:batchSize:threads:)``.
  ///
  /// - Throws: as that.
  public func predictClasses<X: ExampleSource>(
    _ inputs: X, threshold: Double = 0.5, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [Int] {
    let outputs = try predict(inputs, batchSize: batchSize, threads: threads)
    let cut = try classCut(threshold)
    return outputs.map { likeliest($0, cut) }
  }

  /// The class of each time step of each example; see
  /// ``Model/predictClasses(_:threshold:batchSize:threads:)``.
  ///
  /// - Throws: as that.
  public func predictClassSequences<X: ExampleSource>(
    _ inputs: X, threshold: Double = 0.5, batchSize: Int = 32, threads: Int? = nil
  ) throws -> [[Int]] {
    let outputs = try predictSequences(inputs, batchSize: batchSize, threads: threads)
    let cut = try classCut(threshold)
    return outputs.map { $0.map { likeliest($0, cut) } }
  }

  /// What `compile` set is the model's own, and not its graph's.
  private func classCut(_ threshold: Double) throws(ModelError) -> Float? {
    guard let built else { return nil }
    let kept = built.training
    built.training = training
    defer { built.training = kept }
    return try built.cut(threshold)
  }
}
