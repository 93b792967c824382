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
  /// - Throws: `ModelFileError` where it has no checksum, or no such description; `UnknownContent`.
  func model<Model: Codable>(_ type: Model.Type, in file: Safetensors) throws -> Model {
    try Self.read(type, key, in: file)
  }

  /// An entry of the metadata.
  ///
  /// - Throws: as `model`.
  static func read<Content: Codable>(
    _ type: Content.Type, _ key: String, in file: Safetensors
  ) throws -> Content {
    guard file.hadChecksum else { throw ModelFileError("its checksum is missing") }
    guard let json = file.metadata[key],
      let tree = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    else { throw ModelFileError("its \(key) cannot be read") }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let content: Content
    do { content = try decoder.decode(type, from: Data(json.utf8)) } catch {
      if case DecodingError.keyNotFound = error {
        throw ModelFileError("its \(key) cannot be read")
      }
      throw UnknownContent(error, key)
    }
    // What is not there is at its default; what is there and was not understood is something else.
    if let known = try? JSONSerialization.jsonObject(with: Data(text(content).utf8)),
      let place = unknownPlace(in: tree, beside: known, key)
    {
      throw UnknownContent(place: place)
    }
    return content
  }

  /// The first place in a description that its reader passed over, or nil.
  private static func unknownPlace(in tree: Any, beside known: Any, _ place: String) -> String? {
    if let tree = tree as? [String: Any], let known = known as? [String: Any] {
      for (key, value) in tree.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
        let place = "\(place).\(key)"
        guard let other = known[key] else { return place }
        if let found = unknownPlace(in: value, beside: other, place) { return found }
      }
    } else if let tree = tree as? [Any], let known = known as? [Any] {
      for (index, (value, other)) in zip(tree, known).enumerated() {
        if let found = unknownPlace(in: value, beside: other, "\(place)[\(index)]") { return found }
      }
    }
    return nil
  }
}

/// A file is whole and describes what this library does not know, as one that a newer version wrote.
struct UnknownContent: Error {
  let place: String

  init(place: String) { self.place = place }

  init(_ error: any Error, _ key: String) {
    let path: [any CodingKey] =
      switch error as? DecodingError {
      case .dataCorrupted(let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context):
        context.codingPath
      default: []
      }
    place = path.reduce(key) { place, part in
      part.intValue.map { "\(place)[\($0)]" } ?? "\(place).\(part.stringValue)"
    }
  }

  func error(at path: String) -> ModelFileError {
    ModelFileError(
      "\(path) has something at \(place.replacing("._0", with: "")) that this version of the library does not know; a newer one "
        + "wrote it, read it with that")
  }
}
