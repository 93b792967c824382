extension Sequential {
  private static let description = ModelDescription(
    format: "LearnLSTM layers", key: "layers")

  /// Writes the layers and their parameters to a safetensors file, whole or not at all: at every
  /// moment the path holds either the old model or the new one.
  ///
  /// - Parameters:
  ///   - path: where; what stands there is replaced.
  ///   - includingTraining: whether the file also has what `fit` goes on from to the last bit: the seed,
  ///     what `compile` set, the learning rate, the epochs, and the optimiser's running means, of which
  ///     Adam has two for each parameter.
  /// - Throws: `ModelFileError` where the file cannot be written (see `AtomicFile`), `ModelError` where
  ///   the model has no parameters yet.
  public func save(to path: String, includingTraining: Bool = true) throws {
    try build(features: nil)
    let training = includingTraining ? savedTraining() : nil
    let file = Safetensors(
      metadata: try Self.description.metadata(
        of: layers, training: training?.settings,
        ParameterLayout.details(frozen: frozenLayers)
          .merging(["features": "\(network.features(ofInput: 0))"]) { $1 }),
      tensors: weights + (training?.tensors ?? []))
    try file.write(to: path, withChecksum: true)
  }

  /// Reads a model that ``save(to:includingTraining:)`` wrote. Where its training was saved with it, `fit`
  /// goes on as it would have; otherwise, or to begin a training of another kind, compile it.
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
      let (saved, tensors) = (try SavedTraining(in: file), SavedTraining.split(file.tensors))
      try self.init(
        layers: layers, features: features, tensors: tensors.model, seed: saved?.seed ?? 0)
      frozenLayers = try network.layout.frozenLayers(in: file.metadata)
      if let saved { try restore(saved, tensors.training) }
    } catch let error as UnknownContent {
      throw error.error(at: path)
    } catch let error as ModelError {
      throw ModelFileError("\(path) is damaged: \(error.message)")
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message)")
    }
  }
}
