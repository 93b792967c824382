import Foundation

/// What a file says of a model besides its tensors: which kind it is, and what it is made of.
struct ModelDescription {
  let format: String
  let version: String
  /// The entry of the metadata that has the description.
  let key: String

  /// - Parameter details: further entries.
  func metadata(
    of model: some Encodable, _ details: [String: String] = [:]
  ) throws -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Masking(value: .nan).
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return details.merging([
      "format": format,
      "version": version,
      key: String(decoding: try encoder.encode(model), as: UTF8.self),
    ]) { $1 }
  }

  /// - Parameter advice: to those whose file has tensors of another kind.
  /// - Throws: `ModelFileError` where a file is of another kind, or of another version.
  func checkFormat(of file: Safetensors, at path: String, advice: String = "") throws {
    guard file.metadata["format"] == format else {
      throw ModelFileError("\(path) holds tensors, but not a model with its layers" + advice)
    }
    guard file.metadata["version"] == version else {
      throw ModelFileError(
        "\(path) is of version \(file.metadata["version"] ?? "unknown"), this library reads "
          + "version \(version)")
    }
  }

  /// What a file describes.
  ///
  /// - Throws: `ModelFileError` where it has no checksum, or no such description.
  func model<Model: Decodable>(_ type: Model.Type, in file: Safetensors) throws -> Model {
    guard file.hadChecksum else { throw ModelFileError("its checksum is missing") }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let json = file.metadata[key],
      let model = try? decoder.decode(type, from: Data(json.utf8))
    else { throw ModelFileError("its \(key) cannot be read") }
    return model
  }
}
