import Foundation

extension Sequential {
  private static let format = "LearnLSTM layers"
  private static let version = "1"

  /// Writes the layers and their parameters to a safetensors file, whole or not at all: at every
  /// moment the path holds either the old model or the new one.
  ///
  /// - Throws: `ModelFileError` where the file cannot be written (see `AtomicFile`), `ModelError` where
  ///   the model has no parameters yet.
  public func save(to path: String) throws {
    try build(features: nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Masking(value: .nan).
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let file = Safetensors(
      metadata: [
        "format": Self.format,
        "version": Self.version,
        "layers": String(decoding: try encoder.encode(layers), as: UTF8.self),
        "features": "\(network.features)",
      ],
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
    guard file.metadata["format"] == Self.format else {
      throw ModelFileError(
        "\(path) holds tensors, but not a model with its layers; read its weights with "
          + "readWeights(_:from:modules:)")
    }
    guard file.metadata["version"] == Self.version else {
      throw ModelFileError(
        "\(path) is of version \(file.metadata["version"] ?? "unknown"), this library reads "
          + "version \(Self.version)")
    }
    do {
      guard file.hadChecksum else { throw ModelFileError("its checksum is missing") }
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      guard let json = file.metadata["layers"],
        let layers = try? decoder.decode([Layer].self, from: Data(json.utf8)),
        let features = file.metadata["features"].flatMap({ Int($0) })
      else { throw ModelFileError("its layers cannot be read") }
      try self.init(layers: layers, features: features, tensors: file.tensors)
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message)")
    }
  }
}
