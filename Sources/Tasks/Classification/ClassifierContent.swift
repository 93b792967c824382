import Foundation
import Layers
import Text

/// A classifier as its file holds it.
package typealias Classifier = ModelFile<ClassifierContent>

/// What a classifier has besides its weights.
package struct ClassifierContent: ModelContent {
  package static let task = ModelTask.classify
  /// Texts that are judged at a time.
  static let rows = 64

  /// In the order of the model's outputs.
  package var labels: [String]
  package var vocabulary: Vocabulary
  /// By which the texts are known again that it learnt from, and those held back of their files, in
  /// ascending order.
  var seen: [UInt64]

  init(labels: [String], vocabulary: Vocabulary, seen: [UInt64]) {
    (self.labels, self.vocabulary, self.seen) = (labels, vocabulary, seen.sorted())
  }

  package func metadata() throws -> [String: String] {
    ["vocabulary": try jsonLine(vocabulary), "labels": try jsonLine(labels)]
  }

  /// The numbers of `seen`, each as two of 24 bits, which single precision holds exactly.
  package var tensors: [Tensor] {
    let halves = seen.flatMap { [Float($0 >> 24), Float($0 & 0xFF_FFFF)] }
    return [Tensor(checked: "seen", [seen.count, 2], halves)]
  }

  package init(_ entries: ModelEntries, tensors: [Tensor]) throws {
    vocabulary = try entries.parsed("vocabulary")
    if vocabulary.unknown == nil { throw ModelFileError("its vocabulary has no unknown symbol") }
    labels = try entries.parsed("labels")
    if labels.count < 2 || Set(labels).count != labels.count {
      throw ModelFileError("its labels are \(labels.joined(separator: ", "))")
    }
    let halves = tensors.first { $0.name == "seen" }?.values
    guard let halves, halves.allSatisfy({ 0..<0x1p24 ~= $0 }), halves.count.isMultiple(of: 2) else {
      throw ModelFileError("what it learnt from is missing")
    }
    seen = stride(from: 0, to: halves.count, by: 2).map {
      UInt64(halves[$0]) << 24 | UInt64(halves[$0 + 1])
    }
  }

  package func modelLayers(_ configuration: ClassifierConfiguration) -> [Layer] {
    configuration.modelLayers(vocabularySize: vocabulary.count, labels: labels.count)
  }

  /// The vocabulary's indices; a text without any symbol is an unknown one.
  func indices(of symbols: [String]) -> [Int] {
    let unknown = vocabulary.unknown ?? 0
    return symbols.isEmpty ? [unknown] : symbols.map { vocabulary.index(of: $0) ?? unknown }
  }

  /// By which a text is known again, whatever stood between its symbols.
  static func mark(of symbols: [String]) -> UInt64 {
    Fingerprint(symbols.joined(separator: "\u{1F}")).value & 0xFFFF_FFFF_FFFF
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
