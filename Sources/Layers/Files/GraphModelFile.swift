extension Model {
  private static let description = ModelDescription(
    format: "LearnLSTM graph", version: "1", key: "graph")

  /// Writes the graph and its parameters to a safetensors file, whole or not at all: at every moment
  /// the path holds either the old model or the new one.
  ///
  /// - Throws: `ModelFileError` where the file cannot be written; see `AtomicFile`.
  public func save(to path: String) throws {
    let file = Safetensors(
      metadata: try Self.description.metadata(
        of: graph, ParameterLayout.details(frozen: frozenLayers)), tensors: tensors)
    try file.write(to: path, withChecksum: true)
  }

  /// Reads a model that ``save(to:)`` wrote, or a ``Sequential`` as a graph. Its layers have weights of
  /// their own, whatever model was saved. It predicts as it is; to train it on, compile it.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, of another kind, or damaged anywhere.
  public convenience init(contentsOf path: String, seed: UInt64 = 0) throws {
    let file = try Safetensors(contentsOf: path)
    if file.metadata["layers"] != nil && file.metadata["graph"] == nil {
      try self.init(Sequential(contentsOf: path))
      return
    }
    try Self.description.checkFormat(of: file, at: path)
    do {
      try self.init(file, seed: seed)
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message)")
    }
  }

  private convenience init(_ file: Safetensors, seed: UInt64) throws {
    let graph = try Self.description.model(Graph.self, in: file)
    // Held against the tensors before memory is taken.
    do {
      let layout = try GraphNetwork<Float>(graph).layout
      if let problem = layout.problem(with: file.tensors, prefix: "") ?? file.tensors.infinity {
        throw ModelFileError("these are not this model's parameters: \(problem)")
      }
      try self.init(
        BuiltGraph(graph: graph, weights: graph.layers.map { _ in LayerWeights() }), seed: seed)
    } catch let error as ModelError {
      throw ModelFileError("its graph is not a model: \(error.message)")
    }
    frozenLayers = try network.layout.frozenLayers(in: file.metadata)
    try setTensors(file.tensors)
  }
}
