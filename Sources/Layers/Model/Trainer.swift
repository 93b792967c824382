import Kernels

/// Trains a model on consecutive windows of a text by truncated backpropagation through time: the
/// hidden state is carried from each window to the next, the gradient is not.
///
/// The numbers that come out do not depend on the number of threads.
///
/// - Note: Williams and Peng (1990), "An Efficient Gradient-Based Algorithm for On-Line Training of
///   Recurrent Network Trajectories".
public final class Trainer {
  /// What learns.
  public let model: Sequential
  /// Rows of a batch.
  public let rows: Int
  /// The longest window, in time steps.
  public let length: Int
  /// May change from step to step, as a schedule of learning rates does.
  public var optimizer: Adam
  /// The largest global norm that a gradient keeps; nil for no clipping.
  public let clipNorm: Double?
  private let batch: ShardedGraph<Float>
  private let state: OptimizerState<Float>

  /// A trainer before its first step, with states of zeros.
  ///
  /// - Parameters:
  ///   - model: what learns; it reads symbols and ends in logits.
  ///   - rows: of a batch.
  ///   - length: the longest window, in time steps.
  ///   - optimizer: the settings of each step.
  ///   - clipNorm: the largest global norm that a gradient keeps; nil for no clipping.
  ///   - threads: how many share the rows; the numbers do not depend on it.
  /// - Throws: `ModelError` if the layers do not fit each other or are no language model, which reads
  ///   symbols and predicts one after each; or if there are no rows, time steps or threads.
  public init(
    model: Sequential, rows: Int, length: Int, optimizer: Adam, clipNorm: Double?, threads: Int
  ) throws(ModelError) {
    try model.checkLanguage(rows: rows, length: length, threads: threads)
    self.model = model
    self.rows = rows
    self.length = length
    self.optimizer = optimizer
    self.clipNorm = clipNorm
    batch = ShardedGraph(
      model.network, parameters: model.parameters, rows: rows, length: length, training: true,
      threads: threads)
    state = OptimizerState(model.network)
  }

  /// The rows of a batch that one thread takes through a window at a time.
  public static var rowsAtOnce: Int { ShardedGraph<Float>.shardRows }

  /// Steps taken so far.
  public var stepCount: Int { state.step }

  /// One step of the optimiser on a window. Layers that the model has frozen stay as they are, and
  /// penalties of weights pull at the others.
  ///
  /// - Parameters:
  ///   - inputs: symbols, row by row, `time` of each.
  ///   - targets: for each input the symbol to predict.
  ///   - time: time steps of the window, at most `length`.
  /// - Returns: the window's loss before the step, in nats a symbol and without penalties, and the
  ///   gradient's norm before clipping. Where either is not finite, the parameters are left as they were.
  /// - Throws: `ModelError` if there are not as many symbols and targets as the window has steps, or one
  ///   is not in its vocabulary.
  public func step(
    inputs: [Int32], targets: [Int32], time: Int
  ) throws(ModelError) -> (loss: Double, gradientNorm: Double) {
    _ = model.graph.parameters(for: state)
    let window = try batch.window(inputs: inputs, targets: targets, time: time)
    state.rules = ParameterRules(model.network.layout, frozen: model.frozenLayers)
    state.prepare(window, batch)
    let sum = batch.lossAndGradients(window, dropoutSeed: mixed(model.seed, state.step))
    let loss = sum / Double(rows * time)
    guard loss.isFinite else { return (loss, .nan) }
    let norm = state.update(batch, settings: Optimizer(optimizer, clipNorm: clipNorm))
    batch.parametersChanged()
    return (loss, norm)
  }

  /// Forgets what the recurrent layers carry, before a text is read from its beginning.
  public func resetState() { batch.resetState() }

  // MARK: Saving and going on

  /// Brings all parameters up to date. Rows of a large embedding that rest catch up when they are next
  /// read, and the last bits depend on when that is: a training that is to go on from a file to the
  /// same bits calls this after the same steps, whether it is saved there or not.
  package func settle() { state.settle(batch.parameters) }

  /// Everything besides the parameters that the next step depends on, but for the count of steps:
  /// the optimiser's moments and the carried states.
  public var tensors: [Tensor] {
    settle()
    let layout = model.network.layout
    let states = batch.state.enumerated().filter { !$1.isEmpty }.map { layer, values in
      Tensor(checked: "state.\(layer)", [values.count], values)
    }
    return layout.tensors(in: state.first, prefix: "adam.first.")
      + layout.tensors(in: state.second, prefix: "adam.second.") + states
  }

  /// What stops tensors from being this trainer's, in a sentence, or nil.
  public func problem(with tensors: [Tensor]) -> String? {
    let expected = self.tensors
    if expected.map(\.name) != tensors.map(\.name) {
      return "the tensors of the training state have other names"
    }
    for (mine, other) in zip(expected, tensors) where mine.shape != other.shape {
      return "\(mine.name) has the shape \(other.shape), should have \(mine.shape)"
    }
    let squares = tensors.filter { $0.name.hasPrefix("adam.second.") }
    return tensors.meanProblem(isOfSquares: false) ?? squares.meanProblem(isOfSquares: true)
  }

