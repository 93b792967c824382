extension Sequential {
  private static let description = ModelDescription(
    format: "LearnLSTM layers", version: "1", key: "layers")

  /// Writes the layers and their parameters to a safetensors file, whole or not at all: at every
  /// moment the path holds either the old model or the new one.
  ///
  /// - Throws: `ModelFileError` where the file cannot be written (see `AtomicFile`), `ModelError` where
  ///   the model has no parameters yet.
  public func save(to path: String) throws {
    try build(features: nil)
    let file = Safetensors(
      metadata: try Self.description.metadata(
        of: layers,
        ParameterLayout.details(frozen: frozenLayers)
          .merging(["features": "\(network.features)"]) { $1 }),
      tensors: weights)
    try file.write(to: path, withChecksum: true)
  }

  /// Reads a model that ``save(to:)`` wrote. It predicts as it is; to train it on, compile it.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, of another kind, or damaged anywhere.
  public convenience init(contentsOf path: String) throws {
    let file = try Safetensors(contentsOf: path)
    if file.metadata["graph"] != nil {
      throw ModelFileError("\(path) holds a graph; read it with Model(contentsOf:)")
    }
    try Self.description.checkFormat(
      of: file, at: path, advice: "; read its weights with readWeights(_:from:modules:)")
    do {
      let layers = try Self.description.model([Layer].self, in: file)
      guard let features = file.metadata["features"].flatMap({ Int($0) }) else {
        throw ModelFileError("its layers cannot be read")
      }
      try self.init(layers: layers, features: features, tensors: file.tensors)
      frozenLayers = try network.layout.frozenLayers(in: file.metadata)
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message)")
    }
  }
}
