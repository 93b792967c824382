// Graphs that programs describe anew and fill with what a file holds.

extension Model {
  /// The model between values, with parameters that were saved, which are checked before any memory is
  /// taken.
  ///
  /// - Parameter tensors: one for each parameter, as ``tensors`` gives them; nil for random ones.
  /// - Throws: `ModelError` as ``init(inputs:outputs:seed:)-([Value],_,_)``, `ModelFileError` if the
  ///   tensors are not those of these layers.
  package convenience init(
    inputs: [Value], outputs: [Value], tensors: [Tensor]?, seed: UInt64
  ) throws {
    let built = try BuiltGraph(inputs: inputs, outputs: outputs)
    if let tensors {
      let layout = try GraphNetwork<Float>(built.graph).layout
      if let problem = layout.problem(with: tensors, prefix: "") ?? tensors.infinity {
        throw ModelFileError("these are not this model's parameters: \(problem)")
      }
    }
    try self.init(built, seed: seed)
    if let tensors { try setTensors(tensors) }
  }

  /// About how many bytes training on batches of so many rows of so many steps takes, found without taking
  /// them.
  package static func trainingBytes(
    inputs: [Value], outputs: [Value], rows: Int, length: Int
  ) throws -> Int {
    try GraphNetwork<Float>(BuiltGraph(inputs: inputs, outputs: outputs).graph)
      .trainingBytes(rows: rows, length: length)
  }
}
