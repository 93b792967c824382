import WholeFiles

extension Model {
  /// Writes the model as it predicts to an ONNX file, which ONNX Runtime and others run.
  ///
  /// Batch and time are axes of any length. Symbols are 64-bit integers, batch × time. Inputs and outputs
  /// have their names, or `input_0` and `output_0`.
  ///
  /// ONNX knows no masks, but lengths: with `lengths`, a sequence input `words` has beside it an input
  /// `words_lengths`, 32-bit integers, one for each row: as many of its first steps count. What the other
  /// steps hold changes nothing that counts. Without it, all steps count.
  ///
  /// - Parameters:
  ///   - path: where; what stands there is replaced.
  ///   - lengths: whether rows may have padding behind their sequences.
  /// - Throws: `ModelError` that names a layer without a counterpart in ONNX, or that needs `lengths`;
  ///   `ModelFileError` if the file cannot be written.
  /// - Note: opset 17, which ONNX Runtime reads from 1.12 on.
  public func writeONNX(to path: String, lengths: Bool = false) throws {
    try AtomicFile.write([onnx(lengths: lengths)], to: path)
  }

  /// What ``writeONNX(to:lengths:)`` writes.
  func onnx(lengths: Bool) throws(ModelError) -> [UInt8] {
    var writer = try ONNXWriter(graph, network.shapes, tensors, lengths: lengths)
    for index in graph.calls.indices { try writer.add(callAt: index) }
    return try writer.file()
  }
}

extension Sequential {
  /// Writes the model as it predicts to an ONNX file; see ``Model/writeONNX(to:lengths:)``. Its input is
  /// `input_0`, its output `output_0`.
  ///
  /// - Throws: as that, and where the model does not know its inputs' size or is stateful.
  public func writeONNX(to path: String, lengths: Bool = false) throws {
    try Model(self).writeONNX(to: path, lengths: lengths)
  }
}
