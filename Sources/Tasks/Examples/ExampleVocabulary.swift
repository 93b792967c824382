import Course
import Layers
import Text

extension ModelEntries {
  /// A vocabulary with an unknown symbol.
  ///
  /// - Throws: `ModelFileError` where it is missing or has none.
  func vocabulary(_ key: String = "vocabulary") throws -> Vocabulary {
    let vocabulary: Vocabulary = try parsed(key)
    if vocabulary.unknown == nil { throw ModelFileError("its \(key) has no unknown symbol") }
    return vocabulary
  }
}

extension Vocabulary {
  /// The indices of symbols, of which it may lack some.
  func indices(of symbols: [String]) -> [Int] { symbols.map { index(of: $0) ?? unknown ?? 0 } }

  /// The share of indices that stand for what it lacks.
  func unknownShare(of indices: [Int]) -> Double {
    Double(indices.count { $0 == unknown }) / Double(max(1, indices.count))
  }
}

/// What the configurations of tasks have in common that read words of files.
package protocol WordConfiguration: ExampleConfiguration {
  var minimumCount: Int { get set }
  var vocabulary: Int? { get set }
  var encoding: String? { get set }
}

extension WordConfiguration {
  static var vocabularySettings: [TrainingSetting<Self>] {
    let least = Self().minimumCount
    return [
      .init(
        "--minimum-count N",
        "how often a word occurs that is learnt; others are one word (default \(least))",
        \.minimumCount, in: 1...1_000_000),
      .init(
        optional: Flag("--vocabulary N", "the N most frequent words at most (default 20,000)"),
        \.vocabulary, in: 1...1_000_000),
      .init(optional: .encoding, \.encoding) { arguments, _ in try arguments.encoding()?.rawValue },
    ]
  }

  var textEncoding: TextEncoding? { encoding.flatMap(TextEncoding.init) }
}
