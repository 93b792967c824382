import Foundation
import Layers
import Text

/// A language model as its file holds it: the weights that write text, and all that a training
/// needs to go on as if it had never stopped.
package struct Checkpoint: Equatable {
  package var configuration: TrainingConfiguration
  package var vocabulary: Vocabulary
  var corpus: CorpusIdentity
  var progress: TrainingProgress
  /// The text's first lines. The model reads them before it writes: its state is then like those
  /// that it was trained with, as a state of zeros is not.
  var opening: String
  /// The weights with the lowest validation loss so far; generating and evaluating use them.
  package var best: [Tensor]
  /// The weights of the last step.
  var current: [Tensor]
  /// The optimiser's moments and the carried states; none of a model that the chapters' own code
  /// trained, which cannot be resumed.
  var training: [Tensor]

  /// The model that writes text.
  func model() throws -> Sequential {
    try Sequential(
      layers: configuration.modelLayers(vocabularySize: vocabulary.count), tensors: best)
  }

  /// The model at writing, after it has read its opening and a prompt.
  ///
  /// - Throws: `TextError` that names what the vocabulary lacks of the prompt.
  func writer(
    prompt: String, sampling: Sampling, seed: Int, weights: WeightPrecision = .single
  ) throws -> Writer {
    Writer(
      model: try model(), vocabulary: vocabulary,
      reading: try vocabulary.encode(opening) + vocabulary.encode(prompt), sampling: sampling,
      seed: seed, weights: weights)
  }
}

// MARK: - The file

extension Checkpoint {
  private static let format = "LearnLSTM language model"
  private static let version = "1"
  /// What the names of the last step's weights begin with, and of the training's state.
  private static let prefixes = ["training.weights.", "training."]

  /// Writes the file whole or not at all.
  package func write(to path: String) throws {
    let named = zip(Self.prefixes, [current, training]).flatMap { prefix, tensors in
      tensors.map { $0.renamed(prefix + $0.name) }
    }
    let saved = SavedVocabulary(
      unit: vocabulary.unit, symbols: vocabulary.symbols, unknown: vocabulary.unknown)
    let file = Safetensors(
      metadata: [
        "format": Self.format, "version": Self.version, "opening": opening,
        "configuration": try jsonLine(configuration), "vocabulary": try jsonLine(saved),
        "corpus": try jsonLine(corpus), "progress": try jsonLine(progress),
      ], tensors: best + named)
    try file.write(to: path, withChecksum: true)
  }

  /// Reads a file.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, cut short, of another kind or of another
  ///   version.
  package init(contentsOf path: String) throws {
    let file = try Safetensors(contentsOf: path)
    guard file.metadata["format"] == Self.format else {
      throw ModelFileError(
        "\(path) holds tensors, but not a language model of this course. "
          + "Train one: swift run course train")
    }
    guard file.metadata["version"] == Self.version else {
      throw ModelFileError(
        "\(path) is of version \(file.metadata["version"] ?? "unknown"), this program reads "
          + "version \(Self.version). Train the model anew: swift run course train")
    }
    do {
      try self.init(file)
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message). Train the model anew.")
    }
  }

  private init(_ file: Safetensors) throws {
    func parsed<Value: Decodable>(_ key: String) throws -> Value {
      guard let text = file.metadata[key] else { throw ModelFileError("its \(key) is missing") }
      do {
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
      } catch {
        throw ModelFileError("its \(key) cannot be read")
      }
    }
    configuration = try parsed("configuration")
    corpus = try parsed("corpus")
    progress = try parsed("progress")
    let saved: SavedVocabulary = try parsed("vocabulary")
    if let problem = configuration.problem ?? saved.problem ?? progress.problem {
      throw ModelFileError(problem)
    }
    vocabulary = Vocabulary(unit: saved.unit, symbols: saved.symbols, unknown: saved.unknown)
    opening = file.metadata["opening"] ?? ""
    guard let symbols = try? vocabulary.encode(opening), !symbols.isEmpty else {
      throw ModelFileError("its opening is missing or foreign")
    }
    let parts = Dictionary(grouping: file.tensors) { tensor in
      Self.prefixes.first { tensor.name.hasPrefix($0) } ?? ""
    }
    func part(_ prefix: String) -> [Tensor] {
      (parts[prefix] ?? []).map { $0.renamed(String($0.name.dropFirst(prefix.count))) }
    }
    (best, current, training) = (part(""), part(Self.prefixes[0]), part(Self.prefixes[1]))
    let layers = configuration.modelLayers(vocabularySize: vocabulary.count)
    for tensors in [best, current] { _ = try Sequential(layers: layers, tensors: tensors) }
  }
}

/// Which text a model learned from.
package struct CorpusIdentity: Codable, Equatable, Sendable {
  /// As the user named them; empty for the course's own chapters.
  var files: [String]
  /// In hexadecimal.
  var fingerprint: String

  package init(files: [String], corpus: Corpus) {
    self.files = files
    fingerprint = String(corpus.fingerprint, radix: 16)
  }
}

/// How far a training has come. Nothing random is drawn after the first weights, and samples draw
/// from a generator of their own for each epoch, so there is no generator to save.
package struct TrainingProgress: Codable, Equatable, Sendable {
  /// Steps of the optimiser.
  package var step = 0
  /// Epochs that are complete, validation included.
  var epoch = 0
  /// Windows read of the epoch after those.
  var window = 0
  /// Summed nats and predictions of those windows.
  var epochLoss = 0.0
  var epochSymbols = 0
  /// The lowest validation loss, in nats, and the epoch after which it was measured.
  var bestLoss: Double?
  var bestEpoch: Int?

  var problem: String? {
    // No training comes so far, and sums stay within an Int.
    if let count = [step, epoch, window, epochSymbols].first(where: { !(0...1 << 48).contains($0) })
    {
      return "its progress is \(count)"
    }
    return nil
  }
}

private struct SavedVocabulary: Codable {
  let unit: TextUnit
  let symbols: [String]
  let unknown: Int?

  var problem: String? {
    symbols.isEmpty
      ? "its vocabulary is empty" : Vocabulary.problem(symbols: symbols, unknown: unknown)
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
