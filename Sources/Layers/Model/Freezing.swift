extension Sequential {
  /// Keeps training from changing some layers, counted from 0, as a summary has them: their weights and
  /// moments stay as they are, no decay or penalty touches them, and where nothing below them learns,
  /// their gradient is not computed. The model's file remembers it.
  ///
  ///     try model.freeze(0)    // the vectors of words that another model has learnt
  ///
  /// - Throws: `ModelError` if there is no such layer, or it has no parameters.
  public func freeze(_ layers: Int...) throws {
    try build(features: nil)
    try graph.freeze(layers)
  }

  /// Lets training change some layers again.
  ///
  /// - Throws: as ``freeze(_:)``.
  public func unfreeze(_ layers: Int...) throws {
    try build(features: nil)
    try graph.unfreeze(layers)
  }
}

extension Model {
  /// Keeps training of this model from changing some layers, counted from 0, as its summary has them:
  /// their weights and moments stay as they are, no decay or penalty touches them, and where nothing
  /// below them learns, their gradient is not computed. The model's file remembers it.
  ///
  /// - Throws: `ModelError` if there is no such layer, or it has no parameters.
  public func freeze(_ layers: Int...) throws { try freeze(layers) }

  /// Lets training change some layers again.
  ///
  /// - Throws: as ``freeze(_:)-(Int...)``.
  public func unfreeze(_ layers: Int...) throws { try unfreeze(layers) }

  /// The same as ``freeze(_:)-(Int...)`` for layers that the model is made of. Another model that has them
  /// still trains them, and this one then has what it has learnt.
  ///
  ///     let embed = Embedding(vocabularySize: 5_000, size: 64)
  ///     …
  ///     try model.freeze(embed)
  ///
  /// - Throws: `ModelError` if the model does not contain one of them.
  public func freeze(_ layers: any CallableLayer...) throws {
    try freeze(layers.map(number))
  }

  /// Lets training change some layers again.
  ///
  /// - Throws: `ModelError` if the model does not contain one of them.
  public func unfreeze(_ layers: any CallableLayer...) throws {
    try unfreeze(layers.map(number))
  }

  /// Freezes all layers of another model that this one contains, as of an encoder that is trained.
  ///
  /// - Throws: `ModelError` if this model contains none of them.
  public func freeze(_ part: Model) throws {
    let layers = part.part.weights.compactMap { weights in
      layerWeights.firstIndex { $0 === weights }
    }
    let learning = layers.filter { index in
      network.layout.slots.contains { $0.belongs(toLayer: index) }
    }
    if learning.isEmpty {
      throw ModelError("the model contains no layer with parameters of the one to freeze")
    }
    try freeze(learning)
  }

  func freeze(_ layers: [Int]) throws(ModelError) {
    try checkHaveParameters(layers)
    _ = parameters  // Rows of a large embedding catch up before they rest.
    frozenLayers.formUnion(layers)
  }

  func unfreeze(_ layers: [Int]) throws(ModelError) {
    try checkHaveParameters(layers)
    frozenLayers.subtract(layers)
  }

  private func number(_ layer: any CallableLayer) throws(ModelError) -> Int {
    let call = layer.call
    guard let index = layerWeights.firstIndex(where: { $0 === call.weights }) else {
      throw ModelError(
        "the model does not contain this \(call.layer.typeName) layer; a layer is known by being the "
          + "same value, or by its number in the summary")
    }
    return index
  }

  private func checkHaveParameters(_ indices: [Int]) throws(ModelError) {
    for index in indices {
      guard graph.layers.indices.contains(index) else {
        throw ModelError(
          "there is no layer \(index); the model has the layers 0 to \(graph.layers.count - 1)")
      }
      if !network.layout.slots.contains(where: { $0.belongs(toLayer: index) }) {
        throw ModelError(
          "layer \(index) (\(graph.layers[index].typeName)) has no parameters that could be frozen")
      }
    }
  }
}

extension ParameterLayout {
  /// What stops a training where all parameters are frozen, or nil.
  func freezeProblem(_ frozen: Set<Int>) -> String? {
    slots.allSatisfy { slot in frozen.contains { slot.belongs(toLayer: $0) } }
      ? "every layer is frozen; there is nothing to learn" : nil
  }
}

// MARK: Files

extension ParameterLayout {
  /// Frozen layers as files have them; nothing where there are none.
  static func details(frozen: Set<Int>) -> [String: String] {
    if frozen.isEmpty { return [:] }
    return ["frozen": frozen.sorted().map { "\($0)" }.joined(separator: ",")]
  }

  /// The frozen layers that a file names.
  func frozenLayers(in metadata: [String: String]) throws(ModelFileError) -> Set<Int> {
    guard let text = metadata["frozen"] else { return [] }
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    for number in numbers {
      guard let number, slots.contains(where: { $0.belongs(toLayer: number) }) else {
        throw ModelFileError("its frozen layers, \(text), are not layers with parameters")
      }
    }
    return Set(numbers.compactMap { $0 })
  }
}
