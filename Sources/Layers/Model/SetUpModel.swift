import LinearAlgebra

/// A model of either kind, as the engine trains it.
protocol SetUpModel: TrainableModel {
  /// What `compile` set, which callbacks may change.
  var training: TrainingSetup? { get set }
  /// The graph with its weights; nil if the inputs' size is not known yet.
  var builtGraph: Model? { get }
  /// Examples held against the model, which may learn its inputs' size from them.
  func data(_ batch: Batch, _ setup: TrainingSetup) throws(ModelError) -> GraphData
  /// The same of inputs alone.
  func inputData(_ batch: Batch) throws(ModelError) -> GraphData
}

extension SetUpModel {
  /// - Precondition: examples were held against the model.
  var trainedGraph: Model { builtGraph! }

  /// The setup, where there is one.
  ///
  /// - Parameter trains: whether there must be something to learn.
  func compiled(trains: Bool = false) throws(ModelError) -> TrainingSetup {
    guard let training else {
      throw ModelError("the model does not know its loss; call compile(loss:) first")
    }
    if trains, let graph = builtGraph,
      let problem = graph.network.layout.freezeProblem(graph.frozenLayers)
    {
      throw ModelError(problem)
    }
    return training
  }

  /// Sets the learning rate of the steps to come.
  func changeLearningRate(_ rate: LearningRate) throws {
    var setup = try compiled()
    if let problem = rate.problem { throw ModelError("the optimiser has \(problem)") }
    setup.optimizer.learningRate = rate
    training = setup
  }

  /// Trains on examples; see `fit`.
  func train(
    on batch: Batch, epochs: Int, batchSize: Int, validation: Validation?, shuffle: Bool,
    callbacks: [any Callback], threads: Int?
  ) throws -> History {
    let setup = try compiled(trains: true)
    let data = try self.data(batch, setup)
    let held = try HeldOut(validation, of: data) { batch throws(ModelError) in
      try self.data(batch, setup)
    }
    let used = Array(0..<data.count - (held?.taken ?? 0))
    if used.isEmpty { throw ModelError("there are no examples to train on") }
    let graph = trainedGraph
    let steps = try graph.batches(used, size: batchSize).count
    let loop = GraphLoop(
      self, setup, validation: held, batchSize: batchSize, longest: data.longest(used),
      threads: threads)
    return try loop.run(epochs: epochs, steps: steps, callbacks: callbacks) { epoch, takeStep in
      let order =
        shuffle && !graph.network.isStateful
        ? shuffled(used, seed: graph.seed, epoch: epoch) : used
      for rows in try graph.batches(order, size: batchSize) {
        try takeStep(data.window(data.dealt(Array(rows))))
      }
    }
  }

  /// Trains on a stream of batches, which every epoch reads from its beginning.
  func train(
    onStream batches: some Sequence<Batch>, epochs: Int, validation: Validation?,
    callbacks: [any Callback], threads: Int?
  ) throws -> History {
    let setup = try compiled(trains: true)
    let held = try HeldOut(validation, of: nil) { batch throws(ModelError) in
      try self.data(batch, setup)
    }
    let loop = GraphLoop(
      self, setup, validation: held, batchSize: 32, longest: nil, threads: threads)
    return try loop.run(on: batches, epochs: epochs, callbacks: callbacks) {
      batch throws(ModelError) in
      try self.data(batch, setup)
    }
  }
}

extension Sequential: SetUpModel {
  public var learningRate: LearningRate? { training?.optimizer.learningRate }
  public var currentLearningRate: Double? { training?.nextLearningRate }
  public func setLearningRate(_ rate: LearningRate) throws { try changeLearningRate(rate) }

  var builtGraph: Model? { built }

  func data(_ batch: Batch, _ setup: TrainingSetup) throws(ModelError) -> GraphData {
    let (inputs, targets) = try batch.single
    return try data(inputs, targets, setup, batch.sampleWeights)
  }

  func inputData(_ batch: Batch) throws(ModelError) -> GraphData {
    if batch.allInputs.count != 1 {
      throw ModelError(
        "a Sequential has one input, got a batch for \(counted(batch.allInputs.count, "input")); a "
          + "Model takes it")
    }
    return try data(batch.allInputs[0], nil, nil)
  }

  /// Examples held against the model, which learns its inputs' size from them.
  ///
  /// - Parameters:
  ///   - targets: nil if there is only something to predict from.
  ///   - setup: nil as well.
  func data(
    _ inputs: Examples, _ targets: Examples?, _ setup: TrainingSetup?,
    _ sampleWeights: SampleWeights? = nil
  ) throws(ModelError) -> GraphData {
    if built == nil, let problem = inputs.problem {
      throw ModelError("\(InputReader(layers).label) cannot use its inputs: \(problem)")
    }
    if built == nil, let first = layers.first, !first.knowsInputs, inputs.depth == 2,
      inputs.areIntegers
    {
      // As numbers they would be learnt from, and badly.
      throw ModelError(
        "\(first.label(0)) expected numbers, got \(inputs.description); put an Embedding before it "
          + "if they are symbols, Input(features: 1) if they are measurements")
    }
    try build(features: inputs.features)
    return try GraphData(
      inputs: [inputs], targets: targets.map { [$0] } ?? [], sampleWeights: sampleWeights,
      for: network, losses: setup?.objectives.map(\.loss) ?? [], reader: InputReader(layers))
  }
}

extension Model: SetUpModel {
  public var learningRate: LearningRate? { training?.optimizer.learningRate }
  public var currentLearningRate: Double? { training?.nextLearningRate }
  public func setLearningRate(_ rate: LearningRate) throws { try changeLearningRate(rate) }

  var builtGraph: Model? { self }

  func data(_ batch: Batch, _ setup: TrainingSetup) throws(ModelError) -> GraphData {
    try GraphData(
      inputs: batch.allInputs, targets: batch.allTargets, sampleWeights: batch.sampleWeights,
      for: network, losses: setup.objectives.map(\.loss))
  }

  func inputData(_ batch: Batch) throws(ModelError) -> GraphData {
    try GraphData(inputs: batch.allInputs, targets: [], for: network, losses: [])
  }
}

/// The order in which an epoch reads examples.
private func shuffled(_ examples: [Int], seed: UInt64, epoch: Int) -> [Int] {
  var order = examples
  var generator = SeededGenerator(seed: mixed(seed ^ 0x0DE5, epoch))
  for index in stride(from: order.count - 1, to: 0, by: -1) {
    order.swapAt(index, generator.integer(below: index + 1))
  }
  return order
}
