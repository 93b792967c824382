/// What a file has of a training: what `compile` set, and how far it has come.
///
/// The optimiser's running means stand among the file's tensors, after the model's own.
struct SavedTraining: Codable {
  /// One for each output.
  let losses: [Loss]
  let weights: [Double]
  let metrics: [[Metric]]
  /// Nil in files that were written when there were none.
  let weightedMetrics: [[Metric]]?
  let optimizer: Optimizer
  let seed: UInt64
  /// Epochs of all calls of `fit`.
  let epochs: Int
  /// Of the optimiser.
  let steps: Int

  /// More than any training takes, and few enough to count on from there.
  private static let mostSteps = 1 << 48
  /// The entry of a file's metadata.
  static let key = "training"
  static let firstPrefix = "optimizer.first."
  static let secondPrefix = "optimizer.second."

  /// A file's tensors: the model's, and those of its training.
  static func split(_ tensors: [Tensor]) -> (model: [Tensor], training: [Tensor]) {
    let start = tensors.firstIndex { $0.name.hasPrefix("optimizer.") } ?? tensors.count
    return (Array(tensors[..<start]), Array(tensors[start...]))
  }

  /// What a file has of a training; nil where it has nothing.
  ///
  /// - Throws: `ModelFileError` where it cannot be read.
  init?(in file: Safetensors) throws {
    guard file.metadata[Self.key] != nil else { return nil }
    self = try ModelDescription.read(SavedTraining.self, Self.key, in: file)
    for (count, noun) in [(epochs, "epoch"), (steps, "step")]
    where !(0...Self.mostSteps).contains(count) {
      throw ModelFileError("its training has taken \(counted(count, noun))")
    }
  }

  /// As a file's metadata have it.
  ///
  /// - Throws: `ModelError` where it has what no file can hold.
  var text: String {
    get throws {
      do { return try ModelDescription.text(self) } catch let error as ModelError {
        throw ModelError(
          "\(error.message); leave the training out with includingTraining: false, or "
            + "includesTraining: false in a ModelCheckpoint")
      }
    }
  }

  init(_ setup: TrainingSetup, seed: UInt64) {
    losses = setup.objectives.map(\.loss)
    metrics = setup.objectives.map(\.metrics)
    weightedMetrics = setup.objectives.map(\.weightedMetrics)
    weights = setup.weights
    self.seed = seed
    (optimizer, epochs, steps) = (setup.optimizer, setup.epochs, setup.state?.step ?? 0)
  }
}

extension OptimizerState<Float> {
  /// The running means that an algorithm goes on from.
  func tensors(_ layout: ParameterLayout, of algorithm: Optimizer.Algorithm) -> [Tensor] {
    let (usesFirst, usesSecond) = algorithm.runningMeans
    return (usesFirst ? layout.tensors(in: first, prefix: SavedTraining.firstPrefix) : [])
      + (usesSecond ? layout.tensors(in: second, prefix: SavedTraining.secondPrefix) : [])
  }

  /// Goes on from what a file has.
  ///
  /// - Throws: `ModelFileError` where it is that of another model.
  func restore(
    _ tensors: [Tensor], _ layout: ParameterLayout, of algorithm: Optimizer.Algorithm, steps: Int
  ) throws(ModelFileError) {
    let (usesFirst, usesSecond) = algorithm.runningMeans
    var rest = tensors[...]
    for (isUsed, buffer, prefix) in [
      (usesFirst, first, SavedTraining.firstPrefix),
      (usesSecond, second, SavedTraining.secondPrefix),
    ] where isUsed {
      let part = Array(rest.prefix(layout.slots.count))
      if let problem = layout.problem(with: part, prefix: prefix) {
        throw ModelFileError("its optimiser is that of another model: \(problem)")
      }
      if let problem = part.meanProblem(isOfSquares: prefix == SavedTraining.secondPrefix) {
        throw ModelFileError("its optimiser cannot go on: \(problem)")
      }
      layout.fill(buffer, from: part, prefix: prefix)
      rest = rest.dropFirst(part.count)
    }
    if !rest.isEmpty {
      throw ModelFileError("its optimiser has \(counted(rest.count, "tensor")) too many")
    }
    restart(step: steps)
  }
}

extension [Tensor] {
  /// The first number that no running mean can be, in a sentence, or nil.
  func meanProblem(isOfSquares: Bool) -> String? {
    for tensor in self {
      if let value = tensor.values.first(where: { !$0.isFinite || isOfSquares && $0 < 0 }) {
        return "\(tensor.name) holds \(value), and "
          + (isOfSquares
            ? "running means of squares are finite and at least 0"
            : "what a training goes on from is finite")
      }
    }
    return nil
  }
}

extension Optimizer.Algorithm {
  /// Whether it goes on from the first and from the second running mean of `OptimizerState`.
  fileprivate var runningMeans: (first: Bool, second: Bool) {
    switch self {
    case .sgd: (true, false)
    case .rmsProp: (false, true)
    case .adam: (true, true)
    }
  }
}

// MARK: Both kinds of model

extension TrainableModel {
  /// - Throws: `ModelError` where a file cannot hold what `compile` set.
  func checkTrainingCanBeSaved() throws {
    guard let training = (self as? any SetUpModel)?.training else { return }
    _ = try SavedTraining(training, seed: seed).text
  }
}

extension SetUpModel {
  /// What a file has of the training; nil before `compile`.
  func savedTraining() -> (settings: SavedTraining, tensors: [Tensor])? {
    guard let training, let graph = builtGraph else { return nil }
    // Brings the running means of sparse tables up to date.
    _ = graph.parameters
    let tensors = training.state?.tensors(
      graph.network.layout, of: training.optimizer.algorithm)
    return (SavedTraining(training, seed: seed), tensors ?? [])
  }

  /// Goes on from a file, after `compile`.
  ///
  /// - Throws: `ModelFileError` where it is not this model's.
  fileprivate func goOn(
    from saved: SavedTraining, _ tensors: [Tensor]
  ) throws(ModelFileError) {
    training?.epochs = saved.epochs
    if saved.steps == 0 { return }
    let network = trainedGraph.network
    let state = OptimizerState(network, keepsUndo: true)
    try state.restore(
      tensors, network.layout, of: saved.optimizer.algorithm, steps: saved.steps)
    training?.state = state
  }
}

extension Sequential {
  /// - Throws: `ModelFileError` or `ModelError` where it is not this model's.
  func restore(_ saved: SavedTraining, _ tensors: [Tensor]) throws {
    guard saved.losses.count == 1, saved.metrics.count == 1, saved.weights == [1] else {
      throw ModelFileError("its training is that of another model")
    }
    try compile(
      loss: saved.losses[0], optimizer: saved.optimizer, metrics: saved.metrics[0],
      weightedMetrics: saved.weightedMetrics?.first ?? [])
    try goOn(from: saved, tensors)
  }
}

extension Model {
  /// - Throws: `ModelFileError` or `ModelError` where it is not this model's.
  func restore(_ saved: SavedTraining, _ tensors: [Tensor]) throws {
    try compile(
      losses: saved.losses, weights: saved.weights, optimizer: saved.optimizer,
      metrics: saved.metrics, weightedMetrics: saved.weightedMetrics ?? [])
    try goOn(from: saved, tensors)
  }
}
