import Course
import Foundation
import Layers
import Text

/// A language model as its file holds it: the weights that write text, and all that a training
/// needs to go on as if it had never stopped.
package struct Checkpoint: Equatable {
  package var configuration: TrainingConfiguration
  package var vocabulary: Vocabulary
  package var corpus: CorpusIdentity
  package var progress: TrainingProgress
  /// The text's first lines. The model reads them before it writes: its state is then like those
  /// that it was trained with, as a state of zeros is not.
  package var opening: String
  /// The weights with the lowest validation loss so far; generating and evaluating use them.
  package var best: [Tensor]
  /// The weights of the last step.
  var current: [Tensor]
  /// The optimiser's moments and the carried states; none of a model that the chapters' own code
  /// trained, which cannot be resumed.
  package var training: [Tensor]

  /// The model that writes text.
  package func model() throws -> Sequential {
    try Sequential(
      layers: configuration.modelLayers(vocabularySize: vocabulary.count), tensors: best)
  }

  /// The model at writing, after it has read its opening and a prompt.
  ///
  /// - Throws: `TextError` that names what the vocabulary lacks of the prompt.
  func writer(prompt: String, sampling: Sampling, seed: Int) throws -> Writer {
    Writer(
      model: try model(), vocabulary: vocabulary,
      reading: try vocabulary.encode(opening) + vocabulary.encode(prompt), sampling: sampling,
      seed: seed)
  }

  // MARK: The file

  private static let format = "LearnLSTM language model"
  private static let version = "1"
  private static let currentPrefix = "training.weights."
  private static let trainingPrefix = "training."

  /// Writes the file whole or not at all.
  package func write(to path: String) throws {
    let file = Safetensors(
      metadata: [
        "format": Self.format,
        "version": Self.version,
        "configuration": try Self.json(configuration),
        "vocabulary": try Self.json(SavedVocabulary(vocabulary)),
        "corpus": try Self.json(corpus),
        "progress": try Self.json(progress),
        "opening": opening,
      ],
      tensors: best + current.map { $0.renamed(Self.currentPrefix + $0.name) }
        + training.map { $0.renamed(Self.trainingPrefix + $0.name) })
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
      configuration = try Self.parsed("configuration", of: file)
      corpus = try Self.parsed("corpus", of: file)
      progress = try Self.parsed("progress", of: file)
      let saved: SavedVocabulary = try Self.parsed("vocabulary", of: file)
      if let problem = configuration.problem ?? saved.problem ?? progress.problem {
        throw ModelFileError(problem)
      }
      vocabulary = Vocabulary(unit: saved.unit, symbols: saved.symbols, unknown: saved.unknown)
      opening = file.metadata["opening"] ?? ""
      guard let symbols = try? vocabulary.encode(opening), !symbols.isEmpty else {
        throw ModelFileError("its opening is missing or foreign")
      }
      (best, current, training) = Self.sorted(file.tensors)
      let layers = configuration.modelLayers(vocabularySize: vocabulary.count)
      for tensors in [best, current] { _ = try Sequential(layers: layers, tensors: tensors) }
    } catch let error as ModelFileError {
      throw ModelFileError("\(path) is damaged: \(error.message). Train the model anew.")
    }
  }

  /// Tensors by what they are for, names without their prefixes.
  private static func sorted(
    _ tensors: [Tensor]
  ) -> (best: [Tensor], current: [Tensor], training: [Tensor]) {
    var parts: (best: [Tensor], current: [Tensor], training: [Tensor]) = ([], [], [])
    for tensor in tensors {
      if tensor.name.hasPrefix(currentPrefix) {
        parts.current.append(tensor.renamed(String(tensor.name.dropFirst(currentPrefix.count))))
      } else if tensor.name.hasPrefix(trainingPrefix) {
        parts.training.append(tensor.renamed(String(tensor.name.dropFirst(trainingPrefix.count))))
      } else {
        parts.best.append(tensor)
      }
    }
    return parts
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func parsed<Value: Decodable>(
    _ key: String, of file: Safetensors
  ) throws -> Value {
    guard let text = file.metadata[key] else { throw ModelFileError("its \(key) is missing") }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw ModelFileError("its \(key) cannot be read")
    }
  }
}

extension Checkpoint {
  package init(
    configuration: TrainingConfiguration, vocabulary: Vocabulary, corpus: CorpusIdentity,
    progress: TrainingProgress, opening: String, best: [Tensor], current: [Tensor],
    training: [Tensor]
  ) {
    self.configuration = configuration
    self.vocabulary = vocabulary
    self.corpus = corpus
    self.progress = progress
    self.opening = opening
    self.best = best
    self.current = current
    self.training = training
  }
}

/// Which text a model learned from.
package struct CorpusIdentity: Codable, Equatable, Sendable {
  /// As the user named them; empty for the course's own chapters.
  package var files: [String]
  /// In hexadecimal.
  package var fingerprint: String

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
    [step, epoch, window, epochSymbols].contains { $0 < 0 } ? "its progress is negative" : nil
  }
}

private struct SavedVocabulary: Codable {
  let unit: TextUnit
  let symbols: [String]
  let unknown: Int?

  init(_ vocabulary: Vocabulary) {
    unit = vocabulary.unit
    symbols = vocabulary.symbols
    unknown = vocabulary.unknown
  }

  var problem: String? {
    symbols.isEmpty
      ? "its vocabulary is empty" : Vocabulary.problem(symbols: symbols, unknown: unknown)
  }
}

extension Tensor {
  fileprivate func renamed(_ name: String) -> Tensor {
    Tensor(name: name, shape: shape, values: values)
  }
}
