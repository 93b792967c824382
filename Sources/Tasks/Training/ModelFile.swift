import Foundation
import Layers
import Text

/// What a model of one task has besides its weights, such as its vocabulary.
package protocol ModelContent: Equatable {
  associatedtype Configuration: TaskConfiguration
  associatedtype Network: TaskNetwork
  static var task: ModelTask { get }
  /// Its entries of the file's metadata.
  func metadata() throws -> [String: String]
  /// Its tensors; their names begin with `content.`.
  var tensors: [Tensor] { get }
  /// - Throws: `ModelFileError` that says what is missing or wrong.
  init(_ entries: ModelEntries, tensors: [Tensor]) throws
  /// A model with this content.
  ///
  /// - Parameter tensors: its parameters, checked before any memory is taken; nil for random ones.
  /// - Throws: `ModelFileError` where they are not a model's.
  func network(_ configuration: Configuration, tensors: [Tensor]?, seed: UInt64) throws -> Network
  /// About how many bytes a training takes on so many rows of so many steps.
  func trainingBytes(_ configuration: Configuration, rows: Int, length: Int) throws -> Int
}

extension ModelContent {
  package var tensors: [Tensor] { [] }
}

/// A model as its file holds it: the weights that are used, and all that a training needs to go on as
/// if it had never stopped.
@dynamicMemberLookup
package struct ModelFile<Content: ModelContent>: Equatable {
  package var configuration: Content.Configuration
  var content: Content
  var corpus: CorpusIdentity
  var progress: TrainingProgress
  /// The weights with the lowest validation loss so far; everything but training uses them.
  package var best: [Tensor]
  /// The weights of the last step.
  var current: [Tensor]
  /// What the optimiser and the layers carry; nothing of a model that the chapters' own code trained,
  /// which cannot be resumed.
  var training: [Tensor]

  package subscript<Value>(dynamicMember field: WritableKeyPath<Content, Value>) -> Value {
    get { content[keyPath: field] }
    set { content[keyPath: field] = newValue }
  }

  /// The model that is used.
  func model() throws -> Content.Network {
    try content.network(configuration, tensors: best, seed: 0)
  }
}

// MARK: - The file

private let version = "1"
/// What the names of the last step's weights begin with, of the training's state, and of the content.
private let prefixes = ["training.weights.", "training.", "content."]

extension ModelFile {
  /// Writes the file whole or not at all.
  package func write(to path: String) throws {
    let named = zip(prefixes, [current, training, content.tensors]).flatMap { prefix, tensors in
      tensors.map { $0.renamed(prefix + $0.name) }
    }
    let metadata = [
      "format": Content.task.format, "version": version,
      "configuration": try jsonLine(configuration), "corpus": try jsonLine(corpus),
      "progress": try jsonLine(progress),
    ]
    let file = Safetensors(
      metadata: try metadata.merging(content.metadata()) { $1 }, tensors: best + named)
    try file.write(to: path, withChecksum: true)
  }

  /// Reads a file.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, cut short, of another kind, of another task
  ///   or of another version.
  package init(contentsOf path: String) throws {
    try self.init(Content.task.open(path), at: path)
  }

  /// - Parameter path: of the file, for messages.
  init(_ file: Safetensors, at path: String) throws {
    let task = Content.task
    guard file.metadata["format"] == task.format else { throw task.mismatch(of: file, at: path) }
    guard file.metadata["version"] == version else {
      throw ModelFileError(
        "\(path) is of version \(file.metadata["version"] ?? "unknown"), this program reads "
          + "version \(version). Train the model anew: \(task.training)")
    }
    do {
      try self.init(file)
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message). Train the model anew.")
    }
  }

  private init(_ file: Safetensors) throws {
    let entries = ModelEntries(metadata: file.metadata)
    configuration = try entries.parsed("configuration")
    corpus = try entries.parsed("corpus")
    progress = try entries.parsed("progress")
    if let problem = configuration.problem ?? progress.problem { throw ModelFileError(problem) }
    let parts = Dictionary(grouping: file.tensors) { tensor in
      prefixes.first { tensor.name.hasPrefix($0) } ?? ""
    }
    func part(_ prefix: String) -> [Tensor] {
      (parts[prefix] ?? []).map { $0.renamed(String($0.name.dropFirst(prefix.count))) }
    }
    (best, current, training) = (part(""), part(prefixes[0]), part(prefixes[1]))
    content = try Content(entries, tensors: part(prefixes[2]))
    for tensors in [best, current] {
      _ = try content.network(configuration, tensors: tensors, seed: 0)
    }
  }
}

/// The metadata of a model's file.
package struct ModelEntries {
  let metadata: [String: String]

  /// - Throws: `ModelFileError` where an entry is missing or not what it should be.
  func parsed<Value: Decodable>(_ key: String) throws -> Value {
    guard let text = metadata[key] else { throw ModelFileError("its \(key) is missing") }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw ModelFileError("its \(key) cannot be read")
    }
  }
}

/// What a model learned from.
package struct CorpusIdentity: Codable, Equatable, Sendable {
  /// As the user named them; empty for the course's own chapters.
  var files: [String]
  /// In hexadecimal.
  var fingerprint: String

  package init(files: [String], fingerprint: UInt64) {
    self.files = files
    self.fingerprint = String(fingerprint, radix: 16)
  }

  package init(files: [String], corpus: Corpus) {
    self.init(files: files, fingerprint: corpus.fingerprint)
  }
}

/// How far a training has come. Nothing is drawn from a generator that lasts longer than an epoch or a
/// step, so there is none to save.
package struct TrainingProgress: Codable, Equatable, Sendable {
  /// Steps of the optimiser.
  package var step = 0
  /// Epochs that are complete, validation included.
  var epoch = 0
  /// Windows or batches read of the epoch after those.
  var window = 0
  /// Summed nats and predictions of those windows.
  var epochLoss = 0.0
  var epochSymbols = 0
  /// The lowest criterion of a validation, and the epoch after which it was measured.
  var bestLoss: Double?
  var bestEpoch: Int?

  /// Whether so many epochs were no better than one before them.
  func hasStalled(_ patience: Int?) -> Bool {
    guard let patience, let bestEpoch, bestLoss != nil else { return false }
    return epoch - bestEpoch >= patience
  }

  var problem: String? {
    // No training comes so far, and sums stay within an Int.
    let counts = [step, epoch, window, epochSymbols, bestEpoch ?? 0]
    return counts.first { !(0...1 << 48).contains($0) }.map { "its progress is \($0)" }
  }
}

/// A value as one line of JSON, its keys sorted.
func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

extension Tensor {
  fileprivate func renamed(_ name: String) -> Tensor {
    Tensor(checked: name, shape, values)
  }
}
