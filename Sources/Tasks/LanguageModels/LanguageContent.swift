import Layers
import Text

/// A language model as its file holds it.
package typealias Checkpoint = ModelFile<LanguageContent>

/// What a language model has besides its weights.
package struct LanguageContent: LayeredContent {
  package typealias Configuration = TrainingConfiguration
  package typealias Network = Sequential
  package static let task = ModelTask.language

  package var vocabulary: Vocabulary
  /// The text's first lines. The model reads them before it writes: its state is then like those
  /// that it was trained with, as a state of zeros is not.
  var opening: String

  init(vocabulary: Vocabulary, opening: String) {
    (self.vocabulary, self.opening) = (vocabulary, opening)
  }

  package func metadata() throws -> [String: String] {
    ["vocabulary": try jsonLine(vocabulary), "opening": opening]
  }

  package init(_ entries: ModelEntries, tensors: [Tensor]) throws {
    vocabulary = try entries.parsed("vocabulary")
    opening = entries.metadata["opening"] ?? ""
    guard let symbols = try? vocabulary.encode(opening), !symbols.isEmpty else {
      throw ModelFileError("its opening is missing or foreign")
    }
  }

  package func modelLayers(_ configuration: TrainingConfiguration) -> [Layer] {
    configuration.modelLayers(vocabularySize: vocabulary.count)
  }
}

extension Checkpoint {
  /// The model at writing, after it has read its opening and a prompt.
  ///
  /// - Throws: `TextError` that names what the vocabulary lacks of the prompt.
  func writer(
    prompt: String, sampling: Sampling, seed: Int, weights: WeightPrecision = .single
  ) throws -> Writer {
    Writer(
      model: try model(), vocabulary: content.vocabulary,
      reading: try content.vocabulary.encode(content.opening) + content.vocabulary.encode(prompt),
      sampling: sampling, seed: seed, weights: weights)
  }
}
