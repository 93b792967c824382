extension Model {
  private static let description = ModelDescription(
    format: "LearnLSTM graph", key: "graph")

  /// Writes the graph and its parameters to a safetensors file, whole or not at all: at every moment
  /// the path holds either the old model or the new one.
  ///
  /// - Parameters:
  ///   - path: where; what stands there is replaced.
  ///   - includingTraining: whether the file also has what `fit` goes on from; see
  ///     ``Sequential/save(to:includingTraining:)``.
  /// - Throws: `ModelFileError` where the file cannot be written; see `AtomicFile`.
  public func save(to path: String, includingTraining: Bool = true) throws {
    let training = includingTraining ? savedTraining() : nil
    let file = Safetensors(
      metadata: try Self.description.metadata(
        of: graph, training: training?.settings, ParameterLayout.details(frozen: frozenLayers)),
      tensors: tensors + (training?.tensors ?? []))
    try file.write(to: path, withChecksum: true)
  }

  /// Reads a model that ``save(to:includingTraining:)`` wrote, or a ``Sequential`` as a graph. Its layers have weights of their own, whatever model was saved. Where its
  /// training was saved with it, `fit` goes on as it would have; otherwise compile it.
  ///
  /// - Parameters:
  ///   - path: where the file is.
  ///   - seed: decides the order of examples and what dropout drops; nil for the seed of the training in
  ///     the file, or 0.
  /// - Throws: `ModelFileError` for a file that is missing, of another kind, or damaged anywhere.
  public convenience init(contentsOf path: String, seed: UInt64? = nil) throws {
    let file = try Safetensors(contentsOf: path)
    if file.metadata["layers"] != nil && file.metadata["graph"] == nil {
      let model = try Sequential(contentsOf: path)
      try self.init(model, seed: seed ?? model.seed)
      try takeOverTraining(of: model)
      return
    }
    try Self.description.checkFormat(of: file, at: path)
    do {
      try self.init(file, seed: seed)
    } catch let error as UnknownContent {
      throw error.error(at: path)
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message)")
    }
  }

  /// Goes on where a `Sequential` of the same layers stands, whose numbers count an `Input`, too.
  private func takeOverTraining(of model: Sequential) throws {
    frozenLayers = Set(
      model.frozenLayers.map { index in
        index - model.layers[..<index].count { if case .input = $0 { true } else { false } }
      })
    guard let (settings, tensors) = model.savedTraining() else { return }
    let (names, layout) = (model.network.layout.slots.map(\.name), network.layout)
    let renamed = zip(names, layout.slots.map(\.name))
    let places = Dictionary(uniqueKeysWithValues: renamed.map { ($0, $1) })
    try restore(
      settings,
      tensors.map { tensor in
        let prefix =
          tensor.name.hasPrefix(SavedTraining.firstPrefix)
          ? SavedTraining.firstPrefix : SavedTraining.secondPrefix
        return Tensor(
          checked: prefix + places[String(tensor.name.dropFirst(prefix.count))]!, tensor.shape,
          tensor.values)
      })
  }

  private convenience init(_ file: Safetensors, seed: UInt64?) throws {
    let graph = try Self.description.model(Graph.self, in: file)
    let (saved, tensors) = (try SavedTraining(in: file), SavedTraining.split(file.tensors))
    // Held against the tensors before memory is taken.
    do {
      let layout = try GraphNetwork<Float>(graph).layout
      if let problem = layout.problem(with: tensors.model, prefix: "") ?? tensors.model.infinity {
        throw ModelFileError("these are not this model's parameters: \(problem)")
      }
      try self.init(
        BuiltGraph(graph: graph, weights: graph.layers.map { _ in LayerWeights() }),
        seed: seed ?? saved?.seed ?? 0)
    } catch let error as ModelError {
      throw ModelFileError("its graph is not a model: \(error.message)")
    }
    frozenLayers = try network.layout.frozenLayers(in: file.metadata)
    try setTensors(tensors.model)
    guard let saved else { return }
    do { try restore(saved, tensors.training) } catch let error as ModelError {
      throw ModelFileError("its training is that of another model: \(error.message)")
    }
  }
}
