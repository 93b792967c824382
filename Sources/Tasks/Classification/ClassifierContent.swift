import Foundation
import Layers
import Text

/// A classifier as its file holds it.
package typealias Classifier = ModelFile<ClassifierContent>

/// What a classifier has besides its weights.
package struct ClassifierContent: ExampleContent, LayeredContent {
  package typealias Configuration = ClassifierConfiguration
  package typealias Material = ClassificationTexts
  package typealias Network = Sequential
  package static let task = ModelTask.classify
  /// Texts that are judged at a time.
  static let rows = 64

  /// In the order of the model's outputs.
  package var labels: [String]
  package var vocabulary: Vocabulary
  var known: KnownExamples

  init(labels: [String], vocabulary: Vocabulary, known: KnownExamples) {
    (self.labels, self.vocabulary, self.known) = (labels, vocabulary, known)
  }

  package func metadata() throws -> [String: String] {
    ["vocabulary": try jsonLine(vocabulary), "labels": try jsonLine(labels)]
  }

  package var tensors: [Tensor] { [known.tensor] }

  package init(_ entries: ModelEntries, tensors: [Tensor]) throws {
    vocabulary = try entries.vocabulary()
    labels = try entries.parsed("labels")
    if labels.count < 2 || Set(labels).count != labels.count {
      throw ModelFileError("its labels are \(labels.joined(separator: ", "))")
    }
    known = try KnownExamples(tensors)
  }

  package func modelLayers(_ configuration: ClassifierConfiguration) -> [Layer] {
    configuration.modelLayers(vocabularySize: vocabulary.count, labels: labels.count)
  }

  package func shape(_ configuration: ClassifierConfiguration) -> String {
    configuration.shape(labels: labels.count)
  }

  /// The vocabulary's indices; a text without any symbol is an unknown one.
  func indices(of symbols: [String]) -> [Int] {
    symbols.isEmpty ? [vocabulary.unknown ?? 0] : vocabulary.indices(of: symbols)
  }
}

extension Classifier {
  /// The probability of each label for each text.
  ///
  /// - Parameter symbols: of each text, as the configuration reads it.
  func probabilities(_ symbols: [[String]], threads: Int) throws -> [[Float]] {
    try model().predict(
      symbols.map(content.indices(of:)), batchSize: ClassifierContent.rows, threads: threads)
  }
}
