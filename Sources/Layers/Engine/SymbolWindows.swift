import Kernels

// Windows of a text, as a language model is trained on and judged by: from one to the next, all layers
// carry their states.

extension ShardedGraph {
  /// A batch for a graph that reads one input and carries all states.
  convenience init(
    _ network: GraphNetwork<Scalar>, parameters: Buffer<Scalar>, rows: Int, length: Int,
    training: Bool, threads: Int, weights: WeightPrecision = .single
  ) {
    self.init(
      network, parameters: parameters, rows: rows, lengths: [length], training: training,
      threads: threads, carriesAll: true, weights: weights)
  }

  /// A window of so many time steps: symbols, row by row, and for each the symbol to predict.
  ///
  /// - Parameter isJudged: whether a target of −1 is one that does not count.
  /// - Throws: `ModelError` where `windowProblem` finds one.
  func window(
    inputs: [Int32], targets: [Int32], time: Int, isJudged: Bool = false
  ) throws(ModelError) -> GraphWindow<Scalar> {
    let counted = isJudged ? targets.map { max(0, $0) } : targets
    if let problem = windowProblem(inputs: inputs, targets: counted, time: time) {
      throw ModelError(problem)
    }
    return GraphWindow(rows: rows, time: time, symbols: inputs, classes: targets)
  }

  /// Forward, and the summed loss in nats.
  func loss(_ window: GraphWindow<Scalar>) -> Double { run(window, Task())[0].loss }

  /// Forward and backward of the mean loss; `gradients` of each shard holds its part.
  ///
  /// - Returns: the summed loss in nats.
  func lossAndGradients(_ window: GraphWindow<Scalar>, dropoutSeed: UInt64? = nil) -> Double {
    run(window, Task(backward: true, dropoutSeed: dropoutSeed))[0].loss
  }

  func windowProblem(inputs: [Int32], targets: [Int32], time: Int) -> String? {
    if let problem = network.languageProblem { return problem }
    let shape = network.outputShapes[0]
    if time < 1 || time > lengths[0] {
      return "a window of \(time) steps, made for 1 to \(lengths[0])"
    }
    if inputs.count != rows * time || targets.count != rows * time {
      return "\(inputs.count) inputs and \(targets.count) targets for \(rows) rows of \(time)"
    }
    let symbols = 0..<Int32(network.vocabularySize(ofInput: 0))
    if let symbol = inputs.first(where: { !symbols.contains($0) }) {
      return "symbol \(symbol) in a vocabulary of \(symbols.count)"
    }
    let classes = 0..<Int32(shape.size)
    if let target = targets.first(where: { !classes.contains($0) }) {
      return "target \(target) among \(shape.size) classes"
    }
    return nil
  }
}

extension ShardedGraph.Task {
  /// A task for one output.
  init(
    objective: Objective = Objective(loss: .sparseCategoricalCrossEntropy), backward: Bool = false,
    dropoutSeed: UInt64? = nil
  ) {
    self.init(
      objectives: [objective], weights: [1], backward: backward, dropoutSeed: dropoutSeed)
  }
}

extension GraphNetwork {
  /// Why it is not a language model, in a sentence, or nil.
  var languageProblem: String? {
    if vocabularySize(ofInput: 0) > 0 && outputShapes[0].steps == .input(0) { return nil }
    return "a language model reads symbols and predicts one after each: it begins with an "
      + "Embedding, its recurrent layers have returnSequences: true, and none looks at neighbours"
  }

  /// The memory that training on windows of a text takes: parameters, moments and packed weights, and
  /// for each shard of a batch its gradients and activations.
  func trainingBytes(rows: Int, length: Int) -> Int {
    let shardRows = ShardedGraph<Scalar>.shardRows
    let shards = (rows + shardRows - 1) / shardRows
    let steps = shards * stepsAtOnce(of: shardRows * length)
    let activations = operations.reduce(0) { sum, operation in
      let outputSteps = operation.output == ends[0] ? steps : 2 * rows * length
      var scratch = 0
      if case .code(let code) = operation.work {
        scratch = codes[code].scratchCount(rows: rows, time: length)
      }
      return sum + outputSteps * values[operation.output].shape.size + scratch
    }
    return (layout.count * 5 + (layout.count - sparseCount) * shards + activations)
      * MemoryLayout<Scalar>.stride
  }
}
