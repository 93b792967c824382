import Foundation

/// What a file says of a model besides its tensors: which kind it is, and what it is made of.
struct ModelDescription {
  let format: String
  /// Of files without a training; libraries that know no training read them.
  private let version = "1"
  /// Of files with a training.
  private let versionWithTraining = "2"
  /// The entry of the metadata that has the description.
  let key: String

  init(format: String, key: String) {
    self.format = format
    self.key = key
  }

  /// - Parameters:
  ///   - training: what training goes on from, where the file has it.
  ///   - details: further entries.
  func metadata(
    of model: some Encodable, training: SavedTraining?, _ details: [String: String] = [:]
  ) throws -> [String: String] {
    var result = details
    result["format"] = format
    result["version"] = training == nil ? version : versionWithTraining
    result[key] = try Self.text(model)
    if let training { result[SavedTraining.key] = try training.text }
    return result
  }

  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Masking(value: .nan).
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// - Parameter advice: to those whose file has tensors of another kind.
  /// - Throws: `ModelFileError` where a file is of another kind, or of another version.
  func checkFormat(of file: Safetensors, at path: String, advice: String = "") throws {
    guard file.metadata["format"] == format else {
      throw ModelFileError("\(path) holds tensors, but not a model with its layers" + advice)
    }
    let found = file.metadata["version"] ?? "unknown"
    guard found == version || found == versionWithTraining else {
      throw ModelFileError(
        "\(path) is of version \(found), this library reads versions \(version) and "
          + versionWithTraining)
    }
  }

  /// What a file describes.
  ///
  /// - Throws: `ModelFileError` where it has no checksum, or no such description.
  func model<Model: Decodable>(_ type: Model.Type, in file: Safetensors) throws -> Model {
    try Self.read(type, key, in: file)
  }

  /// An entry of the metadata.
  ///
  /// - Throws: as `model`.
  static func read<Content: Decodable>(
    _ type: Content.Type, _ key: String, in file: Safetensors
  ) throws -> Content {
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