  /// Goes on from a saved state. The parameters are the model's own affair.
  ///
  /// - Throws: `ModelError` if ``problem(with:)`` finds one.
  public func restore(_ tensors: [Tensor], stepCount: Int) throws(ModelError) {
    if let problem = problem(with: tensors) { throw ModelError(problem) }
    let layout = model.network.layout
    let slots = layout.slots.count
    layout.fill(state.first, from: Array(tensors[..<slots]), prefix: "adam.first.")
    layout.fill(
      state.second, from: Array(tensors[slots..<2 * slots]), prefix: "adam.second.")
    var states = tensors[(2 * slots)...].map(\.values)[...]
    batch.setState(batch.state.map { $0.isEmpty ? [] : states.removeFirst() })
    state.restart(step: stepCount)
    batch.parametersChanged()
  }
}

extension Sequential {
  /// - Throws: `ModelError` if the model cannot read such windows of a text.
  fileprivate func checkLanguage(
    rows: Int = 1, length: Int = 1, threads: Int = 1
  ) throws(ModelError) {
    try build(features: nil)
    if let problem = network.languageProblem { throw ModelError(problem) }
    for (count, noun) in [(rows, "row"), (length, "time step"), (threads, "thread")]
    where count < 1 {
      throw ModelError("windows of a text have at least 1 \(noun), got \(count)")
    }
  }
}

/// Measures a model's loss on consecutive windows of a text.
public final class Evaluator {
  private let batch: ShardedGraph<Float>

  /// Measures in windows of `rows` rows, each of at most `length` time steps, with states of zeros
  /// at first.
  ///
  /// - Throws: `ModelError` as a ``Trainer`` does.
  public init(
    model: Sequential, rows: Int, length: Int, threads: Int, weights: WeightPrecision = .single
  ) throws(ModelError) {
    try model.checkLanguage(rows: rows, length: length, threads: threads)
    batch = ShardedGraph(
      model.network, parameters: model.parameters, rows: rows, length: length, training: false,
      threads: threads, weights: weights)
  }

  /// The summed loss of a window in nats. The state is carried on from the window before.
  ///
  /// - Throws: `ModelError` as ``Trainer/step(inputs:targets:time:)``; but a target below 0 does not
  ///   count.
  public func loss(inputs: [Int32], targets: [Int32], time: Int) throws(ModelError) -> Double {
    batch.loss(try batch.window(inputs: inputs, targets: targets, time: time, isJudged: true))
  }
}

/// Reads symbols one at a time and predicts the next.
public final class Predictor {
  private let batch: ShardedGraph<Float>
  private let vocabularySize: Int

  /// Takes the model's parameters as they are now: make a new predictor after training it further.
  ///
  /// - Throws: `ModelError` as a ``Trainer`` does.
  public init(model: Sequential, weights: WeightPrecision = .single) throws(ModelError) {
    try model.checkLanguage()
    batch = ShardedGraph(
      model.network, parameters: model.parameters, rows: 1, length: 1, training: false, threads: 1,
      weights: weights)
    vocabularySize = model.vocabularySize
  }

  /// What the layers carry after the symbols so far.
  public struct State: Equatable, Sendable {
    fileprivate let values: [[Float]]
  }

  /// What the layers carry, to come back to by ``set(_:)``.
  public var state: State { State(values: batch.state) }

  /// Goes on from a state.
  ///
  /// - Throws: `ModelError` if it is that of a predictor of other layers.
  public func set(_ state: State) throws(ModelError) {
    let (given, expected) = (state.values.map(\.count), batch.state.map(\.count))
    if given != expected {
      throw ModelError(
        "the state is of another model: it has \(counted(given.reduce(0, +), "number")), expected "
          + "\(expected.reduce(0, +)) in the order of the layers")
    }
    batch.setState(state.values)
  }

  /// The logits of the symbol after this one and all before it.
  ///
  /// - Precondition: the symbol is in the vocabulary.
  public func logits(after symbol: Int) -> [Float] { output(after: symbol) { Array($0) } }

  /// The symbol with the largest logit after this one and all before it; the first of several.
  public func mostProbable(after symbol: Int) -> Int {
    output(after: symbol) { logits in
      var best = 0
      for index in logits.indices where logits[index] > logits[best] { best = index }
      return best
    }
  }

  private func output<Result>(
    after symbol: Int, _ read: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    guard (0..<vocabularySize).contains(symbol) else {
      fatalError("symbol \(symbol) in a vocabulary of \(vocabularySize)")
    }
    return batch.output(after: Int32(symbol), read)
  }
}
