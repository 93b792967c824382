import Foundation

/// A file of named tensors with a few strings about them, in the safetensors format: the length of
/// a JSON header as eight bytes, little-endian; the header, which gives every tensor's type, shape
/// and place; the numbers.
///
/// Numbers of single precision are written, all that a model here is made of. Those of half precision
/// (F16, BF16) and of double (F64) are read, too; integers and the like are passed over, see ``unread``.
///
/// - Note: the format is described at https://huggingface.co/docs/safetensors.
public struct Safetensors: Equatable, Sendable {
  /// The header's `__metadata__`.
  public var metadata: [String: String]
  /// The tensors in the order of the file; no two have one name.
  public var tensors: [Tensor]
  /// The tensors of the file that are of other types, such as integers: their names, and the types as
  /// the format calls them.
  public private(set) var unread: [String: String] = [:]
  /// Whether the file that this was read from had a checksum; it was then right.
  public private(set) var hadChecksum = false

  /// The content of a file that is to be written.
  public init(metadata: [String: String], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  // MARK: Writing

  /// Writes the file whole or not at all; see `AtomicFile`.
  ///
  /// - Parameters:
  ///   - path: where; what stands there is replaced.
  ///   - withChecksum: whether the metadata get an entry by which damage anywhere in the file is
  ///     found when it is read. Other programs pay no attention to it.
  /// - Throws: `ModelFileError` where the file cannot be written, or two tensors have one name.
  public func write(to path: String, withChecksum: Bool = false) throws {
    var file = self
    if withChecksum { file.metadata[Checksum.key] = Checksum.placeholder }
    var header = try file.header()
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    let data = tensors.map { tensor in tensor.values.withUnsafeBytes { Array($0) } }
    if withChecksum, let place = Checksum.place(in: header[...]) {
      header.replaceSubrange(place, with: Checksum.text([length, header] + data))
    }
    try AtomicFile.write([length, header] + data, to: path)
  }

  /// The JSON header, keys sorted, padded with spaces so that the numbers begin at a multiple of
  /// eight bytes.
  private func header() throws -> [UInt8] {
    var entries: [String: SafetensorsEntry] = ["__metadata__": .metadata(metadata)]
    var offset = 0
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      let place = SafetensorsPlace(
        dtype: NumberFormat.single.rawValue, shape: tensor.shape, dataOffsets: [offset, end])
      if entries.updateValue(.tensor(place), forKey: tensor.name) != nil {
        throw ModelFileError("two tensors have the name \(tensor.name)")
      }
      offset = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = [UInt8](try encoder.encode(entries))
    while bytes.count % 8 != 0 { bytes.append(0x20) }
    return bytes
  }

  // MARK: Reading

  /// Reads a file, believing nothing that it says before it is held against the file's size.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, cannot be read, is not of this format,
  ///   or is cut short or damaged.
  public init(contentsOf path: String) throws {
    do {
      try self.init(bytes: try Self.readBytes(path))
    } catch let error as Damage {
      throw ModelFileError("\(path) is not a model that can be read: \(error.reason).")
    }
  }

  /// What a file of another library is, in a sentence with a cure, or nil.
  private static func kind(of bytes: some Collection<UInt8>) -> String? {
    let cure = "; save the weights as safetensors there, and read them with readWeights"
    if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      return "it is HDF5, which Keras writes" + cure
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return "it is a zip archive, as .keras and .pt files are" + cure
    }
    return nil
  }

  /// What is wrong with the bytes of a file.
  struct Damage: Error {
    let reason: String
  }

  init(bytes: [UInt8]) throws {
    let length = try Self.headerLength(bytes.prefix(8), fileCount: bytes.count)
    let header = bytes[8..<8 + length]
    if let isRight = Checksum.isRight(bytes, header: header) {
      guard isRight else { throw Damage(reason: "its checksum does not fit its content") }
      hadChecksum = true
    }
    let entries = try Self.entries(header)
    metadata = [:]
    if case .metadata(let strings)? = entries["__metadata__"] { metadata = strings }
    metadata[Checksum.key] = nil
    (tensors, unread) = try Self.tensors(entries, data: bytes[(8 + length)...])
  }

