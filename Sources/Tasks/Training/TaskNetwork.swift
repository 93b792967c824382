import Layers

/// A model of either kind, as a task trains it.
package protocol TaskNetwork: TrainableModel {
  func compile(loss: Loss, optimizer: Optimizer, metrics: [Metric], weightedMetrics: [Metric])
    throws
}

extension Sequential: TaskNetwork {}
extension Model: TaskNetwork {}

/// What a model has whose layers stand one above the other.
package protocol LayeredContent: ModelContent where Network == Sequential {
  func modelLayers(_ configuration: Configuration) -> [Layer]
}

extension LayeredContent {
  package func network(
    _ configuration: Configuration, tensors: [Tensor]?, seed: UInt64
  ) throws -> Sequential {
    let layers = modelLayers(configuration)
    guard let tensors else { return Sequential(layers: layers, seed: seed) }
    return try Sequential(layers: layers, tensors: tensors, seed: seed)
  }

  package func trainingBytes(_ configuration: Configuration, rows: Int, length: Int) throws -> Int {
    try Sequential.trainingBytes(layers: modelLayers(configuration), rows: rows, length: length)
  }
}

/// What a model has that is a graph.
package protocol GraphContent: ModelContent where Network == Model {
  /// What the model reads, and what it gives. The layers are new ones.
  func values(_ configuration: Configuration) -> (inputs: [Value], output: Value)
}

extension GraphContent {
  package func network(
    _ configuration: Configuration, tensors: [Tensor]?, seed: UInt64
  ) throws -> Model {
    let (inputs, output) = values(configuration)
    return try Model(inputs: inputs, outputs: [output], tensors: tensors, seed: seed)
  }

  package func trainingBytes(_ configuration: Configuration, rows: Int, length: Int) throws -> Int {
    let (inputs, output) = values(configuration)
    return try Model.trainingBytes(inputs: inputs, outputs: [output], rows: rows, length: length)
  }
}
