extension GraphNetwork {
  /// The network of layers that stand one after the other, whose shape errors are those of a
  /// `Sequential`.
  ///
  /// - Parameters:
  ///   - features: numbers that are read a time step, where no layer says it.
  ///   - sparseFrom: see the other initialiser, as for `largestOutput`.
  /// - Throws: `ModelError`; see `flows`. Also where the inputs' size is still unknown.
  init(
    _ layers: [Layer], features: Int? = nil, sparseFrom: Int = 65_536,
    largestOutput: Int = 1 << 24
  ) throws(ModelError) {
    guard let flows = try flows(layers, features: features) else { throw ModelError.unknownInputs }
    let graph = layers.graph(features: flows[0].size)
    if graph.calls.isEmpty { throw ModelError.nothingToLearn }
    try self.init(
      graph, sparseFrom: sparseFrom, largestOutput: largestOutput, isSequential: true)
    if layout.count == 0 { throw ModelError.nothingToLearn }
  }
}

extension ModelError {
  fileprivate static var nothingToLearn: ModelError {
    ModelError("a model has at least one layer with parameters")
  }
}