  private static func headerLength(_ start: some Collection<UInt8>, fileCount: Int) throws -> Int {
    guard start.count == 8 else { throw Damage(reason: "it has \(counted(fileCount, "byte"))") }
    let length = start.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(max(8, fileCount) - 8) else {
      throw Damage(
        reason: kind(of: start)
          ?? "its header would have \(length) bytes in a file of \(fileCount); "
          + "it is cut short or of another kind")
    }
    return Int(length)
  }

  private static func entries(_ header: ArraySlice<UInt8>) throws -> [String: SafetensorsEntry] {
    guard header.first == UInt8(ascii: "{"),
      let entries = try? JSONDecoder().decode([String: SafetensorsEntry].self, from: Data(header))
    else {
      throw Damage(reason: "its header is not that of a safetensors file")
    }
    return entries
  }

  /// The tensors in the order of their data, which must be covered without gap or overlap.
  private static func tensors(
    _ entries: [String: SafetensorsEntry], data: ArraySlice<UInt8>
  ) throws -> ([Tensor], unread: [String: String]) {
    var tensors: [Tensor] = []
    var unread: [String: String] = [:]
    for (name, place) in try checkPlaces(entries, dataCount: data.count) {
      let start = data.startIndex
      let bytes = data[start + place.dataOffsets[0]..<start + place.dataOffsets[1]]
      if let format = place.format {
        tensors.append(Tensor(checked: name, place.shape, format.floats(bytes)))
      } else {
        unread[name] = place.dtype
      }
    }
    return (tensors, unread)
  }

  /// Where tensors stand, in the order of their data.
  @discardableResult
  private static func checkPlaces(
    _ entries: [String: SafetensorsEntry], dataCount: Int
  ) throws -> [(name: String, place: SafetensorsPlace)] {
    let places = try entries.compactMap { name, entry -> (name: String, place: SafetensorsPlace)? in
      guard case .tensor(let place) = entry else { return nil }
      try place.check(name, dataCount: dataCount)
      return (name, place)
    }.sorted { ($0.place.dataOffsets, $0.name) < ($1.place.dataOffsets, $1.name) }
    var end = 0
    for (name, place) in places {
      guard place.dataOffsets[0] == end else {
        throw Damage(reason: "the data of \(name) does not begin where the data before it ends")
      }
      end = place.dataOffsets[1]
    }
    guard end == dataCount else {
      throw Damage(reason: "\(dataCount - end) bytes of its data belong to no tensor")
    }
    return places
  }

  private static func readBytes(_ path: String) throws -> [UInt8] {
    if let problem = AtomicFile.pathProblem(path) { throw ModelFileError(problem) }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw ModelFileError("there is no model \(path).", cause: .missing(path))
    }
    if isDirectory.boolValue { throw ModelFileError("\(path) is a directory, not a model.") }
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
      throw ModelFileError("\(path) is a pipe or a device, not a model. Name a file.")
    }
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      // A file without such a header may have any length: it is not read for nothing.
      try check(headerOf: file, fileCount: Int(information.st_size))
      try file.seek(toOffset: 0)
      return [UInt8](try file.readToEnd() ?? Data())
    } catch let error as Damage {
      throw error
    } catch {
      throw ModelFileError("\(path) cannot be read. Allow it with chmod u+r, or name another file.")
    }
  }

  private static func check(headerOf file: FileHandle, fileCount: Int) throws {
    let start = [UInt8](try file.read(upToCount: 8) ?? Data())
    let length = try headerLength(start, fileCount: fileCount)
    let header = try file.read(upToCount: length) ?? Data()
    try checkPlaces(entries([UInt8](header)[...]), dataCount: fileCount - 8 - length)
  }
}

private func < (left: ([Int], String), right: ([Int], String)) -> Bool {
  left.0 == right.0 ? left.1 < right.1 : left.0.lexicographicallyPrecedes(right.0)
}
